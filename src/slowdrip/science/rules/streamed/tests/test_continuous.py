"""A continuous channel calls when every number is beyond its limit for long enough; boundaries of value and of time."""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.streamed import continuous, runs, standing
from slowdrip.science.rules.streamed.tests.cases import (
    ADVISORY_S,
    GAP_S,
    HR_S,
    NO_PULSE_S,
    RR_S,
    SPO2_S,
    at,
    decided,
    ended,
    lasting,
    line,
    raised,
    stored,
)


@pytest.mark.parametrize(
    ("channel", "value", "lasts_s", "found"),
    [
        ("spo2", 91, SPO2_S, ("monitor_spo2", "urgent")),
        ("spo2", 92, SPO2_S, None),
        ("spo2", 89, SPO2_S, ("monitor_spo2", "emergency")),
        ("spo2", 90, SPO2_S, ("monitor_spo2", "urgent")),
        ("spo2", 93, ADVISORY_S, ("monitor_spo2", "advisory")),
        ("spo2", 94, ADVISORY_S, None),
        ("hr", 120, HR_S, ("monitor_hr_high", "urgent")),
        ("hr", 119, HR_S, ("monitor_hr_high", "advisory")),
        ("hr", 110, ADVISORY_S, ("monitor_hr_high", "advisory")),
        ("hr", 109, ADVISORY_S, None),
        ("hr", 49, ADVISORY_S, ("monitor_hr_low", "advisory")),
        ("hr", 50, ADVISORY_S, None),
        ("hr", 0, NO_PULSE_S, ("monitor_hr_low", "emergency")),
        ("hr", 1, NO_PULSE_S, None),
        ("hr", 1, ADVISORY_S, ("monitor_hr_low", "advisory")),
        ("rr", 7, RR_S, ("monitor_rr", "emergency")),
        ("rr", 0, RR_S, ("monitor_rr", "emergency")),
        ("rr", 8, RR_S, None),
        ("rr", 9, ADVISORY_S, ("monitor_rr", "advisory")),
        ("rr", 10, ADVISORY_S, None),
    ],
)
def test_each_limit_is_as_the_policy_says(
    channel: str, value: int, lasts_s: int, found: tuple[str, str] | None
) -> None:
    assert [each[:2] for each in raised(lasting(channel, value, 0, lasts_s))] == ([found] if found else [])


@pytest.mark.parametrize(
    ("channel", "value", "lasts_s"),
    [
        ("spo2", 85, SPO2_S),
        ("hr", 130, HR_S),
        ("rr", 4, RR_S),
        ("spo2", 93, ADVISORY_S),
        ("hr", 40, ADVISORY_S),
        ("hr", 0, NO_PULSE_S),
    ],
)
def test_one_second_less_is_not_long_enough(channel: str, value: int, lasts_s: int) -> None:
    assert raised(lasting(channel, value, 0, lasts_s - 1)) == []
    assert [each[2] for each in raised(lasting(channel, value, 0, lasts_s))] == ["0"]


def test_planted_fault_a_persistence_off_by_one_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        runs.Run, "lasts", lambda self, at_least: self.end - self.start >= at_least - timedelta(seconds=1)
    )
    with pytest.raises(AssertionError):
        test_one_second_less_is_not_long_enough("spo2", 85, SPO2_S)


def test_one_number_in_range_breaks_the_run() -> None:
    broken = [*lasting("spo2", 85, 0, 15), *lasting("spo2", 95, 16, 16), *lasting("spo2", 85, 17, 30)]
    assert raised(broken) == []
    assert raised([*broken, *lasting("spo2", 85, 31, 37)]) == [("monitor_spo2", "emergency", "17")]


def test_a_gap_over_the_silent_limit_breaks_the_run_and_a_shorter_one_does_not() -> None:
    first = lasting("spo2", 85, 0, 10)
    assert raised([*first, *lasting("spo2", 85, 10 + GAP_S, 80)]) == [("monitor_spo2", "emergency", "0")]
    assert raised([*first, *lasting("spo2", 85, 11 + GAP_S, 80)]) == []


def test_planted_fault_a_run_that_nothing_breaks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "parted", lambda before, after, *, longest_gap, ends: False)
    with pytest.raises(AssertionError):
        test_a_gap_over_the_silent_limit_breaks_the_run_and_a_shorter_one_does_not()


def test_two_sensors_are_two_lines_and_one_alarm() -> None:
    both = [*lasting("hr", 130, 0, 70, series="ecg"), *lasting("hr", 130, 1, 70, series="pulse")]
    assert raised(both) == [("monitor_hr_high", "urgent", "0")]
    weaved = [*lasting("hr", 130, 0, 30, series="ecg"), *lasting("hr", 130, 31, 65, series="pulse")]
    assert raised(weaved) == []


def test_the_order_and_doubles_do_not_matter() -> None:
    numbers = [*line("spo2", [97] * 10), *lasting("spo2", 85, 10, 60), *lasting("hr", 125, 0, 70)]
    told = decided(numbers)
    for seed in range(5):
        mixed = random.Random(seed).sample(numbers * 3, len(numbers) * 3)
        assert decided(mixed) == told
    assert len(told.raise_) == 2


def test_a_run_that_is_over_still_calls_and_an_advisory_that_is_over_does_not() -> None:
    back = lasting("spo2", 97, 80, 90)
    assert raised([*lasting("spo2", 85, 0, 40), *back]) == [("monitor_spo2", "emergency", "0")]
    assert raised([*lasting("spo2", 93, 0, 79), *back]) == []


def test_the_loudest_comes_alone_and_takes_a_quieter_one_over() -> None:
    (advisory,) = decided(lasting("spo2", 93, 0, 60)).raise_
    falling = [*lasting("spo2", 93, 0, 60), *lasting("spo2", 91, 61, 70), *lasting("spo2", 85, 71, 91)]
    assert raised(falling, [stored(advisory)]) == [("monitor_spo2", "emergency", "71")]
    assert ended(falling, [stored(advisory)]) == ["superseded"]


def test_while_one_is_open_no_second_one_comes_but_a_louder_one() -> None:
    (urgent,) = decided(lasting("spo2", 91, 0, 20)).raise_
    again = [*lasting("spo2", 97, 21, 40), *lasting("spo2", 91, 41, 90)]
    assert raised(again, [stored(urgent)]) == []
    assert raised([*again, *lasting("spo2", 88, 91, 111)], [stored(urgent)]) == [("monitor_spo2", "emergency", "91")]


def test_a_person_ends_the_run_and_the_count_begins_anew() -> None:
    (urgent,) = decided(lasting("spo2", 91, 0, 20)).raise_
    over = stored(urgent, ended=30.5, reason="oxygen_given")
    assert raised(lasting("spo2", 91, 0, 31 + SPO2_S - 1), [over]) == []
    assert raised(lasting("spo2", 91, 0, 31 + SPO2_S), [over]) == [("monitor_spo2", "urgent", "31")]


def test_only_the_window_left_of_a_long_run_raises_nothing_anew() -> None:
    (urgent,) = decided(lasting("spo2", 91, 0, 20)).raise_
    assert raised(lasting("spo2", 91, 400, 500), [stored(urgent)]) == []


@pytest.mark.parametrize("reason", ["back_in_range", "no_longer_expected", "treated"])
def test_whatever_a_loud_alarm_ended_as_a_fall_that_goes_on_calls_again(reason: str) -> None:
    over = replace(charted(Tier.EMERGENCY), resolved_at=at(30.5), reason=reason)
    assert raised(lasting("spo2", 85, 0, 31 + SPO2_S - 1), [over]) == []
    assert raised(lasting("spo2", 85, 0, 31 + SPO2_S), [over]) == [("monitor_spo2", "emergency", "31")]


def test_an_advisory_that_ended_does_not_delay_a_call() -> None:
    over = replace(charted(Tier.ADVISORY), resolved_at=at(10.5), reason="artifact")
    assert raised(lasting("spo2", 85, 0, SPO2_S), [over]) == [("monitor_spo2", "emergency", "0")]


def charted(tier: Tier, *, rule: str = "oxygen_saturation", since: float = 5) -> StoredAlarm:
    return StoredAlarm(id=uuid4(), rule=rule, tier=tier, trigger="e1", trigger_at=at(since))


def test_a_charted_alarm_stands_for_it_and_a_quieter_one_does_not() -> None:
    fall = lasting("spo2", 91, 0, 40)
    assert raised(fall, [charted(Tier.URGENT)]) == []
    assert raised(fall, [charted(Tier.EMERGENCY)]) == []
    assert raised(fall, [charted(Tier.ADVISORY)]) == [("monitor_spo2", "urgent", "0")]
    assert raised(fall, [charted(Tier.URGENT, rule="respiratory_rate")]) == [("monitor_spo2", "urgent", "0")]


def test_a_charted_alarm_as_loud_takes_an_open_one_over() -> None:
    fall = lasting("spo2", 91, 0, 40)
    (urgent,) = decided(fall).raise_
    assert ended(fall, [stored(urgent), charted(Tier.URGENT)]) == ["superseded"]
    assert ended(fall, [stored(urgent), charted(Tier.ADVISORY)]) == []


def test_planted_fault_a_charted_alarm_nobody_asks_for_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(continuous, "of_matter", lambda alarms, rule: tuple(x for x in alarms if x.rule == rule))
    with pytest.raises(AssertionError):
        test_a_charted_alarm_stands_for_it_and_a_quieter_one_does_not()


def test_an_advisory_ends_when_the_channel_was_in_range_for_as_long() -> None:
    (advisory,) = decided(lasting("spo2", 93, 0, 60)).raise_
    opened = [stored(advisory)]
    assert ended([*lasting("spo2", 93, 0, 60), *lasting("spo2", 95, 61, 60 + ADVISORY_S)], opened) == []
    assert ended([*lasting("spo2", 93, 0, 60), *lasting("spo2", 95, 61, 61 + ADVISORY_S)], opened) == ["back_in_range"]


def test_an_urgent_one_never_ends_by_itself() -> None:
    (urgent,) = decided(lasting("spo2", 91, 0, 20)).raise_
    assert ended(lasting("spo2", 97, 21, 200), [stored(urgent)]) == []


def test_a_silent_sensor_does_not_hold_an_advisory_open() -> None:
    one = lasting("hr", 112, 0, 60, series="pulse")
    (advisory,) = decided(one).raise_
    assert ended([*one, *lasting("hr", 80, 61, 130, series="ecg")], [stored(advisory)]) == ["back_in_range"]


def test_when_no_monitor_is_listened_to_advisories_end_and_calls_stay() -> None:
    (advisory,) = decided(lasting("spo2", 93, 0, 60)).raise_
    (urgent,) = decided(lasting("hr", 130, 0, 60)).raise_
    over = standing.released([stored(advisory), stored(urgent)], advisory.id)
    assert [(each.alarm_id, each.reason.code) for each in over] == [(advisory.id, "no_longer_expected")]


def test_an_alarm_says_its_numbers_its_limits_and_where_both_come_from() -> None:
    (alarm,) = decided([*line("spo2", [88, 84, 86] * 8), *lasting("spo2", 60, 24, 60)]).raise_
    assert alarm.inputs["numbers"] == SPO2_S + 1
    assert (alarm.inputs["lowest_spo2_percent"], alarm.inputs["highest_spo2_percent"]) == (84, 88)
    assert alarm.limits == {"spo2_percent": 90, "persist_s": SPO2_S, "longest_gap_s": GAP_S}
    assert [each.key for each in alarm.sources] == ["alarms.emergency.spo2_low_percent", "alarms.spo2_persist_s"]
    assert alarm.trigger == f"spo2@{at(0).isoformat()}"


def test_the_same_run_has_the_same_id_whatever_came_after() -> None:
    (first,) = decided(lasting("spo2", 85, 0, 20)).raise_
    (later,) = decided(lasting("spo2", 85, 0, 45)).raise_
    assert first == later
    assert replace(first) == later
