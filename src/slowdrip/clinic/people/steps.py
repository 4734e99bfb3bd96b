"""Reads and writes that people's actions share; each needs the open transaction it is given."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.refusal import Refused

from .facts import PatientFacts
from .models import Patient

GENERATED = r"^SD-\d{6}$"
FIRST = 1


@dataclass(frozen=True, slots=True)
class Match:
    """A patient who may be the same person."""

    patient_id: UUID
    name: str
    birth_date: date
    mrn: str


def one_registration_at_a_time(tx: Tx) -> None:
    """Holds the clinic's row to the commit, so that neither an MRN nor a person is taken twice."""
    Clinic.objects.select_for_update(no_key=True).get(pk=tx.actor.clinic_id)


def must_stand(patient: Patient) -> Patient:
    """Gives the patient back; refuses plans and intentions for one who was entered in error.

    What is charted of a running drip and signs of risk are taken even so: they happened to somebody.
    """
    if patient.entered_in_error_at is not None:
        raise Refused("patient_entered_in_error", day=f"{patient.entered_in_error_at:%Y-%m-%d}")
    return patient


def standing_patient(tx: Tx, patient_id: UUID) -> Patient:
    """Gives a patient who stands, under a lock held to the commit; raises Patient.DoesNotExist for an unknown one."""
    rows = Patient.objects.visible_to(tx.actor).select_for_update(of=("self",), no_key=True)
    return must_stand(rows.get(pk=patient_id))


def free_mrn(tx: Tx, asked: str) -> str:
    """Gives the MRN asked for if nobody has it, or the clinic's next one."""
    own = Patient.objects.visible_to(tx.actor)
    if not asked:
        last = own.filter(mrn__regex=GENERATED).order_by("-mrn").values_list("mrn", flat=True).first()
        return f"SD-{int(last[3:]) + 1 if last else FIRST:06d}"
    holder = own.filter(mrn__iexact=asked).first()
    if holder is not None:
        raise Refused("mrn_taken", field="mrn", matches=(_match(holder),))
    return asked


def refuse_same_person(tx: Tx, facts: PatientFacts, *, apart_from: UUID | None = None) -> None:
    """Refuses when someone with this name, in either order, and this birth date is known here."""
    rows = Patient.objects.visible_to(tx.actor).filter(entered_in_error_at=None)
    born_then = rows.filter(birth_date=facts.birth_date).exclude(pk=apart_from)
    name = name_letters(facts.legal_given, facts.legal_family)
    same = tuple(_match(each) for each in born_then if name_letters(each.legal_given, each.legal_family) == name)
    if same:
        raise Refused("patient_known", field="legal_family", matches=same)


def _match(patient: Patient) -> Match:
    return Match(patient.pk, str(patient), patient.birth_date, patient.mrn)


def name_letters(given: str, family: str) -> frozenset[str]:
    """Gives names as they are compared: without case, accents, blanks, hyphens; given and family may be swapped."""
    return frozenset(_plain(name) for name in (given, family))


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if letter.isalnum())
