"""Words for an alarm from what was stored with it: what, what to do, the rule with its numbers, the source."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.words.alarms import lasting, measured, overdue, pressure, silent, symptom, unseen
from slowdrip.clinic.chart.words.alarms.doing import DO
from slowdrip.clinic.chart.words.alarms.readings import Input
from slowdrip.clinic.chart.words.alarms.sources import CONFIDENCES, NOBODY, called_words, confidence_of, source_words
from slowdrip.clinic.chart.words.names import TIERS, Words, code_words
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.blood_pressure import RULE as BLOOD_PRESSURE
from slowdrip.science.rules.lasting.deciding import CONSENT_WITHDRAWN, MONITOR_RETURN, PATIENT_CALL, STAFFING_LOW
from slowdrip.science.rules.measured.symptom import RULE as SYMPTOM
from slowdrip.science.rules.overdue import RULE as OVERDUE
from slowdrip.science.rules.silence import RULE as SILENCE
from slowdrip.science.rules.streamed import RULES as STREAMED
from slowdrip.science.rules.streamed.rules import BP as UNSEEN_PRESSURE


@dataclass(frozen=True, slots=True)
class Saying:
    """How one rule is said; an empty answer means that the alarm kept too little to say it."""

    what: Callable[[Alarm, ZoneInfo], str]
    short: Callable[[Alarm], str]
    rule: Callable[[Alarm], str]
    inputs: Callable[[Alarm, ZoneInfo], list[Input]]


_DO: Final[Mapping[tuple[str, str], Words]] = {**DO, **unseen.DO}
_MEASURED: Final = Saying(measured.what, measured.short, measured.rule, measured.inputs)
SAYINGS: Final[Mapping[str, Saying]] = {
    BLOOD_PRESSURE: Saying(pressure.what, pressure.short, pressure.rule, pressure.inputs),
    OVERDUE: Saying(overdue.what, overdue.short, overdue.rule, overdue.inputs),
    SILENCE: Saying(silent.what, silent.short, silent.rule, silent.inputs),
    SYMPTOM: Saying(symptom.what, symptom.short, symptom.rule, symptom.inputs),
    MONITOR_RETURN: Saying(lasting.return_what, lasting.return_short, lasting.return_rule, lasting.return_inputs),
    CONSENT_WITHDRAWN: Saying(
        lasting.consent_what, lasting.consent_short, lasting.consent_rule, lasting.consent_inputs
    ),
    STAFFING_LOW: Saying(lasting.staffing_what, lasting.staffing_short, lasting.staffing_rule, lasting.staffing_inputs),
    PATIENT_CALL: Saying(lasting.call_what, lasting.call_short, lasting.call_rule, lasting.call_inputs),
    **dict.fromkeys(measured.MEASURES, _MEASURED),
    **dict.fromkeys(STREAMED, Saying(unseen.what, unseen.short, unseen.rule, unseen.inputs)),
    UNSEEN_PRESSURE: Saying(unseen.pressure_what, unseen.pressure_short, pressure.rule, pressure.inputs),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmWords:
    """One alarm as the page shows it; `confidence` is that of its weakest number; `called` says whom it calls now."""

    id: str
    tier: str
    tier_word: str
    state: str
    what: str
    do: str
    rule: str
    inputs: tuple[Input, ...]
    source: str
    confidence: str
    confidence_word: str
    raised_at: str
    steps: tuple[str, ...] = ()
    called: str = ""


def alarm_words(
    alarm: Alarm, zone: ZoneInfo, *, alarm_id: str = "", steps: Iterable[str] = (), names: Mapping[str, str] = NOBODY
) -> AlarmWords:
    """Gives everything a page says about an alarm; times are in the clinic's zone, `names` are people by actor id."""
    confidence = confidence_of(alarm)
    return AlarmWords(
        id=alarm_id,
        tier=alarm.tier,
        tier_word=tier_words(alarm.tier),
        state=alarm.stage,
        what=what_words(alarm, zone),
        do=str(_DO.get((alarm.rule, alarm.tier), "")),
        rule=rule_words(alarm),
        inputs=inputs_of(alarm, zone),
        source=source_words(alarm, names, zone=zone),
        confidence=confidence,
        confidence_word=str(CONFIDENCES.get(confidence, confidence)),
        raised_at=alarm.raised_at.isoformat() if alarm.raised_at else "",
        steps=tuple(steps),
        called=called_words(alarm, names, zone=zone),
    )


def tier_words(tier: str) -> str:
    """Gives the word for a tier."""
    return str(TIERS.get(tier, code_words(tier)))


def what_words(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives what is wrong, with its numbers."""
    saying = SAYINGS.get(alarm.rule)
    return saying.what(alarm, zone) if saying else code_words(alarm.rule)


def alarm_short(alarm: Alarm) -> str:
    """Gives the alarm in three words for a board: BP 184/112, SpO₂ 88 %, or the checks that are late."""
    saying = SAYINGS.get(alarm.rule)
    return (saying.short(alarm) if saying else "") or code_words(alarm.rule)


def rule_words(alarm: Alarm) -> str:
    """Gives the rule with the limits it was raised with."""
    saying = SAYINGS.get(alarm.rule)
    return (saying.rule(alarm) if saying else "") or code_words(alarm.rule)


def inputs_of(alarm: Alarm, zone: ZoneInfo) -> tuple[Input, ...]:
    """Gives what the rule looked at: readings with times and the minutes between, the pressure before, what was due."""
    saying = SAYINGS.get(alarm.rule)
    return tuple(saying.inputs(alarm, zone)) if saying else ()
