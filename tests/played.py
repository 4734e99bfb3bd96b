"""One run of the patient at Harbor, for the walk of addresses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from slowdrip.clinic.cognition.models import CognitionOffer, Way
from slowdrip.clinic.cognition.offering import new_offer
from slowdrip.clinic.cognition.running import Told, begin, finish
from slowdrip.clinic.portal.links import make_link
from slowdrip.clinic.portal.models import ANSWER
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Cast


def run_ids(cast: Cast, patient_id: UUID, *, at: datetime) -> dict[str, Any]:
    """A run that was interrupted at once, on the patient's phone."""
    with act(cast.nurse.acting, at=at) as tx:
        offer: CognitionOffer = new_offer(tx, patient_id, way=Way.LINK, lasts=timedelta(days=1))
        link, _token = make_link(tx, patient_id, scopes=[ANSWER], lasts=timedelta(days=1))
    start = begin(link.acting(), link, offer.pk, task="symbols", start_id=uuid7(), at=at)
    told = Told(ended="interrupted", reason="stopped", trials="[]", input_kind="none", agent="other/other")
    return {"run": finish(link.acting(), link, start.pk, told, at=at).pk}
