"""The open alarms of a drip for its page: in words, with their steps and the reasons that end them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.cards import loud_first
from slowdrip.clinic.chart.words.alarms import AlarmWords, alarm_words
from slowdrip.clinic.chart.words.alarms.sources import NOBODY
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.science.infusion import InfusionState
from slowdrip.science.rules.adapters.alarms import open_on_voided_readings
from slowdrip.science.rules.alarm_life import RESOLVE_REASONS


@dataclass(frozen=True, slots=True)
class Reason:
    """One way an alarm ends, as a key."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One open alarm: its id, its words, and the keys that end it."""

    id: str
    alarm: AlarmWords
    reasons: list[Reason]


def alarm_lines(state: InfusionState, *, zone: ZoneInfo, names: Mapping[str, str] = NOBODY) -> list[AlarmLine]:
    """Gives the open alarms, loudest first; `names` are people by actor id."""
    voided = open_on_voided_readings(state)
    return [
        AlarmLine(
            open_now.id,
            _words(state, open_now.id, zone=zone, voided=voided, names=names),
            _reasons(state.alarms[open_now.id].rule),
        )
        for open_now in loud_first(state)
    ]


def _words(
    state: InfusionState, key: str, *, zone: ZoneInfo, voided: frozenset[str], names: Mapping[str, str]
) -> AlarmWords:
    words = alarm_words(state.alarms[key], zone, alarm_id=key, names=names)
    if key not in voided:
        return words
    do = _(
        "A reading behind this alarm was voided. Look at the patient and measure again; "
        "if the reading was a slip, end the alarm as entered by mistake."
    )
    return replace(words, do=do)


def _reasons(rule: str) -> list[Reason]:
    return [Reason(code, code_words(code)) for code in RESOLVE_REASONS.get(rule, ())]
