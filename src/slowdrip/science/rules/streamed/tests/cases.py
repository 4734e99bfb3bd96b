"""Numbers of a monitor for these tests, and the limits of the default policy."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion import EMPTY
from slowdrip.science.infusion.state import Drip
from slowdrip.science.rules.adapters.streamed import streamed_limits
from slowdrip.science.rules.alarm import AlarmRaise, Decision, StoredAlarm
from slowdrip.science.rules.streamed import Sample, decide

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
DRIP = UUID(int=7)
STARTED = replace(EMPTY, drip=Drip(started_at=datetime.min.replace(tzinfo=UTC)))
LIMITS = streamed_limits(default_policy(), STARTED)
SPO2_S, HR_S, RR_S, ADVISORY_S, GAP_S, NO_PULSE_S = 20, 60, 20, 60, 60, 10


def at(second: float) -> datetime:
    return AT + timedelta(seconds=second)


def line(channel: str, values: Iterable[int], *, first: int = 0, series: str = "M") -> list[Sample]:
    """One number a second."""
    return [Sample(channel, series, at(first + n), value) for n, value in enumerate(values)]


def lasting(channel: str, value: int, first: int, last: int, *, series: str = "M") -> list[Sample]:
    """One number a second from the first to the last second."""
    return line(channel, [value] * (last - first + 1), first=first, series=series)


def cuff(
    second: float, systolic: int, diastolic: int = 80, mean: int | None = None, *, series: str = "M"
) -> list[Sample]:
    parts = {"nibp_sys": systolic, "nibp_dia": diastolic, "nibp_mean": mean}
    return [Sample(name, series, at(second), value) for name, value in parts.items() if value is not None]


def decided(samples: Collection[Sample], alarms: Sequence[StoredAlarm] = ()) -> Decision:
    return decide(samples, alarms, infusion_id=DRIP, limits=LIMITS)


def raised(samples: Collection[Sample], alarms: Sequence[StoredAlarm] = ()) -> list[tuple[str, str, str]]:
    """Rule, tier and the second the numbers count from, of each alarm."""
    return [
        (each.rule, str(each.tier), f"{(each.trigger_at - AT).total_seconds():.0f}")
        for each in decided(samples, alarms).raise_
    ]


def stored(each: AlarmRaise, *, ended: float | None = None, reason: str = "treated") -> StoredAlarm:
    """The alarm after it was written, open or ended."""
    return StoredAlarm(
        id=each.id,
        rule=each.rule,
        tier=each.tier,
        trigger=each.trigger,
        trigger_at=each.trigger_at,
        resolved_at=None if ended is None else at(ended),
        reason="" if ended is None else reason,
    )


def ended(samples: Collection[Sample], alarms: Sequence[StoredAlarm]) -> list[str]:
    return [each.reason.code for each in decided(samples, alarms).resolve]
