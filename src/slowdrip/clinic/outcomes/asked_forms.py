"""What is typed about how a patient is followed."""

from datetime import datetime, time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.outcomes.asked_words import INDICATIONS, PHASES
from slowdrip.clinic.outcomes.following import FIRST, Told

CHOOSE = {"required": _("Choose one of the options.")}
WRONG_DAY = {"invalid": _("Type a day, for example 2026-03-10.")}


class Day(forms.DateField):
    """A day of the clinic's calendar; empty means none."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, required=False, error_messages=WRONG_DAY, **more)


class FollowingForm(forms.Form):
    """How a patient is followed."""

    indication = forms.ChoiceField(
        label=_("Treated for"), choices=list(INDICATIONS.items()), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=list(PHASES.items()), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    phase_since = Day(
        label=_("This phase began on"), help_text=_("Drips before this day belong to the phase before. Empty: all do.")
    )
    time_zone = forms.CharField(
        label=_("Time zone where the patient lives"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=_("Empty: the clinic's own. Nothing is asked in the patient's quiet hours."),
    )
    paused_until = Day(
        label=_("Ask nothing until"), help_text=_("Asks again from this day on. What is asked at the chair goes on.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def told(self) -> Told:
        """Gives what was typed."""
        kept = self.cleaned_data
        return Told(
            indication=kept["indication"],
            phase=kept["phase"],
            phase_since=_midnight(kept["phase_since"]) or FIRST,
            time_zone=kept["time_zone"].strip(),
            paused_until=_midnight(kept["paused_until"]),
        )


def shown_in_form(told: Told) -> dict[str, Any]:
    """Gives what the form starts from."""
    return {
        "indication": told.indication,
        "phase": told.phase,
        "phase_since": None if told.phase_since == FIRST else timezone.localtime(told.phase_since).date(),
        "time_zone": told.time_zone,
        "paused_until": None if told.paused_until is None else timezone.localtime(told.paused_until).date(),
        "seen": fingerprint(told),
    }


def fingerprint(told: Told) -> str:
    """Gives what tells whether somebody else changed it since the form was opened."""
    paused = "" if told.paused_until is None else f"{told.paused_until.timestamp():.0f}"
    return "|".join((told.indication, told.phase, f"{told.phase_since.timestamp():.0f}", told.time_zone, paused))


def time_zones() -> list[str]:
    """Gives the names to choose from."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))


def _midnight(day: Any) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
