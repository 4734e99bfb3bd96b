"""Allergies as told: added, voided with a reason, confirmed as a list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from slowdrip.clinic.people.models import Allergy, Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused

LONGEST_SUBSTANCE = 120
LONGEST_REACTION = 200


def add_allergy(actor: Acting, patient_id: UUID, *, substance: str, reaction: str, at: datetime) -> Allergy:
    """Records an allergy or intolerance as told; the same substance twice is refused."""
    actor.must("people.edit")
    kept, how = _text(substance, "substance", LONGEST_SUBSTANCE), _text(reaction, "reaction", LONGEST_REACTION)
    if not kept:
        raise Refused("missing", field="substance")
    with act(actor, at=at) as tx:
        patient: Patient = must_stand(Patient.objects.visible_to(actor).select_for_update().get(id=patient_id))
        if _current(actor, patient_id).filter(substance__iexact=kept).exists():
            raise Refused("allergy_listed", field="substance", substance=kept)
        allergy = Allergy(
            clinic_id=actor.clinic_id, patient=patient, substance=kept, reaction=how, by_id=actor.actor_id, at=at
        )
        tx.insert(allergy)
        tx.wrote("allergy.added", allergy, patient=patient.pk)
        tx.change(patient, allergies_asked_at=at)
        tx.publish("patient", patient.pk)
    return allergy


def void_allergy(actor: Acting, allergy_id: UUID, *, reason: str, at: datetime) -> None:
    """Voids an allergy that was entered in error; a list that becomes empty must be asked again."""
    actor.must("people.measure")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        allergy: Allergy = Allergy.objects.visible_to(actor).get(id=allergy_id)
        patient: Patient = Patient.objects.visible_to(actor).select_for_update().get(id=allergy.patient_id)
        tx.void(allergy, reason=why)
        _ask_again_if_empty(tx, patient)
        tx.publish("patient", patient.pk)


def confirm_allergies(actor: Acting, patient_id: UUID, *, seen: frozenset[UUID], at: datetime) -> None:
    """Notes that the patient was asked and the list stands as `seen`; an empty one means "none known"."""
    actor.must("people.measure")
    with act(actor, at=at) as tx:
        patient: Patient = must_stand(Patient.objects.visible_to(actor).select_for_update().get(id=patient_id))
        listed = frozenset(_current(actor, patient_id).values_list("id", flat=True))
        if listed != seen:
            raise Refused("allergies_changed")
        tx.change(patient, allergies_asked_at=at)
        tx.wrote("allergies.confirmed", patient, allergies=sorted(map(str, listed)))
        tx.publish("patient", patient.pk)


def _ask_again_if_empty(tx: Tx, patient: Patient) -> None:
    """Without this, voiding the last allergy would read as "asked, none known"."""
    if not _current(tx.actor, patient.pk).exists():
        tx.change(patient, allergies_asked_at=None)


def _current(actor: Acting, patient_id: UUID) -> QuerySet[Any]:
    return Allergy.objects.visible_to(actor).current().filter(patient_id=patient_id)


def _text(typed: str, field: str, most: int) -> str:
    kept = " ".join(typed.split())
    if len(kept) > most:
        raise Refused("too_long", field=field, most=most, typed=len(kept))
    return kept
