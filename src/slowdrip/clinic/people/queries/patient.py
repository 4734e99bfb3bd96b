"""One patient: facts, allergies as a dated list, contacts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.people.models import Allergy, Contact, Patient
from slowdrip.clinic.record.acting import Acting

NOT_ASKED, NONE_KNOWN, LISTED = "not_asked", "none_known", "listed"


@dataclass(frozen=True, slots=True)
class AllergyList:
    """Allergies as they stand: state (not_asked, none_known, listed), when last asked, current rows newest first."""

    state: str
    asked_at: datetime | None
    rows: list[Allergy]


def patient(actor: Acting, patient_id: UUID) -> Patient:
    """Gives the patient, or raises Patient.DoesNotExist, for one of another clinic too."""
    found: Patient = Patient.objects.visible_to(actor).get(id=patient_id)
    return found


def allergies(actor: Acting, of: Patient) -> AllergyList:
    """Gives the patient's allergies; an empty list is "none known" only if someone asked."""
    current = Allergy.objects.visible_to(actor).current().filter(patient=of).select_related("by")
    rows = list(current.order_by("-at", "-pk"))
    if rows:
        return AllergyList(LISTED, of.allergies_asked_at, rows)
    return AllergyList(NONE_KNOWN if of.allergies_asked_at else NOT_ASKED, of.allergies_asked_at, [])


def contacts(actor: Acting, of: Patient) -> list[Contact]:
    """Gives the contacts that still serve, safe ones first."""
    return list(Contact.objects.visible_to(actor).filter(patient=of, ended_at=None).order_by("-safe", "kind", "pk"))
