"""Which entries do not fit the rest: two tablets paused one pump, or something happened after the visit had ended."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.timeline import Entry
from slowdrip.clinic.chart.words.names import Words
from slowdrip.science.infusion import InfusionState

_ODD: Final[dict[str, Words]] = {
    "started_twice": gettext_lazy("the pump was already running by the record"),
    "symptom_started_twice": gettext_lazy("the symptom was already going on by the record"),
    "symptom_never_started": gettext_lazy("the symptom was not going on by the record"),
}


def marked(lines: Sequence[Entry], state: InfusionState) -> list[Entry]:
    """Gives the lines; one that the fold flagged says why it does not fit. Both entries stand."""
    odd: dict[str, str] = {}
    for flag in state.flags:
        if words := odd_words(flag.code):
            odd[flag.event_id] = (
                words if flag.times == 1 else _("%(what)s (%(n)s times)") % {"what": words, "n": flag.times}
            )
    return [replace(line, odd=odd[line.id]) if line.id in odd else line for line in lines]


def odd_words(code: str) -> str:
    """Gives why an entry does not fit, or nothing for a flag that is no contradiction between entries."""
    if code.endswith("_after_ending"):
        return _("the visit had ended by the record")
    if code.endswith("_when_not_running"):
        return _("the pump was not running by the record")
    if code.startswith("resumed_in_"):
        return _("the pump was not paused by the record")
    return str(_ODD.get(code, ""))
