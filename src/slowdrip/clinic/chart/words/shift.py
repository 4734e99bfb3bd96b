"""Words for the parts of a shift and their reasons, read from a page or out of a document that was signed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.gates import REASONS, reason_words
from slowdrip.clinic.chart.words.names import TIERS, Words, code_words
from slowdrip.clinic.chart.words.tasks import task_words
from slowdrip.science.rules.outcome import Param, Reason

PARTS: Final[dict[str, Words]] = {
    "staff": _("People"),
    "credentials": _("Credentials"),
    "kit": _("Rescue kit"),
    "monitors": _("Monitors"),
    "sound": _("Sound of this screen"),
    "alarms": _("Alarms"),
    "tasks": _("Tasks"),
    "waste": _("Drug and waste"),
    "paired": _("Monitors"),
    "unsent": _("Entries on this tablet"),
}
WHOLE: Final[dict[str, Words]] = {
    "staff": _("Enough are here, with what policy asks for."),
    "credentials": _("Nothing has run out."),
    "kit": _("Checked today and complete."),
    "monitors": _("All in use have spoken today."),
    "sound": _("Tested today and heard."),
    "alarms": _("None is open."),
    "tasks": _("None is open."),
    "waste": _("Accounted for."),
    "paired": _("None is left at an ended visit."),
    "unsent": _("All have reached the server."),
}
SAID: Final[dict[str, Words]] = {
    "credential_ran_out": _("%(credential)s of %(person)s ran out on %(expired_on)s."),
    "credential_ends_soon": _("%(credential)s of %(person)s ends on %(expires_on)s."),
    "no_monitors": _("no monitors are in use: chairs are typed."),
    "monitor_not_heard_today": _("%(monitor)s has not been heard today."),
    "monitor_silent": _("%(monitor)s at chair %(chair)s is silent since %(heard_at)s."),
    "sound_not_tested": _("not tested today on this screen."),
    "sound_not_heard": _("tested at %(at)s and not heard."),
    "alarm_open": _("chair %(chair)s: %(tier)s, %(rule)s."),
    "tasks_open": _("%(kind)s (%(count)s)."),
    "monitor_left_paired": _("%(monitor)s is still paired with a visit that has ended."),
    "monitor_at_patient": _("%(monitor)s is at the patient in chair %(chair)s."),
    "unsent_here": _("%(count)s wait on this tablet."),
    "unsent_not_told": _("this screen did not say whether entries wait on it."),
}
RULES: Final[dict[str, Words]] = {
    "oxygen_saturation": _("SpO₂"),
    "monitor_spo2": _("SpO₂ on the monitor"),
    "monitor_hr_high": _("fast heart on the monitor"),
    "monitor_hr_low": _("slow heart on the monitor"),
    "monitor_rr": _("respiratory rate on the monitor"),
    "monitor_bp": _("blood pressure on the monitor"),
    "monitor_return": _("off the monitor for too long"),
}


def part_words(code: str) -> str:
    """Gives the name of a part."""
    return str(PARTS.get(code, code_words(code)))


def whole_words(code: str) -> str:
    """Says that a part is whole."""
    return str(WHOLE.get(code, ""))


def plain_words(told: Mapping[str, Any], names: Mapping[str, str], zone: ZoneInfo) -> str:
    """Gives a reason in words as its document has it; `names` are people by actor id."""
    code, params = str(told["code"]), dict(told["params"])
    if code in SAID:
        return str(SAID[code]) % {name: _value(name, value, names, zone) for name, value in params.items()}
    if code in REASONS:
        return reason_words(Reason(code, {name: _param(name, value) for name, value in params.items()}), zone)
    return code_words(code)


def _value(name: str, value: Any, names: Mapping[str, str], zone: ZoneInfo) -> str:
    found = _param(name, value)
    if isinstance(found, datetime):
        return f"{found.astimezone(zone):%H:%M}"
    if isinstance(found, date):
        return f"{found:%d %b %Y}"
    if name == "person":
        return names.get(str(value), str(value)[:8])
    if name == "kind":
        return task_words(str(value))
    if name == "tier":
        return str(TIERS.get(str(value), value)).lower()
    if name == "rule":
        return str(RULES[value]) if value in RULES else code_words(str(value)).lower()
    return code_words(value) if name == "credential" else str(value)


def _param(name: str, value: Any) -> Param:
    """Gives a time or a day back as it was before it became text."""
    try:
        if name.endswith("_on"):
            return date.fromisoformat(value)
        if name == "at" or name.endswith("_at"):
            return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return tuple(value) if isinstance(value, list) else value
