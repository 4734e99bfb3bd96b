"""The day under way when the demo opens: one drip runs, one is paused, one recovers, one waits for two gates."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.infusion import actions
from slowdrip.clinic.people.actions import Reading, measure
from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.treatment.actions import Worked, enter_verbal_order, verify_order
from slowdrip.clinic.treatment.steps import Asked

from .booking import booked, chair
from .days import open_day, open_shift_as_it_is, openings
from .leaving import complete
from .patients import PATIENTS, Patient
from .team import Team, shown_by
from .walk import (
    USUAL,
    Visit,
    arrive,
    begin,
    check,
    draw_up,
    hand_over,
    measure_before,
    ordered,
    thousandth,
    weigh,
)

EARLIEST_MIN = -200
SHIFT_AFTER_MIN = 8
KNOWN = {each.key: each for each in PATIENTS}


def fill_today(team: Team, known: dict[str, UUID], *, now: datetime, zone: ZoneInfo) -> None:
    """Plays today up to now."""
    for at in openings(now + timedelta(minutes=EARLIEST_MIN), now, zone=zone):
        open_day(team, at=at)
    open_shift_as_it_is(team, at=now + timedelta(minutes=EARLIEST_MIN + SHIFT_AFTER_MIN))
    _not_started(team, KNOWN["not_started"], known["not_started"], now=now)
    _recovery(_booked(team, "recovery", known, start=now - timedelta(minutes=75)))
    _paused(_booked(team, "paused", known, start=now - timedelta(minutes=27)))
    running(_booked(team, "running", known, start=now - timedelta(minutes=15)), chair_id=chair(team, number=1))
    _preparing(_booked(team, "preparing", known, start=now + timedelta(minutes=8)))
    _later(team, known, now=now)


def _booked(
    team: Team, key: str, known: dict[str, UUID], *, start: datetime, planned_at: datetime | None = None
) -> Visit:
    return booked(team, KNOWN[key], known[key], start=start, planned_at=planned_at)


def running(visit: Visit, *, chair_id: UUID) -> None:
    """A drip that began a quarter of an hour ago, checked a moment ago."""
    begin(visit, chair_id=chair_id)
    for minute in (5, 10, 14.5):
        check(visit, minute)


def _paused(visit: Visit) -> None:
    begin(visit, chair_id=chair(visit.team, number=2))
    for minute in (5, 10, 15):
        check(visit, minute)
    visit.chart((21, "symptom_started", {"symptom": "nausea", "grade": "moderate", "action": "paused"}))
    visit.chart((22, "paused", {"reason": "symptom"}), (22, "nausea", {"score": 5}))
    check(visit, 26)


def _recovery(visit: Visit) -> None:
    begin(visit, chair_id=chair(visit.team, number=3))
    for minute in (5, 10, 15, 25, 35):
        check(visit, minute)
    complete(visit)
    for minute in (45, 60, 73):
        check(visit, minute)
    hand_over(visit, minute=74, note="Wants to sit by the window until the escort comes.")


def _preparing(visit: Visit) -> None:
    """All is done but the check at the bedside and the look at the pump."""
    arrive(visit, chair_id=chair(visit.team, number=4))
    draw_up(visit)
    measure_before(visit)


def _not_started(team: Team, patient: Patient, patient_id: UUID, *, now: datetime) -> None:
    planned_at = now - timedelta(minutes=150)
    infusion = actions.expect(team.desk.acting(), patient_id, planned_at=planned_at, at=now - timedelta(days=2))
    nurse = team.nurse.acting()
    actions.check_in(nurse, infusion.pk, chair_id=chair(team, number=5), at=planned_at)
    told = {"why": "no_escort", "note": "came alone by bus; a new day was agreed"}
    actions.end_otherwise(nurse, infusion.pk, "not_started", told, at=planned_at + timedelta(minutes=15))


def _later(team: Team, known: dict[str, UUID], *, now: datetime) -> None:
    """Those who are still to come: verified, waiting for the second person, spoken, tomorrow, only told."""
    _booked(team, "next", known, start=now + timedelta(minutes=50), planned_at=now + timedelta(minutes=70))
    tomorrow = now + timedelta(days=1)
    _booked(team, "tomorrow", known, start=now + timedelta(minutes=50), planned_at=tomorrow)
    _unverified(team, known["unverified"], now=now)
    _spoken(team, known["verbal"], now=now)
    stated = Reading(Measurement.Kind.WEIGHT_G, 77_000, Measurement.How.STATED, now - timedelta(minutes=30))
    measure(team.nurse.acting(), known["stated"], [stated], at=now - timedelta(minutes=30))


def _unverified(team: Team, patient_id: UUID, *, now: datetime) -> None:
    patient = KNOWN["unverified"]
    weigh(team, patient_id, weight_g=patient.weight_g, height_mm=patient.height_mm, at=now - timedelta(minutes=25))
    actions.expect(team.desk.acting(), patient_id, planned_at=now + timedelta(minutes=90), at=now - timedelta(days=1))
    ordered(team, patient_id, at=now - timedelta(minutes=20))


def _spoken(team: Team, patient_id: UUID, *, now: datetime) -> None:
    patient, taker, nurse = KNOWN["verbal"], team.second.acting(), team.nurse.acting()
    weigh(team, patient_id, weight_g=patient.weight_g, height_mm=patient.height_mm, at=now - timedelta(minutes=45))
    actions.expect(team.desk.acting(), patient_id, planned_at=now + timedelta(hours=2), at=now - timedelta(days=1))
    taken_at, verified_at = now - timedelta(minutes=40), now - timedelta(minutes=34)
    order = enter_verbal_order(
        taker,
        patient_id,
        Asked(typed=USUAL),
        prescriber_id=team.prescriber.pk,
        read_back=True,
        proof=shown_by(taker, at=taken_at),
        at=taken_at,
    )
    worked = Worked(dose_mg=thousandth(order.dose_ug), rate_ml_per_h=thousandth(order.rate_ul_per_h))
    verify_order(nurse, order.pk, shown_by(nurse, at=verified_at), worked=worked, at=verified_at)
