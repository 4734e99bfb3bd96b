"""Before, worst and now, side by side: what recovery is judged by."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slowdrip.clinic.chart.last_time import peak
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.science.infusion import Event, InfusionState
from slowdrip.science.infusion.state import BloodPressure, Vitals

NOTHING: Final = "–"
Worst = Callable[[Iterable[int]], int]
MEASURES: Final[tuple[tuple[str, str, str, Worst], ...]] = (
    ("hr_per_min", "HR", "/min", max),
    ("spo2_pct", "SpO₂", "%", min),
)
SCORES: Final[tuple[tuple[str, Worst], ...]] = (("moaas", min), ("dissociation", max), ("nausea", max))


@dataclass(frozen=True, slots=True)
class Compared:
    """One sign before the drip, at its worst since, and now with its age; a dash for what was never measured."""

    name: str
    unit: str
    before: str
    worst: str
    now: str
    taken_at: str = ""


def compared(state: InfusionState, events: Sequence[Event]) -> list[Compared]:
    """Gives the signs that recovery is judged by; nothing before a start."""
    started = state.drip.started_at
    if started is None:
        return []
    signs = [_sign(_of_vitals(events, name), started, label, unit, worst) for name, label, unit, worst in MEASURES]
    scores = [_sign(_of_scale(events, name), started, code_words(name), "", worst) for name, worst in SCORES]
    return [_pressure(state), *signs, *scores]


def _pressure(state: InfusionState) -> Compared:
    before, highest, last = state.observed.baseline, peak(state), state.observed.last_blood_pressure
    taken_at = last.at.isoformat() if last else ""
    return Compared("BP", "mmHg", _mmhg(before), _mmhg(highest), _mmhg(last), taken_at)


def _mmhg(seen: BloodPressure | Vitals | None) -> str:
    return f"{seen.sbp_mmhg}/{seen.dbp_mmhg}" if seen else NOTHING


Readings = list[tuple[datetime, int]]


def _of_vitals(events: Sequence[Event], name: str) -> Readings:
    return [(one.occurred_at, int(one.payload[name])) for one in events if one.kind == "vitals" and name in one.payload]


def _of_scale(events: Sequence[Event], name: str) -> Readings:
    return [(one.occurred_at, int(one.payload["score"])) for one in events if one.kind == name]


def _sign(readings: Readings, started: datetime, label: str, unit: str, worst: Worst) -> Compared:
    before = [value for at, value in readings if at < started]
    since = [value for at, value in readings if at >= started]
    return Compared(
        label,
        unit,
        str(before[-1]) if before else NOTHING,
        str(worst(since)) if since else NOTHING,
        str(since[-1]) if since else NOTHING,
        readings[-1][0].isoformat() if since else "",
    )
