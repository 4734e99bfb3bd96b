"""Keeps `MatterState` equal to the fold of a matter's entries, in the same transaction as the entry."""

from typing import Any
from uuid import UUID

from slowdrip.clinic.adverse.history import entries_of
from slowdrip.clinic.adverse.models import Matter
from slowdrip.clinic.adverse.models import MatterState as StateRow
from slowdrip.clinic.record.models import Void
from slowdrip.science.rules.adverse import Limits, OtherVersion, State, due_at, from_json, replay, to_json
from slowdrip.science.rules.risk_case import Unreadable


def state_of(row: StateRow) -> State:
    """Gives the projected state; a row of an earlier shape, or that is no JSON, is folded anew."""
    try:
        return from_json(row.state)
    except (OtherVersion, Unreadable, ValueError):
        return replay(entries_of(row.matter_id))


def stored_state(matter_id: UUID) -> State:
    """Gives a matter's state as it was stored last."""
    row = StateRow.objects.filter(matter_id=matter_id).first()
    return replay(entries_of(matter_id)) if row is None else state_of(row)


def write(matter: Matter, state: State, limits: Limits) -> None:
    """Writes the projection row; the patient's row must be locked."""
    columns = _columns(matter, state)
    values = {**columns, "due_at": due_at(state, limits) if columns["is_open"] else None}
    if not StateRow.objects.filter(matter_id=matter.pk).update(**values):
        StateRow.objects.create(matter=matter, clinic_id=matter.clinic_id, patient_id=matter.patient_id, **values)


def _columns(matter: Matter, state: State) -> dict[str, Any]:
    """Gives the columns that follow from the logs alone; the deadline hangs on the policy too."""
    voided = Void.objects.filter(clinic_id=matter.clinic_id, target_id=matter.pk).exists()
    return {
        "kind": matter.kind,
        "is_open": state.is_open and not voided,
        "is_voided": voided,
        "entries": state.entries,
        "state": to_json(state),
    }


def drifted(clinic_id: UUID) -> list[UUID]:
    """Gives the matters whose projection differs from the fold of their entries; there should be none."""
    matters = Matter.objects.filter(clinic_id=clinic_id).select_related("state")
    return [matter.pk for matter in matters if _differs(matter)]


def _differs(matter: Matter) -> bool:
    row, values = getattr(matter, "state", None), _columns(matter, replay(entries_of(matter.pk)))
    return row is None or any(getattr(row, name) != value for name, value in values.items())
