"""Somebody answers a call for help: one tap for every call that is open at the chair."""

from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.drafts import Draft, drafted
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.science.infusion.state import InfusionState

COLLEAGUE = "colleague"


def answer_help(
    actor: Acting, infusion_id: UUID, *, at: datetime, occurred_at: datetime, event_id: UUID, note: str = ""
) -> bool:
    """Charts that a colleague answers each open call; gives False when somebody else was faster."""
    actor.must("drip.chart")
    payload = {"who": COLLEAGUE, "note": note} if note else {"who": COLLEAGUE}
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        first = drafted("help_arrived", payload, at=occurred_at, event_id=event_id)
        if is_twin(infusion, first):
            return True
        open_now = _called_by(stored_state(infusion), occurred_at)
        if not open_now:
            return False
        store(tx, infusion, [first, *_others(payload, occurred_at, open_now - 1)])
    return True


def _called_by(state: InfusionState, moment: datetime) -> int:
    """How many calls were open then; one made after the tap is not answered by it."""
    mine = (one for one in state.help if one.who == COLLEAGUE and one.arrived_at is None)
    return sum(one.called_at is not None and one.called_at <= moment for one in mine)


def _others(payload: dict[str, Any], occurred_at: datetime, count: int) -> list[Draft]:
    return [Draft("help_arrived", payload, occurred_at) for _ in range(count)]
