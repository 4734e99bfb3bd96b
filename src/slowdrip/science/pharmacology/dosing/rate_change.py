"""The same bag at another rate: what a drip that runs already comes to when it is slowed, hastened or ended earlier.

A new rate is asked for in mL/h, or as "let the rest run over so many minutes". The bag keeps its content; the volume to
be infused stays as ordered, or becomes less when a lower total is asked for. More than was ordered is a new order.

Amounts are whole µg of ketamine base and µL, counted from the hanging of the bag, as the drip's record counts them:
what left the bag counts as given. Formulae: facts/clinical C "pump arithmetic" (derived).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing import rate_backcheck, rounding, tiers, units
from slowdrip.science.pharmacology.dosing.findings import Finding, Tier, impossible, worst
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.rate_figures import NewRate, RateChange, RateFigures, RestOver

__all__ = ["NewRate", "RateChange", "RateChecked", "RateFigures", "RestOver", "change_rate", "check_rate_change"]

RateOutcome: TypeAlias = RateFigures | tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RateChecked:
    """The outcome of a check. `figures` may be there while `tier` is IMPOSSIBLE: show them, never sign them."""

    figures: RateFigures | None
    findings: tuple[Finding, ...]
    tier: Tier

    @property
    def may_be_signed(self) -> bool:
        """Whether anyone may sign this at all, with the reason and second clinician that `tier` asks for."""
        return self.figures is not None and self.tier < Tier.IMPOSSIBLE


def check_rate_change(change: RateChange, *, limits: DoseLimits) -> RateChecked:
    """Everything there is to say about a change of rate; the tiers of a whole order, for rate, total and time."""
    outcome = change_rate(change, limits=limits)
    if not isinstance(outcome, RateFigures):
        return RateChecked(None, outcome, worst(outcome))
    noticed = tuple(_noticed(change, outcome, limits))
    findings = tuple(sorted(noticed, key=lambda finding: -finding.severity))
    return RateChecked(outcome, findings, worst(findings))


def change_rate(change: RateChange, *, limits: DoseLimits) -> RateOutcome:
    """The figures of a change of rate, exact and cross-checked, or the findings that refuse them."""
    stop_at_ul = _stop_at_ul(change, limits)
    if isinstance(stop_at_ul, Finding):
        return (stop_at_ul,)
    rest_ul = stop_at_ul - change.out_ul
    vtbi_ul = rounding.step_below(Fraction(rest_ul), limits.volume_step_ul)
    if vtbi_ul <= 0:
        return (impossible("rate_nothing_left", left_ul=max(rest_ul, 0)),)
    rate = _rate_ul_per_h(change, rest_ul, limits)
    if isinstance(rate, Finding):
        return (rate,)
    figures = _figures(change, rate_ul_per_h=rate, stop_at_ul=stop_at_ul, vtbi_ul=vtbi_ul)
    faults = (*_time_error(change, figures, limits), *rate_backcheck.disagreements(change, figures, limits))
    return faults or figures


def _stop_at_ul(change: RateChange, limits: DoseLimits) -> int | Finding:
    """The volume out of the bag at which the pump is to stop: as ordered, or where a lower total is reached."""
    if change.total_mg is None:
        return change.ends_at_ul
    total_ug = Fraction(change.total_mg) * units.UG_PER_MG
    if total_ug > change.ordered_ug:
        return impossible("rate_total_above_order", total_ug=total_ug, ordered_ug=change.ordered_ug)
    if total_ug == change.ordered_ug:
        return change.ends_at_ul
    if total_ug <= change.given_ug:
        return impossible("rate_total_given_already", total_ug=total_ug, given_ug=change.given_ug)
    stop_at_ul = rounding.step_below(total_ug / change.ug_per_ul, limits.volume_step_ul)
    error_pct = (stop_at_ul * change.ug_per_ul / total_ug - 1) * 100
    if abs(error_pct) > limits.error_max_pct:
        return impossible("rate_total_error_over_limit", error_pct=error_pct, max_pct=limits.error_max_pct)
    return min(stop_at_ul, change.ends_at_ul)


def _rate_ul_per_h(change: RateChange, rest_ul: int, limits: DoseLimits) -> int | Finding:
    match change.asked:
        case NewRate(ml_per_h):
            exact = Fraction(ml_per_h) * units.UL_PER_ML
            if exact % limits.rate_step_ul_per_h:
                return impossible("rate_finer_than_pump", step_ul_per_h=limits.rate_step_ul_per_h)
        case RestOver(minutes):
            exact = rest_ul * units.MIN_PER_H / Fraction(minutes)
    rate = rounding.nearest_step(exact, limits.rate_step_ul_per_h)
    if rate < limits.rate_min_ul_per_h:
        return impossible("rate_below_pump", rate_ul_per_h=exact, min_ul_per_h=limits.rate_min_ul_per_h)
    if rate > limits.rate_max_ul_per_h:
        return impossible("rate_above_pump", rate_ul_per_h=exact, max_ul_per_h=limits.rate_max_ul_per_h)
    return rate


def _figures(change: RateChange, *, rate_ul_per_h: int, stop_at_ul: int, vtbi_ul: int) -> RateFigures:
    per_ul, kg = change.ug_per_ul, Fraction(change.dosing_kg)
    per_min = Fraction(rate_ul_per_h, units.MIN_PER_H) * per_ul / kg
    total_ug = int(min(stop_at_ul, change.bag_ul) * per_ul)
    run_min = Fraction((stop_at_ul - change.out_ul) * units.MIN_PER_H, rate_ul_per_h)
    return RateFigures(
        dosing_weight_kg=Decimal(change.dosing_kg),
        ordered_mg_per_kg=_ordered_mg_per_kg(change),
        dose_ug=_dose_ug(change),
        draw_ul=change.draw_ul,
        drawn_ug=change.bag_ug,
        final_volume_ul=change.bag_ul,
        final_conc_mg_per_ml=per_ul * units.UL_PER_ML / units.UG_PER_MG,
        rate_ul_per_h=rate_ul_per_h,
        stop_at_ul=stop_at_ul,
        vtbi_ul=vtbi_ul,
        run_min=run_min,
        bag_empty_min=Fraction(max(change.bag_ul - change.out_ul, 0) * units.MIN_PER_H, rate_ul_per_h),
        whole_min=Fraction(change.ran_s, units.SECONDS_PER_MIN) + run_min,
        mg_per_kg_per_h=per_min * units.MIN_PER_H / units.UG_PER_MG,
        mcg_per_kg_per_min=per_min,
        given_ug=change.given_ug,
        rest_ug=total_ug - change.given_ug,
        total_ug=total_ug,
        total_mg_per_kg=Fraction(total_ug, units.UG_PER_MG) / kg,
        of_present_rate=Fraction(rate_ul_per_h, change.present_rate_ul_per_h),
    )


def _is_lower(change: RateChange) -> bool:
    return change.total_mg is not None and Fraction(change.total_mg) * units.UG_PER_MG < change.ordered_ug


def _dose_ug(change: RateChange) -> int:
    """What is ordered in total from now on."""
    return round(Fraction(change.total_mg or 0) * units.UG_PER_MG) if _is_lower(change) else change.ordered_ug


def _ordered_mg_per_kg(change: RateChange) -> Fraction:
    """As it was ordered, so that rounding to whole micrograms moves no unchanged dose over a limit; less if lowered."""
    ordered = Fraction(change.ordered_mg_per_kg)
    if not _is_lower(change):
        return ordered
    return min(ordered, Fraction(change.total_mg or 0) / Fraction(change.dosing_kg))


def _time_error(change: RateChange, figures: RateFigures, limits: DoseLimits) -> Iterator[Finding]:
    """How far the pump's steps put "over so many minutes" off."""
    if isinstance(change.asked, RestOver):
        error_pct = (figures.run_min / Fraction(change.asked.minutes) - 1) * 100
        if abs(error_pct) > limits.error_max_pct:
            yield impossible("rate_time_error_over_limit", error_pct=error_pct, max_pct=limits.error_max_pct)


def _noticed(change: RateChange, figures: RateFigures, limits: DoseLimits) -> Iterator[Finding]:
    """The rules of a whole order that a change of rate can break; the larger of per chosen and per actual weight."""
    heavier = max(Fraction(1), Fraction(change.dosing_kg) / Fraction(change.measured_kg))
    per_kg = figures.ordered_mg_per_kg * heavier
    yield from _rate_findings(change, figures, limits)
    yield from tiers.dose_findings(per_kg, limits)
    yield from tiers.slips(per_kg, limits.usual_mg_per_kg, "usual_mg_per_kg", limits)
    yield from tiers.amount_findings(Fraction(figures.dose_ug), limits)
    yield from tiers.slips(Fraction(figures.dose_ug), change.ordered_ug, "ordered_ug", limits)
    yield from tiers.speed_findings(figures.mg_per_kg_per_h * heavier, limits)
    yield from tiers.duration_findings(figures.whole_min, limits)


def _rate_findings(change: RateChange, figures: RateFigures, limits: DoseLimits) -> Iterator[Finding]:
    """A slip of the point or of the unit shows beside the rate at which it runs; the same again is no order."""
    rate, present = figures.rate_ul_per_h, change.present_rate_ul_per_h
    yield from tiers.slips(Fraction(rate), present, "present_rate_ul_per_h", limits)
    if rate == present and figures.stop_at_ul == change.ends_at_ul:
        yield impossible("rate_unchanged", rate_ul_per_h=rate)
