"""The numbers a clinic's policy sets for orders. There are no defaults here: every number comes from the policy."""

from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import pairwise

from slowdrip.science.pharmacology.dosing.findings import Number
from slowdrip.science.pharmacology.dosing.request import WeightBasis

RISING = (
    (
        "impossible_below_mg_per_kg",
        "reason_below_mg_per_kg",
        "reason_above_mg_per_kg",
        "second_clinician_above_mg_per_kg",
        "impossible_above_mg_per_kg",
    ),
    ("reason_below_mg_per_kg", "usual_mg_per_kg", "impossible_above_mg_per_kg"),
    ("impossible_under_min", "reason_under_min", "reason_over_min", "impossible_over_min"),
    ("reason_above_mg_per_kg_per_h", "impossible_above_mg_per_kg_per_h"),
    ("reason_above_mg_per_ml", "impossible_above_mg_per_ml"),
    ("rate_min_ul_per_h", "rate_max_ul_per_h"),
    ("line_loss_reason_above_pct", "line_loss_impossible_above_pct"),
    ("tenfold_from_ratio", "thousandfold_from_ratio"),
    ("weight_min_kg", "weight_max_kg"),
    ("height_min_cm", "height_max_cm"),
    ("weight_change_reason_above_pct", "weight_change_impossible_above_pct"),
    ("bmi_impossible_below", "bmi_second_below", "bmi_second_above", "bmi_impossible_above"),
)
"""Limits that must not fall from left to right; a policy that breaks this is refused whole."""

MAY_BE_ZERO = frozenset({"line_loss_reason_above_pct", "line_loss_impossible_above_pct", "bmi_impossible_below"})
MAY_BE_NONE = frozenset({"impossible_above_ug"})


class LimitsRefused(ValueError):
    """These limits cannot be used: `code` says why, `field` says where."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}:{field}")
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseLimits:
    """The limits of one policy, units in the names. Raises LimitsRefused when they contradict each other.

    Every limit is crossed strictly beyond its number, except `from_ratio` and `at_least`, which include it.
    `impossible_above_ug` limits the whole dose; None when the policy has no such limit. `product_concs_mg_per_ml` are
    the vial strengths the clinic lists, `dilution_min_ratio` the parts of diluent to one part of a vial that needs it.
    """

    # hands and pumps
    draw_step_ul: int
    volume_step_ul: int
    rate_step_ul_per_h: int
    rate_min_ul_per_h: int
    rate_max_ul_per_h: int
    error_max_pct: Number
    line_loss_reason_above_pct: Number
    line_loss_impossible_above_pct: Number
    # dose
    usual_mg_per_kg: Number
    impossible_below_mg_per_kg: Number
    reason_below_mg_per_kg: Number
    reason_above_mg_per_kg: Number
    second_clinician_above_mg_per_kg: Number
    impossible_above_mg_per_kg: Number
    impossible_above_ug: int | None
    tenfold_from_ratio: Number
    thousandfold_from_ratio: Number
    # time
    impossible_under_min: Number
    reason_under_min: Number
    reason_over_min: Number
    impossible_over_min: Number
    reason_above_mg_per_kg_per_h: Number
    impossible_above_mg_per_kg_per_h: Number
    # mixture
    product_concs_mg_per_ml: tuple[Number, ...]
    dilute_at_least_mg_per_ml: Number
    dilution_min_ratio: Number
    reason_above_mg_per_ml: Number
    impossible_above_mg_per_ml: Number
    # weight
    weight_bases_allowed: frozenset[WeightBasis]
    weight_min_kg: Number
    weight_max_kg: Number
    weight_age_max_h: int
    weight_change_reason_above_pct: Number
    weight_change_impossible_above_pct: Number
    pound_ratio_tolerance_pct: Number
    height_min_cm: Number
    height_max_cm: Number
    bmi_impossible_below: Number
    bmi_second_below: Number
    bmi_second_above: Number
    bmi_impossible_above: Number

    def __post_init__(self) -> None:
        for field in fields(self):
            _guard_value(field.name, getattr(self, field.name))
        for names in RISING:
            _guard_rising(self, names)
        if self.tenfold_from_ratio <= 1:
            raise LimitsRefused("not_above_one", "tenfold_from_ratio")


def _guard_value(name: str, value: object) -> None:
    if isinstance(value, frozenset) or (value is None and name in MAY_BE_NONE):
        return
    for number in value if isinstance(value, tuple) else (value,):
        _guard_number(name, number)


def _guard_number(name: str, number: object) -> None:
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise LimitsRefused("not_exact", name)
    if isinstance(number, Decimal) and not number.is_finite():
        raise LimitsRefused("not_finite", name)
    if number < 0 or (number == 0 and name not in MAY_BE_ZERO):
        raise LimitsRefused("not_positive", name)


def _guard_rising(limits: DoseLimits, names: tuple[str, ...]) -> None:
    for low, high in pairwise(names):
        if getattr(limits, low) > getattr(limits, high):
            raise LimitsRefused("above_next", low)
