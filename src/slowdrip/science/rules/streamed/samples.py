"""Gives one number of a monitor as the rules read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

SPO2, HEART_RATE, RESPIRATORY_RATE = "spo2", "hr", "rr"
SYSTOLIC, DIASTOLIC, MEAN = "nibp_sys", "nibp_dia", "nibp_mean"
CUFF = frozenset({SYSTOLIC, DIASTOLIC, MEAN})


@dataclass(frozen=True, slots=True)
class Sample:
    """One number in the policy's unit. `series` is whose it is: one sensor of one monitor; its numbers are one line.

    The three numbers of one inflation of a cuff have the same series and time.
    """

    channel: str
    series: str
    at: datetime
    value: int


Line = Sequence[Sample]


def by_series(samples: Iterable[Sample]) -> tuple[Line, ...]:
    """The numbers of one channel in the order of their times, each once: a line for each series, by its name."""
    lines: dict[str, dict[tuple[datetime, int], Sample]] = {}
    for each in samples:
        lines.setdefault(each.series, {})[each.at, each.value] = each
    return tuple(tuple(line[place] for place in sorted(line)) for _, line in sorted(lines.items()))
