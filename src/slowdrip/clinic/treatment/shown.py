"""An order as a screen shows it: figures with how they come about, findings with limit and source, the weight."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from slowdrip.clinic.people.queries.measurements import Taken
from slowdrip.knowledge.types import Policy
from slowdrip.knowledge.types.sourced import Sourced
from slowdrip.science.pharmacology.dosing import Finding, OrderFigures, Tier
from slowdrip.science.pharmacology.dosing.display import kg, lb, ml, number
from slowdrip.science.pharmacology.dosing.weights import adjusted_kg, ideal_kg

from .body import Body
from .documents import Ordered
from .finding_words import sentence
from .proposals import EMPTY, Proposal
from .reading import Noticed
from .words import FIELD_WORDS, Words

LOOKS: Final[dict[Tier, tuple[str, str]]] = {
    Tier.OK: ("", "info"),
    Tier.NEEDS_REASON: ("advisory", "advisory"),
    Tier.NEEDS_SECOND_CLINICIAN_AND_REASON: ("urgent", "urgent"),
    Tier.IMPOSSIBLE: ("emergency", "blocked"),
}
LIMITS: Final[dict[str, str]] = {
    "dose_impossibly_high": "dose_tiers.impossible_above_mg_per_kg",
    "dose_impossibly_low": "dose_tiers.impossible_below_mg_per_kg",
    "dose_high": "dose_tiers.second_clinician_above_mg_per_kg",
    "dose_above_usual": "dose_tiers.reason_above_mg_per_kg",
    "dose_below_usual": "dose_tiers.reason_below_mg_per_kg",
    "duration_short": "dose_tiers.reason_under_min",
    "duration_long": "dose_tiers.reason_over_min",
    "speed_high": "dose_tiers.reason_above_mg_per_kg_per_h",
    "speed_impossibly_high": "dose_tiers.impossible_above_mg_per_kg_per_h",
    "must_be_diluted": "dose_tiers.dilute_at_least_mg_per_ml",
    "final_conc_high": "dose_tiers.reason_above_mg_per_ml",
    "final_conc_too_high": "dose_tiers.impossible_above_mg_per_ml",
    "rate_below_pump": "dose_tiers.pump_rate_min_ml_per_h",
    "rate_above_pump": "dose_tiers.pump_rate_max_ml_per_h",
    "rounding_over_limit": "dose_tiers.rounding_error_percent",
    "rate_error_over_limit": "dose_tiers.rounding_error_percent",
    "delivery_error_over_limit": "dose_tiers.rounding_error_percent",
    "rate_finer_than_pump": "dose_tiers.pump_rate_step_ul_per_h",
    "rate_time_error_over_limit": "dose_tiers.rounding_error_percent",
    "rate_total_error_over_limit": "dose_tiers.rounding_error_percent",
    "weight_too_old": "weight.max_age_days",
    "weight_changed": "weight.change_alert_percent",
    "weight_changed_too_much": "weight.change_refuse_percent",
    "weight_outside_range": "weight.plausible_max_kg",
    "weight_impossible_for_height": "weight.bmi_max_kg_per_m2",
    "height_outside_range": "weight.height_max_cm",
    "weight_reread_missing": "weight.first_visit_reread",
    "tenfold_high": "dose_tiers.tenfold_from_ratio",
    "tenfold_low": "dose_tiers.tenfold_from_ratio",
    "thousandfold_high": "dose_tiers.thousandfold_from_ratio",
    "thousandfold_low": "dose_tiers.thousandfold_from_ratio",
    "weight_tenfold": "dose_tiers.tenfold_from_ratio",
    "weight_looks_like_pounds": "weight.pound_ratio_tolerance_percent",
    "weight_looks_converted_twice": "weight.pound_ratio_tolerance_percent",
    "line_keeps_drug": "dose_tiers.line_loss_reason_above_percent",
    "line_keeps_too_much": "dose_tiers.line_loss_impossible_above_percent",
    "basis_not_allowed": "weight.dosing_bases",
}
"""Which value of the policy stands behind a finding."""

LIMIT_ROWS: Final[dict[Words, tuple[str, str, str]]] = {
    lazy("Usual dose"): ("dose_tiers", "default_mg_per_kg", "mg/kg"),
    lazy("Reason below"): ("dose_tiers", "reason_below_mg_per_kg", "mg/kg"),
    lazy("Reason above"): ("dose_tiers", "reason_above_mg_per_kg", "mg/kg"),
    lazy("Second clinician above"): ("dose_tiers", "second_clinician_above_mg_per_kg", "mg/kg"),
    lazy("Refused above"): ("dose_tiers", "impossible_above_mg_per_kg", "mg/kg"),
    lazy("Refused below"): ("dose_tiers", "impossible_below_mg_per_kg", "mg/kg"),
    lazy("Reason when shorter than"): ("dose_tiers", "reason_under_min", "min"),
    lazy("Reason when longer than"): ("dose_tiers", "reason_over_min", "min"),
    lazy("Reason when faster than"): ("dose_tiers", "reason_above_mg_per_kg_per_h", "mg/kg/h"),
    lazy("Refused when faster than"): ("dose_tiers", "impossible_above_mg_per_kg_per_h", "mg/kg/h"),
    lazy("Never undiluted from"): ("dose_tiers", "dilute_at_least_mg_per_ml", "mg/mL"),
    lazy("Refused when stronger than"): ("dose_tiers", "impossible_above_mg_per_ml", "mg/mL"),
    lazy("Rounding at most"): ("dose_tiers", "rounding_error_percent", "%"),
    lazy("Weight at most this old"): ("weight", "max_age_days", "d"),
    lazy("Reason when the weight changed by more than"): ("weight", "change_alert_percent", "%"),
    lazy("Refused when the weight changed by more than"): ("weight", "change_refuse_percent", "%"),
    lazy("Slip of the point, from"): ("dose_tiers", "tenfold_from_ratio", "×"),
    lazy("Micrograms for milligrams, from"): ("dose_tiers", "thousandfold_from_ratio", "×"),
    lazy("Reason when the line keeps more than"): ("dose_tiers", "line_loss_reason_above_percent", "%"),
    lazy("Refused when the line keeps more than"): ("dose_tiers", "line_loss_impossible_above_percent", "%"),
    lazy("Step of pump volumes"): ("dose_tiers", "pump_volume_step_ul", "µL"),
    lazy("Step of pump rates"): ("dose_tiers", "pump_rate_step_ul_per_h", "µL/h"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is, value and unit, how it comes about; `lead` for the largest."""

    name: str
    value: str
    unit: str
    how: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One finding in words, with its look, its field and the sourced limit behind it (None where there is none)."""

    code: str
    tier: str
    icon: str
    what: str
    field: str
    field_word: str
    limit: Sourced[Any] | None
    is_note: bool


def figures_shown(figures: OrderFigures, *, vial_ug_per_ml: int) -> list[Figure]:
    """Gives the figures that are read together, the dose first."""
    f = figures
    rounded = _("rounded %(pct)s %%") % {"pct": number(f.rounding_error_pct, places=1)} if f.rounding_error_pct else ""
    divided = f"{_mg(f.dose_ug)} mg ÷ {number(Decimal(vial_ug_per_ml) / 1000)} mg/mL"
    over = _("%(volume)s over %(min)s min") % {"volume": ml(f.final_volume_ul), "min": number(f.duration_min)}
    mixed = _("%(drug)s and %(fluid)s of fluid make %(all)s") % {
        "drug": ml(f.draw_ul),
        "fluid": ml(f.diluent_ul),
        "all": ml(f.final_volume_ul),
    }
    dosed = f"{number(f.ordered_mg_per_kg)} mg/kg × {kg(f.dosing_weight_kg)}"
    left = _("%(left)s left over") % {"left": ml(f.vial_left_ul)}
    return [
        Figure(_("Dose of ketamine base"), _mg(f.dose_ug), "mg", dosed, lead=True),
        Figure(_("Draw up"), _ml(f.draw_ul), "mL", ", ".join(part for part in (divided, rounded) if part)),
        Figure(_("In the bag"), number(f.final_conc_mg_per_ml), "mg/mL", mixed),
        Figure(_("Rate"), _ml(f.rate_ul_per_h), "mL/h", over),
        Figure(
            _("Volume to be infused"),
            _ml(f.vtbi_ul),
            "mL",
            _("runs %(min)s min") % {"min": number(f.pump_run_min, places=1)},
        ),
        Figure(_("Per weight and hour"), number(f.mg_per_kg_per_h), "mg/kg/h"),
        Figure(_("Per weight and minute"), number(f.mcg_per_kg_per_min, places=2), "mcg/kg/min"),
        Figure(_("Vials"), number(f.vials), "", left),
        *_line_figures(f),
    ]


def _line_figures(f: OrderFigures) -> list[Figure]:
    if not f.left_in_line_ug and not f.left_in_bag_ug and not f.drug_starts_after_min:
        return []
    left = _("%(mg)s mg stays in line and bag") % {"mg": _mg(f.left_in_line_ug + f.left_in_bag_ug)}
    starts = _("first drug after %(min)s min") % {"min": number(f.drug_starts_after_min, places=1)}
    how = starts if f.drug_starts_after_min else left
    return [Figure(_("Reaches the patient"), _mg(f.reaches_patient_ug), "mg", how)]


def findings_said(noticed: Iterable[Noticed], policy: Policy) -> list[Said]:
    """Gives the findings in words, those that are only still empty left out."""
    return [_said(each.finding, each.field, policy) for each in noticed if each.finding.code not in EMPTY]


def at_fields(noticed: Iterable[Noticed], policy: Policy, *, with_empty: bool) -> dict[str, list[Said]]:
    """Gives the findings by field; fields that are still empty say so only once a signature was tried."""
    found: dict[str, list[Said]] = {}
    for each in noticed:
        if with_empty or each.finding.code not in EMPTY:
            found.setdefault(each.field, []).append(_said(each.finding, each.field, policy))
    return found


def _said(finding: Finding, field: str, policy: Policy) -> Said:
    tier, icon = LOOKS[finding.severity]
    return Said(
        code=finding.code,
        tier=tier,
        icon=icon,
        what=sentence(finding),
        field=field,
        field_word=str(FIELD_WORDS.get(field, "")),
        limit=limit_of(finding.code, policy),
        is_note=finding.severity == Tier.OK,
    )


def limit_of(code: str, policy: Policy) -> Sourced[Any] | None:
    """Gives the sourced value behind a finding."""
    if code not in LIMITS:
        return None
    section, _dot, name = LIMITS[code].partition(".")
    value: Sourced[Any] = getattr(getattr(policy, section), name)
    return value


def weight_shown(taken: Taken | None) -> dict[str, str]:
    """Gives the weight in kg and lb."""
    if taken is None:
        return {}
    weight_kg = Decimal(taken.value) / 1000
    return {"kg": kg(weight_kg), "lb": lb(weight_kg)}


def bases_shown(body: Body) -> dict[str, str]:
    """Gives the weight in kg that each basis would dose for, where it can be worked out."""
    if body.kg is None:
        return {}
    ideal = ideal_kg(body.height_cm, body.sex) if body.height_cm else None
    found = {"actual": kg(body.kg)}
    if ideal is not None:
        found |= {"ideal": kg(ideal), "adjusted": kg(adjusted_kg(ideal, body.kg))}
    return found


def empty_words(proposal: Proposal) -> list[str]:
    """Gives the names of the fields that are still to be filled in."""
    return [str(FIELD_WORDS.get(name, name)) for name in proposal.empty]


def last_shown(last: Ordered | None) -> dict[str, str]:
    """Gives the last order's dose beside which the new one is typed."""
    if last is None:
        return {}
    return {"mg_per_kg": number(last.mg_per_kg), "mg": _mg(last.dose_ug), "minutes": number(last.duration_min)}


def limits_shown(policy: Policy) -> list[dict[str, Any]]:
    """Gives the limits that an order is measured against, each with value, source and confidence."""
    rows = []
    for name, (section, key, unit) in LIMIT_ROWS.items():
        value: Sourced[Any] = getattr(getattr(policy, section), key)
        rows.append(_row(name, value, unit))
    return rows


def _row(name: Words, value: Sourced[Any], unit: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": f"{number(value.value)} {unit}",
        "source": value.source,
        "confidence": value.confidence.value,
    }


def _mg(amount_ug: int) -> str:
    return number(Decimal(amount_ug) / 1000)


def _ml(volume_ul: int) -> str:
    return number(Decimal(volume_ul) / 1000)
