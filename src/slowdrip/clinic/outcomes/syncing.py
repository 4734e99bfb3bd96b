"""Keeps the asks on record as they are planned: one row per occurrence, moved rather than made anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.outcomes.planning import House, changes, facts_of, house_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.asking import Changes, PlannedAsk

TOPIC = "outcomes"


@dataclass(frozen=True, slots=True)
class Synced:
    """How many asks were added, moved and withdrawn."""

    added: int = 0
    moved: int = 0
    withdrawn: int = 0

    @property
    def wrote(self) -> bool:
        """Says whether anything changed."""
        return bool(self.added or self.moved or self.withdrawn)


def sync(tx: Tx, patient_id: UUID, at: datetime, *, house: House | None = None) -> Synced:
    """Plans a patient's asks anew and writes the difference; needs the open transaction, and holds the patient in it.

    What is open or answered stays. The same facts at the same instant write nothing the second time.
    """
    patient = Patient.objects.visible_to(tx.actor).select_for_update(no_key=True).filter(pk=patient_id).first()
    if patient is None:
        raise Refused("no_such_patient")
    house = house or house_of(tx.actor.clinic_id)
    found = changes(house, facts_of(house, patient_id), at=at)
    if not found:
        return Synced()
    _write(tx, patient_id, found)
    tx.publish(TOPIC, patient_id)
    return Synced(len(found.added), len(found.moved), len(found.withdrawn))


def is_due(house: House, patient_id: UUID, at: datetime) -> bool:
    """Says whether a patient's asks differ from the plan: a look without a lock, before anything is written."""
    return bool(changes(house, facts_of(house, patient_id), at=at))


def _write(tx: Tx, patient_id: UUID, found: Changes) -> None:
    keys = [ask.key for ask in found.moved] + [key for key, _ in found.withdrawn]
    rows = {row.key: row for row in Ask.objects.visible_to(tx.actor).filter(patient_id=patient_id, key__in=keys)}
    for key, why in found.withdrawn:
        tx.change(rows[key], withdrawn_at=tx.at, withdrawn_why=why, remind_at=None)
    for ask in found.moved:
        tx.change(rows[ask.key], **_columns(ask), **_closed_anew())
    for ask in found.added:
        tx.insert(Ask(clinic_id=tx.actor.clinic_id, patient_id=patient_id, key=ask.key, at=tx.at, **_columns(ask)))
    if found.added:
        # One entry for all: an ask by itself says nothing that its row does not.
        tx.wrote("asks.planned", Patient(pk=patient_id), keys=[ask.key for ask in found.added])


def _columns(ask: PlannedAsk) -> dict[str, object]:
    return {
        "infusion_id": UUID(ask.visit) if ask.visit is not None else None,
        "phase": ask.phase.value,
        "point": ask.point.value,
        "scales": list(ask.scales),
        "serves": list(ask.serves),
        "opens_at": ask.opens_at,
        "closes_at": ask.closes_at,
    }


def _closed_anew() -> dict[str, object]:
    """A moved ask has not been opened: it is told, reminded and missed by its new window."""
    return {
        "withdrawn_at": None,
        "withdrawn_why": "",
        "told_at": None,
        "remind_at": None,
        "missed_at": None,
        "reminded": 0,
    }
