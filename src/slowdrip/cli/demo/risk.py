"""Who is on call in the demo, with a hole in the roster, and a case that somebody screened and still has to act on."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety.actions import note_action, note_concern, screen, take
from slowdrip.clinic.safety.roster_actions import cover, put_on_call

from .team import Team

FIRST_DAYS = 13
WORRY = "Said on the phone that it would be easier for everybody without her. Sounded flat. Lives alone."
NOT_REACHED = "Called back once, went to voicemail. Left the clinic's number and nothing else."
ANSWERS = {"q1": "1", "q2": "1", "q3": "0", "q4": "0", "q5": "0"}


def write_roster(team: Team, *, now: datetime, zone: ZoneInfo) -> None:
    """Names who answers until the day before the two weeks are over, a backup for all of them, and one cover."""
    director = team.director.acting()
    today = now.astimezone(zone).replace(hour=8, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=1)
    first_until, then_until = today + timedelta(days=7), today + timedelta(days=FIRST_DAYS)
    nurse = _put(team, team.nurse, "first", since=since, until=first_until, at=now)
    _put(team, team.second, "first", since=first_until, until=then_until, at=now)
    _put(team, team.director, "backup", since=since, until=today + timedelta(days=15), at=now)
    evening = today + timedelta(days=2, hours=10)
    instead = team.prescriber.actor_id
    cover(director, nurse, instead, since=evening, until=evening + timedelta(hours=14), at=now, row_id=uuid7())


def _put(team: Team, who: Membership, place: str, *, since: datetime, until: datetime, at: datetime) -> UUID:
    director = team.director.acting()
    (row,) = put_on_call(director, who.actor_id, place=place, times=[(since, until)], at=at, row_id=uuid7())
    key: UUID = row.pk
    return key


def write_case(team: Team, known: dict[str, UUID], *, now: datetime) -> None:
    """A worry of a nurse, a screen that was positive and not acute, one call that nobody answered."""
    nurse, second = team.nurse.acting(), team.second.acting()
    began = now - timedelta(hours=2)
    case = note_concern(second, known["early_stop"], WORRY, "review", at=began)
    take(nurse, case.pk, at=began + timedelta(minutes=4))
    screen(nurse, case.pk, "asq", answers=ANSWERS, at=began + timedelta(minutes=21))
    note_action(nurse, case.pk, "contact_tried", note=NOT_REACHED, at=began + timedelta(minutes=70))
