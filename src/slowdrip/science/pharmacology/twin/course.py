"""What goes into the vein, minute by minute: what the record says was run, and what the pump still gives."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from slowdrip.science.infusion import Event, InfusionState, Phase, step
from slowdrip.science.infusion.state import Drip, Order, Segment
from slowdrip.science.pharmacology.linear import Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, NoPrediction

NG_PER_UG = 1000
MIN_PER_H = 60
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A constant rate of ketamine base between two minutes since the start."""

    from_min: float
    to_min: float
    rate_ug_per_min: float

    @property
    def given_ug(self) -> float:
        """What the whole stretch gives."""
        return self.rate_ug_per_min * (self.to_min - self.from_min)


@dataclass(frozen=True, slots=True)
class Course:
    """Stretches in time order, in minutes since the start; a pause is the gap between two."""

    stretches: tuple[Stretch, ...]

    @property
    def ends_min(self) -> float:
        """When the last stretch ends."""
        return max((each.to_min for each in self.stretches), default=0.0)

    @property
    def given_ug(self) -> float:
        """What all of it gives."""
        return sum(each.given_ug for each in self.stretches)

    @property
    def regimen(self) -> Regimen:
        """The same for the engine."""
        return Regimen(
            tuple(Infusion(each.from_min, each.to_min, each.rate_ug_per_min, DOSE) for each in self.stretches)
        )


def course_of(state: InfusionState) -> Course | NoPrediction:
    """The course of a drip: as run since its start, before it as ordered; or why it cannot be known."""
    drip = state.drip
    if drip.started_at is None:
        return ordered(drip.order) if drip.order is not None else NoPrediction("no_order", {})
    found: list[Stretch] = []
    for segment in drip.segments:
        until = _until(drip, segment)
        strength = drip.bags[segment.bag].ng_per_ul
        if until is None or not strength:
            return NoPrediction("end_unknown" if until is None else "strength_unknown", {})
        if until > segment.from_at and segment.rate_ul_per_h > 0:
            found.append(_stretch(drip.started_at, segment, until, strength))
    return Course(tuple(found))


def resumed_course(state: InfusionState, at: datetime) -> Course | NoPrediction:
    """The course of a paused drip if it were resumed now, as the record would tell it; the state stays as it is."""
    if state.phase is not Phase.PAUSED:
        return NoPrediction("not_paused", {})
    if not (state.drip.rate_set_ul_per_h or state.drip.last_rate_ul_per_h):
        return NoPrediction("rate_unknown", {})
    asked = Event(id="what-if", kind="resumed", payload={}, occurred_at=at, recorded_at=at, by="")
    found = course_of(step(state, asked))
    if isinstance(found, NoPrediction):
        return found
    now_min = (at - (state.drip.started_at or at)) / MINUTE
    return found if found.ends_min > now_min else NoPrediction("nothing_left", {})


def ordered(order: Order) -> Course | NoPrediction:
    """The course of an order that has not started."""
    if order.rate_ul_per_h <= 0 or order.total_volume_ul <= 0 or order.vtbi_ul <= 0:
        return NoPrediction("rate_unknown", {})
    rate = _ug_per_min(order.rate_ul_per_h, Fraction(order.dose_ug * NG_PER_UG, order.total_volume_ul))
    return Course((Stretch(0.0, order.vtbi_ul * MIN_PER_H / order.rate_ul_per_h, rate),))


def _stretch(start: datetime, segment: Segment, until: datetime, strength: Fraction, /) -> Stretch:
    return Stretch(
        (segment.from_at - start) / MINUTE, (until - start) / MINUTE, _ug_per_min(segment.rate_ul_per_h, strength)
    )


def _until(drip: Drip, segment: Segment) -> datetime | None:
    """When a stretch ends: as charted, or when the pump stops by itself; None while nothing says so."""
    ends = [each for each in (segment.to_at, segment.reached_at(), drip.ended_at) if each is not None]
    return min(ends, default=None)


def _ug_per_min(rate_ul_per_h: int, ng_per_ul: Fraction) -> float:
    return float(rate_ul_per_h * ng_per_ul / NG_PER_UG / MIN_PER_H)
