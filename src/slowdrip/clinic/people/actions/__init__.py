"""Changes to patients: registering, contacts, allergies, medicines, measurements."""

from .allergies import add_allergy, confirm_allergies, void_allergy
from .contacts import add_contact, edit_contact, end_contact
from .measuring import Reading, confirm_measurement, measure, void_measurement
from .medicines import add_medicine, confirm_medicines, tell_of_medicine, void_medicine
from .registering import edit_patient, register_patient

__all__ = [
    "Reading",
    "add_allergy",
    "add_contact",
    "add_medicine",
    "confirm_allergies",
    "confirm_measurement",
    "confirm_medicines",
    "edit_contact",
    "edit_patient",
    "end_contact",
    "measure",
    "register_patient",
    "tell_of_medicine",
    "void_allergy",
    "void_measurement",
    "void_medicine",
]
