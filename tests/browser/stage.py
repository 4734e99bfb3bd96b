"""Fills a new installation for the browser: one visit per test, each at the moment at which its test begins.

Run as a program, because it owns a database of its own, with SLOWDRIP_HOME set: `python -m tests.browser.stage` makes
the tables, `python -m tests.browser.stage FILE` fills them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowdrip.cli.demo.home import claim
from slowdrip.cli.installation import migrate, open_installation

if TYPE_CHECKING:
    from slowdrip.cli.demo.walk import Visit

CHAIRS = 16
RISEN = {"sbp_mmhg": 184, "dbp_mmhg": 104}


def midday_zone(at: datetime) -> str:
    """Gives a zone in which it is about 14:00 now, so that no typed time of day meets a midnight."""
    east = 14 - at.astimezone(UTC).hour
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"


def fill(at: datetime) -> dict[str, Any]:
    """Opens the clinics and plays every visit up to its test; gives the ids that tests ask for."""
    from slowdrip.cli.demo.days import open_day
    from slowdrip.cli.demo.opening import open_clinics
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.infusion.actions import add_chair
    from slowdrip.clinic.record.queries import system_of

    opened_at = at - timedelta(days=20)
    open_clinics(zone=midday_zone(at), at=opened_at)
    team = team_of()
    no_sudden_lock(team.director.acting(), at=opened_at)
    system = system_of(team.nurse.clinic_id)
    for number in range(7, CHAIRS + 1):
        add_chair(system, name=str(number), position=number, at=opened_at)
    open_day(team, at=at - timedelta(days=4, hours=3))
    open_day(team, at=at - timedelta(hours=4))
    visits = {key: play(team, at) for key, play in PLAYS.items()}
    return {
        "visits": {key: str(visit.infusion.pk) for key, visit in visits.items()},
        "labels": {key: visit.label for key, visit in visits.items()},
        "patients": {key: str(visit.infusion.patient_id) for key, visit in visits.items()} | _unplanned(team, at),
    }


def no_sudden_lock(director: Any, *, at: datetime) -> None:
    """The clinic's policy lets a screen stand for an hour, so that no test meets a lock it did not ask for."""
    from slowdrip.cli.demo.team import shown_by
    from slowdrip.clinic.policy.actions import change_value, sign_policy
    from slowdrip.clinic.policy.queries import policy_in_force

    base = policy_in_force(director).version
    patient = change_value(director, base.pk, "sessions.lock_after_s", "3600", reason="Browser tests", at=at)
    sign_policy(director, patient.pk, shown_by(director, at=at), at=at)


def _visit(team: Any, key: str, at: datetime, *, days_ago: int = 0, minutes_ago: float = 0.0) -> Visit:
    """A booked visit of that patient of the demo, registered here if need be."""
    from slowdrip.cli.demo.booking import booked
    from slowdrip.cli.demo.loading import register
    from slowdrip.cli.demo.patients import PATIENTS
    from slowdrip.clinic.people.models import Patient

    patient = next(each for each in PATIENTS if each.key == key)
    known = Patient.objects.filter(legal_family=patient.facts.legal_family).values_list("pk", flat=True).first()
    patient_id = known or register(team, patient, at=at - timedelta(days=10))
    return booked(team, patient, patient_id, start=at - timedelta(days=days_ago, minutes=minutes_ago))


def _chair(team: Any, number: int) -> Any:
    from slowdrip.cli.demo.booking import chair

    return chair(team, number=number)


def _running(team: Any, key: str, at: datetime, *, chair: int, minutes_ago: float, checks: tuple[float, ...]) -> Visit:
    from slowdrip.cli.demo.walk import begin, check

    visit = _visit(team, key, at, minutes_ago=minutes_ago)
    begin(visit, chair_id=_chair(team, chair))
    for minute in checks:
        check(visit, minute)
    return visit


def finished(team: Any, at: datetime) -> Visit:
    """A drip of four days ago, so that its patient has a "last time"."""
    from slowdrip.cli.demo.stories import STORIES
    from slowdrip.cli.demo.walk import begin

    visit = _visit(team, "new_1", at, days_ago=4)
    begin(visit, chair_id=_chair(team, 5))
    STORIES["drowsy"](visit)
    return visit


def tired(team: Any, at: datetime) -> Visit:
    """Runs quietly; a tired hand types at it."""
    return _running(team, "running", at, chair=1, minutes_ago=15, checks=(5, 10, 14.5))


def alarm(team: Any, at: datetime) -> Visit:
    """Two urgent pressures in a row: its alarm is open."""
    from slowdrip.cli.demo.walk import check

    visit = _running(team, "hypertensive", at, chair=2, minutes_ago=28, checks=(5, 10, 15))
    check(visit, 24, **RISEN)
    check(visit, 26.5, sbp_mmhg=188, dbp_mmhg=106)
    visit.chart((27, "symptom_started", {"symptom": "nausea"}))
    return visit


def leaving(team: Any, at: datetime) -> Visit:
    """The bag ran in 66 minutes ago; nothing of the way home is charted yet."""
    from slowdrip.cli.demo.walk import check

    visit = _running(team, "recovery", at, chair=3, minutes_ago=106, checks=(5, 10, 15, 25, 35))
    visit.chart((40, "completed", {}))
    for minute in (55, 70, 85, 100):
        check(visit, minute)
    return visit


def taken(team: Any, at: datetime) -> Visit:
    """Runs; the ambulance will take the patient."""
    return _running(team, "ems", at, chair=4, minutes_ago=9, checks=(5, 8.5))


def preparing(team: Any, at: datetime) -> Visit:
    """Arrived and asked; draw-up, baseline and all that follows are open."""
    from slowdrip.cli.demo.walk import arrive

    visit = _visit(team, "preparing", at, minutes_ago=-10)
    arrive(visit, chair_id=_chair(team, 6))
    return visit


def recovering(team: Any, at: datetime) -> Visit:
    """Twenty minutes after a whole drip with nausea."""
    from slowdrip.cli.demo.walk import check

    visit = _running(team, "new_2", at, chair=7, minutes_ago=60, checks=(5, 10, 15, 25, 35))
    visit.chart((22, "symptom_started", {"symptom": "nausea", "grade": "moderate"}))
    visit.chart((40, "completed", {}))
    check(visit, 50)
    return visit


def paused(team: Any, at: datetime) -> Visit:
    """Paused for nausea."""
    visit = _running(team, "paused", at, chair=8, minutes_ago=24, checks=(5, 10, 15, 21))
    visit.chart((22, "paused", {"reason": "symptom"}), (22, "nausea", {"score": 5}))
    return visit


def mended(team: Any, at: datetime) -> Visit:
    """Runs quietly; what is tapped here gets another time."""
    return _running(team, "unverified", at, chair=9, minutes_ago=16, checks=(5, 10, 15))


def mended_too(team: Any, at: datetime) -> Visit:
    """The same on a phone."""
    return _running(team, "voided", at, chair=10, minutes_ago=17, checks=(5, 10, 16))


def slowed(team: Any, at: datetime) -> Visit:
    """Runs quietly; its rate is to be changed by an order."""
    return _running(team, "not_started", at, chair=11, minutes_ago=12, checks=(5, 10))


def watched(team: Any, at: datetime) -> Visit:
    """Runs quietly; a bedside monitor will speak at it."""
    return _running(team, "tomorrow", at, chair=12, minutes_ago=14, checks=(5, 10, 13))


def taken_running(team: Any, at: datetime) -> Visit:
    """Runs; the ambulance takes the patient and nobody charts that the pump was stopped."""
    return _running(team, "verbal", at, chair=13, minutes_ago=11, checks=(5, 10))


def emergency(team: Any, at: datetime) -> Visit:
    """Runs quietly; the team will call an emergency."""
    return _running(team, "early_stop", at, chair=14, minutes_ago=13, checks=(5, 10, 12))


def cut_off(team: Any, at: datetime) -> Visit:
    """Runs quietly; its tablet will lose the server."""
    return _running(team, "interpreter", at, chair=15, minutes_ago=14, checks=(5, 10, 13))


def limited(team: Any, at: datetime) -> Visit:
    """Runs quietly; its alarms get limits of their own, and nobody will answer one of them."""
    return _running(team, "new_1", at, chair=16, minutes_ago=14, checks=(5, 10, 13))


def later(team: Any, at: datetime) -> Visit:
    """Planned for later today, ordered and verified."""
    return _visit(team, "next", at, minutes_ago=-55)


PLAYS: dict[str, Callable[[Any, datetime], Visit]] = {
    "finished": finished,
    "leaving": leaving,
    "recovering": recovering,
    "alarm": alarm,
    "paused": paused,
    "tired": tired,
    "taken": taken,
    "mended": mended,
    "mended_too": mended_too,
    "slowed": slowed,
    "watched": watched,
    "taken_running": taken_running,
    "emergency": emergency,
    "cut_off": cut_off,
    "limited": limited,
    "preparing": preparing,
    "later": later,
}


def _unplanned(team: Any, at: datetime) -> dict[str, str]:
    """Weighed twice and on the books, nothing more: all else happens on the pages."""
    from slowdrip.cli.demo.loading import register
    from slowdrip.cli.demo.patients import PATIENTS
    from slowdrip.cli.demo.walk import weigh

    patient = next(each for each in PATIENTS if each.key == "new_3")
    patient_id = register(team, patient, at=at - timedelta(days=10))
    weigh(team, patient_id, weight_g=80_000, height_mm=1_740, at=at - timedelta(minutes=50))
    return {"unplanned": str(patient_id)}


def build() -> None:
    """Makes the tables, once for all houses of a run."""
    claim(open_installation())
    migrate()


def main(told: Path) -> None:
    """Loads the installation and writes what tests need to know about it."""
    open_installation()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")  # what a cut-off load loses is loaded again
    ids = fill(datetime.now(UTC))
    told.write_text(json.dumps(ids))


if __name__ == "__main__":
    os.environ.setdefault("SLOWDRIP_PIN_COST", "1")
    if sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        build()
