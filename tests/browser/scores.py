"""Lets a patient of a staged house have answered, as a program: it uses the house's database.

`python -m tests.browser.scores PATIENT` with SLOWDRIP_HOME set writes a baseline and answers of every evening since.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from uuid import UUID

from slowdrip.cli.installation import open_installation
from tests.browser.house import ROOT, House, environment


def scored(house: House, patient: str) -> None:
    """Fills the patient's page of scores; a second time changes nothing."""
    command = [sys.executable, "-m", "tests.browser.scores", house.ids["patients"][patient]]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(house.place), capture_output=True, text=True, check=False, timeout=180
    )
    if done.returncode:
        raise RuntimeError(done.stderr)


def fill(patient_id: UUID, now: datetime) -> None:
    """Writes what the demo's patients answer."""
    from slowdrip.cli.demo.answers import answer_open, hours_of, write_baseline
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.progress.courses import started_drips

    nurse = team_of().nurse.acting()
    starts = [each.at for each in started_drips(nurse.clinic_id, patient_id)]
    write_baseline(nurse, patient_id, first_at=starts[0])
    for at in hours_of(starts, now=now):
        answer_open(patient_id, "staged", clinic_id=nurse.clinic_id, first_at=starts[0], at=at)


def main() -> None:
    """Opens the house's installation and fills it."""
    open_installation()
    fill(UUID(sys.argv[1]), datetime.now(UTC))


if __name__ == "__main__":
    main()
