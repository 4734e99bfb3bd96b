"""Gives the tier of a charted number, and what a rule over one measure wants written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from slowdrip.science.rules import excursions
from slowdrip.science.rules.alarm import Decision, Plain, StoredAlarm, Tier
from slowdrip.science.rules.excursions import Graded, Rule, ordered
from slowdrip.science.rules.in_time import InTime
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

Run = Sequence[Graded[MeasuredReading]]


def at_once(run: Run) -> Run:
    """The first reading of a run: a person looked at it, so it needs no second one."""
    return run[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one measure is judged: when a number reaches a limit, and which readings of a run call together."""

    code: str
    reaches: Callable[[int, int], bool]
    confirmed: Callable[[Run], Run] = at_once


def decided(
    readings: Iterable[MeasuredReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[Limits],
    way: Way,
) -> Decision:
    """Alarms to raise and to resolve for one measure. The same for any order of arrival."""
    line = ordered(readings)
    history = tuple(
        Graded(reading, tier_of(reading.value, limits.at(reading.at), reaches=way.reaches)) for reading in line
    )
    return excursions.decide(
        history,
        alarms,
        infusion_id=infusion_id,
        rule=Rule(
            code=way.code,
            limits=limits,
            confirmed=way.confirmed,
            inputs=lambda _, cause: _inputs(cause, limits.at(cause[-1].reading.at).measure),
        ),
        standing={reading.id for reading in line},
    )


def tier_of(value: int, limits: Limits, *, reaches: Callable[[int, int], bool]) -> Tier | None:
    """The loudest tier that this number reaches; none when it reaches no limit."""
    for tier in (Tier.EMERGENCY, Tier.URGENT, Tier.ADVISORY):
        limit = limits.of(tier)
        if limit is not None and reaches(value, limit):
            return tier
    return None


def _inputs(cause: Run, measure: str) -> dict[str, Plain]:
    return {
        name: value
        for number, each in enumerate(cause, 1)
        for name, value in each.reading.plain(number, measure).items()
    }
