"""What is typed into a safety plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.record.lines import LONGEST_REASON
from slowdrip.clinic.safety.forms.fields import EMPTY, Day, area
from slowdrip.clinic.safety.plan_words import STEP_HINTS, STEP_TITLES
from slowdrip.clinic.safety.plans import LONGEST, STEPS, SURE_AT_MOST, Planned

NONE_HINT = {"required": _("This step is empty. Ask for it, or write that the patient names none.")}


class PlanForm(SignForm):
    """Six steps in the patient's words, how sure they are to use it, where it is kept, when it is read again."""

    sure = forms.ChoiceField(
        label=_("How sure is the patient to use this plan in a crisis?"),
        choices=[(str(number), str(number)) for number in range(SURE_AT_MOST + 1)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Ask the patient and tap a number.")},
        help_text=_("0: not at all, 10: entirely sure."),
    )
    barriers = forms.CharField(
        label=_("What could get in the way, and what helps against it"),
        required=False,
        max_length=LONGEST["barriers"],
        widget=area(2),
    )
    kept = forms.CharField(
        label=_("Where the patient keeps it"),
        max_length=LONGEST["kept"],
        error_messages=EMPTY,
        help_text=_("For example: photo on the phone, paper in the wallet."),
    )
    review_on = Day(label=_("Read it again together on"))

    def __init__(self, data: Any = None, *, able: list[Membership], **more: Any) -> None:
        super().__init__(data, able=able, **more)
        for name in STEPS:
            self.fields[name] = forms.CharField(
                label=str(STEP_TITLES[name]),
                help_text=str(STEP_HINTS[name]),
                max_length=LONGEST[name],
                widget=area(3),
                error_messages=NONE_HINT,
            )

    @property
    def steps(self) -> list[forms.BoundField]:
        """Gives the fields of the six steps in their order."""
        return [self[name] for name in STEPS]

    def planned(self) -> Planned:
        """Gives what was typed."""
        told = self.cleaned_data
        texts = {name: told[name] for name in LONGEST}
        return Planned(texts=texts, sure=int(told["sure"]), review_on=told["review_on"])


class VoidForm(SignForm):
    """Why a plan was wrong, and the signature of whoever voids it."""

    reason = forms.CharField(label=_("What was wrong"), max_length=LONGEST_REASON, error_messages=EMPTY)
