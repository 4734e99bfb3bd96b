"""A patient's link that may also be read with a code, and the code as its message says it; as a program.

`python -m tests.browser.own link PATIENT` with SLOWDRIP_HOME set prints the path of a link, `… code PATIENT` a code.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

from slowdrip.cli.installation import open_installation
from tests.browser.house import ROOT, House, environment


def link_to_see(house: House, patient: str) -> str:
    """Gives the path of a link through which a patient may also see how they are doing."""
    return _told(house, "link", patient)


def code_of(house: House, patient: str) -> str:
    """Gives the digits that a message would bring: this house has no gateway, so nothing is really sent."""
    return _told(house, "code", patient)


def _told(house: House, what: str, patient: str) -> str:
    command = [sys.executable, "-m", "tests.browser.own", what, house.ids["patients"][patient]]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(house.place), capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


def link(patient_id: UUID, at: datetime) -> str:
    """Makes the link and gives its path."""
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.portal.links import address_of, make_link
    from slowdrip.clinic.portal.models import ANSWER, SEE
    from slowdrip.clinic.record.acting import act

    with act(team_of().nurse.acting(), at=at) as tx:
        made, token = make_link(tx, patient_id, scopes=[ANSWER, SEE], lasts=timedelta(days=7))
    return address_of(made, token)


def code(patient_id: UUID, at: datetime) -> str:
    """Makes the words of the message as whoever sends it does, and reads the code out of them."""
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.notices.models import Message
    from slowdrip.clinic.portal.codes import KIND
    from slowdrip.clinic.portal.models import SEE, PatientLink
    from slowdrip.clinic.portal.telling import code_words
    from slowdrip.clinic.record.acting import act
    from slowdrip.clinic.record.queries import system_of

    system = system_of(team_of().nurse.clinic_id)
    with act(system, at=at) as tx:
        rows = PatientLink.objects.visible_to(system).filter(patient_id=patient_id).order_by("-made_at")
        newest = next(row for row in rows if SEE in row.scopes)
        body = code_words(tx, Message(kind=KIND, way=Message.Way.TEXT, subject_id=newest.pk))
        tx.wrote("code.made", newest)
    if body is None:
        raise RuntimeError("the link has ended")
    return next(word.strip(".") for word in body.text.split() if word.strip(".").isdigit())


def main() -> None:
    """Opens the house's installation and prints what was asked for."""
    open_installation()
    print({"link": link, "code": code}[sys.argv[1]](UUID(sys.argv[2]), datetime.now(UTC)))


if __name__ == "__main__":
    main()
