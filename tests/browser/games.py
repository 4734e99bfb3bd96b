"""Makes both tasks short and sends a patient of a staged house their link, as a program: it uses the house's database.

`python -m tests.browser.games PATIENT` with SLOWDRIP_HOME set prints the path of the link.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

from slowdrip.cli.installation import open_installation
from tests.browser.house import ROOT, House, environment

SYMBOLS_S = 8
REACTIONS = 1


def offered(house: House, patient: str) -> str:
    """Gives the path of a link to both tasks, a few seconds long each."""
    command = [sys.executable, "-m", "tests.browser.games", house.ids["patients"][patient]]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(house.place), capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


def make_short(at: datetime) -> None:
    """The director signs a policy whose tasks are over in seconds."""
    from slowdrip.cli.demo.team import shown_by, team_of
    from slowdrip.clinic.policy.actions import change_value, sign_policy
    from slowdrip.clinic.policy.queries import policy_in_force

    director = team_of().director.acting()
    held = policy_in_force(director)
    if held.policy.cognition.symbols_s.value == SYMBOLS_S:
        return
    short = held.version
    for key, value in (("symbols_s", SYMBOLS_S), ("reactions", REACTIONS)):
        short = change_value(director, short.pk, f"cognition.{key}", str(value), reason="Browser tests", at=at)
    sign_policy(director, short.pk, shown_by(director, at=at), at=at)


def fill(patient_id: UUID, at: datetime) -> str:
    """Offers both tasks on the patient's phone."""
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.cognition.offering import send
    from slowdrip.clinic.portal.links import address_of, make_link
    from slowdrip.clinic.portal.models import ANSWER
    from slowdrip.clinic.record.acting import act
    from slowdrip.clinic.record.tables import uuid7

    make_short(at)
    nurse = team_of().nurse.acting()
    offer = send(nurse, patient_id, row_id=uuid7(), at=at)
    with act(nurse, at=at) as tx:
        link, token = make_link(tx, patient_id, scopes=[ANSWER], subject_id=offer.pk, lasts=timedelta(days=7))
    return address_of(link, token)


def main() -> None:
    """Opens the house's installation and prints the path."""
    open_installation()
    print(fill(UUID(sys.argv[1]), datetime.now(UTC)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowdrip.site.settings")
    main()
