"""A patient comes onto the books, and what is written about them is kept right."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.people.facts import PatientFacts, checked, facts_of, fingerprint
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.steps import free_mrn, must_stand, one_registration_at_a_time, refuse_same_person
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused


def register_patient(actor: Acting, facts: PatientFacts, *, at: datetime, even_so: bool = False) -> Patient:
    """Registers a patient; a person of the same name and birth date is refused with the match, unless `even_so`."""
    if actor.kind != Actor.Kind.SYSTEM:
        actor.must("people.edit")
    kept = checked(facts, on=at.date())
    with act(actor, at=at) as tx:
        one_registration_at_a_time(tx)
        kept = replace(kept, mrn=free_mrn(tx, kept.mrn))
        if not even_so:
            refuse_same_person(tx, kept)
        patient = tx.insert(Patient(clinic_id=actor.clinic_id, **asdict(kept)))
        tx.wrote("patient.registered", patient, even_so=even_so)
        tx.publish("patient", patient.pk)
    return patient


def edit_patient(
    actor: Acting, patient_id: UUID, facts: PatientFacts, *, at: datetime, seen: str = "", even_so: bool = False
) -> Patient:
    """Changes what is written about a patient, audited before and after.

    `seen` is the fingerprint of the facts that the form showed: what someone else changed since is not overwritten.
    """
    actor.must("people.edit")
    kept = checked(facts, on=at.date())
    with act(actor, at=at) as tx:
        one_registration_at_a_time(tx)
        patient: Patient = must_stand(Patient.objects.visible_to(actor).select_for_update().get(id=patient_id))
        before = facts_of(patient)
        if seen and fingerprint(before) != seen:
            raise Refused("changed_meanwhile")
        kept = replace(kept, mrn=kept.mrn or before.mrn)
        _refuse_taken(tx, before, kept, patient_id=patient_id, even_so=even_so)
        _change(tx, patient, before, kept)
    return patient


def _refuse_taken(tx: Tx, before: PatientFacts, kept: PatientFacts, *, patient_id: UUID, even_so: bool) -> None:
    if kept.mrn.casefold() != before.mrn.casefold():
        free_mrn(tx, kept.mrn)
    was = (before.legal_given, before.legal_family, before.birth_date)
    if not even_so and (kept.legal_given, kept.legal_family, kept.birth_date) != was:
        refuse_same_person(tx, kept, apart_from=patient_id)


def _change(tx: Tx, patient: Patient, before: PatientFacts, kept: PatientFacts) -> None:
    old = asdict(before)
    changed = {name: value for name, value in asdict(kept).items() if value != old[name]}
    if not changed:
        return
    tx.change(patient, **changed)
    tx.publish("patient", patient.pk)
