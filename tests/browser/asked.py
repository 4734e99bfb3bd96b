"""Asks a patient of a staged house something and makes their link, as a program: it uses the house's database.

`python -m tests.browser.asked PATIENT SCALES` with SLOWDRIP_HOME set prints the path of the link.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

from slowdrip.cli.installation import open_installation
from tests.browser.house import ROOT, House, environment


def asked(house: House, patient: str, *scales: str) -> str:
    """Gives the path of a link for a new ask of these scales."""
    command = [sys.executable, "-m", "tests.browser.asked", house.ids["patients"][patient], ",".join(scales)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(house.place), capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


def fill(patient_id: UUID, scales: list[str], at: datetime) -> str:
    """Writes the ask and its link."""
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.outcomes.models import Ask
    from slowdrip.clinic.portal.links import address_of, make_link
    from slowdrip.clinic.portal.models import ANSWER
    from slowdrip.clinic.record.acting import act
    from slowdrip.clinic.record.tables import uuid7

    nurse = team_of().nurse.acting()
    with act(nurse, at=at) as tx:
        ask = Ask(
            clinic_id=nurse.clinic_id,
            patient_id=patient_id,
            key=f"handed:{uuid7()}",
            phase="series",
            point="week",
            scales=scales,
            opens_at=at - timedelta(minutes=1),
            closes_at=at + timedelta(days=3),
            at=at,
        )
        tx.insert(ask)
        link, token = make_link(tx, patient_id, scopes=[ANSWER], subject_id=ask.pk, lasts=timedelta(days=7))
    return address_of(link, token)


def main() -> None:
    """Opens the house's installation and prints the path."""
    open_installation()
    print(fill(UUID(sys.argv[1]), sys.argv[2].split(","), datetime.now(UTC)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowdrip.site.settings")
    main()
