"""An alarm of a monitor's own number says that nobody has looked yet, what to check first, and its rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from slowdrip.clinic.chart.words.alarms import alarm_short, alarm_words
from slowdrip.clinic.chart.words.alarms.doing import DO as CHARTED_DO
from slowdrip.clinic.chart.words.alarms.unseen import CANNOT_BE, DO
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion import EMPTY
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.adapters.alarms import raised_payload
from slowdrip.science.rules.adapters.streamed import streamed_limits
from slowdrip.science.rules.streamed import CHARTED, RESOLVE_REASONS, Sample, decide

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
NOT_LOOKED = "nobody has looked yet"


def alarm_of(samples: Iterable[Sample]) -> Alarm:
    """The alarm that the real rules raise with the real policy, as it is stored and folded."""
    limits = streamed_limits(default_policy(), EMPTY)
    (raised,) = decide(list(samples), (), infusion_id=UUID(int=1), limits=limits).raise_
    payload = raised_payload(raised, policy_version="1")
    told = payload["inputs"]
    assert isinstance(told, dict)
    tier, source = str(raised.tier), str(payload["source"])
    return Alarm(raised.rule, tier, raised.trigger, told, "1", source=source, raised_at=AT + timedelta(minutes=1))


def numbers(channel: str, *values: int) -> list[Sample]:
    return [Sample(channel, "M", AT + timedelta(seconds=n), value) for n, value in enumerate(values)]


def cuff(systolic: int, diastolic: int, mean: int) -> list[Sample]:
    parts = {"nibp_sys": systolic, "nibp_dia": diastolic, "nibp_mean": mean}
    return [Sample(name, "M", AT, value) for name, value in parts.items()]


def test_a_fall_of_the_saturation_says_everything() -> None:
    alarm = alarm_of(numbers("spo2", *[84, 88, 86] * 7))
    words = alarm_words(alarm, ZONE)
    assert words.what == "SpO₂ 84–88 % for 20 s on the monitor, nobody has looked yet"
    assert words.rule == "SpO₂ < 90 % in every number for 20 s; a gap of more than 60 s begins anew"
    assert alarm_short(alarm) == "SpO₂ 84–88 %, monitor"
    assert [(each.label, each.value) for each in words.inputs] == [
        ("On the monitor", "84–88 %"),
        ("Since", "10:00"),
        ("Numbers in a row", "21"),
    ]
    assert words.do.startswith("From the monitor, nobody has looked yet: look at the patient and check the probe.")
    assert words.do.endswith(str(CHARTED_DO["oxygen_saturation", "emergency"]))
    assert words.confidence == "proposal"


def test_a_pressure_says_where_it_is_from_and_one_that_cannot_be_true_asks_again() -> None:
    alarm = alarm_of(cuff(205, 100, 130))
    assert alarm_words(alarm, ZONE).what == "Blood pressure 205/100 on the monitor, nobody has looked yet"
    assert alarm_short(alarm) == "BP 205/100, monitor"
    assert "check the cuff" in alarm_words(alarm, ZONE).do
    wrong = alarm_of(cuff(205, 100, 30))
    assert alarm_words(wrong, ZONE).what == "The cuff shows a pressure that cannot be true: measure again"
    assert alarm_short(wrong) == "Cuff: measure again"


@pytest.mark.parametrize("rule", sorted(CHARTED))
def test_each_tier_says_what_to_do_and_each_reason_has_words(rule: str) -> None:
    tiers = {tier for of, tier in CHARTED_DO if of == CHARTED[rule]}
    assert {tier for of, tier in DO if of == rule} == tiers
    assert all(NOT_LOOKED in str(DO[rule, tier]) for tier in tiers)
    assert all(code_words(reason) != reason for reason in RESOLVE_REASONS[rule])


@pytest.mark.parametrize("rule", sorted(CHARTED))
def test_an_alarm_that_kept_nothing_is_still_said(rule: str) -> None:
    bare = Alarm(rule=rule, tier="advisory", trigger="x", inputs={}, policy_version="1", raised_at=AT)
    assert NOT_LOOKED in alarm_words(bare, ZONE).what


def test_each_way_a_cuff_can_be_wrong_is_known_here() -> None:
    assert {alarm_of(each).inputs["because"] for each in WRONG} == CANNOT_BE


WRONG = (cuff(305, 100, 130), cuff(90, 95, 92), cuff(205, 100, 130)[:1], cuff(205, 100, 99))
