"""What came of a task; what only a prescriber decides is signed."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.models import EVENT, Matter
from slowdrip.clinic.adverse.steps import Draft, locked_matter, store, told_before
from slowdrip.clinic.adverse.texts import DECIDE, ENTER, MOST_LINE, text_of
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.adverse import State, encoded
from slowdrip.science.rules.adverse.codes import DECIDED, RESULTS, WORDS_NEEDED, Result, Task
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
) -> State:
    """Writes what came of a task: it closes with a result and never without; "hold" keeps it open.

    A decision needs the signature of somebody who may decide; the session may be another's.
    """
    actor.must(ENTER)
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if told_before(matter, entry_id):
            return state
        kept = _must_settle(matter, state, told)
        by = _signed(tx, matter, kept, proof) if state.task in DECIDED else None
        return store(tx, matter, [Draft(kept, entry_id or uuid7(), by)])


def _must_settle(matter: Matter, state: State, told: Settled) -> Settled:
    if state.task is None or not state.is_open:
        raise Refused("answer_task_done")
    if told.result not in RESULTS[Task(state.task)]:
        raise Refused("choose_one", field="result")
    if told.result is Result.KEPT and not _event_written(matter):
        raise Refused("event_not_written", field="result")
    note = text_of(told.note, field="note", needed=told.result in WORDS_NEEDED)
    return replace(told, note=note, referred_to=text_of(told.referred_to, field="referred_to", most=MOST_LINE))


def _event_written(matter: Matter) -> bool:
    """Whether an adverse event of this patient was written since the patient told of it."""
    rows = Matter.objects.filter(clinic_id=matter.clinic_id, patient_id=matter.patient_id, kind=EVENT)
    found: bool = rows.filter(at__gte=matter.at).current().exists()
    return found


def _signed(tx: Tx, matter: Matter, told: Settled, proof: Proof | None) -> UUID:
    if proof is None or not proof.signer.may(DECIDE):
        raise Refused("adverse_signer_not_prescriber", field="signer")
    document = {"matter": str(matter.pk), "task": matter.kind, "told": encoded(told)}
    sign(tx, proof, matter, meaning=MEANING, document=document)
    return proof.signer.actor_id
