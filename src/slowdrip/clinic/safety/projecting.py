"""Keeps `CaseState` equal to the fold of a case's events, in the same transaction as the event."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from slowdrip.clinic.safety.history import events_of
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.science.rules.risk_case import (
    CaseState,
    Event,
    Limits,
    OtherVersion,
    Unreadable,
    from_json,
    next_deadline,
    next_look,
    replay,
    step,
    to_json,
)


def state_of(row: StateRow) -> CaseState:
    """Gives the projected state; a row of an earlier shape, or that is no JSON, is folded anew."""
    try:
        return from_json(row.state)
    except (OtherVersion, Unreadable, ValueError):
        return fold_anew(row.case_id)


def stored_state(case_id: UUID) -> CaseState:
    """Gives a case's state as it was stored last."""
    row = StateRow.objects.filter(case_id=case_id).first()
    return fold_anew(case_id) if row is None else state_of(row)


def fold_anew(case_id: UUID) -> CaseState:
    """Gives the state folded from every event."""
    return replay(events_of(case_id))


def fold_on(state: CaseState, fresh: Sequence[Event]) -> CaseState:
    """Gives the state after new events; whoever stores them sees to it that they come after all that were folded."""
    for event in fresh:
        state = step(state, event)
    return state


def write(case: RiskCase, state: CaseState, limits: Limits) -> None:
    """Writes the projection row; the patient's row must be locked."""
    due = next_deadline(state, limits)
    look = {"deadline_at": due.due_at if due else None, "next_look_at": next_look(state, limits)}
    values = {**_columns(state), **look}
    if not StateRow.objects.filter(case_id=case.pk).update(**values):
        StateRow.objects.create(case=case, clinic_id=case.clinic_id, patient_id=case.patient_id, **values)


def _columns(state: CaseState) -> dict[str, Any]:
    """Gives the columns that follow from the state alone; those of the deadlines hang on the policy too."""
    return {
        "is_open": state.is_open,
        "tier": str(state.tier or ""),
        "owner_id": UUID(state.owner) if state.owner else None,
        "events": state.events,
        "state": to_json(state),
    }


def drifted(clinic_id: UUID) -> list[UUID]:
    """Gives the cases whose projection differs from the fold of their events; there should be none."""
    cases = RiskCase.objects.filter(clinic_id=clinic_id).select_related("state")
    return [case.pk for case in cases if _differs(case)]


def _differs(case: RiskCase) -> bool:
    row, values = getattr(case, "state", None), _columns(fold_anew(case.pk))
    return row is None or any(getattr(row, name) != value for name, value in values.items())
