"""An alarm says what, what to do, its rule with numbers, its inputs and source, all from what was stored with it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from slowdrip.clinic.chart.words.alarms import alarm_short, alarm_words
from slowdrip.clinic.chart.words.alarms import pressure as pressure_words
from slowdrip.clinic.chart.words.names import CODES
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.adapters.alarms import raised_payload
from slowdrip.science.rules.adapters.policy_alarms import bp_limits, overdue_limits
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.alarm_life import RESOLVE_REASONS
from slowdrip.science.rules.blood_pressure import Baseline, BpReading, decide
from slowdrip.science.rules.due import DueItem
from slowdrip.science.rules.overdue import decide as decide_overdue

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)


def pressure_alarm(*pressures: tuple[int, int]) -> Alarm:
    """The alarm that the real rule raises with the real policy, as it is stored and folded."""
    readings = [
        BpReading(id=f"r{n}", at=AT.replace(minute=30 + n), systolic_mmhg=sbp, diastolic_mmhg=dbp)
        for n, (sbp, dbp) in enumerate(pressures)
    ]
    limits = bp_limits(default_policy())
    raised = decide(readings, (), infusion_id=uuid4(), limits=limits, baseline=Baseline(138, 84)).raise_[0]
    payload = raised_payload(raised, policy_version="1")
    inputs = payload["inputs"]
    assert isinstance(inputs, dict)
    return Alarm(
        rule=raised.rule, tier=str(raised.tier), trigger=raised.trigger, inputs=inputs,
        policy_version="1", raised_at=AT,
    )  # fmt: skip


def test_an_urgent_pressure_says_everything() -> None:
    words = alarm_words(pressure_alarm((182, 110), (184, 112)), ZONE)
    assert words.what == "Blood pressure 184/112, 2 readings in a row"
    assert words.rule == "Systolic ≥ 180 or diastolic ≥ 110 mmHg in 2 readings in a row"
    assert "Measure again" in words.do
    assert [(each.label, each.value) for each in words.inputs] == [
        ("Reading 1", "182/110 at 10:30"),
        ("Reading 2", "184/112 at 10:31"),
        ("Between the readings", "1 minute"),
    ]
    assert words.source.startswith("policy version 1; engineering default")
    assert words.confidence == "proposal"
    assert words.state == "raised"
    assert alarm_short(pressure_alarm((182, 110), (184, 112))) == "BP 184/112"


def test_an_advisory_pressure_shows_the_pressure_it_rose_from() -> None:
    words = alarm_words(pressure_alarm((162, 90)), ZONE)
    assert words.rule.endswith("or either 30 % above the pressure before the start")
    assert ("Before the start", "138/84") in [(each.label, each.value) for each in words.inputs]


def test_an_emergency_needs_one_reading() -> None:
    words = alarm_words(pressure_alarm((204, 121)), ZONE)
    assert words.rule == "Systolic ≥ 200 or diastolic ≥ 120 mmHg in one reading"
    assert words.do.startswith("Go to the chair now")


def test_an_overdue_check_says_which_and_since_when() -> None:
    item = DueItem(
        kind="check", channels=("bp", "spo2"), due_at=AT, overdue_at=AT.replace(minute=32), key="check:bp",
    )  # fmt: skip
    at = AT.replace(minute=33)
    limits = overdue_limits(default_policy())
    raised = decide_overdue([item], (), infusion_id=uuid4(), at=at, limits=limits).raise_[0]
    inputs = raised_payload(raised, policy_version="1")["inputs"]
    assert isinstance(inputs, dict)
    words = alarm_words(Alarm(rule=raised.rule, tier="advisory", inputs=inputs, raised_at=at), ZONE)
    assert words.what == "BP, SpO₂ not charted, due 10:30"
    assert words.rule == "A check is late 2 minutes after it was due, and urgent 5 minutes after that."
    assert ("When it was raised", "3 minutes late") in [(each.label, each.value) for each in words.inputs]


TIERS_OF = {
    "overdue_check": (Tier.ADVISORY, Tier.URGENT),
    "heart_rate_high": (Tier.ADVISORY, Tier.URGENT),
    "monitor_return": (Tier.URGENT,),
    "consent_withdrawn": (Tier.URGENT,),
    "staffing_low": (Tier.URGENT,),
    "patient_call": (Tier.URGENT,),
    "sedation": (Tier.URGENT, Tier.EMERGENCY),
    "emergency_symptom": (Tier.EMERGENCY,),
    "channel_silent": (Tier.ADVISORY, Tier.URGENT),
    "monitor_hr_high": (Tier.ADVISORY, Tier.URGENT),
}
"""The rules that do not have all three tiers."""


@pytest.mark.parametrize("rule", sorted(RESOLVE_REASONS))
def test_every_rule_says_what_to_do_at_each_tier_it_has(rule: str) -> None:
    for tier in TIERS_OF.get(rule, tuple(Tier)):
        assert alarm_words(Alarm(rule=rule, tier=str(tier)), ZONE).do


@pytest.mark.parametrize("rule", sorted(RESOLVE_REASONS))
def test_every_reason_has_its_own_words(rule: str) -> None:
    assert set(RESOLVE_REASONS[rule]) <= set(CODES)


def test_the_weakest_number_decides_the_confidence() -> None:
    alarm = pressure_alarm((204, 121))
    mixed = {**alarm.inputs, "confidence_a": "published", "confidence_b": "unverified"}
    assert alarm_words(replace(alarm, inputs=mixed), ZONE).confidence == "unverified"


def test_limits_are_those_of_the_day_not_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stored limits speak; a planted fault that drops them is seen in the words."""
    alarm = pressure_alarm((204, 121))
    of_that_day = replace(alarm, inputs={**alarm.inputs, "limit_systolic_mmhg": 190})
    assert "190" in alarm_words(of_that_day, ZONE).rule
    monkeypatch.setattr(pressure_words, "limits_words", lambda limits: "Systolic ≥ 200")
    assert "190" not in alarm_words(of_that_day, ZONE).rule


def test_an_unknown_rule_is_named_not_hidden() -> None:
    words = alarm_words(Alarm(rule="from_tomorrow", tier="urgent"), ZONE)
    assert words.what == "From tomorrow"
    assert words.confidence == "proposal"
