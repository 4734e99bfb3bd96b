"""What a director types about the policy: read here, decided by the actions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from .values import choices_for

EMPTY = _("This is empty. Fill it in.")
LARGEST_FILE = 500_000


class TextForm(forms.Form):
    """A whole policy as TOML, typed or from a file, and what changed."""

    text = forms.CharField(
        label=_("Policy text (TOML)"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("or a file"), required=False, help_text=_("A file replaces the text above"), widget=forms.FileInput
    )
    comment = forms.CharField(
        label=_("What changes, and why"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": EMPTY},
    )

    def clean(self) -> dict[str, Any]:
        """Takes the file's text where one was sent, so that it comes back into the box when it is refused."""
        data = super().clean() or {}
        sent = data.get("file")
        if sent is None:
            return self._with_text(data)
        if sent.size > LARGEST_FILE:
            self.add_error("file", _("This file is too large for a policy. Choose the TOML file."))
            return data
        try:
            data["text"] = sent.read().decode("utf-8")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not text in UTF-8. Save it as UTF-8 and choose it again."))
        return data

    def _with_text(self, data: dict[str, Any]) -> dict[str, Any]:
        if not data.get("text", "").strip():
            self.add_error("text", EMPTY)
        return data


class ValueForm(forms.Form):
    """One value, typed as the page shows it, and the reason for it."""

    value = forms.CharField(label=_("New value"), error_messages={"required": EMPTY})
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands beside the value as its note; the source becomes “clinic decision”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": EMPTY},
    )

    def __init__(self, data: Any = None, *, key: str, old: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        value = self.fields["value"]
        value.widget.attrs["autocomplete"] = "off"
        if isinstance(old, bool):
            self._offer(forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))]))
        elif isinstance(old, tuple):
            value.help_text = _("Separate with commas. Possible: %(words)s") % {"words": ", ".join(choices_for(key))}
        elif choices_for(key):
            self._offer(forms.Select(choices=[(word, word) for word in choices_for(key)]))

    def _offer(self, widget: forms.Widget) -> None:
        cast(forms.CharField, self.fields["value"]).widget = widget


class WithdrawForm(forms.Form):
    """Why a draft is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.TextInput(attrs={"autocomplete": "off"}), error_messages={"required": EMPTY}
    )
