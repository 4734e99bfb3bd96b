"""Gives where the numbers of an alarm come from, and how far they are to be trusted."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.own_limits import OWN

# From the one to be trusted least; an alarm is as trustworthy as the weakest of its numbers.
WEAKEST: Final = ("unverified", "proposal", "secondary", "derived", OWN, "published")
CONFIDENCES: Final[Mapping[str, Words]] = {
    "published": gettext_lazy("published"),
    "secondary": gettext_lazy("secondary source"),
    "derived": gettext_lazy("derived"),
    OWN: gettext_lazy("set for this drip"),
    "proposal": gettext_lazy("proposal – confirm with your medical director"),
    "unverified": gettext_lazy("unverified – confirm with your medical director"),
}


NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


def source_words(alarm: Alarm, names: Mapping[str, str] = NOBODY, *, zone: ZoneInfo | None = None) -> str:
    """Gives who set its own limits, the policy version and the sources of its numbers, each once."""
    own = [
        _own_words(str(value), alarm, names, zone=zone)
        for name, value in alarm.inputs.items()
        if name.startswith(f"source_{OWN}.")
    ]
    named = [
        str(value)
        for name, value in alarm.inputs.items()
        if name.startswith("source_") and not name.startswith(f"source_{OWN}.")
    ]
    version = _("policy version %(version)s") % {"version": alarm.policy_version} if alarm.policy_version else ""
    # A heart that does not beat is no value that a policy could have, so nothing of the policy is its source.
    without = "" if own or named or not alarm.inputs else _("engineering default, no value of the policy")
    return "; ".join(filter(None, dict.fromkeys((*own, version, *named, without))))


def _own_words(told: str, alarm: Alarm, names: Mapping[str, str], *, zone: ZoneInfo | None) -> str:
    """An own limit keeps when it was set and by whom where the policy's keep their source."""
    written, _space, person = told.partition(" ")
    at, name = instant_of(written), names.get(person, "")
    if at is None or zone is None:
        return _("own limit, set for this drip")
    time = clock_words(at, alarm.raised_at or at, zone=zone)
    if not name:
        return _("own limit, set %(time)s") % {"time": time}
    return _("own limit, set by %(name)s %(time)s") % {"name": name, "time": time}


def called_words(alarm: Alarm, names: Mapping[str, str] = NOBODY, *, zone: ZoneInfo) -> str:
    """Gives whom an escalated alarm calls, and since when: by name, or everybody."""
    if alarm.stage != "escalated" or alarm.escalated_at is None:
        return ""
    time = clock_words(alarm.escalated_at, alarm.raised_at or alarm.escalated_at, zone=zone)
    return calling_words(alarm.to_person, names, time=time, unknown=_("a person not listed here"))


def calling_words(to_person: str, names: Mapping[str, str], *, time: str, unknown: str) -> str:
    """Gives who is called, and since when; nobody by name means everybody."""
    name = names.get(to_person, unknown) if to_person else _("everybody")
    return _("called: %(name)s, %(time)s") % {"name": name, "time": time}


def confidence_of(alarm: Alarm) -> str:
    """Gives the confidence of the weakest number; without any it is a proposal."""
    found = {str(value) for name, value in alarm.inputs.items() if name.startswith("confidence_")}
    return next((each for each in WEAKEST if each in found), "proposal")
