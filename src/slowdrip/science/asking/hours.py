"""The patient's own clock: quiet hours, days, and what a day later is across a change of the clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

HOUR: Final = timedelta(hours=1)
STEP: Final = timedelta(minutes=15)
BEFORE_VISIT: Final = timedelta(hours=2)
"""How long before a visit its questions can be opened at the latest; an engineering default."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone with the hours in which nothing is asked; equal hours mean that there are none."""

    zone: tzinfo
    quiet_from_hour: int
    quiet_until_hour: int

    def day(self, at: datetime) -> date:
        """The day that the patient's calendar shows."""
        return at.astimezone(self.zone).date()

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing is asked then."""
        hour, first, end = at.astimezone(self.zone).hour, self.quiet_from_hour, self.quiet_until_hour
        if first < end:
            return first <= hour < end
        return first != end and (hour >= first or hour < end)

    def waking(self, at: datetime) -> datetime:
        """The same instant, or the end of the quiet hours it lies in."""
        if not self.is_quiet(at):
            return at
        local = at.astimezone(self.zone)
        ends_today = local.hour < self.quiet_until_hour
        return self._settled(self.morning(local.date() if ends_today else local.date() + timedelta(days=1)), at)

    def morning(self, day: date) -> datetime:
        """When the quiet hours end on a day; an hour that the clocks leave out is the one after it."""
        return datetime.combine(day, time(self.quiet_until_hour), tzinfo=self.zone).astimezone(UTC)

    def first_of(self, day: date) -> datetime:
        """The first instant of a day at which something may be asked."""
        return self.waking(self.morning(day))

    def later(self, at: datetime, *, days: int) -> datetime:
        """The same time of the day so many days on, whatever the clocks do in between."""
        moved = at.astimezone(self.zone) + timedelta(days=days)
        return moved.replace(fold=0).astimezone(UTC)

    def before(self, planned_at: datetime) -> datetime:
        """When the questions before a visit are opened: that morning, or, for an early visit, the evening before."""
        morning = self.first_of(self.day(planned_at))
        if morning <= planned_at - BEFORE_VISIT:
            return morning
        earlier = planned_at - BEFORE_VISIT
        while self.is_quiet(earlier):
            earlier -= HOUR
        return earlier

    def _settled(self, found: datetime, at: datetime) -> datetime:
        """Where the clocks were changed the wall's hour may not be there, or twice: on to one that is not quiet."""
        while found < at or self.is_quiet(found):
            found += STEP
        return found
