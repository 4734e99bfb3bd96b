"""What is typed into the roster."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.safety.forms.fields import CHOOSE, EMPTY, Day, When, Who, offered
from slowdrip.clinic.safety.roster_actions import LONGEST_NAME, MOST_DAYS
from slowdrip.clinic.safety.words import PLACES


class _Turn(forms.Form):
    who = Who(label=_("Who"))
    from_at = When(label=_("From"))
    until_at = When(label=_("Until"))

    def __init__(self, data: Any = None, *, able: Sequence[Membership], **more: Any) -> None:
        super().__init__(data, **more)
        offered(self, "who", able)


class TurnForm(_Turn):
    """Who is on call at which place, from when until when, and on how many days in a row."""

    place = forms.ChoiceField(
        label=_("Place"), choices=list(PLACES.items()), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    days = forms.IntegerField(
        label=_("On how many days in a row"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=1,
        error_messages={
            **EMPTY,
            "invalid": _("Type a number of days."),
            "min_value": _("Type 1 for one time only."),
            "max_value": _("At most 31 days are written at once. Write the rest afterwards."),
        },
        help_text=_("1: only this once. 7: the same hours on seven days, by the clock on the wall."),
    )


class CoverForm(_Turn):
    """Who answers instead, from when until when."""


class ClosedForm(forms.Form):
    """A day on which the clinic is closed."""

    day = Day(label=_("Day"))
    name = forms.CharField(
        label=_("Why"), max_length=LONGEST_NAME, error_messages=EMPTY, help_text=_("For example Thanksgiving.")
    )
