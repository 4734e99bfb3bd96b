"""What is typed for notes, calls, wishes and letters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.encounters.actions import letters, wishing
from slowdrip.clinic.encounters.told import LONGEST_ADVICE, LONGEST_TEXT
from slowdrip.clinic.encounters.words import CALLERS, CHAPERONE, COURSES, REASONS, TOUCH
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.lines import LONGEST_REASON
from slowdrip.science.infusion.state import Symptom

EMPTY = {"required": _("This is empty. Fill it in.")}
CHOOSE = {"required": _("Choose one of the options.")}
OTHER_NUMBER = "other"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _choices(words: Mapping[str, Words]) -> list[tuple[str, Words]]:
    return list(words.items())


class When(forms.DateTimeField):
    """A day and time in the clinic's own zone."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        wrong = {**EMPTY, "invalid": _("Type day and time, for example 2026-03-10 14:30.")}
        super().__init__(widget=widget, error_messages=wrong, **more)


class NoteForm(SignForm):
    """A progress note or an addendum, and the author's signature."""

    text = forms.CharField(label=_("Note"), max_length=LONGEST_TEXT, widget=_area(8), error_messages=EMPTY)
    happened_at = When(label=_("When it happened"))
    needs_cosign = forms.BooleanField(label=_("A prescriber has to co-sign this"), required=False)


class PhoneForm(SignForm):
    """A phone call: who called, by which number, why, what was told and advised, what became of open symptoms."""

    who = forms.ChoiceField(
        label=_("Who called"), choices=_choices(CALLERS), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    contact = forms.ChoiceField(label=_("Number"), required=False, widget=forms.RadioSelect)
    reached = forms.BooleanField(
        label=_("The patient was reached"),
        required=False,
        help_text=_("Where the clinic called: without this mark it is an attempt, and the patient stays on the list."),
    )
    reason = forms.ChoiceField(
        label=_("Why"), choices=_choices(REASONS), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    text = forms.CharField(label=_("What was said"), max_length=LONGEST_TEXT, widget=_area(5), error_messages=EMPTY)
    advice = forms.CharField(label=_("Advice given"), max_length=LONGEST_ADVICE, required=False, widget=_area(3))
    follow_up = forms.BooleanField(label=_("Somebody has to call again: make it a task"), required=False)
    happened_at = When(label=_("When the call was"))
    needs_cosign = forms.BooleanField(label=_("A prescriber has to co-sign this"), required=False)

    def __init__(self, data: Any = None, *, phones: Sequence[Contact], symptoms: Iterable[Symptom], **kw: Any) -> None:
        super().__init__(data, **kw)
        contact = cast("forms.ChoiceField", self.fields["contact"])
        contact.choices = [*((str(each.pk), phone_words(each)) for each in phones), (OTHER_NUMBER, _("another number"))]
        self.asked = tuple(dict.fromkeys(each.symptom for each in symptoms))
        for name in self.asked:
            self.fields[f"course_{name}"] = forms.ChoiceField(
                label=choice_words("symptom", name), choices=_choices(COURSES), required=False, widget=forms.RadioSelect
            )
            self.fields[f"when_{name}"] = When(
                label=_("Since when"), required=False, help_text=_("Empty: the time of the call.")
            )

    @property
    def courses(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Gives the two fields of each open symptom."""
        return [(self[f"course_{name}"], self[f"when_{name}"]) for name in self.asked]

    def told_of(self) -> list[tuple[str, str, datetime]]:
        """Gives what was told about each symptom that was asked about: code, course, since when."""
        told = self.cleaned_data
        return [
            (name, told[f"course_{name}"], told[f"when_{name}"] or told["happened_at"])
            for name in self.asked
            if told.get(f"course_{name}")
        ]


def phone_words(contact: Contact) -> str:
    """Gives a number with whether it is safe to use; never the number alone."""
    safe = _("safe") if contact.safe else _("NOT SAFE: do not call or leave a message here")
    return f"{contact.value} · {safe}"


class CosignForm(SignForm):
    """The second person's signature."""


class VoidForm(SignForm):
    """Why a note was wrong, and the signature of whoever voids it."""

    reason = forms.CharField(label=_("What was wrong"), max_length=LONGEST_REASON, error_messages=EMPTY)


class WishesForm(forms.Form):
    """What the patient wishes at the chair; nothing has to be said."""

    comfort = forms.CharField(
        label=_("Comfort"),
        required=False,
        max_length=wishing.LONGEST["comfort"],
        widget=_area(2),
        help_text=_("Blanket, light, eye mask, talk or quiet."),
    )
    touch = forms.ChoiceField(
        label=_("Touch"), required=False, choices=[*TOUCH.items(), ("", _("not asked"))], widget=forms.RadioSelect
    )
    chaperone = forms.ChoiceField(
        label=_("Chaperone"),
        required=False,
        choices=[*CHAPERONE.items(), ("", _("not asked"))],
        widget=forms.RadioSelect,
    )
    music = forms.CharField(label=_("Music"), required=False, max_length=wishing.LONGEST["music"])


class LetterForm(SignForm):
    """To whom a letter goes, what a person writes in it, and the signature under it."""

    to = forms.CharField(
        label=_("To"),
        max_length=letters.LONGEST["to"],
        widget=_area(3),
        error_messages=EMPTY,
        help_text=_("Name and address."),
    )
    text = forms.CharField(
        label=_("Letter"), max_length=letters.LONGEST["text"], widget=_area(12), error_messages=EMPTY
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
