"""The patient calls the nurse; and somebody answers a call: one tap for every call that is open at the chair."""

from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.infusion.drafts import Draft, drafted
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.queries import visit_in
from slowdrip.clinic.infusion.steps import is_twin, locked, store, stored_state
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.science.infusion.state import Help, InfusionState
from slowdrip.science.rules.adapters.lasting import NURSE, coming_for, waits_since

COLLEAGUE = "colleague"
TICK = timedelta(milliseconds=1)
ONE_CALL = timedelta(seconds=30)
"""Taps of a patient within this time are one call."""
GIVEN_UP = timedelta(minutes=1)
"""After this the screen has long said that its key does not work, and somebody else may sit in the chair."""


def call_nurse(actor: Acting, chair_id: UUID, *, at: datetime, occurred_at: datetime, event_id: UUID) -> bool:
    """Stores that the patient in this chair called, by the screen they tapped.

    Gives False when nobody's visit is there, or the tap is too old to be anybody's call. Ten taps are one call: what
    comes within half a minute of one at which nobody has arrived calls nobody anew.
    """
    actor.must("bedside.call")
    if at - occurred_at > GIVEN_UP:
        return False
    draft = Draft("help_called", {"who": NURSE}, occurred_at, event_id)
    with act(actor, at=at) as tx:
        row = visit_in(actor.clinic_id, chair_id)
        if row is None:
            return False
        infusion = locked(actor, row.infusion_id)
        if infusion.chair_id != chair_id:
            return False
        if not is_twin(infusion, draft) and not _called_lately(stored_state(infusion), occurred_at):
            store(tx, infusion, [draft])
    return True


def _called_lately(state: InfusionState, moment: datetime) -> bool:
    """Who was with the patient and left is not there any more: a tap right after that is a call of its own."""
    open_now = (one for one in state.help if one.who == NURSE and one.arrived_at is None)
    return any(one.called_at is not None and abs(moment - one.called_at) < ONE_CALL for one in open_now)


def answer_help(
    actor: Acting,
    infusion_id: UUID,
    *,
    at: datetime,
    occurred_at: datetime,
    event_id: UUID,
    there: bool,
    called_at: datetime | None = None,
    who: str = COLLEAGUE,
) -> datetime | None:
    """Charts that whoever was called is on the way, or there, and gives when; None when nobody waits any more.

    One on the way answers every open call with one entry; one who is there arrives at each. `called_at` is the call
    that stood on the screen: the tap came after it, whatever the tablet's clock says.
    """
    actor.must("drip.chart")
    payload, moment = {"who": who}, _after(called_at, occurred_at)
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        first = drafted("help_arrived" if there else "help_coming", payload, at=moment, event_id=event_id)
        if is_twin(infusion, first):
            return moment
        calls = _calls_of(stored_state(infusion), who, until=moment)
        open_now = calls if there else _unanswered(infusion, calls, at=at)
        if not open_now:
            return None
        others = len(open_now) - 1 if there else 0
        store(tx, infusion, [first, *(Draft("help_arrived", payload, moment) for _ in range(others))])
    return moment


def _unanswered(infusion: Infusion, calls: list[Help], *, at: datetime) -> list[Help]:
    """Gives the calls that somebody may set out for: the new ones, and a patient's to whom nobody came."""
    coming = coming_for(pinned_policy(infusion))
    return [one for one in calls if one.is_waiting or waits_since(one, at=at, coming=coming) is not None]


def _after(called_at: datetime | None, occurred_at: datetime) -> datetime:
    """An answer stands after the call that it answers; at the same instant, chance would say which came first."""
    return occurred_at if called_at is None else max(occurred_at, called_at + TICK)


def _calls_of(state: InfusionState, who: str, *, until: datetime) -> list[Help]:
    """Gives the calls at which nobody has arrived; one made after the tap is not answered by it."""
    mine = (one for one in state.help if one.who == who and one.arrived_at is None)
    return [one for one in mine if one.called_at is not None and one.called_at <= until]
