"""What is typed around an emergency: the debrief, the card, the end of a drill."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.emergency.actions.debriefs import LONGEST_ANSWER, QUESTIONS, REQUIRED

QUESTION_WORDS = {
    "what_happened": _("What happened, in order"),
    "went_well": _("What went well"),
    "change": _("What to change"),
    "took_part": _("Who took part"),
    "equipment_faults": _("Faults of equipment, things that were missing"),
    "patient_outcome": _("How the patient was at the end"),
}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DebriefForm(SignForm):
    """The questions of a debrief, and the signature under it."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in QUESTIONS:
            self.fields[name] = forms.CharField(
                label=QUESTION_WORDS[name],
                required=name in REQUIRED,
                max_length=LONGEST_ANSWER,
                widget=_area(3),
                error_messages={"required": _("This is empty. Fill it in.")},
            )
        self.order_fields([*QUESTIONS, "signer", "pin"])

    @property
    def questions(self) -> list[forms.BoundField]:
        """Gives the fields of the questions."""
        return [self[name] for name in QUESTIONS]

    def answers(self) -> dict[str, str]:
        """Gives what was typed."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}


class CardForm(SignForm):
    """The card and the standing orders as two texts, and the director's signature."""

    lines = forms.CharField(
        label=_("The card"),
        required=False,
        widget=_area(12),
        help_text=_("One step per line, as it is read aloud in an emergency."),
    )
    medicines = forms.CharField(
        label=_("Medicines by standing order"),
        required=False,
        widget=_area(6),
        help_text=_(
            "One per line: medicine | dose as written | route | for what. Each becomes a key; the dose is your text."
        ),
    )
    comment = forms.CharField(label=_("What changed"), required=False, max_length=300)


class EndDrillForm(forms.Form):
    """Who took part in a drill, and what was seen."""

    people = forms.MultipleChoiceField(label=_("Who took part"), required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("What to change"), required=False, max_length=2000, widget=_area(3))

    def __init__(self, data: Any = None, *, people: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["people"])
        field.choices = [(name, name) for name in people]
