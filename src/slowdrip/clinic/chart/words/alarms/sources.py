"""Gives where the numbers of an alarm come from, and how far they are to be trusted."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.names import Words
from slowdrip.science.infusion.state import Alarm

# From the one to be trusted least; an alarm is as trustworthy as the weakest of its numbers.
WEAKEST: Final = ("unverified", "proposal", "secondary", "derived", "published")
CONFIDENCES: Final[Mapping[str, Words]] = {
    "published": gettext_lazy("published"),
    "secondary": gettext_lazy("secondary source"),
    "derived": gettext_lazy("derived"),
    "proposal": gettext_lazy("proposal – confirm with your medical director"),
    "unverified": gettext_lazy("unverified – confirm with your medical director"),
}


def source_words(alarm: Alarm) -> str:
    """Gives the policy version and the sources of its numbers, each once."""
    named = [str(value) for name, value in alarm.inputs.items() if name.startswith("source_")]
    version = _("policy version %(version)s") % {"version": alarm.policy_version} if alarm.policy_version else ""
    return "; ".join(filter(None, dict.fromkeys((version, *named))))


def confidence_of(alarm: Alarm) -> str:
    """Gives the confidence of the weakest number; without any it is a proposal."""
    found = {str(value) for name, value in alarm.inputs.items() if name.startswith("confidence_")}
    return next((each for each in WEAKEST if each in found), "proposal")
