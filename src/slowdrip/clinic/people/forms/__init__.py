"""What people type about patients: read here, decided by the actions."""

from .measuring import MeasureForm, RereadForm
from .medicines import MedicineForm, MedicineTodayForm, MedicineWordForm
from .patient import PatientForm
from .small import AllergyForm, ContactForm, EditContactForm, ReasonForm

__all__ = [
    "AllergyForm",
    "ContactForm",
    "EditContactForm",
    "MeasureForm",
    "MedicineForm",
    "MedicineTodayForm",
    "MedicineWordForm",
    "PatientForm",
    "ReasonForm",
    "RereadForm",
]
