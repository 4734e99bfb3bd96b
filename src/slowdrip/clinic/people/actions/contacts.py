"""Ways to reach a patient, and whether they are safe to use."""

import re
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.people.contact_hooks import run_contact
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.people.steps import must_stand, standing_patient
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"\+?[0-9 ()./-]+( ?(ext|x)\.? ?[0-9]+)?")
FEWEST_DIGITS = 5
LONGEST = 200


def add_contact(actor: Acting, patient_id: UUID, *, kind: str, value: str, safe: bool, at: datetime) -> Contact:
    """Adds a way to reach the patient; it counts as unsafe until someone asked and said so."""
    actor.must("people.edit")
    kept = checked_contact(kind, value)
    with act(actor, at=at) as tx:
        patient = standing_patient(tx, patient_id)
        contact = tx.insert(Contact(clinic_id=actor.clinic_id, patient=patient, kind=kind, value=kept, safe=safe))
        tx.wrote("contact.added", contact, kind=kind, safe=safe, patient=patient.pk)
        tx.publish("patient", patient.pk)
    return contact


def edit_contact(actor: Acting, contact_id: UUID, *, value: str, safe: bool, at: datetime) -> Contact:
    """Changes a contact, audited before and after; a new number is only as safe as it was said to be now."""
    actor.must("people.edit")
    with act(actor, at=at) as tx:
        contact: Contact = Contact.objects.visible_to(actor).select_for_update().get(id=contact_id, ended_at=None)
        must_stand(contact.patient)
        kept = checked_contact(contact.kind, value)
        if (kept, safe) == (contact.value, contact.safe):
            return contact
        tx.change(contact, value=kept, safe=safe)
        run_contact(tx, contact)
        tx.publish("patient", contact.patient_id)
    return contact


def end_contact(actor: Acting, contact_id: UUID, *, at: datetime) -> Contact:
    """Ends a contact that no longer serves: nothing is sent there any more."""
    actor.must("people.edit")
    with act(actor, at=at) as tx:
        contact: Contact = Contact.objects.visible_to(actor).select_for_update().get(id=contact_id, ended_at=None)
        tx.change(contact, ended_at=at)
        run_contact(tx, contact)
        tx.publish("patient", contact.patient_id)
    return contact


def checked_contact(kind: str, value: str) -> str:
    """Gives the value with single blanks; refuses what is no address of this kind."""
    kept = " ".join(value.split())
    if kind not in Contact.Kind.values:
        raise Refused("choose_one", field="kind")
    if not kept:
        raise Refused("missing", field="value")
    if len(kept) > LONGEST:
        raise Refused("too_long", field="value", most=LONGEST, typed=len(kept))
    if kind == Contact.Kind.EMAIL and not EMAIL.fullmatch(kept):
        raise Refused("email_form", field="value")
    if kind == Contact.Kind.PHONE and not _is_phone(kept):
        raise Refused("phone_form", field="value")
    return kept


def _is_phone(value: str) -> bool:
    return bool(PHONE.fullmatch(value)) and sum(letter.isdigit() for letter in value) >= FEWEST_DIGITS
