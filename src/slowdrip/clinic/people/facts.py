"""What is written down about a patient, checked as a whole before it is kept."""

import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.refusal import Refused, RefusedAll

from .models import Patient

ADULT_YEARS = 18
OLDEST_YEARS = 120
MRN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]*")
NEEDED = ("legal_given", "legal_family", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFacts:
    """Everything a person types about a patient; an empty MRN means that the clinic's next one is taken."""

    legal_given: str
    legal_family: str
    birth_date: date
    sex_for_dosing: str
    mrn: str = ""
    preferred_name: str = ""
    gender: str = ""
    pronouns: str = ""
    language: str = "English"
    needs_interpreter: bool = False
    may_be_pregnant: bool = False
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""


def facts_of(patient: Patient) -> PatientFacts:
    """Gives the facts as they stand."""
    return PatientFacts(**{each.name: getattr(patient, each.name) for each in fields(PatientFacts)})


def fingerprint(facts: PatientFacts) -> str:
    """Gives the hash that tells whether the facts changed since a form was opened."""
    return sha256(canonical(asdict(facts)))


def checked(facts: PatientFacts, *, on: date) -> PatientFacts:
    """Gives the facts with blanks trimmed; refuses with everything that is wrong at once."""
    trimmed = PatientFacts(**{each.name: _trimmed(getattr(facts, each.name)) for each in fields(PatientFacts)})
    refusals = [*_texts(trimmed), *_birth(trimmed.birth_date, on), *_choices(trimmed)]
    if refusals:
        raise RefusedAll(refusals)
    return trimmed


def age_years(birth_date: date, on: date) -> int:
    """Gives the age in whole years on a day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def _trimmed(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _texts(facts: PatientFacts) -> list[Refused]:
    found = [Refused("missing", field=name) for name in NEEDED if not getattr(facts, name)]
    for each in fields(PatientFacts):
        most = getattr(Patient._meta.get_field(each.name), "max_length", None)
        value = getattr(facts, each.name)
        if isinstance(value, str) and most and len(value) > most:
            found.append(Refused("too_long", field=each.name, most=most, typed=len(value)))
    return found


def _birth(birth_date: date, on: date) -> list[Refused]:
    if birth_date > on:
        return [Refused("birth_in_future", field="birth_date")]
    years = age_years(birth_date, on)
    if years > OLDEST_YEARS:
        return [Refused("birth_too_early", field="birth_date", years=years)]
    if years < ADULT_YEARS:
        return [Refused("not_adult", field="birth_date", years=years, least=ADULT_YEARS)]
    return []


def _choices(facts: PatientFacts) -> list[Refused]:
    found = []
    if facts.sex_for_dosing not in Patient.Sex.values:
        found.append(Refused("choose_one", field="sex_for_dosing"))
    if facts.mrn and not MRN.fullmatch(facts.mrn):
        found.append(Refused("mrn_form", field="mrn"))
    return found
