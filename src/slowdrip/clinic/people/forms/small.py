"""Short forms: an allergy, a contact, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.people.models import Contact

NO_MEMORY = {"autocomplete": "off"}
"""Attributes of an input into which the browser offers nothing that somebody typed about another patient."""
EMPTY = _("This is empty. Fill it in.")
KIND_WORDS = [(Contact.Kind.PHONE, _("Phone")), (Contact.Kind.EMAIL, _("E-mail")), (Contact.Kind.ADDRESS, _("Address"))]


def text_field(
    label: Any, *, required: bool = True, hint: Any = "", widget: forms.TextInput | None = None
) -> forms.CharField:
    """Gives a line of text that says when it is empty and should not be."""
    widget = widget or forms.TextInput(NO_MEMORY)
    return forms.CharField(
        label=label, required=required, help_text=hint, widget=widget, error_messages={"required": EMPTY}
    )


class AllergyForm(forms.Form):
    """An allergy or intolerance, as told."""

    substance = text_field(_("Substance"))
    reaction = text_field(
        _("What happened"), required=False, hint=_("In the patient's words: rash, swelling, could not breathe")
    )


class ReasonForm(forms.Form):
    """Why something no longer stands."""

    reason = text_field(_("Reason"), hint=_("The line stays in the record, struck through, with this reason"))


class EditContactForm(forms.Form):
    """A way to reach the patient, and whether it is safe."""

    value = text_field(_("Number or address"))
    safe = forms.BooleanField(
        label=_("Safe: the patient agreed to messages here"),
        required=False,
        help_text=_("Leave it off if someone else may read or hear it"),
    )


class ContactForm(EditContactForm):
    """A new way to reach the patient."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=KIND_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the options.")},
    )
    field_order = ("kind", "value", "safe")
