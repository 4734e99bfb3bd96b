"""Reads of patients: the list, one patient, allergies, medicines, measurements."""

from .listing import Found, patients
from .measurements import REREAD, Taken, latest, latest_measured, measurements
from .medicines import MedicineList, medicines
from .patient import AllergyList, allergies, contacts, patient

__all__ = [
    "REREAD",
    "AllergyList",
    "Found",
    "MedicineList",
    "Taken",
    "allergies",
    "contacts",
    "latest",
    "latest_measured",
    "measurements",
    "medicines",
    "patient",
    "patients",
]
