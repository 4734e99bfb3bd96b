"""Gives what the rules over charted numbers and symptoms read from a state, and how far back the state keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.infusion.fold.observations import BLOOD_PRESSURES_KEPT, readings_kept
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState, Reading
from slowdrip.science.rules.measured import (
    MeasuredReading,
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
    symptom,
)

MEASURE_OF: Mapping[str, str] = {
    heart_rate_high.RULE: "hr_per_min",
    heart_rate_low.RULE: "hr_per_min",
    oxygen_saturation.RULE: "spo2_pct",
    respiratory_rate.RULE: "rr_per_min",
    sedation.RULE: "moaas",
}
"""The rules over one measure, and the state's measure behind each."""
NOT_HERE = (Phase.EXPECTED, Phase.ENDED)

Place = tuple[datetime, str]


def since_start(state: InfusionState, measure: str) -> tuple[MeasuredReading, ...]:
    """Every reading of that measure since the start of the drip; earlier ones belong to go / no-go."""
    started_at = state.drip.started_at
    return tuple(_measured(each) for each in _all(state, measure) if started_at is not None and each.at >= started_at)


def beats_or_none(state: InfusionState) -> tuple[MeasuredReading, ...]:
    """Every heart rate since the start, and from check-in on those of a heart that does not beat."""
    counted = {each.id for each in since_start(state, "hr_per_min")}
    return tuple(each for each in while_here(state, "hr_per_min") if each.id in counted or each.value == 0)


def while_here(state: InfusionState, measure: str) -> tuple[MeasuredReading, ...]:
    """Every reading of that measure from check-in to the ending: a patient may be sedated before and after the drip."""
    return tuple(_measured(each) for each in _all(state, measure) if each.phase not in NOT_HERE)


def _all(state: InfusionState, measure: str) -> tuple[Reading, ...]:
    return state.observed.measures.get(measure, ())


def _measured(reading: Reading) -> MeasuredReading:
    return MeasuredReading(id=reading.event_id, at=reading.at, value=reading.value)


def occurrences(state: InfusionState) -> tuple[symptom.Occurrence, ...]:
    """Every symptom that began between check-in and the ending."""
    arrived = state.checks.get("checked_in")
    found = (
        symptom.Occurrence(
            id=each.event_id, symptom=each.symptom, at=each.started_at, ended_at=each.ended_at, grade=each.grade
        )
        for each in state.symptoms
    )
    return tuple(
        each
        for each in found
        if (arrived is None or each.at >= arrived.at) and (state.ending is None or each.at <= state.ending.at)
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """The events of the readings that the state keeps; `since` is the oldest, where older ones may be forgotten."""

    events: frozenset[str]
    since: Place | None = None

    def remembers(self, place: Place) -> bool:
        """True where a reading that is not among the events was voided, not forgotten."""
        return self.since is None or place >= self.since


def kept(state: InfusionState, rule: str) -> Kept:
    """What the state keeps of the readings behind that rule; the pressures, for a rule that reads no measure."""
    if rule == symptom.RULE:
        return Kept(frozenset(each.event_id for each in state.symptoms))
    if rule in MEASURE_OF:
        measure = MEASURE_OF[rule]
        return _kept([(each.at, each.event_id) for each in _all(state, measure)], most=readings_kept(measure))
    pressures = state.observed.blood_pressures
    return _kept([(each.at, each.event_id) for each in pressures], most=BLOOD_PRESSURES_KEPT)


def _kept(places: list[Place], *, most: int) -> Kept:
    return Kept(frozenset(event for _, event in places), places[0] if len(places) >= most else None)
