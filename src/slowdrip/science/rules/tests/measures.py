"""Gives the rules over charted numbers with the default policy's limits, and an independent eye for their tiers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from uuid import uuid5

from slowdrip.science.rules.alarm import AlarmRaise, Decision, StoredAlarm, Tier
from slowdrip.science.rules.measured import (
    Limits,
    MeasuredReading,
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
)
from slowdrip.science.rules.tests.cases import INFUSION, after

ADVISORY, URGENT, EMERGENCY = Tier.ADVISORY, Tier.URGENT, Tier.EMERGENCY


def number(value: int, *, minute: float = 0) -> MeasuredReading:
    """A charted number at that minute with an id of its own."""
    return MeasuredReading(id=str(uuid5(INFUSION, f"{value}@{minute}")), at=after(minute), value=value)


def stored_number(raised: AlarmRaise) -> StoredAlarm:
    """A raised alarm as it comes back from the record."""
    read = (raised.inputs.get("reading_1_event"), raised.inputs.get("reading_2_event"))
    return StoredAlarm(
        id=raised.id,
        rule=raised.rule,
        tier=raised.tier,
        trigger=raised.trigger,
        trigger_at=raised.trigger_at,
        evidence=tuple(str(each) for each in read if each is not None),
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule, its limits, and an independent eye for the tier of one number."""

    rule: ModuleType
    limits: Limits
    eye: Callable[[int], Tier | None]
    values: tuple[int, ...]

    def decide(self, *readings: MeasuredReading, alarms: tuple[StoredAlarm, ...] = ()) -> Decision:
        """What the rule says to these readings."""
        found: Decision = self.rule.decide(readings, alarms, infusion_id=INFUSION, limits=self.limits)
        return found


def _fast(value: int) -> Tier | None:
    return URGENT if value > 119 else ADVISORY if value > 109 else None


def _slow(value: int) -> Tier | None:
    return EMERGENCY if value == 0 else ADVISORY if value <= 49 else None


def _air(value: int) -> Tier | None:
    return EMERGENCY if value <= 89 else URGENT if value <= 91 else ADVISORY if value <= 93 else None


def _breaths(value: int) -> Tier | None:
    return EMERGENCY if value <= 7 else ADVISORY if value <= 9 else None


def _asleep(value: int) -> Tier | None:
    return EMERGENCY if value < 2 else URGENT if value < 4 else None


BY_NAME: Mapping[str, Measured] = {
    "heart_rate_high": Measured(
        heart_rate_high,
        Limits(measure="hr_per_min", advisory=110, urgent=120, sustained_min=5),
        _fast,
        (0, 70, 109, 110, 119, 120, 150),
    ),
    "heart_rate_low": Measured(
        heart_rate_low, Limits(measure="hr_per_min", advisory=50, emergency=1), _slow, (0, 1, 30, 49, 50, 51, 150)
    ),
    "oxygen_saturation": Measured(
        oxygen_saturation,
        Limits(measure="spo2_percent", advisory=94, urgent=92, emergency=90),
        _air,
        (20, 89, 90, 91, 92, 93, 94, 95, 100),
    ),
    "respiratory_rate": Measured(
        respiratory_rate, Limits(measure="rr_per_min", advisory=10, emergency=8), _breaths, (0, 7, 8, 9, 10, 11, 30)
    ),
    "sedation": Measured(sedation, Limits(measure="moaas_score", urgent=3, emergency=1), _asleep, (0, 1, 2, 3, 4, 5)),
}
