"""A day at the clinic before any drip: who is in the building, and the rescue kit."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slowdrip.clinic.infusion.actions import arrive, check_kit, check_sound, open_shift
from slowdrip.clinic.infusion.actions.day import KIT
from slowdrip.clinic.infusion.models import ShiftOpened
from slowdrip.clinic.infusion.shifts import opening_seen
from slowdrip.clinic.record.tables import uuid7

from .team import Team, shown_by

BECAUSE = "seen, and the day goes on without it"


def open_day(team: Team, *, at: datetime) -> None:
    """Lets the team come in and check the kit."""
    nurse = team.nurse.acting()
    for member in team.in_building:
        arrive(nurse, member.pk, at=at)
    check_kit(nurse, dict.fromkeys(KIT, True), at=at + timedelta(seconds=1))


def open_shift_as_it_is(team: Team, *, at: datetime) -> ShiftOpened:
    """Tests the sound and opens a shift as the house stands, with one reason for all that is not whole."""
    nurse = team.nurse.acting()
    check_sound(nurse, heard=True, device_id=None, at=at)
    seen = opening_seen(nurse, device_id=None, at=at)
    because = {part.code: BECAUSE for part in seen.parts if not part.whole}
    proof = shown_by(nurse, at=at)
    return open_shift(nurse, because, seen=seen.digest, device_id=None, proof=proof, at=at, shift_id=uuid7())


def openings(first: datetime, last: datetime, *, zone: ZoneInfo) -> Iterator[datetime]:
    """Gives when to open: at `first`, and after each local midnight up to `last`: a day is the clinic's own."""
    yield first
    day = first.astimezone(zone).replace(hour=0, minute=0, second=1, microsecond=0) + timedelta(days=1)
    while day < last:
        yield day.astimezone(first.tzinfo)
        day += timedelta(days=1)
