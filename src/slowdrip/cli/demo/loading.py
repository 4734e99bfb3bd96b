"""Loads the demo: two clinics, their patients, three weeks of finished drips, and a day under way."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.people.actions import (
    add_allergy,
    add_contact,
    add_medicine,
    confirm_allergies,
    confirm_medicines,
    register_patient,
)
from slowdrip.clinic.people.models import Patient as PatientRow
from slowdrip.clinic.record.acting import Acting

from .adverse import write_adverse
from .answers import BEFORE_FIRST, answer_open, hours_of, write_baseline
from .around import write_around
from .booking import visit_from_the_door
from .days import open_day
from .games import BEFORE, PLAYS, play_before, play_open
from .opening import open_clinics
from .patients import ELSEWHERE, PATIENTS, Patient
from .people import HARBOR, NORTHSIDE
from .risk import write_case, write_roster
from .stories import STORIES
from .team import Team, team_of
from .today import fill_today

OPENED_DAYS_AGO = 25
Past = tuple[datetime, Patient, str]
Deed = tuple[datetime, Callable[[], object]]


def load(*, zone: str, at: datetime) -> None:
    """Fills an empty database; `at` is now, everything else lies before it."""
    opened_at = at - timedelta(days=OPENED_DAYS_AGO)
    open_clinics(zone=zone, at=opened_at)
    team = team_of(HARBOR)
    known = {each.key: register(team, each, at=opened_at) for each in PATIENTS}
    _elsewhere(at=opened_at)
    _past(team, known, now=at, zone=ZoneInfo(zone))
    write_around(team, known, now=at, zone=ZoneInfo(zone))
    fill_today(team, known, now=at, zone=ZoneInfo(zone))
    write_roster(team, now=at - timedelta(hours=3), zone=ZoneInfo(zone))
    write_case(team, known, now=at)
    write_adverse(team, known, now=at)


def register(team: Team, patient: Patient, *, at: datetime) -> UUID:
    """Puts a patient on the books, with phone and allergies where there are some."""
    desk, nurse = team.desk.acting(), team.nurse.acting()
    row: PatientRow = register_patient(desk, patient.facts, at=at)
    if patient.phone:
        add_contact(desk, row.pk, kind="phone", value=patient.phone, safe=True, at=at)
    for substance, reaction in patient.allergies:
        add_allergy(nurse, row.pk, substance=substance, reaction=reaction, at=at)
    if patient.past and not patient.allergies:
        confirm_allergies(nurse, row.pk, seen=frozenset(), at=at)
    _ask_for_medicines(nurse, row.pk, patient, at=at)
    return row.pk


def _ask_for_medicines(nurse: Acting, patient_id: UUID, patient: Patient, *, at: datetime) -> None:
    if patient.medicines is None:
        return
    told = [
        add_medicine(
            nurse,
            patient_id,
            substance=each.substance,
            dose=each.dose,
            belongs_to=each.belongs_to,
            taken=each.taken,
            at=at,
        )
        for each in patient.medicines
    ]
    confirm_medicines(nurse, patient_id, seen=frozenset(row.pk for row in told), at=at)


def _elsewhere(*, at: datetime) -> None:
    """Northside has patients of its own, so that one can see that Harbor does not see them."""
    outsider = _only_member(NORTHSIDE)
    for each in ELSEWHERE:
        register_patient(outsider, each.facts, at=at)


def _only_member(slug: str) -> Acting:
    member: Membership = Membership.objects.get(clinic__slug=slug)
    return member.acting()


def _past(team: Team, known: dict[str, UUID], *, now: datetime, zone: ZoneInfo) -> None:
    """Plays the finished drips, and what patients answered around them, in the order in which they happened."""
    today = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    drips = sorted(
        ((today - timedelta(days=days)).replace(hour=hour), each, story)
        for each in PATIENTS
        for days, hour, story in each.past
    )
    played = [(start, partial(_drip, team, known, each, story, start=start)) for start, each, story in drips]
    dawns = dict.fromkeys(start.replace(hour=7) for start, _, _ in drips)
    mornings = [(at, partial(open_day, team, at=at)) for at in dawns]
    deeds: list[Deed] = [*mornings, *played, *_answers(team, known, drips, now=now)]
    for _, deed in sorted(deeds, key=lambda each: each[0]):
        deed()


def _drip(team: Team, known: dict[str, UUID], each: Patient, story: str, *, start: datetime) -> None:
    STORIES[story](visit_from_the_door(team, each, known[each.key], start=start))


def _answers(team: Team, known: dict[str, UUID], drips: Sequence[Past], *, now: datetime) -> Iterator[Deed]:
    """Forms on paper before the first drip of each patient, then what they answered on their phone."""
    starts: dict[str, list[datetime]] = {}
    for start, each, _ in drips:
        starts.setdefault(each.key, []).append(start)
    for key, mine in starts.items():
        yield mine[0] - BEFORE_FIRST, partial(write_baseline, team.nurse.acting(), known[key], first_at=mine[0])
        for at in hours_of(mine, now=now):
            clinic_id = team.nurse.clinic_id
            yield at, partial(answer_open, known[key], key, clinic_id=clinic_id, first_at=mine[0], at=at)
    yield from _games(team.nurse.clinic_id, known[PLAYS], starts[PLAYS], now=now)


def _games(clinic_id: UUID, patient_id: UUID, starts: Sequence[datetime], *, now: datetime) -> Iterator[Deed]:
    """One patient does both short tasks, before the first drip and after the questions of each evening."""
    for before in BEFORE:
        at = starts[0] - before
        yield at, partial(play_before, patient_id, clinic_id=clinic_id, at=at)
    later = (hour + timedelta(minutes=5) for hour in hours_of(starts, now=now))
    for at in (each for each in later if each <= now):
        yield at, partial(play_open, patient_id, clinic_id=clinic_id, at=at)
