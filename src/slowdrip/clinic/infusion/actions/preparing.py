"""From order to ready: the steps that need a second person, a prescriber or an open gate."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.drafts import Draft, document_of, drafted
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.ordering import attach, lock_patient_of
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state, told_before
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.treatment.queries import verified_order
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.science.infusion.state import InfusionState


def attach_order(actor: Acting, infusion_id: UUID, order_id: UUID, *, at: datetime) -> InfusionState:
    """Puts a verified order in force at the drip; before the start or, when it was replaced, while it runs."""
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        lock_patient_of(tx, infusion_id)
        infusion = locked(actor, infusion_id)
        order = verified_order(actor, order_id)
        return attach(tx, infusion, order)


def draw_up(
    actor: Acting,
    infusion_id: UUID,
    payload: dict[str, Any],
    *,
    second: Proof,
    at: datetime,
    occurred_at: datetime | None = None,
    event_id: UUID | None = None,
) -> InfusionState:
    """Records the draw-up with the second person's signature over what was drawn; product and strength must agree.

    It may have happened before it is written down; the signature keeps its own time.
    """
    known = {product.name: product.conc_ug_per_ml.value for product in default_catalogue().products}
    wanted = known.get(str(payload.get("product", "")))
    if wanted is not None and int(payload.get("vial_ug_per_ml", 0)) != wanted:
        raise Refused("strength_differs", field="vial_ug_per_ml", mg_per_ml=str(Decimal(wanted) / 1000))
    draft = drafted("drawn_up", _with(payload, second), at=occurred_at or at, event_id=event_id)
    return _with_second(actor, infusion_id, draft, second=second, at=at)


def bedside_check(
    actor: Acting,
    infusion_id: UUID,
    *,
    label: str,
    second: Proof,
    at: datetime,
    occurred_at: datetime | None = None,
    event_id: UUID | None = None,
) -> InfusionState:
    """Records the check of patient, label and pump at the chair by two persons; the signature keeps its own time."""
    payload = {"first_person": str(actor.actor_id), "label": label}
    draft = drafted("bedside_check", _with(payload, second), at=occurred_at or at, event_id=event_id)
    return _with_second(actor, infusion_id, draft, second=second, at=at)


def _with(payload: dict[str, Any], second: Proof) -> dict[str, Any]:
    return {**payload, "second_person": str(second.signer.actor_id)}


def _with_second(actor: Acting, infusion_id: UUID, draft: Draft, *, second: Proof, at: datetime) -> InfusionState:
    actor.must("drip.chart")
    if second.signer.actor_id == actor.actor_id:
        raise Refused("second_person_is_the_first", field="signer")
    second.signer.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        state = store(tx, infusion, [draft])
        sign(tx, second, infusion, meaning=f"{draft.kind}.second_person", document=document_of(draft))
        return state


def decide_go_no_go(
    actor: Acting,
    infusion_id: UUID,
    *,
    decision: str,
    reason: str,
    proof: Proof,
    at: datetime,
    event_id: UUID | None = None,
) -> InfusionState:
    """Records the prescriber's decision on the vitals before the start, signed by the prescriber, from now on."""
    actor.must("drip.chart")
    proof.signer.must("drip.decide")
    if decision != "go" and not reason.strip():
        raise Refused("reason_missing", field="reason")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        payload = {"decision": decision, "prescriber": str(proof.signer.actor_id), "reason": reason.strip()}
        draft = drafted("go_no_go", payload, at=at, event_id=event_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        gating.must_be_decidable(infusion, stored_state(infusion), decision=decision)
        state = store(tx, infusion, [draft])
        sign(tx, proof, infusion, meaning="go_no_go", document={"event": draft.id, **payload})
        return state


def confirm_ready(actor: Acting, infusion_id: UUID, *, at: datetime, event_id: UUID | None = None) -> InfusionState:
    """Says the drip is ready to start; refused with every gate that is still shut."""
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        if told_before(infusion, "ready_confirmed", event_id):
            return stored_state(infusion)
        return _ready(tx, infusion, event_id)


def _ready(tx: Tx, infusion: Infusion, event_id: UUID | None) -> InfusionState:
    state = stored_state(infusion)
    result = gating.ready_gates(infusion, state, at=tx.at)
    if not result.open:
        raise Refused("not_ready", gates=[gate.code for gate in result.gates if not gate.passed])
    house = gating.house_of(infusion, at=tx.at)
    payload = {
        "acls_clinician": str(house.acls_actor_id),
        "second_person": str(house.second_actor_id),
        "rescue_kit_checked_at": house.kit_checked_at.isoformat() if house.kit_checked_at else None,
    }
    return store(tx, infusion, [drafted("ready_confirmed", payload, at=tx.at, event_id=event_id)])
