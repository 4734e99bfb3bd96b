"""What the trend chart shows, read from the drip: readings with their tier, the dose over time, pauses, the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import Event, InfusionState, Phase, delivered_ug
from slowdrip.science.infusion.fold.payload import whole
from slowdrip.science.infusion.state import Drip, Order
from slowdrip.science.infusion.state.drip import UNITS_PER_UL, Segment
from slowdrip.science.rules.adapters.own import pressure_in_time
from slowdrip.science.rules.adapters.watch import bp_baseline
from slowdrip.science.rules.blood_pressure import BpReading, artifact_reason, tier_of

NG_PER_UG = 1000


@dataclass(frozen=True, slots=True)
class Pressure:
    """One blood pressure; `tier` is what it reaches alone, empty before the start and when it reaches none."""

    event_id: str
    at: datetime
    sbp_mmhg: int
    dbp_mmhg: int
    tier: str


@dataclass(frozen=True, slots=True)
class Point:
    """One number at one instant."""

    at: datetime
    value: int


@dataclass(frozen=True, slots=True)
class Dose:
    """How much ketamine base has been given at an instant, in micrograms, exact."""

    at: datetime
    given_ug: Fraction


@dataclass(frozen=True, slots=True)
class Series:
    """Everything that is drawn, in time order. `dose` breaks where the rate does; `plan` is what is still ordered."""

    pressures: tuple[Pressure, ...]
    pulse: tuple[Point, ...]
    saturation: tuple[Point, ...]
    dose: tuple[Dose, ...]
    plan: tuple[Dose, ...]
    pauses: tuple[tuple[datetime, datetime], ...]


def series_of(events: Sequence[Event], state: InfusionState, policy: Policy, *, at: datetime) -> Series:
    """Gives the series of a drip at an instant; nothing from after it."""
    taken = [event for event in events if event.kind == "vitals" and event.occurred_at <= at]
    return Series(
        pressures=tuple(_pressures(taken, state, policy)),
        pulse=tuple(_points(taken, "hr_per_min")),
        saturation=tuple(_points(taken, "spo2_pct")),
        dose=dose_line(state, at),
        plan=plan_line(state, at),
        pauses=pauses(state.drip, at),
    )


def _points(taken: Iterable[Event], name: str) -> Iterable[Point]:
    for event in taken:
        value = whole(event, name)
        if value is not None:
            yield Point(event.occurred_at, value)


def _pressures(taken: Iterable[Event], state: InfusionState, policy: Policy) -> Iterable[Pressure]:
    in_time, baseline = pressure_in_time(state, policy), bp_baseline(state)
    for event in taken:
        sbp, dbp = whole(event, "sbp_mmhg"), whole(event, "dbp_mmhg")
        if sbp is None or dbp is None:
            continue
        reading = BpReading(id=event.id, at=event.occurred_at, systolic_mmhg=sbp, diastolic_mmhg=dbp)
        limits = in_time.at(event.occurred_at)
        watched = _watched(state.drip, event.occurred_at) and artifact_reason(reading, limits.cuff) is None
        tier = tier_of(reading, limits, baseline=baseline) if watched else None
        yield Pressure(event.id, event.occurred_at, sbp, dbp, str(tier or ""))


def _watched(drip: Drip, at: datetime) -> bool:
    """The alarm rule looks at pressures since the start; earlier ones belong to go / no-go."""
    return drip.started_at is not None and at >= drip.started_at


def dose_line(state: InfusionState, at: datetime) -> tuple[Dose, ...]:
    """The dose at every instant where its slope changes, and at the end: the line between them is exact."""
    return tuple(Dose(moment, delivered_ug(state, moment)) for moment in sorted(_breaks(state.drip, at)))


def _breaks(drip: Drip, at: datetime) -> set[datetime]:
    until = min(at, drip.ended_at) if drip.ended_at else at
    found = {until} if drip.started_at is not None and drip.started_at <= until else set()
    for segment in drip.segments:
        ends = (segment.from_at, segment.to_at, segment.reached_at())
        found.update(moment for moment in ends if moment is not None and segment.from_at <= moment <= until)
    return found


def pauses(drip: Drip, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches between start and end in which nothing ran."""
    if not drip.segments:
        return ()
    until = min(at, drip.ended_at) if drip.ended_at else at
    starts = [segment.from_at for segment in drip.segments[1:]] + [until]
    gaps = [(segment.to_at, start) for segment, start in zip(drip.segments, starts, strict=True) if segment.to_at]
    return tuple((since, to) for since, to in gaps if since < to <= until)


def plan_line(state: InfusionState, at: datetime) -> tuple[Dose, ...]:
    """What is still ordered from now on; after the end the order as it would have run, so that a stop is seen."""
    if state.phase in (Phase.RUNNING, Phase.PAUSED):
        return _rest(state, at)
    drip = state.drip
    if drip.started_at is None or drip.order is None:
        return ()
    return _as_ordered(drip.order, drip.started_at)


def _rest(state: InfusionState, at: datetime) -> tuple[Dose, ...]:
    drip = state.drip
    segment = drip.segments[-1] if drip.segments else None
    if segment is None or segment.cap_units is None or segment.rate_ul_per_h <= 0:
        return ()
    left = max(0, segment.cap_units - segment.units(at))
    given = delivered_ug(state, at)
    lasts = timedelta(microseconds=left // segment.rate_ul_per_h)
    return (Dose(at, given), Dose(at + lasts, given + _ug(drip, segment, left))) if left else ()


def _ug(drip: Drip, segment: Segment, units: int) -> Fraction:
    return Fraction(units, UNITS_PER_UL) * drip.bags[segment.bag].ng_per_ul / NG_PER_UG


def _as_ordered(order: Order, started_at: datetime) -> tuple[Dose, ...]:
    if not order.rate_ul_per_h or not order.total_volume_ul:
        return ()
    lasts = timedelta(seconds=round(Fraction(order.vtbi_ul * 3600, order.rate_ul_per_h)))
    whole_ug = Fraction(order.dose_ug * order.vtbi_ul, order.total_volume_ul)
    return (Dose(started_at, Fraction(0)), Dose(started_at + lasts, whole_ug))
