"""Gives the readings that an alarm was raised with, with their times and the minutes between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, pairwise, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.spans import span_words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm


@dataclass(frozen=True, slots=True)
class Input:
    """One value the rule looked at."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """One reading in words."""

    number: int
    value: str
    at: Any

    def words(self, zone: ZoneInfo, raised_at: datetime | None) -> str:
        """Gives the reading with its time, with the day when that is another one than the alarm's."""
        at = instant_of(self.at)
        if at is None:
            return self.value
        return _("%(value)s at %(time)s") % {"value": self.value, "time": clock_words(at, raised_at or at, zone=zone)}


def readings_of(alarm: Alarm, name: str, value: Callable[[int], str]) -> tuple[Told, ...]:
    """Gives the readings that have that name, the oldest first; `value` says the one with that number."""
    numbers = takewhile(lambda n: f"reading_{n}_{name}" in alarm.inputs, count(1))
    return tuple(Told(n, value(n), alarm.inputs.get(f"reading_{n}_at")) for n in numbers)


def inputs_of(alarm: Alarm, readings: Sequence[Told], *, zone: ZoneInfo) -> list[Input]:
    """Gives the readings as lines, and how far apart they are."""
    told = [Input(_("Reading %(n)s") % {"n": each.number}, each.words(zone, alarm.raised_at)) for each in readings]
    if apart := between(readings):
        told.append(Input(_("Between the readings"), apart))
    return told


def limits_of(alarm: Alarm) -> Mapping[str, Any]:
    """Gives the limits that an alarm was raised with."""
    return {name.removeprefix("limit_"): value for name, value in alarm.inputs.items() if name.startswith("limit_")}


def between(readings: Sequence[Told]) -> str:
    """Gives how far apart the readings are, so that a person can judge whether the second one confirms the first."""
    times = [instant_of(each.at) for each in readings]
    known = [each for each in times if each is not None]
    if len(known) < len(times):
        return ""
    return ", ".join(span_words(later - earlier) for earlier, later in pairwise(known))
