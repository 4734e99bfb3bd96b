"""A day at the clinic before any drip: who is in the building, and the rescue kit."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slowdrip.clinic.infusion.actions import arrive, check_kit
from slowdrip.clinic.infusion.actions.day import KIT

from .team import Team


def open_day(team: Team, *, at: datetime) -> None:
    """Lets the team come in and check the kit."""
    nurse = team.nurse.acting()
    for member in team.in_building:
        arrive(nurse, member.pk, at=at)
    check_kit(nurse, dict.fromkeys(KIT, True), at=at + timedelta(minutes=5))


def openings(first: datetime, last: datetime, *, zone: ZoneInfo) -> Iterator[datetime]:
    """Gives when to open: at `first`, and after each local midnight up to `last`: a day is the clinic's own."""
    yield first
    day = first.astimezone(zone).replace(hour=0, minute=0, second=1, microsecond=0) + timedelta(days=1)
    while day < last:
        yield day.astimezone(first.tzinfo)
        day += timedelta(days=1)
