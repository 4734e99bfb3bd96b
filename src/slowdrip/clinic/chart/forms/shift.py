"""What is typed when a shift is opened or closed, and when a chair changes hands."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.infusion.actions.shifts import LONGEST_BECAUSE
from slowdrip.clinic.record.lines import LONGEST_REASON
from slowdrip.science.rules.shift import Part

LONGEST_NOTE = 2_000


class ShiftForm(SignForm):
    """A reason for every part that is not whole, the mark of what was seen, and the signature."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, parts: Iterable[Part], because_label: Any, **kw: Any) -> None:
        super().__init__(data, **kw)
        self.asked = [part.code for part in parts if not part.whole]
        for code in self.asked:
            self.fields[f"because_{code}"] = forms.CharField(
                label=because_label,
                max_length=LONGEST_BECAUSE,
                error_messages={"required": _("This is not whole. Say in a few words why it goes on like this.")},
            )

    def because(self) -> dict[str, str]:
        """Gives what was said yes to: the reason by part."""
        return {code: self.cleaned_data.get(f"because_{code}", "") for code in self.asked}

    def field_of(self, code: str) -> forms.BoundField | None:
        """Gives the field of a part that is not whole."""
        return self[f"because_{code}"] if code in self.asked else None


class OpenForm(ShiftForm):
    """Opens a shift."""

    def __init__(self, data: Any = None, **kw: Any) -> None:
        super().__init__(data, because_label=_("Yes, open without it, because"), **kw)


class CloseForm(ShiftForm):
    """Closes a shift: who stays, what is left and why, what this tablet has not sent."""

    stays = forms.MultipleChoiceField(
        label=_("Who stays"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody who holds a chair has to stay, or hands it over first."),
    )
    unsent = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput(attrs={"data-unsent": ""}))

    def __init__(self, data: Any = None, *, inside: Sequence[Membership], **kw: Any) -> None:
        super().__init__(data, because_label=_("It is left so, because"), **kw)
        self.fields["stays"].choices = [(str(each.actor_id), each.name) for each in inside]  # type: ignore[attr-defined]  # a choice field

    def staying(self) -> list[UUID]:
        """Gives who stays, by actor."""
        return [UUID(each) for each in self.cleaned_data["stays"]]


class HandOverForm(SignForm):
    """What the next nurse should know, and that nurse's signature."""

    note = forms.CharField(
        label=_("What the next nurse should know"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    holder = forms.CharField(widget=forms.HiddenInput, required=False)


class TakeOverForm(SignForm):
    """Why the chair is taken without whoever holds it, and the signature of whoever takes it."""

    reason = forms.CharField(
        label=_("Why it is taken over"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Say in a few words why the chair is taken over without whoever holds it."),
        },
    )
    holder = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, held: bool, **kw: Any) -> None:
        super().__init__(data, **kw)
        self.fields["reason"].required = held
