"""A silent channel is said with its name and since when; nothing in it reads like a code."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from slowdrip.clinic.chart.words.alarms import alarm_short, alarm_words
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.alarm_life import RESOLVE_REASONS
from slowdrip.science.rules.silence import RULE

AT = datetime(2026, 3, 10, 14, 0, 15, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


def alarm(channel: str, tier: str = "advisory") -> Alarm:
    inputs = {
        "channel": channel,
        "last_at": "2026-03-10T14:00:00+00:00",
        "limit_advisory_after_s": 15,
        "limit_urgent_after_s": 60,
    }
    return Alarm(rule=RULE, tier=tier, trigger="x", inputs=inputs, policy_version="1", raised_at=AT)


@pytest.mark.parametrize(
    ("channel", "what", "short"),
    [
        ("spo2", "SpO₂: the monitor is silent since 10:00", "SpO₂ silent"),
        ("monitor", "The monitor gives no number since 10:00", "Monitor silent"),
    ],
)
def test_a_silence_is_said_with_its_channel_and_its_beginning(channel: str, what: str, short: str) -> None:
    said = alarm_words(alarm(channel), ZONE)
    assert (said.what, alarm_short(alarm(channel))) == (what, short)
    assert said.rule == "No number for 15 s, and urgent after 60 s. It ends when a number comes."
    assert [each.value for each in said.inputs] == ["10:00"]


@pytest.mark.parametrize("tier", ["advisory", "urgent"])
def test_each_tier_says_what_to_do(tier: str) -> None:
    assert alarm_words(alarm("spo2", tier), ZONE).do


def test_a_silence_that_kept_nothing_is_still_said() -> None:
    bare = Alarm(rule=RULE, tier="urgent", trigger="x", inputs={}, policy_version="1", raised_at=AT)
    assert alarm_words(bare, ZONE).what == "The monitor gives no number"


def test_every_reason_to_end_it_has_words() -> None:
    assert all(code_words(reason) != reason for reason in RESOLVE_REASONS[RULE])
