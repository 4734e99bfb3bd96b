"""Taking a run back that was somebody else's, or a try of the staff: voided with its reason, never deleted."""

from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.cognition.models import CognitionRun
from slowdrip.clinic.cognition.offering import TOPIC
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused

MOST_REASON: Final = 400


def void_run(actor: Acting, patient_id: UUID, run_id: UUID, *, reason: str, at: datetime) -> CognitionRun:
    """Voids one run of this patient: it is compared with nothing, and its form counts as seen all the same."""
    actor.must("outcomes.enter")
    why = reason.strip()
    if not why:
        raise Refused("missing", field="reason")
    if len(why) > MOST_REASON:
        raise Refused("too_long", field="reason", typed=len(why), most=MOST_REASON)
    with act(actor, at=at) as tx:
        run: CognitionRun = CognitionRun.objects.visible_to(actor).get(pk=run_id, patient_id=patient_id)
        tx.void(run, reason=why)
        tx.publish(TOPIC, patient_id)
    return run
