"""Alarm limits of one drip's own: set by a prescriber with a reason, within what the policy allows, and signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.actions.alarms import refused
from slowdrip.clinic.infusion.drafts import document_of, drafted
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.infusion.events.limits import LIMITS_SET, OWN_LIMITS
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.own import own_bounds
from slowdrip.science.rules.own_limits import refusals


def set_limits(
    actor: Acting,
    infusion_id: UUID,
    limits: Mapping[str, int],
    *,
    reason: str,
    proof: Proof,
    at: datetime,
    event_id: UUID | None = None,
) -> InfusionState:
    """Puts this drip's own limits in the policy's place from now on; none at all are the policy's again.

    Refused at each field beyond its bound, and without limits where the policy's are in force.
    """
    actor.must("drip.chart")
    proof.signer.must("drip.decide")
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    payload = {**_given(limits), "reason": reason.strip(), "prescriber": str(proof.signer.actor_id)}
    draft = drafted(LIMITS_SET, payload, at=at, event_id=event_id)
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        if is_twin(infusion, draft):
            return stored_state(infusion)
        _must_be_settable(infusion, _given(limits))
        state = store(tx, infusion, [draft])
        sign(tx, proof, infusion, meaning=LIMITS_SET, document=document_of(draft))
        return state


def _given(limits: Mapping[str, Any]) -> dict[str, int]:
    return {name: limits[name] for name in OWN_LIMITS if limits.get(name) is not None}


def _must_be_settable(infusion: Infusion, limits: Mapping[str, int]) -> None:
    state = stored_state(infusion)
    phase = state.phase
    if not limits and state.own_limits_now is None:
        raise Refused("own_limits_none", field=OWN_LIMITS[0])
    if phase is Phase.EXPECTED:
        raise Refused("limits_before_check_in")
    if phase is Phase.ENDED:
        raise Refused("already_ended")
    found = refusals(limits, own_bounds(pinned_policy(infusion)))
    if found:
        raise RefusedAll([refused(each) for each in found])
