"""Changes to patients: registering, contacts, allergies, measurements."""

from .allergies import add_allergy, confirm_allergies, void_allergy
from .contacts import add_contact, edit_contact, end_contact
from .measuring import Reading, confirm_measurement, measure, void_measurement
from .registering import edit_patient, register_patient

__all__ = [
    "Reading",
    "add_allergy",
    "add_contact",
    "confirm_allergies",
    "confirm_measurement",
    "edit_contact",
    "edit_patient",
    "end_contact",
    "measure",
    "register_patient",
    "void_allergy",
    "void_measurement",
]
