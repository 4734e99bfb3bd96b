"""The people pages: parse, permit, render; the actions decide."""

from .listing import listing
from .measuring import measured_void, measuring, rereading
from .medicines import medicine_new, medicine_told, medicine_void, medicines_confirm
from .notes import (
    allergies_confirm,
    allergy_new,
    allergy_void,
    contact_edit,
    contact_end,
    contact_new,
)
from .patient import edit, new, show

__all__ = [
    "allergies_confirm",
    "allergy_new",
    "allergy_void",
    "contact_edit",
    "contact_end",
    "contact_new",
    "edit",
    "listing",
    "measured_void",
    "measuring",
    "medicine_new",
    "medicine_told",
    "medicine_void",
    "medicines_confirm",
    "new",
    "rereading",
    "show",
]
