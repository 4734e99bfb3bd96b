"""Reads one event for telling: values as words, people by name, times in the clinic's zone; damage stays silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.science.infusion import Event
from slowdrip.science.pharmacology.dosing import display


@dataclass(frozen=True, slots=True)
class Telling:
    """One event with what it takes to say it: names by actor id, and the zone of the clinic."""

    event: Event
    names: Mapping[str, str]
    zone: ZoneInfo

    def text(self, name: str) -> str:
        """Gives what a person wrote, or nothing."""
        value = self.event.payload.get(name)
        return value if isinstance(value, str) else ""

    def word(self, name: str) -> str:
        """Gives the words of a choice, or nothing."""
        code = self.text(name)
        return choice_words(name, code) if code else ""

    def whole(self, name: str) -> int | None:
        """Gives a whole number, or None."""
        value = self.event.payload.get(name)
        return value if type(value) is int else None

    def number(self, name: str) -> str:
        """Gives a decimal number as it is read, or nothing."""
        try:
            return display.number(Decimal(str(self.event.payload[name])))
        except (KeyError, InvalidOperation, ValueError, OverflowError):
            return ""

    def yes(self, name: str) -> bool:
        """Says whether a yes was given."""
        return self.event.payload.get(name) is True

    def no(self, name: str) -> bool:
        """Says whether a no was given; an absent answer is neither."""
        return self.event.payload.get(name) is False

    def person(self, name: str) -> str:
        """Gives a person's name, or nothing."""
        key = self.text(name)
        return self.names.get(key, _("a person not listed here")) if key else ""

    def clock(self, name: str) -> str:
        """Gives a time as local hours and minutes, with its day when that is another one than the event's."""
        at = instant_of(self.event.payload.get(name))
        return clock_words(at, self.event.occurred_at, zone=self.zone) if at else ""

    def day(self, name: str) -> str:
        """Gives a calendar day, or nothing."""
        try:
            return f"{date.fromisoformat(self.text(name)):%d %b %Y}"
        except ValueError:
            return ""

    def ml(self, name: str) -> str:
        """Gives a volume in mL, or nothing."""
        value = self.whole(name)
        return display.ml(value) if value is not None else ""

    def rate(self) -> str:
        """Gives the pump rate in mL/h, or nothing."""
        value = self.whole("rate_ul_per_h")
        return display.ml_per_h(value) if value is not None else ""

    def mg(self, name: str) -> str:
        """Gives an amount of ketamine base in mg, or nothing."""
        value = self.whole(name)
        return display.mg(value) if value is not None else ""


def instant_of(value: Any) -> datetime | None:
    """Gives a stored time, or None when it is absent, damaged or without a zone."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return at if at.utcoffset() is not None else None


def clock_words(at: datetime, beside: datetime, *, zone: ZoneInfo) -> str:
    """Gives local hours and minutes, with the day when it differs from the day of the other time."""
    here = at.astimezone(zone)
    same_day = here.date() == beside.astimezone(zone).date()
    return f"{here:%H:%M}" if same_day else f"{here:%d %b %H:%M}"


def joined(*parts: str) -> str:
    """Gives the parts that say something, with a dot between them."""
    return " · ".join(part for part in parts if part)


def with_reason(what: str, *parts: str) -> str:
    """Gives what happened and, after a colon, why; without a why only what happened."""
    why = joined(*parts)
    return f"{what}: {why}" if why else what
