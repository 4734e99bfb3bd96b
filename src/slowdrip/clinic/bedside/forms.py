"""What is chosen and typed when a screen changes hands between staff and patient."""

from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.record.steps import Proof

SPARED_TRIES: Final = 2
"""Of the tries at a PIN that the policy gives, so many are left to the staff, whatever a patient's screen is told."""


class GiveForm(forms.Form):
    """The chair at which the patient sits."""

    chair = forms.TypedChoiceField(label=_("Chair"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, chairs: list[Chair], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ChoiceField, self.fields["chair"]).choices = [(str(chair.pk), chair.name) for chair in chairs]


class TakeBackForm(SignForm):
    """Whose hands, and their PIN."""

    def __init__(self, data: Any = None, *, able: list[Membership], **kwargs: Any) -> None:
        super().__init__(data, able=able, **kwargs)
        self.fields["signer"].label = _("Your name")

    def proof(self, request: ClinicRequest) -> Proof:
        """Gives fresh proof that the signer is here, or refuses; a patient cannot use up the last tries of anybody."""
        signer, pin = UUID(self.cleaned_data["signer"]), self.cleaned_data["pin"]
        return prove_pin(request.acting, signer, pin, at=request.at, spared=SPARED_TRIES)
