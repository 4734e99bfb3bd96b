"""Words for an alarm from what was stored with it: what, what to do, the rule with its numbers, the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from slowdrip.clinic.chart.words.names import TIERS, Words, channel_words, code_words
from slowdrip.clinic.chart.words.telling import instant_of
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.blood_pressure import RULE as BLOOD_PRESSURE
from slowdrip.science.rules.due import RECHECK, REPEAT
from slowdrip.science.rules.overdue import RULE as OVERDUE

# What to do first; facts/clinical.md D2 and D4 [proposal]: measure again before acting, always ask about symptoms.
DO: Final[Mapping[tuple[str, str], Words]] = {
    (BLOOD_PRESSURE, "advisory"): gettext_lazy(
        "Look at the patient and ask about symptoms. Check cuff, arm and movement, then measure again."
    ),
    (BLOOD_PRESSURE, "urgent"): gettext_lazy(
        "Go to the chair. Ask about headache, chest pain, vision and breathing. Check cuff and arm. "
        "Decide on the pump with the prescriber. Measure again."
    ),
    (BLOOD_PRESSURE, "emergency"): gettext_lazy(
        "Go to the chair now. Stop the pump at the pump. Call the prescriber; with chest pain, severe headache, "
        "neurological signs or trouble breathing call EMS. Measure again."
    ),
    (OVERDUE, "advisory"): gettext_lazy("Look at the patient, measure it now and chart it."),
    (OVERDUE, "urgent"): gettext_lazy(
        "Go to the chair and look at the patient. Measure it now, or say why it cannot be."
    ),
}
# From the one to be trusted least; an alarm is as trustworthy as the weakest of its numbers.
WEAKEST: Final = ("unverified", "proposal", "secondary", "derived", "published")


CONFIDENCES: Final[Mapping[str, Words]] = {
    "published": gettext_lazy("published"),
    "secondary": gettext_lazy("secondary source"),
    "derived": gettext_lazy("derived"),
    "proposal": gettext_lazy("proposal – confirm with your medical director"),
    "unverified": gettext_lazy("unverified – confirm with your medical director"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """One value the rule looked at."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmWords:
    """One alarm as the page shows it; `confidence` is that of its weakest number."""

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


def alarm_words(alarm: Alarm, zone: ZoneInfo, *, alarm_id: str = "", steps: Iterable[str] = ()) -> AlarmWords:
    """Gives everything a page says about an alarm; times are in the clinic's zone."""
    confidence = confidence_of(alarm)
    return AlarmWords(
        id=alarm_id,
        tier=alarm.tier,
        tier_word=tier_words(alarm.tier),
        state=alarm.stage,
        what=what_words(alarm, zone),
        do=str(DO.get((alarm.rule, alarm.tier), "")),
        rule=rule_words(alarm),
        inputs=inputs_of(alarm, zone),
        source=source_words(alarm),
        confidence=confidence,
        confidence_word=str(CONFIDENCES.get(confidence, confidence)),
        raised_at=alarm.raised_at.isoformat() if alarm.raised_at else "",
        steps=tuple(steps),
    )


def tier_words(tier: str) -> str:
    """Gives the word for a tier."""
    return str(TIERS.get(tier, code_words(tier)))


def what_words(alarm: Alarm, zone: ZoneInfo) -> str:
    """Gives what is wrong, with its numbers."""
    if alarm.rule == BLOOD_PRESSURE:
        return _pressure_what(alarm)
    if alarm.rule == OVERDUE:
        return _overdue_what(alarm, zone)
    return code_words(alarm.rule)


def alarm_short(alarm: Alarm) -> str:
    """Gives the alarm in three words for a board: BP 184/112, or the checks that are late."""
    readings = readings_of(alarm)
    if alarm.rule == BLOOD_PRESSURE and readings:
        return f"BP {readings[-1].pressure}"
    if alarm.rule == OVERDUE:
        return _("%(checks)s late") % {"checks": channel_words(_channels(alarm))}
    return code_words(alarm.rule)


def rule_words(alarm: Alarm) -> str:
    """Gives the rule with the limits it was raised with."""
    limits = {name.removeprefix("limit_"): value for name, value in alarm.inputs.items() if name.startswith("limit_")}
    if alarm.rule == BLOOD_PRESSURE and {"systolic_mmhg", "diastolic_mmhg"} <= limits.keys():
        return _pressure_rule(limits)
    if alarm.rule == OVERDUE and {"grace_min", "urgent_after_min"} <= limits.keys():
        words = _("A check is late %(grace_min)s min after it was due, and urgent after %(urgent_after_min)s min more.")
        return words % limits
    return code_words(alarm.rule)


def inputs_of(alarm: Alarm, zone: ZoneInfo) -> tuple[Input, ...]:
    """Gives what the rule looked at: readings with their times, the pressure before the start, what was due when."""
    told = [Input(_("Reading %(n)s") % {"n": each.number}, each.words(zone)) for each in readings_of(alarm)]
    before = (alarm.inputs.get("baseline_systolic_mmhg"), alarm.inputs.get("baseline_diastolic_mmhg"))
    if None not in before:
        told.append(Input(_("Before the start"), f"{before[0]}/{before[1]}"))
    if channels := _channels(alarm):
        told.append(Input(_("Due check"), channel_words(channels)))
    if due := instant_of(alarm.inputs.get("due_at")):
        told.append(Input(_("Due at"), f"{due.astimezone(zone):%H:%M}"))
    return tuple(told)


def source_words(alarm: Alarm) -> str:
    """Gives the policy version and the sources of its numbers, each once."""
    named = [str(value) for name, value in alarm.inputs.items() if name.startswith("source_")]
    version = _("policy version %(version)s") % {"version": alarm.policy_version} if alarm.policy_version else ""
    return "; ".join(filter(None, dict.fromkeys((version, *named))))


def confidence_of(alarm: Alarm) -> str:
    """Gives the confidence of the weakest number; without any it is a proposal."""
    found = {str(value) for name, value in alarm.inputs.items() if name.startswith("confidence_")}
    return next((each for each in WEAKEST if each in found), "proposal")


@dataclass(frozen=True, slots=True)
class _Reading:
    number: int
    pressure: str
    at: Any

    def words(self, zone: ZoneInfo) -> str:
        at = instant_of(self.at)
        if at is None:
            return self.pressure
        return _("%(bp)s at %(time)s") % {"bp": self.pressure, "time": f"{at.astimezone(zone):%H:%M}"}


def readings_of(alarm: Alarm) -> tuple[_Reading, ...]:
    """Gives the pressures an alarm was raised with, the oldest first."""
    kept = alarm.inputs
    numbers = takewhile(lambda n: f"reading_{n}_systolic_mmhg" in kept, count(1))
    return tuple(
        _Reading(
            n,
            f"{kept[f'reading_{n}_systolic_mmhg']}/{kept.get(f'reading_{n}_diastolic_mmhg')}",
            kept.get(f"reading_{n}_at"),
        )
        for n in numbers
    )


def _pressure_what(alarm: Alarm) -> str:
    readings = readings_of(alarm)
    if not readings:
        return _("Blood pressure")
    what = _("Blood pressure %(bp)s") % {"bp": readings[-1].pressure}
    more = len(readings)
    return (
        what
        if more == 1
        else ngettext("%(what)s, %(n)s reading", "%(what)s, %(n)s readings in a row", more)
        % {
            "what": what,
            "n": more,
        }
    )


def _overdue_what(alarm: Alarm, zone: ZoneInfo) -> str:
    due, kind = instant_of(alarm.inputs.get("due_at")), alarm.inputs.get("kind")
    words = _("%(checks)s not charted, due %(time)s")
    if kind == REPEAT:
        words = _("%(checks)s not repeated, due %(time)s")
    if kind == RECHECK:
        words = _("%(checks)s not re-checked after a medicine, due %(time)s")
    time = f"{due.astimezone(zone):%H:%M}" if due else "?"
    return words % {"checks": channel_words(_channels(alarm)), "time": time}


def _channels(alarm: Alarm) -> list[str]:
    return [each for each in str(alarm.inputs.get("channels", "")).split(",") if each]


def _pressure_rule(limits: Mapping[str, Any]) -> str:
    reached = _("Systolic ≥ %(systolic_mmhg)s or diastolic ≥ %(diastolic_mmhg)s mmHg") % limits
    if "confirming_readings" in limits:
        return _("%(reached)s in %(n)s readings in a row") % {"reached": reached, "n": limits["confirming_readings"]}
    if "rise_percent" in limits:
        words = _("%(reached)s, or either %(percent)s %% above the pressure before the start")
        return words % {"reached": reached, "percent": limits["rise_percent"]}
    return _("%(reached)s in one reading") % {"reached": reached}
