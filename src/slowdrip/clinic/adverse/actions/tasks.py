"""What came of a task; what only a prescriber decides is signed."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.deciding import signed
from slowdrip.clinic.adverse.models import EVENT, Matter
from slowdrip.clinic.adverse.raising import raise_task
from slowdrip.clinic.adverse.steps import Draft, locked_matter, must_have_seen, store, told_before
from slowdrip.clinic.adverse.texts import ENTER, MOST_LINE, text_of
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.adverse import State
from slowdrip.science.rules.adverse.codes import DECIDED, RESULTS, Result, Task, words_needed
from slowdrip.science.rules.adverse.events import Settled

MEANING: Final = "adverse.decided"


def settle_task(
    actor: Acting,
    matter_id: UUID,
    told: Settled,
    *,
    at: datetime,
    proof: Proof | None = None,
    entry_id: UUID | None = None,
    seen: int | None = None,
) -> State:
    """Writes what came of a task: it closes with a result and never without; "hold" keeps it open.

    A decision needs the signature of somebody who may decide; the session may be another's. Blood in the urine asks a
    prescriber, whatever the screens say.
    """
    actor.must(ENTER)
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if told_before(matter, entry_id):
            return state
        kept = _must_settle(matter, state, told)
        must_have_seen(state, seen)
        by = signed(tx, matter, state, kept, proof=proof, meaning=MEANING) if state.task in DECIDED else None
        draft = Draft(kept, entry_id or uuid7(), by)
        after = store(tx, matter, [draft])
        _ask_a_prescriber(tx, matter, kept, draft.id)
        return after


def _ask_a_prescriber(tx: Tx, matter: Matter, told: Settled, entry_id: UUID) -> None:
    if told.result is Result.BLOOD:
        raise_task(tx, matter.patient_id, Task.BLADDER_PERSISTS, codes=("urine_blood",), subject_id=entry_id)


def _must_settle(matter: Matter, state: State, told: Settled) -> Settled:
    if state.task is None or not state.is_open:
        raise Refused("answer_task_done")
    if told.result not in RESULTS[Task(state.task)]:
        raise Refused("choose_one", field="result")
    if told.result is Result.KEPT and not _event_written(matter):
        raise Refused("event_not_written", field="result")
    note = text_of(told.note, field="note", needed=words_needed(Task(state.task), told.result))
    on_hold = told.result is Result.HOLD
    referred_to = text_of(told.referred_to, field="referred_to", most=MOST_LINE, needed=on_hold)
    return replace(told, note=note, referred_to=referred_to)


def _event_written(matter: Matter) -> bool:
    """Whether an adverse event of this patient was written since the patient told of it."""
    rows = Matter.objects.filter(clinic_id=matter.clinic_id, patient_id=matter.patient_id, kind=EVENT)
    found: bool = rows.filter(at__gte=matter.at).current().exists()
    return found
