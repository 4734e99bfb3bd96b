"""Words for the alarms of a matter that lasts: off the monitor, consent withdrawn, too few people, a patient calls."""

from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.alarms.readings import Input, limits_of
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm

MISSING: Final[dict[str, Words]] = {
    "acls_clinician_not_named": gettext_lazy("nobody with valid ACLS is in the building"),
    "second_person_not_named": gettext_lazy("no second person is in the building"),
    "second_person_is_acls_clinician": gettext_lazy("no second person is in the building"),
    "too_few_people": gettext_lazy("too few people are in the building"),
    "not_in_building": gettext_lazy("somebody who is needed has left"),
    "credential_missing": gettext_lazy("a credential is missing"),
    "credential_without_expiry": gettext_lazy("a credential has no date"),
    "credential_expired": gettext_lazy("a credential has expired"),
}


def return_what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives that the patient is off the monitor for longer than was said."""
    back = _time(alarm, "back_at", zone)
    said = _("Off the monitor, expected back at %(time)s") % {"time": back}
    return said if back else _("Off the monitor for too long")


def return_short(alarm: Alarm) -> str:
    """Gives it for a board."""
    return _("Off the monitor")


def return_rule(alarm: Alarm) -> str:
    """Gives when it calls, and what ends it."""
    return _("The return time has passed. It ends when numbers come again, or with “On the monitor”.")


def return_inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives since when the patient is off, and by when they were expected."""
    pairs = ((_("Off since"), "off_at"), (_("Expected back"), "back_at"))
    return [Input(label, told) for label, name in pairs if (told := _time(alarm, name, zone))]


def consent_what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the one thing to know and to do."""
    return _("Consent withdrawn: stop the pump")


def consent_short(alarm: Alarm) -> str:
    """Gives it for a board."""
    return _("Consent withdrawn")


def consent_rule(alarm: Alarm) -> str:
    """Gives why nothing but the stop ends it."""
    return _("It ends when the pump is stopped. From the start of the drip no renewed consent counts.")


def consent_inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives when the patient said no."""
    told = _time(alarm, "withdrawn_at", zone)
    return [Input(_("Said no"), told)] if told else []


def staffing_what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives what the house lacks while this drip runs."""
    lacks = _missing(alarm)
    return _("Too few staff for a running drip: %(why)s") % {"why": lacks} if lacks else _("Too few staff")


def staffing_short(alarm: Alarm) -> str:
    """Gives it for a board."""
    return _("Too few staff")


def staffing_rule(alarm: Alarm) -> str:
    """Gives what the policy asks for."""
    people = limits_of(alarm).get("people")
    if people is None:
        return ""
    return _(
        "While a drip runs: an ACLS clinician, a second person, at least %(people)s people in all. "
        "It ends when they are there."
    ) % {"people": people}


def staffing_inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives how many people are there by the record."""
    people = alarm.inputs.get("people")
    return [] if people is None else [Input(_("In the building"), str(people))]


def call_what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives that the patient calls and nobody answered."""
    called = _time(alarm, "called_at", zone)
    said = _("The patient has called the nurse since %(time)s") % {"time": called}
    return said if called else _("The patient calls the nurse")


def call_short(alarm: Alarm) -> str:
    """Gives it for a board."""
    return _("Patient calls")


def call_rule(alarm: Alarm) -> str:
    """Gives for how long a call waits before it is urgent, and what ends it."""
    seconds = limits_of(alarm).get("seconds")
    if seconds is None:
        return ""
    return _("Nobody answered for %(n)s s. It ends with “On my way” or “I was there”.") % {"n": seconds}


def call_inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives when the patient called."""
    told = _time(alarm, "called_at", zone)
    return [Input(_("Called"), told)] if told else []


def _missing(alarm: Alarm) -> str:
    codes = filter(None, str(alarm.inputs.get("missing", "")).split(","))
    return ", ".join(dict.fromkeys(str(MISSING[code]) for code in codes if code in MISSING))


def _time(alarm: Alarm, name: str, zone: ZoneInfo) -> str:
    at = instant_of(alarm.inputs.get(name))
    return clock_words(at, alarm.raised_at or at, zone=zone) if at is not None else ""
