"""Queues messages in a served house, in every state a person has to see: `python -m tests.browser.letters PATIENT`."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from slowdrip.cli.installation import open_installation

STATES = {"waiting": "", "unknown": "text_no_answer", "failed": "text_401", "bounced": "text_410"}


def fill(patient_id: UUID, *, at: datetime) -> None:
    """One message by hand, one of each kind of trouble, one to the nurse."""
    from slowdrip.cli.demo.team import team_of
    from slowdrip.clinic.notices.queueing import Body, queue, register_words
    from slowdrip.clinic.record.acting import act
    from slowdrip.clinic.record.queries import system_of

    nurse = team_of().nurse
    with act(system_of(nurse.clinic_id), at=at) as tx:
        for number, (state, why) in enumerate(STATES.items()):
            # Kinds differ, or the newest would take the place of the others.
            register_words(f"letters{number}", lambda tx, message: Body("News", "Please call us."))
            due_at = at - timedelta(hours=number + 1)
            row = queue(tx, kind=f"letters{number}", key=state, patient=patient_id, due_at=due_at)
            _bring(tx, row, state, why)
        queue(tx, kind="risk_case", key="nurse", to_staff=nurse.actor_id, subject_id=patient_id, due_at=at)


def _bring(tx: Any, row: Any, state: str, why: str) -> None:
    if state != "waiting":
        tx.change(row, state=state, why=why, way="text", sending_at=row.due_at, tries=1)


if __name__ == "__main__":
    open_installation(Path(os.environ["SLOWDRIP_HOME"]))
    from slowdrip.clinic.record.moment import now

    fill(UUID(sys.argv[1]), at=now())
