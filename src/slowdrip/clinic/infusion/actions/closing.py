"""The end of a visit: waste with a witness, discharge through its gates, and the other true endings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.drafts import document_of, drafted
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.infusion.events import ENDINGS
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState


def waste(
    actor: Acting,
    infusion_id: UUID,
    payload: dict[str, Any],
    *,
    witness: Proof,
    at: datetime,
    occurred_at: datetime | None = None,
    event_id: UUID | None = None,
) -> InfusionState:
    """Records drug thrown away, signed by a witness who is not the one throwing it away.

    It may have happened before it is written down; the witness's signature keeps its own time.
    """
    actor.must("drip.chart")
    if witness.signer.actor_id == actor.actor_id:
        raise Refused("witness_is_the_waster", field="signer")
    whole = {**payload, "witness": str(witness.signer.actor_id)}
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        draft = drafted("wasted", whole, at=occurred_at or at, event_id=event_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        _may_witness(infusion, witness.signer)
        state = store(tx, infusion, [draft])
        sign(tx, witness, infusion, meaning="wasted.witness", document=document_of(draft))
        return state


def _may_witness(infusion: Infusion, witness: Acting) -> None:
    allowed = pinned_policy(infusion).verification.waste_witness_roles.value
    if witness.roles.isdisjoint(allowed):
        raise Refused("witness_role_not_allowed", field="signer")


def discharge(
    actor: Acting,
    infusion_id: UUID,
    payload: dict[str, Any],
    *,
    proof: Proof,
    at: datetime,
    event_id: UUID | None = None,
) -> InfusionState:
    """Ends the visit as discharged; refused with every gate that is still shut, and signed by whoever discharges."""
    actor.must("drip.close")
    proof.signer.must("drip.close")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        draft = drafted("discharged", payload, at=at, event_id=event_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        result = gating.discharge_gates(infusion, stored_state(infusion), at=at)
        if not result.open:
            raise Refused("not_dischargeable", gates=[gate.code for gate in result.gates if not gate.passed])
        state = store(tx, infusion, [draft])
        sign(tx, proof, infusion, meaning="discharged", document={"event": draft.id, **payload})
        tx.publish("board")
        return state


def end_otherwise(
    actor: Acting,
    infusion_id: UUID,
    ending: str,
    payload: dict[str, Any],
    *,
    at: datetime,
    occurred_at: datetime | None = None,
    event_id: UUID | None = None,
) -> InfusionState:
    """Ends the visit any other true way, now or at an earlier time; it happened, so no gate refuses it.

    What was charted for after that time stays and is flagged. A pump still running is taken as stopped then.
    """
    actor.must("drip.close")
    if ending not in ENDINGS or ending == "discharged":
        raise Refused("unknown_ending", field="ending")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        before = stored_state(infusion)
        draft = drafted(ending, payload, at=occurred_at or at, event_id=event_id)
        if is_twin(infusion, draft):
            return before
        if before.phase is Phase.ENDED:
            raise Refused("already_ended")
        _must_not_run_after(before, draft.occurred_at)
        state = store(tx, infusion, [draft])
        tx.publish("board")
        return state


def _must_not_run_after(state: InfusionState, moment: datetime) -> None:
    """Refuses an ending before the pump last ran from: the fold would take that run as a new start after the end."""
    ran_from = state.drip.segments[-1].from_at if state.drip.segments else None
    if ran_from is not None and moment < ran_from:
        raise Refused("ended_before_run", field="occurred", ran_from=ran_from)
