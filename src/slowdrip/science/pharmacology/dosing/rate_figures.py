"""What a change of rate is worked out from, and what it comes to."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing.findings import Number


@dataclass(frozen=True, slots=True)
class NewRate:
    """The pump is to run at this many mL/h."""

    ml_per_h: Number


@dataclass(frozen=True, slots=True)
class RestOver:
    """What is left is to run in over this many minutes."""

    minutes: Number


AskedRate: TypeAlias = NewRate | RestOver


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """One change of rate as asked for, beside what the drip's record says of the bag at one instant.

    `bag_ug` in `bag_ul` is what was drawn up; `out_ul` left the bag so far and `ran_s` is how long the pump ran.
    `ends_at_ul` is where the order in force ends and `ordered_ug` its dose. `total_mg` asks to stop earlier.
    """

    asked: AskedRate
    total_mg: Number | None
    bag_ug: int
    bag_ul: int
    draw_ul: int
    out_ul: int
    ran_s: int
    present_rate_ul_per_h: int
    ends_at_ul: int
    ordered_ug: int
    ordered_mg_per_kg: Number
    dosing_kg: Number
    measured_kg: Number

    @property
    def ug_per_ul(self) -> Fraction:
        """The strength of the bag; µg/µL is mg/mL."""
        return Fraction(self.bag_ug, self.bag_ul)

    @property
    def given_ug(self) -> int:
        """What left the bag so far, cut to whole micrograms."""
        return int(min(self.out_ul, self.bag_ul) * self.ug_per_ul)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFigures:
    """The figures of one change of rate; names that an order's figures have too mean the same.

    `drawn_ug`, `draw_ul` and `final_volume_ul` are the bag's. `stop_at_ul` counts from the hanging of the bag;
    `run_min` is the time until it is reached, `vtbi_ul` what the pump still has to give, cut to its steps. `whole_min`
    is the running time from the start. `given_ug + rest_ug` is `total_ug`, always: what left the bag at the end.
    """

    dosing_weight_kg: Decimal
    ordered_mg_per_kg: Fraction
    dose_ug: int
    draw_ul: int
    drawn_ug: int
    final_volume_ul: int
    final_conc_mg_per_ml: Fraction
    rate_ul_per_h: int
    stop_at_ul: int
    vtbi_ul: int
    run_min: Fraction
    bag_empty_min: Fraction
    whole_min: Fraction
    mg_per_kg_per_h: Fraction
    mcg_per_kg_per_min: Fraction
    given_ug: int
    rest_ug: int
    total_ug: int
    total_mg_per_kg: Fraction
    of_present_rate: Fraction
