"""The forms of an import: a file, the confirmation of its preview, the reason of an undo, and a booster's day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EMPTY = _("This is empty. Fill it in.")


class UploadForm(forms.Form):
    """Takes the table; how large it may be, the action says."""

    file = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_("One line for each patient, up to 500. Nothing is stored as a patient before you have seen it."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={"required": _("Choose a file.")},
    )

    def content(self, *, most: int) -> bytes:
        """Gives the bytes of the file, never more than one beyond what is taken."""
        return bytes(self.cleaned_data["file"].read(most + 1))


class ConfirmForm(forms.Form):
    """Carries which preview was looked at; the box stands there only where lines have problems."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(label=_("Leave out the lines with problems"), required=False)


class BoosterForm(forms.Form):
    """The day that is agreed now, or the end of waiting for it."""

    due_on = forms.DateField(
        label=_("Agreed day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Year-month-day, such as 2026-03-09. Book the visit itself on the day's page."),
    )
    ends = forms.BooleanField(label=_("No booster is waited for any more"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses a form that says neither."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("ends") and not typed.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", EMPTY)
        return typed


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": EMPTY},
    )
