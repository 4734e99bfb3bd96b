"""Signs predictions on in a staged house and lets one more drip run, as a program: it owns the house's database.

`python -m tests.browser.predictions FILE` with SLOWDRIP_HOME set writes the ids of the drip and its order to FILE.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from slowdrip.cli.installation import open_installation
from tests.browser.house import ROOT, House, environment

CHAIR = 5
MINUTES_AGO = 19


def predicted(house: House) -> dict[str, str]:
    """Gives the drip and the order of a visit that was checked in while predictions were on."""
    told = house.place / "predicted.json"
    command = [sys.executable, "-m", "tests.browser.predictions", str(told)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(house.place), capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, str] = json.loads(told.read_text())
    return found


def fill(at: datetime) -> dict[str, str]:
    """Signs the policy and plays the drip."""
    from slowdrip.cli.demo.booking import booked
    from slowdrip.cli.demo.loading import register
    from slowdrip.cli.demo.patients import Patient
    from slowdrip.cli.demo.team import shown_by, team_of
    from slowdrip.cli.demo.walk import arrive, begin, check, measure_before
    from slowdrip.clinic.infusion.actions import add_chair
    from slowdrip.clinic.policy.actions import change_value, sign_policy
    from slowdrip.clinic.policy.queries import policy_in_force
    from slowdrip.clinic.record.queries import system_of
    from tests.browser.stage import _chair

    team = team_of()
    director, signed_at = team.director.acting(), at - timedelta(hours=2)
    base = policy_in_force(director).version
    version = change_value(director, base.pk, "predictions.twin", "yes", reason="Tried in a drill", at=signed_at)
    sign_policy(director, version.pk, shown_by(director, at=signed_at), at=signed_at)
    start = at - timedelta(minutes=MINUTES_AGO)
    iris, noor = (
        Patient(each.mrn, each, 74_000, 1_690) for each in (_facts("Iris", "H-2099"), _facts("Noor", "H-2100"))
    )
    visit = booked(team, iris, register(team, iris, at=at - timedelta(days=1)), start=start)
    begin(visit, chair_id=_chair(team, CHAIR))
    for minute in (5, 10, 15):
        check(visit, minute)
    waiting = booked(team, noor, register(team, noor, at=at - timedelta(days=1)), start=at + timedelta(minutes=25))
    extra = add_chair(system_of(team.nurse.clinic_id), name="17", position=17, at=at)
    arrive(waiting, chair_id=extra.pk)
    measure_before(waiting)
    again = _came_again(team, at)
    return {
        "drip": str(visit.infusion.pk),
        "order": str(visit.order.pk),
        "waiting": str(waiting.infusion.pk),
        "again": str(again.infusion.pk),
    }


def _came_again(team: Any, at: datetime) -> Any:
    """Lena was here five days ago, with a strong response that was shown; today her pump is paused."""
    from slowdrip.cli.demo.booking import booked
    from slowdrip.cli.demo.days import open_day
    from slowdrip.cli.demo.leaving import complete, discharge, recover
    from slowdrip.cli.demo.loading import register
    from slowdrip.cli.demo.patients import Patient
    from slowdrip.cli.demo.walk import begin, check
    from slowdrip.clinic.infusion.actions import add_chair
    from slowdrip.clinic.record.queries import system_of
    from slowdrip.clinic.twin.shown_models import write_note

    lena, then = Patient("H-2101", _facts("Lena", "H-2101"), 68_000, 1_650), at - timedelta(days=5)
    nurse, key = team.nurse.acting(), register(team, lena, at=then - timedelta(days=1))
    chair = add_chair(system_of(team.nurse.clinic_id), name="18", position=18, at=then - timedelta(hours=4)).pk
    open_day(team, at=then - timedelta(hours=3))
    first = booked(team, lena, key, start=then)
    begin(first, chair_id=chair)
    for minute, sbp in ((5, 131), (15, 149), (25, 163), (35, 170)):
        check(first, minute, sbp_mmhg=sbp, dbp_mmhg=84)
    write_note(nurse, first.infusion, at=first.at(36))
    complete(first)
    recover(first)
    discharge(first)
    today = booked(team, lena, key, start=at - timedelta(minutes=17))
    begin(today, chair_id=chair)
    for minute in (5, 10):
        check(today, minute)
    today.chart((14, "paused", {"reason": "bathroom"}))
    return today


def _facts(given: str, mrn: str) -> Any:
    from slowdrip.clinic.people.facts import PatientFacts

    return PatientFacts(
        legal_given=given, legal_family="Vance", birth_date=date(1979, 3, 2), sex_for_dosing="female", mrn=mrn
    )


if __name__ == "__main__":
    os.environ.setdefault("SLOWDRIP_PIN_COST", "1")
    open_installation()
    Path(sys.argv[1]).write_text(json.dumps(fill(datetime.now(UTC))))
