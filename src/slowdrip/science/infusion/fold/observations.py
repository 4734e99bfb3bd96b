"""Observations: each number joins its recent readings with when, by whom and in which phase."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.events.observations import SCALES
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import instant, told, whole, written
from slowdrip.science.infusion.state import (
    BloodPressure,
    InfusionState,
    Observed,
    OffMonitor,
    Orientation,
    Oxygen,
    Reading,
    Vitals,
)
from slowdrip.science.infusion.state.copying import copy_with

# The state is a row read by every board; the log keeps everything. What an alarm rule reads is kept for longer: a
# reading that is entered late, after newer ones, has to be seen by its rule.
BLOOD_PRESSURES_KEPT = 120
READINGS_KEPT = 6
WATCHED_KEPT = 24
WATCHED = ("hr_per_min", "spo2_pct", "rr_per_min", "moaas")

_MEASURES = ("hr_per_min", "spo2_pct", "rr_per_min", "temp_decicelsius")


def vitals(state: InfusionState, event: Event) -> InfusionState:
    """Whatever of the vital signs was taken."""
    observed = vitals_seen(state, event)
    return flag(state, "vitals_unreadable", event) if observed is None else copy_with(state, observed=observed)


def vitals_seen(state: InfusionState, event: Event) -> Observed | None:
    """The readings with these vital signs; None when nothing of them can be read."""
    values = {name: value for name in _MEASURES if (value := whole(event, name)) is not None}
    pressure = _pressure(state, event)
    if pressure is None and not values:
        return None
    seen = state.observed
    measures, peaks = _with_measures(state, event, values)
    return copy_with(
        seen,
        blood_pressures=_kept(seen.blood_pressures, pressure),
        peak=_higher(seen.peak, pressure),
        measures=measures,
        peaks=peaks,
        oxygen=_oxygen(event) or seen.oxygen,
        baseline=seen.baseline if state.drip.started_at is not None else _complete(event) or seen.baseline,
        last_vitals_at=event.occurred_at,
    )


def scale(state: InfusionState, event: Event) -> InfusionState:
    """A score asked or judged: sedation, dissociation, nausea, anxiety, pain."""
    observed = score_seen(state, event)
    return flag(state, f"{event.kind}_unreadable", event) if observed is None else copy_with(state, observed=observed)


def score_seen(state: InfusionState, event: Event) -> Observed | None:
    """The readings with this score; None when it cannot be read."""
    score = whole(event, "score")
    if score is None:
        return None
    measures, peaks = _with_measures(state, event, {event.kind: score})
    return copy_with(state.observed, measures=measures, peaks=peaks)


def orientation(state: InfusionState, event: Event) -> InfusionState:
    """Whether the person knows who, where, when and why; what was not asked counts as not known."""
    answers = (told(event, "person"), told(event, "place"), told(event, "time"), told(event, "situation"))
    seen = Orientation(*answers, event.occurred_at, event.by, event.id)
    return replace(state, observed=replace(state.observed, orientation=seen))


def on_monitor(state: InfusionState, event: Event) -> InfusionState:
    """The bedside monitor is attached."""
    return replace(state, observed=replace(state.observed, monitored=True, off=None))


def off_monitor(state: InfusionState, event: Event) -> InfusionState:
    """The bedside monitor is off, for instance for the bathroom; told again, the newer return time holds."""
    off = OffMonitor(event.occurred_at, event.id, instant(event, "back_at"))
    return replace(state, observed=replace(state.observed, monitored=False, off=off))


def _pressure(state: InfusionState, event: Event) -> BloodPressure | None:
    sbp, dbp = whole(event, "sbp_mmhg"), whole(event, "dbp_mmhg")
    if sbp is None or dbp is None:
        return None
    arm, posture = written(event, "arm"), written(event, "posture")
    return BloodPressure(sbp, dbp, event.occurred_at, event.by, event.id, state.phase, arm, posture)


def _kept(before: tuple[BloodPressure, ...], new: BloodPressure | None) -> tuple[BloodPressure, ...]:
    return before if new is None else (*before[1 - BLOOD_PRESSURES_KEPT :], new)


def _higher(peak: BloodPressure | None, new: BloodPressure | None) -> BloodPressure | None:
    if peak is None or new is None:
        return peak or new
    return new if new.sbp_mmhg > peak.sbp_mmhg else peak


def _with_measures(
    state: InfusionState, event: Event, values: Mapping[str, int]
) -> tuple[Mapping[str, tuple[Reading, ...]], Mapping[str, int]]:
    measures, peaks = dict(state.observed.measures), dict(state.observed.peaks)
    for name, value in values.items():
        new = Reading(value, event.occurred_at, event.by, event.id, state.phase)
        measures[name] = (*measures.get(name, ())[1 - readings_kept(name) :], new)
        peaks[name] = max(value, peaks.get(name, value))
    return measures, peaks


def readings_kept(measure: str) -> int:
    """How many of the newest readings of that measure a state keeps."""
    return WATCHED_KEPT if measure in WATCHED else READINGS_KEPT


def _oxygen(event: Event) -> Oxygen | None:
    source = written(event, "oxygen")
    return Oxygen(source, written(event, "oxygen_l_per_min"), event.occurred_at) if source else None


def _complete(event: Event) -> Vitals | None:
    sbp, dbp = whole(event, "sbp_mmhg"), whole(event, "dbp_mmhg")
    hr, spo2 = whole(event, "hr_per_min"), whole(event, "spo2_pct")
    if sbp is None or dbp is None or hr is None or spo2 is None:
        return None
    rest = (written(event, "oxygen"), whole(event, "rr_per_min"), whole(event, "temp_decicelsius"))
    return Vitals(event.occurred_at, event.by, event.id, sbp, dbp, hr, spo2, *rest)


# Most events of a drip are these. They change the readings alone, whatever the clock does to the pump meanwhile, so
# `step` puts them into the one copy of the state that it makes anyway.
READINGS: Mapping[
    Callable[[InfusionState, Event], InfusionState], Callable[[InfusionState, Event], Observed | None]
] = {
    vitals: vitals_seen,
    scale: score_seen,
}

HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "vitals": vitals,
    **dict.fromkeys(SCALES, scale),
    "orientation": orientation,
    "on_monitor": on_monitor,
    "off_monitor": off_monitor,
    "monitor_paired": on_monitor,
}
