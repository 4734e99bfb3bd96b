"""A clinic with drips under way, made through the same actions as the screens use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from slowdrip.cli.demo.course import Rest, course_of
from slowdrip.cli.demo.days import open_day, openings
from slowdrip.cli.demo.opening import open_clinics
from slowdrip.cli.demo.people import HARBOR
from slowdrip.cli.demo.team import Team, team_of
from slowdrip.cli.demo.walk import Visit, begin, check, ordered, verified, weigh
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts

ZONE = "America/New_York"
CHECKS_AT_MIN = (5, 10, 15)


@dataclass(frozen=True, slots=True)
class House:
    """A clinic in which drips run: its slug, its people, the visits."""

    slug: str
    team: Team
    visits: list[Visit]


def open_house(*, running: int, at: datetime) -> House:
    """Opens the clinic with that many drips, each started 20 minutes ago and checked three times since."""
    open_clinics(zone=ZONE, at=at - timedelta(days=1))
    team = team_of()
    for morning in openings(at - timedelta(minutes=90), at, zone=ZoneInfo(ZONE)):
        open_day(team, at=morning)
    chairs = _chairs(team, running, at=at)
    return House(HARBOR, team, [_running(team, number, chair, at=at) for number, chair in enumerate(chairs)])


def add_drips(house: House, wanted: int, *, at: datetime) -> House:
    """Gives the same clinic with more drips under way, so that there are as many as wanted."""
    chairs = _chairs(house.team, wanted, at=at)
    more = range(len(house.visits), wanted)
    return replace(house, visits=[*house.visits, *(_running(house.team, n, chairs[n], at=at) for n in more)])


@contextmanager
def unhurried() -> Iterator[None]:
    """Lets the block write without waiting for the disk; what is measured afterwards waits again."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    yield
    connection.close()


def _chairs(team: Team, wanted: int, *, at: datetime) -> list[UUID]:
    there = list(Chair.objects.visible_to(team.nurse.acting()).order_by("position").values_list("pk", flat=True))
    for number in range(len(there) + 1, wanted + 1):
        director = team.director.acting()
        there.append(actions.add_chair(director, name=str(number), position=number, at=at).pk)
    return there[:wanted]


def _running(team: Team, number: int, chair_id: UUID, *, at: datetime) -> Visit:
    start = at - timedelta(minutes=20)
    facts = PatientFacts(
        legal_given=f"Given{number}", legal_family=f"Family{number}", birth_date=date(1980, 1, 1), sex_for_dosing="male"
    )
    before = start - timedelta(minutes=60)
    patient = register_patient(team.desk.acting(), facts, at=before)
    weigh(team, patient.pk, weight_g=80_000, height_mm=1_780, at=before)
    order = verified(
        team, ordered(team, patient.pk, at=before + timedelta(minutes=5)), at=before + timedelta(minutes=8)
    )
    infusion = actions.expect(team.desk.acting(), patient.pk, planned_at=start, chair_id=chair_id, at=before)
    visit = Visit(team, infusion, order, start, course_of(f"bench-{number}", Rest(), number=1))
    begin(visit, chair_id=chair_id)
    for minute in CHECKS_AT_MIN:
        check(visit, minute)
    return visit
