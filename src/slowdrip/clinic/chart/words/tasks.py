"""Words for tasks: what a person has to explain or review, with its numbers."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.clinic.infusion.tasking import ANSWERED
from slowdrip.science.pharmacology.dosing import display

TASKS: Final[dict[str, Words]] = {
    "pump_volume_not_read": _("The volume on the pump was not read"),
    "residual_not_read": _("What was left in the bag was not counted"),
    "prepared_volume_not_known": _("The volume of the bag is not known"),
    "residual_above_prepared": _("More was counted as left than hung"),
    "pump_differs_from_record": _("The pump's volume differs from the record"),
    "residual_differs_from_record": _("What was left differs from the record"),
    "drug_missing": _("Drug is not accounted for"),
    "drug_over_accounted": _("More drug is accounted for than was drawn"),
    "residual_not_wasted": _("Drug is left by the record: waste it before a witness, or return it and write here how"),
    "started_twice": _("Started while it was running"),
    "started_again": _("Started again after the end"),
    "started_after_ending": _("Started after the visit had ended"),
    "started_before_ready": _("Started before every gate was open"),
    "started_against_decision": _("Started although the prescriber had not decided go"),
    "started_without_line": _("Started without an IV line on record"),
    "started_without_draw_up": _("Started without a draw-up on record"),
    "started_without_order": _("Started without an order"),
    "bag_of_other_order": _("The bag was made for another order"),
    "drawn_differs_from_order": _("What was drawn differs from the order"),
    "pump_differs_from_order": _("The pump's program differs from the order"),
    "rate_above_order": _("The rate was above the order"),
    "ended_without_stop": _("The visit ended while the drip was running"),
    "discharged_with_line": _("Discharged with the IV line in"),
    "discharged_in_emergency": _("Discharged while an emergency was open"),
    "emergency_debrief": _("An emergency is over: write the debrief"),
    "note_cosign": _("A note waits for a co-signature"),
    "chair_without_nurse": _("This chair has no nurse in the building: somebody has to take it over"),
    "call_back": _("Call this patient again"),
}
_NUMBERS: Final[dict[str, Words]] = {
    "found_ul": _("found %(value)s"),
    "recorded_ul": _("by the record %(value)s"),
    "difference_ul": _("difference %(value)s"),
    "residual_ul": _("left %(value)s"),
    "prepared_ul": _("hung %(value)s"),
    "difference_ug": _("difference %(value)s"),
    "residual_ug": _("left %(value)s"),
    "drawn_ug": _("drawn %(value)s"),
}


def task_words(kind: str) -> str:
    """Gives what a task is about."""
    words = TASKS.get(kind)
    return str(words) if words is not None else code_words(kind)


def task_detail(detail: Mapping[str, Any]) -> str:
    """Gives the numbers of a task in mL and mg; what is not a number for people is left out."""
    known = [(words, _amount(name, detail[name])) for name, words in _NUMBERS.items() if name in detail]
    said = [str(words) % {"value": value} for words, value in known]
    if ANSWERED in detail:
        said.append(str(_("a later entry answers this: look, and close it")))
    return ", ".join(said)


def _amount(name: str, value: Any) -> str:
    try:
        amount = int(value)
    except (TypeError, ValueError):
        return str(value)
    return display.ml(amount) if name.endswith("_ul") else display.mg(amount)
