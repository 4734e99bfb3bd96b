"""The forms of an import: a file, the confirmation of its preview, and the reason of an undo."""

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


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": EMPTY},
    )
