"""One message that waits to be handed over and one stopped contact of Harbor, for the walk of every address."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.notices.actions import stop
from slowdrip.clinic.notices.queueing import Body, queue, register_words
from slowdrip.clinic.record.acting import act
from tests.cast import Cast

KIND = "walk"


def message_ids(cast: Cast, patient_id: UUID, contact_id: UUID, *, at: datetime) -> dict[str, Any]:
    """The id of a message and of a stop, made as the house makes them."""
    register_words(KIND, lambda tx, message: Body("News", "Please call us."))
    with act(cast.system, at=at) as tx:
        row = queue(tx, kind=KIND, key="walk:1", patient=patient_id, due_at=at)
    return {"message": row.pk, "stop": stop(cast.nurse.acting, contact_id, why="said_stop", at=at).pk}
