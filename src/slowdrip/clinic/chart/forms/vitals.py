"""The vital-signs form of the chair page: the entry form of its kind, with left arm and room air as first keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.forms.entry import EntryForm, entry_form
from slowdrip.clinic.record.acting import Acting

SKIPPED = frozenset({"posture", "oxygen_l_per_min", "temp_decicelsius", "repeat", "note"})


class VitalsForm(EntryForm):
    """Vital signs as typed at the chair; the full form holds the rest."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="v_%s", **kwargs)
        self.fields["occurred"].widget.attrs["placeholder"] = _("now")
        self.fields["rr_per_min"].label = _("Resp. (/min)")
        for name in ("sbp_mmhg", "dbp_mmhg", "hr_per_min", "spo2_pct", "rr_per_min"):
            self.fields[name].widget = forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "3"}
            )


def vitals_form(actor: Acting, data: Any = None) -> EntryForm:
    """Gives the form, empty: vital signs are never copied forward."""
    return entry_form("vitals", actor, skip=SKIPPED, base=VitalsForm)(data)
