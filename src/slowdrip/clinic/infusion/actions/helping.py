"""Somebody answers a call for help: one tap for every call that is open at the chair."""

from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.infusion.drafts import Draft, drafted
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.science.infusion.state import Help, InfusionState

COLLEAGUE = "colleague"
TICK = timedelta(milliseconds=1)


def answer_help(
    actor: Acting,
    infusion_id: UUID,
    *,
    at: datetime,
    occurred_at: datetime,
    event_id: UUID,
    there: bool,
    called_at: datetime | None = None,
) -> datetime | None:
    """Charts that a colleague is on the way, or there, and gives when; None when nobody waits for that any more.

    One on the way answers every open call with one entry; one who is there arrives at each. `called_at` is the call
    that stood on the screen: the tap came after it, whatever the tablet's clock says.
    """
    actor.must("drip.chart")
    payload, moment = {"who": COLLEAGUE}, _after(called_at, occurred_at)
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        first = drafted("help_arrived" if there else "help_coming", payload, at=moment, event_id=event_id)
        if is_twin(infusion, first):
            return moment
        open_now = [one for one in _called_by(stored_state(infusion), moment) if there or one.is_waiting]
        if not open_now:
            return None
        others = len(open_now) - 1 if there else 0
        store(tx, infusion, [first, *(Draft("help_arrived", payload, moment) for _ in range(others))])
    return moment


def _after(called_at: datetime | None, occurred_at: datetime) -> datetime:
    """An answer stands after the call that it answers; at the same instant, chance would say which came first."""
    return occurred_at if called_at is None else max(occurred_at, called_at + TICK)


def _called_by(state: InfusionState, moment: datetime) -> list[Help]:
    """Gives the calls at which nobody has arrived; one made after the tap is not answered by it."""
    mine = (one for one in state.help if one.who == COLLEAGUE and one.arrived_at is None)
    return [one for one in mine if one.called_at is not None and one.called_at <= moment]
