"""Keeps `InfusionState` equal to the fold of the events, in the same transaction as the event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.newest import Newest
from slowdrip.clinic.record import prepared
from slowdrip.science.infusion import (
    EMPTY,
    Event,
    InfusionState,
    OtherVersion,
    Phase,
    advance,
    from_json,
    is_present,
    replay,
    step,
    to_json,
)
from slowdrip.science.infusion.events import place

IDLE = (Phase.EXPECTED, Phase.ENDED)
# The same text is the same state, which nobody can change: boards and the clock read it again each second, and the
# next entry reads what this one wrote.
_KNOWN: Newest[str, InfusionState] = Newest(128)


def state_of(row: StateRow | None) -> InfusionState:
    """Gives the projected state; an infusion without events is empty, a row of an earlier shape is folded anew."""
    if row is None:
        return EMPTY
    try:
        return _read(row.state)
    except OtherVersion:
        return fold_anew(row.infusion_id)


def _read(text: str) -> InfusionState:
    known = _KNOWN.get(text)
    return known if known is not None else _KNOWN.keep(text, from_json(text))


def fold_anew(infusion_id: UUID) -> InfusionState:
    """Gives the state folded from every standing event."""
    events = events_of(infusion_id)
    return replay(events, events[-1].occurred_at) if events else EMPTY


def state_at(infusion_id: UUID, at: datetime) -> InfusionState:
    """Gives the state as the record tells it of an instant, which may lie before entries that are stored already."""
    state = state_of(prepared.one(StateRow, infusion_id=infusion_id))
    if state.as_of is None or state.as_of <= at:
        return state
    return replay(events_of(infusion_id), at)


def fold_on(infusion_id: UUID, state: InfusionState, fresh: Sequence[Event]) -> InfusionState:
    """Gives the state after new events; one whose place is before the newest folded one means folding anew."""
    ordered = sorted(fresh, key=place)
    if ordered and _comes_late(infusion_id, state, ordered):
        return fold_anew(infusion_id)
    for event in ordered:
        state = step(state, event)
    return advance(state, ordered[-1].occurred_at) if ordered else state


def _comes_late(infusion_id: UUID, state: InfusionState, ordered: Sequence[Event]) -> bool:
    """Says whether something folded already stands after the first of these; only equal instants need a query."""
    first = ordered[0]
    if state.as_of is None or first.occurred_at > state.as_of:
        return False
    if first.occurred_at < state.as_of:
        return True
    folded = InfusionEvent.objects.filter(infusion_id=infusion_id, occurred_at=first.occurred_at, id__gt=first.id)
    return folded.exclude(id__in=[event.id for event in ordered]).current().exists()


def write(infusion: Infusion, state: InfusionState, *, next_due_at: datetime | None) -> None:
    """Writes the projection row; the infusion must be locked."""
    values = {**_columns(state), "next_due_at": next_due_at}
    _KNOWN.keep(values["state"], state)
    # One statement for all but the first event of a drip: this is written at every entry.
    if not prepared.update(StateRow, values, infusion_id=infusion.pk):
        StateRow.objects.create(infusion=infusion, clinic_id=infusion.clinic_id, **values)


def _columns(state: InfusionState) -> dict[str, Any]:
    """Gives the columns that follow from the state alone."""
    return {
        "phase": state.phase.value,
        "active": state.phase not in IDLE,
        "state": to_json(state),
        "events": state.events,
        "open_alarms": len(state.open_alarms),
        "emergency_since": state.emergency.began_at if state.emergency else None,
    }


def drifted(clinic_id: UUID) -> list[UUID]:
    """Gives the infusions whose projection differs from the fold of their events; there should be none.

    A text of an earlier shape is no difference: nobody reads it, the state is folded anew until the next entry.
    """
    wrong: list[UUID] = []
    for infusion in (
        Infusion.objects.filter(clinic_id=clinic_id, events__isnull=False).distinct().select_related("state")
    ):
        row = getattr(infusion, "state", None)
        if row is None or _differs(row, _columns(fold_anew(infusion.pk))):
            wrong.append(infusion.pk)
    return wrong


def _differs(row: StateRow, values: dict[str, Any]) -> bool:
    names = set(values) if is_present(row.state) else set(values) - {"state"}
    return any(getattr(row, name) != values[name] for name in names)
