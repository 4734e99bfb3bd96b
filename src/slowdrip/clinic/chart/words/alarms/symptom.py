"""Words for the alarm of a symptom that is an emergency by itself."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.alarms.readings import Input, limits_of
from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.telling import clock_words, instant_of
from slowdrip.science.infusion.state import Alarm


def what(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives the symptom and how bad it was when it was charted."""
    grade = str(alarm.inputs.get("grade") or "")
    return ", ".join(filter(None, (_symptom(alarm), choice_words("grade", grade).lower() if grade else "")))


def short(alarm: Alarm) -> str:
    """Gives the symptom for a board."""
    return _symptom(alarm)


def rule(alarm: Alarm) -> str:
    """Gives the symptoms that were an emergency when it was raised; nothing without them."""
    named = [each for each in str(limits_of(alarm).get("symptoms", "")).split(",") if each]
    if not named:
        return ""
    return _("An emergency as soon as it is charted: %(symptoms)s") % {
        "symptoms": ", ".join(code_words(each) for each in named)
    }


def inputs(alarm: Alarm, zone: ZoneInfo) -> list[Input]:
    """Gives when it began."""
    began = instant_of(alarm.inputs.get("reading_1_at"))
    return [Input(_("Began"), clock_words(began, alarm.raised_at or began, zone=zone))] if began else []


def _symptom(alarm: Alarm) -> str:
    return code_words(str(alarm.inputs.get("symptom") or "other"))
