"""Every alarm sentence reads well at its edges: none, one, many, hours, another day, a value that is missing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slowdrip.clinic.chart.words import spans
from slowdrip.clinic.chart.words.alarms import alarm_short, alarm_words, readings
from slowdrip.clinic.chart.words.spans import late_words, minutes_words, span_words
from slowdrip.science.infusion.state import Alarm

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)


def overdue(*, grace_min: int = 2, urgent_after_min: int = 5, **inputs: Any) -> Alarm:
    """An overdue-check alarm, raised at noon."""
    kept: Mapping[str, Any] = {
        "kind": "check",
        "channels": "bp",
        "due_at": NOON.isoformat(),
        "limit_grace_min": grace_min,
        "limit_urgent_after_min": urgent_after_min,
        **inputs,
    }
    return Alarm(rule="overdue_check", tier="advisory", inputs=kept, raised_at=NOON)


def pressure(*after_s: float, needed: int = 2, **inputs: Any) -> Alarm:
    """An urgent alarm of readings that many seconds after noon."""
    kept: dict[str, Any] = {
        "limit_systolic_mmhg": 180,
        "limit_diastolic_mmhg": 110,
        "limit_confirming_readings": needed,
    }
    for n, seconds in enumerate(after_s, 1):
        kept |= {f"reading_{n}_systolic_mmhg": 182, f"reading_{n}_diastolic_mmhg": 104}
        kept[f"reading_{n}_at"] = (NOON + timedelta(seconds=seconds)).isoformat()
    return Alarm(rule="blood_pressure", tier="urgent", inputs=kept | inputs, raised_at=NOON)


def said(alarm: Alarm) -> dict[str, str]:
    return {each.label: each.value for each in alarm_words(alarm, ZONE).inputs}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3600, "not late"),
        (-1, "not late"),
        (0, "due now"),
        (1, "less than a minute late"),
        (59, "less than a minute late"),
        (60, "1 minute late"),
        (119, "1 minute late"),
        (120, "2 minutes late"),
        (3599, "59 minutes late"),
        (3600, "1 hour late"),
        (3660, "1 hour 1 minute late"),
        (7320, "2 hours 2 minutes late"),
        (90_000, "25 hours late"),
    ],
)
def test_how_late_a_check_is(seconds: int, words: str) -> None:
    assert late_words(timedelta(seconds=seconds)) == words
    assert said(replace(overdue(), raised_at=NOON + timedelta(seconds=seconds)))["When it was raised"] == words


@pytest.mark.parametrize(
    ("grace_min", "urgent_after_min", "rule"),
    [
        (0, 5, "A check is late as soon as it is due, and urgent 5 minutes after that."),
        (1, 1, "A check is late 1 minute after it was due, and urgent 1 minute after that."),
        (2, 90, "A check is late 2 minutes after it was due, and urgent 1 hour 30 minutes after that."),
        (60, 0, "A check is late 1 hour after it was due, and urgent at once."),
        (-1, 5, "A check is late as soon as it is due, and urgent 5 minutes after that."),
    ],
)
def test_the_overdue_rule_with_its_numbers(grace_min: int, urgent_after_min: int, rule: str) -> None:
    assert alarm_words(overdue(grace_min=grace_min, urgent_after_min=urgent_after_min), ZONE).rule == rule


@pytest.mark.parametrize(
    ("after_s", "between"),
    [
        ((0, 0), "less than a minute"),
        ((0, 15), "less than a minute"),
        ((0, 60), "1 minute"),
        ((0, 179), "2 minutes"),
        ((0, 3600), "1 hour"),
        ((0, 15, 200), "less than a minute, 3 minutes"),
    ],
)
def test_the_minutes_between_the_readings_are_shown(after_s: tuple[float, ...], between: str) -> None:
    assert said(pressure(*after_s))["Between the readings"] == between


def test_one_reading_has_nothing_between() -> None:
    assert "Between the readings" not in said(pressure(0))


def test_a_reading_whose_time_is_damaged_is_shown_without_minutes() -> None:
    shown = said(pressure(0, 15, reading_2_at="yesterday"))
    assert (shown["Reading 2"], "Between the readings" in shown) == ("182/104", False)


def test_planted_fault_minutes_that_are_not_counted_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "span_words", lambda _span: "2 minutes")
    with pytest.raises(AssertionError):
        test_the_minutes_between_the_readings_are_shown((0, 15), "less than a minute")


@pytest.mark.parametrize(("needed", "words"), [(1, "in one reading"), (2, "in 2 readings in a row")])
def test_the_pressure_rule_says_how_many_readings(needed: int, words: str) -> None:
    rule = alarm_words(pressure(0, 60, needed=needed), ZONE).rule
    assert rule == f"Systolic ≥ 180 or diastolic ≥ 110 mmHg {words}"


def test_a_time_of_another_day_says_its_day() -> None:
    yesterday = overdue(due_at=(NOON - timedelta(days=1)).isoformat())
    assert alarm_words(yesterday, ZONE).what == "BP not charted, due 09 Mar 12:00"
    assert said(yesterday)["Due at"] == "09 Mar 12:00"
    assert said(pressure(-86_400, 0))["Reading 1"] == "182/104 at 09 Mar 12:00"


def test_what_is_missing_leaves_no_hole() -> None:
    bare = overdue(channels="", due_at="")
    assert (alarm_words(bare, ZONE).what, alarm_short(bare)) == ("Check not charted", "Check late")
    assert "When it was raised" not in said(replace(overdue(), raised_at=None))


@pytest.mark.parametrize("minutes", [1, 2, 59, 60, 61, 119, 120, 1439])
def test_no_zero_is_ever_said(minutes: int) -> None:
    assert "0" not in minutes_words(minutes).split()
    assert span_words(timedelta(minutes=minutes)) == minutes_words(minutes)


def test_planted_fault_a_bare_zero_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "span_words", lambda span: f"{span // timedelta(minutes=1)} min")
    with pytest.raises(AssertionError):
        test_how_late_a_check_is(5, "less than a minute late")
