"""What people type on the accounts pages: checked for shape only, the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Credential, Device
from .pins import MAX_DIGITS
from .words import CREDENTIAL_WORDS, DEVICE_WORDS, ROLE_WORDS

PIN_KEYS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": MAX_DIGITS, "data-keep-never": ""}


class PinField(forms.CharField):
    """A PIN: digits on the number pad, never shown, never sent back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_DIGITS, widget=forms.PasswordInput(attrs=dict(PIN_KEYS)), **kwargs)


class UnlockForm(forms.Form):
    """Whose hands, and their PIN."""

    member = forms.UUIDField(error_messages={"required": _("Choose your name first.")})
    pin = PinField(label=_("PIN"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PinForm(forms.Form):
    """A new PIN twice."""

    pin = PinField(label=_("New PIN"), help_text=_("4 to 12 digits. You sign with it, so tell nobody."))
    again = PinField(label=_("New PIN once more"))


class ChangePinForm(PinForm):
    """A new PIN twice, for the present one."""

    present = PinField(label=_("Present PIN"), error_messages={"required": _("Type your present PIN.")})
    field_order = ("present", "pin", "again")


class DeviceForm(forms.Form):
    """The name and kind of the device in hand."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As people call it: “Tablet, room 2”."))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, DEVICE_WORDS[kind]) for kind in Device.OF_STAFF],
        widget=forms.RadioSelect,
        initial=Device.Kind.TABLET,
    )


class RolesForm(forms.Form):
    """What a person may do here."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )


class NameForm(forms.Form):
    """How a person is written down, and the address they sign in with."""

    name = forms.CharField(label=_("Name as shown"), max_length=120)
    email = forms.EmailField(label=_("Email address"), help_text=_("They sign in with it."))
    initials = forms.CharField(label=_("Initials"), max_length=4)


class PersonForm(NameForm, RolesForm):
    """A person who gets a place in the clinic."""

    field_order = ("name", "email", "initials", "roles")


class CredentialForm(forms.Form):
    """A licence or certificate and its last valid day."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, CREDENTIAL_WORDS[kind]) for kind in Credential.Kind.values],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    expires_on = forms.DateField(label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}))
