"""Fields that several of these forms share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership

EMPTY = {"required": _("This is empty. Fill it in.")}
CHOOSE = {"required": _("Choose one of the options.")}
CLOCK_CHANGED = _("On this day the clock is changed at this hour: it is missing, or there twice. Type one hour later.")


class When(forms.DateTimeField):
    """A day and time in the clinic's own zone."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        wrong = {**EMPTY, "invalid": _("Type day and time, for example 2026-03-10 14:30.")}
        super().__init__(widget=widget, error_messages=wrong, **more)

    def to_python(self, value: Any) -> datetime | None:
        """Gives the instant; an hour that the clock skips or has twice is told with the fix."""
        try:
            return super().to_python(value)
        except ValidationError as wrong:
            if wrong.code == "ambiguous_timezone":
                raise ValidationError(CLOCK_CHANGED, code="ambiguous_timezone") from wrong
            raise


class Day(forms.DateField):
    """A calendar day."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        wrong = {**EMPTY, "invalid": _("Type a day, for example 2026-03-24.")}
        super().__init__(widget=widget, error_messages=wrong, **more)


class Who(forms.ChoiceField):
    """One of the people who can be on call; the value is their actor."""

    def __init__(self, **more: Any) -> None:
        super().__init__(error_messages={"required": _("Choose a name.")}, **more)

    def clean(self, value: Any) -> UUID | None:
        """Gives the actor's id."""
        told = super().clean(value)
        return UUID(told) if told else None


def offered(form: forms.Form, name: str, members: Sequence[Membership]) -> None:
    """Sets whom one can choose in a field of people."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = [("", _("Choose a name")), *((str(each.actor_id), each.name) for each in members)]


def area(rows: int) -> forms.Textarea:
    """Gives a field for several lines."""
    return forms.Textarea(attrs={"rows": rows})
