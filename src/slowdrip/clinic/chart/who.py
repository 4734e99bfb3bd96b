"""Who a patient is on a screen that others can see: initials, birth year, the end of the MRN; never the whole name."""

from dataclasses import dataclass

from slowdrip.clinic.people.models import Patient


@dataclass(frozen=True, slots=True)
class Who:
    """Enough to tell two patients apart, too little to name one."""

    initials: str
    born: int
    mrn_tail: str


def who(patient: Patient) -> Who:
    """Gives the short identity of a patient."""
    return Who(f"{patient.called[:1]}.{patient.legal_family[:1]}.".upper(), patient.birth_date.year, patient.mrn[-4:])
