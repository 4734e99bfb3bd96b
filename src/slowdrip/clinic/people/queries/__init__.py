"""Reads of patients: the list, one patient, allergies, measurements."""

from .listing import Found, patients
from .measurements import REREAD, Taken, latest, latest_measured, measurements
from .patient import AllergyList, allergies, contacts, patient

__all__ = [
    "REREAD",
    "AllergyList",
    "Found",
    "Taken",
    "allergies",
    "contacts",
    "latest",
    "latest_measured",
    "measurements",
    "patient",
    "patients",
]
