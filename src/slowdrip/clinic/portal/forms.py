"""What is typed under /p/: a one-time code, and the PIN that takes a tablet back."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.portal.codes import DIGITS
from slowdrip.clinic.portal.rules import LinkRequest
from slowdrip.clinic.record.steps import Proof

SPARED_TRIES: Final = 2
"""Of the tries at a PIN that the policy gives, so many are left to the staff, whatever a patient's tablet is told."""


class CodeForm(forms.Form):
    """The digits that were sent."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=DIGITS + 4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the code that we sent to you.")},
    )

    def clean_code(self) -> str:
        """Gives the digits without what people type between them."""
        return "".join(letter for letter in self.cleaned_data["code"] if letter.isalnum())


class BackForm(SignForm):
    """Whose hands, and their PIN."""

    def __init__(self, data: Any = None, *, able: list[Membership], **kwargs: Any) -> None:
        super().__init__(data, able=able, **kwargs)
        self.fields["signer"].label = _("Your name")

    def proof_at(self, request: LinkRequest) -> Proof:
        """Gives fresh proof that the signer is here, or refuses; a patient cannot use up the last tries of anybody."""
        signer, pin = UUID(self.cleaned_data["signer"]), self.cleaned_data["pin"]
        return prove_pin(request.acting, signer, pin, at=request.at, spared=SPARED_TRIES)
