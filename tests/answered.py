"""One response of the patient at Harbor, for the walk of addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Cast


def answer_ids(cast: Cast, patient_id: UUID, *, at: datetime) -> dict[str, Any]:
    """A scale, and a response to it that staff typed."""
    filling = Filling(patient_id, "gad7", "staff", uuid7(), is_whole=True)
    saved = save_answers(cast.nurse.acting, filling, (Given("q1", "value", "1"),), at=at)
    return {"scale": "gad7", "response": saved.response.pk}
