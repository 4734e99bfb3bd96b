"""What is typed at a run: why it is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.cognition.voiding import MOST_REASON


class VoidForm(forms.Form):
    """Why a run is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=MOST_REASON, error_messages={"required": _("This is empty. Fill it in.")}
    )
