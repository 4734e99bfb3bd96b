"""Another dose and duration, typed to be looked at beside an order."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

HIGHEST_MG_PER_KG: Final = Decimal(3)
LONGEST_MIN: Final = Decimal(240)
"""Wider than any model holds for: what lies outside a model is said by the model, not by the form."""


class CaseForm(forms.Form):
    """Both numbers or none."""

    mg_per_kg = forms.DecimalField(
        label=_("Another dose"), min_value=Decimal("0.01"), max_value=HIGHEST_MG_PER_KG, required=False
    )
    minutes = forms.DecimalField(label=_("Duration"), min_value=Decimal(2), max_value=LONGEST_MIN, required=False)

    def clean(self) -> dict[str, Any]:
        """Asks for the number that is missing."""
        found: dict[str, Any] = super().clean() or {}
        for name, other in (("mg_per_kg", "minutes"), ("minutes", "mg_per_kg")):
            if found.get(name) is None and found.get(other) is not None and name not in self.errors:
                self.add_error(name, _("Type this too."))
        return found
