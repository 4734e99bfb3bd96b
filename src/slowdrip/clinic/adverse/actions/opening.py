"""Opening again what was closed: what was told before stays."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.models import EVENT, Matter, MatterState
from slowdrip.clinic.adverse.steps import Draft, locked_matter, store, told_before
from slowdrip.clinic.adverse.texts import ENTER
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.adverse import State
from slowdrip.science.rules.adverse.events import Reopened


def reopen(actor: Acting, matter_id: UUID, *, reason: str, at: datetime, entry_id: UUID | None = None) -> State:
    """Opens a closed event or task again, with the reason; of each task one at most is open."""
    actor.must(ENTER)
    told = Reopened(reason=said_in_a_line(reason))
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if told_before(matter, entry_id):
            return state
        if state.is_open:
            raise Refused("matter_open")
        if matter.kind != EVENT and _another_open(matter):
            raise Refused("other_task_open")
        return store(tx, matter, [Draft(told, entry_id or uuid7())])


def _another_open(matter: Matter) -> bool:
    rows = MatterState.objects.filter(clinic_id=matter.clinic_id, patient_id=matter.patient_id, kind=matter.kind)
    found: bool = rows.filter(is_open=True).exists()
    return found
