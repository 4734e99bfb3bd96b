"""An emergency begins: whoever taps first opens it, and everybody else who taps means the same one."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.actions.charting import captured
from slowdrip.clinic.infusion.drafts import drafted
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.science.infusion.state import InfusionState

BEGAN = "emergency_began"


def begin_emergency(
    actor: Acting,
    infusion_id: UUID,
    *,
    at: datetime,
    occurred_at: datetime | None = None,
    event_id: UUID | None = None,
    by: Acting | None = None,
) -> InfusionState:
    """Opens an emergency at a drip in any phase; one that is open already is left as it is.

    `by` is whoever tapped it, when the actor only sends what a tablet had kept without the server.
    """
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        before = stored_state(infusion)
        draft = drafted(BEGAN, {}, at=occurred_at or at, event_id=event_id)
        if is_twin(infusion, draft) or _goes_on(before, draft.occurred_at):
            return before
        state = store(tx, infusion, captured([draft], by), by=by)
        tx.publish("board")
    return state


def _goes_on(state: InfusionState, moment: datetime) -> bool:
    """A tap from before the known beginning (sent late by a tablet that was offline) is news: it moves the clock."""
    return state.emergency is not None and state.emergency.began_at <= moment
