"""What an interaction says on a screen: at most what the source stated, and for which way of giving ketamine."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from slowdrip.knowledge.types.interactions import Interaction
from slowdrip.knowledge.types.sourced import Confidence, Sourced
from slowdrip.science.pharmacology.dosing.display import number

SAYS: Final[dict[str, str | Promise]] = {
    "concentration_a_little_lower": lazy("Ketamine in the blood may be a little lower."),
    "concentration_lower": lazy("Ketamine in the blood may be lower."),
    "higher_by_mouth_only": lazy("Raises ketamine that is swallowed. That says nothing about a drip."),
    "lower_by_mouth_only": lazy("Lowers ketamine that is swallowed. That says nothing about a drip."),
    "no_change": lazy("No change of ketamine in the blood was found."),
    "clearance_differs_by_genotype": lazy("How fast ketamine leaves the body may differ."),
    "sedation_adds": lazy("Sedation may add up."),
    "sedation_and_breathing_add": lazy("Deep sedation and slow breathing may add up; recovery may take longer."),
    "blood_pressure_adds": lazy("Blood pressure may rise further."),
    "blood_pressure_and_heart_rate_add": lazy("Blood pressure and heart rate may rise further."),
    "pressure_and_effects_lower": lazy("Blood pressure and the effects on the mind may be lower."),
    "antidepressant_effect_shorter": lazy("The antidepressant effect may be shorter."),
    "effects_may_weaken": lazy("Two of five studies found the effects of ketamine weaker."),
    "seizures_come_easier": lazy("May lower the seizure threshold. The label says not to give both."),
    "no_significant_interaction_found": lazy("A review found no significant interaction."),
    "no_significant_interaction_for_most": lazy("A review found no significant interaction for most of them."),
    "no_vital_sign_change_in_cases": lazy(
        "Case reports of tranylcypromine with S-ketamine found no relevant change of the vital signs."
    ),
    "positive_symptoms_weaker": lazy("Positive (psychosis-like) symptoms from ketamine may be weaker."),
    "no_weaker_symptoms_found": lazy("A review did not find positive (psychosis-like) symptoms from ketamine weaker."),
    "findings_mixed": lazy("Whether positive (psychosis-like) symptoms from ketamine get weaker: findings are mixed."),
}
LESSER: Final = frozenset(
    {
        "higher_by_mouth_only",
        "lower_by_mouth_only",
        "no_change",
        "no_significant_interaction_found",
        "no_significant_interaction_for_most",
        "no_vital_sign_change_in_cases",
        "no_weaker_symptoms_found",
    }
)
"""What says nothing about a change under a drip."""
MOVES_A_BAND: Final = frozenset(
    {
        "concentration_a_little_lower",
        "concentration_lower",
        "blood_pressure_adds",
        "blood_pressure_and_heart_rate_add",
        "pressure_and_effects_lower",
    }
)
"""What may move concentration or blood pressure, so that a band of either may not hold."""

ROUTES: Final[dict[str, str | Promise]] = {
    "iv": lazy("studied with ketamine into a vein"),
    "oral": lazy("studied with ketamine by mouth"),
    "intranasal": lazy("studied with ketamine in the nose"),
    "subcutaneous": lazy("studied with ketamine under the skin"),
}


def studied(entry: Interaction) -> str:
    """Gives by which way ketamine was given, or that the drip is a carrying over of ours."""
    if entry.route.confidence is Confidence.PROPOSAL:
        return _("carried over to the drip: proposal – confirm with your medical director")
    return str(ROUTES[entry.route.value])


def ratios(entry: Interaction) -> str:
    """Gives the numbers that were found, with the medicine over without it, or nothing."""
    return ", ".join(_ratios(entry))


def _ratios(entry: Interaction) -> Iterator[str]:
    yield from _one(entry.auc_ratio, _("ketamine in the blood × %(ratio)s"))
    yield from _one(entry.cmax_ratio, _("its peak × %(ratio)s"))
    yield from _one(entry.norketamine_auc_ratio, _("norketamine × %(ratio)s"))


def _one(leaf: Sourced[Decimal] | None, words: str) -> Iterator[str]:
    if leaf is not None:
        yield words % {"ratio": number(leaf.value)}
