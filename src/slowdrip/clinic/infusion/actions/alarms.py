"""What a person does to an alarm: acknowledge it, resolve it with a reason."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion import watching
from slowdrip.clinic.infusion.drafts import drafted
from slowdrip.clinic.infusion.steps import locked, store, stored_state, told_before
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.alarm_life import acknowledge_refusal, resolve_refusal
from slowdrip.science.rules.outcome import Reason


def refused(reason: Reason, *, field: str = "") -> Refused:
    """Gives a rule's reason as a refusal."""
    params: dict[str, Any] = {"field": field, **dict(reason.params)}
    return Refused(reason.code, **params)


def acknowledge(
    actor: Acting, infusion_id: UUID, alarm_id: str, *, at: datetime, event_id: UUID | None = None
) -> InfusionState:
    """Says that somebody is at the chair; the alarm is quiet as long as policy says, then calls again."""
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        state = stored_state(infusion)
        if told_before(infusion, "alarm_acknowledged", event_id):
            return state
        life = watching.life_of(state, alarm_id)
        if life is None:
            raise Refused("no_such_alarm")
        refusal = acknowledge_refusal(life)
        if refusal is not None:
            raise refused(refusal)
        quiet_s = watching.silence_s(infusion, life.tier)
        payload = {"alarm_id": alarm_id}
        if quiet_s is not None:
            payload["silent_until"] = (at + timedelta(seconds=quiet_s)).isoformat()
        return store(tx, infusion, [drafted("alarm_acknowledged", payload, at=at, event_id=event_id)])


def resolve(
    actor: Acting,
    infusion_id: UUID,
    alarm_id: str,
    *,
    reason: str,
    note: str = "",
    at: datetime,
    event_id: UUID | None = None,
) -> InfusionState:
    """Ends an alarm with one of its rule's reasons."""
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        state = stored_state(infusion)
        if told_before(infusion, "alarm_resolved", event_id):
            return state
        life = watching.life_of(state, alarm_id)
        if life is None:
            raise Refused("no_such_alarm")
        refusal = resolve_refusal(life, reason)
        if refusal is not None:
            raise refused(refusal, field="reason")
        payload = {"alarm_id": alarm_id, "reason": reason, "note": note}
        return store(tx, infusion, [drafted("alarm_resolved", payload, at=at, event_id=event_id)])
