"""A chair changes hands: handed over by whoever holds it, or taken over without them; signed by whoever takes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.drafts import Draft, document_of, drafted
from slowdrip.clinic.infusion.holding import NO_NURSE_TASK, hold_house
from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.clinic.infusion.nursing import come_in
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.infusion.tasking import close
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.handing import hand_over_reason, take_over_reason
from slowdrip.science.rules.outcome import Reason

HANDED_OVER, TAKEN_OVER = "handed_over", "taken_over"


def hand_over(
    actor: Acting,
    infusion_id: UUID,
    *,
    note: str,
    proof: Proof,
    outcome: str,
    at: datetime,
    event_id: UUID | None = None,
) -> InfusionState:
    """Gives the chair of whoever acts to the signer; `outcome` closes the task that had asked for a nurse."""
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    giver, taker = str(actor.actor_id), str(proof.signer.actor_id)
    payload = {"from_person": giver, "to_person": taker, **_told(note=note)}
    draft = drafted(HANDED_OVER, payload, at=at, event_id=event_id)
    with act(actor, at=at) as tx:
        infusion = _held_house(tx, infusion_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        holder = _holder(infusion)
        _must_stand(hand_over_reason(holder=holder, giver=giver, taker=taker))
        return _handed(tx, infusion, draft, proof, outcome=outcome)


def take_over(
    actor: Acting,
    infusion_id: UUID,
    *,
    reason: str,
    holder: str,
    proof: Proof,
    outcome: str,
    at: datetime,
    event_id: UUID | None = None,
) -> InfusionState:
    """Gives the chair to the signer without whoever holds it; `holder` is whom the signer saw there ("" for nobody)."""
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    taker = str(proof.signer.actor_id)
    payload = {"to_person": taker, **_told(from_person=holder, reason=reason)}
    draft = drafted(TAKEN_OVER, payload, at=at, event_id=event_id)
    with act(actor, at=at) as tx:
        infusion = _held_house(tx, infusion_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        if _holder(infusion) != holder:
            raise Refused("chair_changed_hands")
        _must_stand(take_over_reason(holder=holder, taker=taker, told=reason))
        return _handed(tx, infusion, draft, proof, outcome=outcome)


def _told(**texts: str) -> dict[str, str]:
    return {name: text.strip() for name, text in texts.items() if text.strip()}


def _held_house(tx: Tx, infusion_id: UUID) -> Infusion:
    hold_house(tx.actor)
    return locked(tx.actor, infusion_id)


def _holder(infusion: Infusion) -> str:
    state = stored_state(infusion)
    if state.phase is Phase.EXPECTED:
        raise Refused("hand_over_before_check_in")
    if state.phase is Phase.ENDED:
        raise Refused("already_ended")
    return state.in_charge


def _must_stand(reason: Reason | None) -> None:
    if reason is not None:
        fields = {"handed_to_oneself": "signer", "chair_held_already": "signer", "take_over_needs_reason": "reason"}
        raise Refused(reason.code, field=fields.get(reason.code, ""))


def _handed(tx: Tx, infusion: Infusion, draft: Draft, proof: Proof, *, outcome: str) -> InfusionState:
    """What is signed says how many entries the record had: the chair is taken as it stood then.

    Whoever types their PIN at the chair is in the building, also when nobody had said so.
    """
    before = stored_state(infusion)
    come_in(tx, proof.signer.actor_id)
    _answered(tx, infusion, outcome=outcome)
    state = store(tx, infusion, [draft])
    document: dict[str, Any] = {**document_of(draft), "entries_before": before.events}
    sign(tx, proof, infusion, meaning=draft.kind, document=document)
    tx.publish("day")
    return state


def _answered(tx: Tx, infusion: Infusion, *, outcome: str) -> None:
    asked = Task.objects.filter(
        clinic_id=infusion.clinic_id, infusion=infusion, kind=NO_NURSE_TASK, state=Task.State.OPEN
    )
    close(tx, asked.select_for_update(), outcome=outcome)
