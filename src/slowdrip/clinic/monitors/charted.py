"""How a monitor's numbers become a set of vital signs: which field, which whole number, which time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from slowdrip.clinic.monitors.heard import CUFF
from slowdrip.clinic.monitors.models import VitalSample

FIELDS: Final[Mapping[str, str]] = {
    "nibp_sys": "sbp_mmhg",
    "nibp_dia": "dbp_mmhg",
    "heart_rate": "hr_per_min",
    "pulse_rate": "hr_per_min",
    "spo2": "spo2_pct",
    "resp_rate": "rr_per_min",
    "temperature": "temp_decicelsius",
}
TOGETHER: Final = timedelta(seconds=60)
"""A cuff reading and the other channels this close are one set of vital signs."""


@dataclass(frozen=True, slots=True)
class VitalSet:
    """One set of vital signs: its values by field, and when it was measured."""

    values: dict[str, int]
    at: datetime


def whole_value(sample: VitalSample) -> int:
    """Gives the number as it is charted."""
    return whole(sample.channel, sample.value_thousandths)


def whole(channel: str, value_thousandths: int) -> int:
    """Gives a number in whole units: saturation is rounded down, temperature to tenths, the rest to the nearest."""
    if channel == "spo2":
        return value_thousandths // 1000
    step = 100 if channel == "temperature" else 1000
    return (value_thousandths + step // 2) // step


def sets_of(samples: Iterable[VitalSample]) -> list[VitalSet]:
    """Gives the set, or two when the cuff measured at another time than the rest; half a blood pressure is none."""
    chosen = _newest(samples)
    cuff = [chosen[name] for name in ("nibp_sys", "nibp_dia") if name in chosen]
    if len(cuff) < 2 or cuff[0].at != cuff[1].at:
        cuff = []
    rest = [one for name, one in chosen.items() if name not in CUFF and not _second_choice(name, chosen)]
    if not cuff or not rest:
        return [_set(each) for each in (cuff, rest) if each]
    if abs(max(one.at for one in rest) - cuff[0].at) <= TOGETHER:
        return [VitalSet(_values([*cuff, *rest]), cuff[0].at)]
    return [_set(cuff), _set(rest)]


def _newest(samples: Iterable[VitalSample]) -> dict[str, VitalSample]:
    chosen: dict[str, VitalSample] = {}
    for sample in sorted(samples, key=lambda one: one.at):
        if sample.channel in FIELDS:
            chosen[sample.channel] = sample
    return chosen


def _second_choice(name: str, chosen: Mapping[str, VitalSample]) -> bool:
    """The rate of the electrocardiogram stands before that of the oximeter."""
    return name == "pulse_rate" and "heart_rate" in chosen


def _set(samples: list[VitalSample]) -> VitalSet:
    return VitalSet(_values(samples), max(one.at for one in samples))


def _values(samples: list[VitalSample]) -> dict[str, int]:
    return {FIELDS[one.channel]: whole_value(one) for one in samples}
