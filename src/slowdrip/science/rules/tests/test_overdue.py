"""The overdue-check alarm from its first second to the charted check."""

from dataclasses import replace

import pytest

from slowdrip.science.rules import overdue
from slowdrip.science.rules.alarm import Decision, Tier
from slowdrip.science.rules.due import DueInputs, DueItem, due_items
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.overdue import OverdueAlarm
from slowdrip.science.rules.schedule import PhaseStart
from slowdrip.science.rules.tests import checks
from slowdrip.science.rules.tests.cases import INFUSION, OVERDUE_LIMITS, SCHEDULE, WATCHED, after, stored

RUNNING = (PhaseStart("running", after(0)),)


def items(**last_minutes: float) -> tuple[DueItem, ...]:
    last_at = {channel: after(minute) for channel, minute in last_minutes.items()}
    return due_items(DueInputs(phases=RUNNING, last_at=last_at), SCHEDULE)


def decide(waited: tuple[DueItem, ...], minute: float, *alarms: OverdueAlarm) -> Decision:
    return overdue.decide(waited, alarms, infusion_id=INFUSION, at=after(minute), limits=OVERDUE_LIMITS)


def kept(decision: Decision, *, resolved_minute: float | None = None) -> OverdueAlarm:
    (raised,) = decision.raise_
    resolved_at = None if resolved_minute is None else after(resolved_minute)
    channels = tuple(str(raised.inputs["channels"]).split(","))
    return OverdueAlarm(stored(raised, resolved_at=resolved_at), str(raised.inputs["kind"]), channels)


@pytest.mark.parametrize(
    ("minute", "tiers"),
    [
        (6.99, []),
        (7, [Tier.ADVISORY]),
        (11.99, [Tier.ADVISORY]),
        (12, [Tier.URGENT]),
        (12.01, [Tier.URGENT]),
    ],
)
def test_it_is_quiet_after_the_grace_and_loud_when_it_stays_undone(minute: float, tiers: list[Tier]) -> None:
    assert [each.tier for each in decide(items(), minute).raise_] == tiers


def test_it_says_what_is_missing_since_when_and_by_which_limits() -> None:
    (alarm,) = decide(items(), 7).raise_
    assert alarm.inputs == {"kind": "check", "channels": "bp,hr,spo2", "due_at": "2026-03-02T12:05:00+00:00"}
    assert alarm.limits == {"grace_min": 2, "urgent_after_min": 5}


def test_two_clocks_at_different_seconds_raise_the_same_alarm() -> None:
    assert [each.id for each in decide(items(), 7).raise_] == [each.id for each in decide(items(), 8).raise_]


def test_a_standing_alarm_is_not_raised_again() -> None:
    alarm = kept(decide(items(), 7))
    assert decide(items(), 8, alarm) == Decision()


def test_the_loud_alarm_takes_over_the_quiet_one() -> None:
    quiet = kept(decide(items(), 7))
    decision = decide(items(), 12, quiet)
    assert [each.tier for each in decision.raise_] == [Tier.URGENT]
    assert [each.reason.code for each in decision.resolve] == ["superseded"]


def test_the_charted_check_ends_the_alarm() -> None:
    alarm = kept(decide(items(), 12))
    checks.check_a_charted_check_ends_its_alarm(alarm, items(bp=12.5, hr=12.5, spo2=12.5), after(12.5))


def test_a_check_charted_in_part_leaves_the_alarm_standing() -> None:
    alarm = kept(decide(items(), 7))
    assert decide(items(bp=7.5), 8, alarm) == Decision()


def test_a_channel_that_falls_due_later_is_not_covered_by_an_older_alarm_on_others() -> None:
    alarm = kept(decide(items(hr=3, spo2=3), 7.5))
    assert alarm.channels == ("bp",)
    (raised,) = decide(items(hr=3, spo2=3), 10, alarm).raise_
    assert raised.inputs["channels"] == "hr,spo2"


def test_an_alarm_that_a_person_resolved_stays_resolved() -> None:
    alarm = kept(decide(items(), 7), resolved_minute=8)
    assert decide(items(), 9, alarm) == Decision()


def test_after_the_visit_an_open_alarm_ends_as_no_longer_due() -> None:
    alarm = kept(decide(items(), 7))
    assert [each.reason for each in decide((), 30, alarm).resolve] == [because("no_longer_due")]


def test_an_alarm_about_one_repeat_does_not_stand_for_another() -> None:
    one = DueItem(key="repeat:e1", kind="repeat", channels=("bp",), due_at=after(8), overdue_at=after(8))
    alarm = kept(decide((one,), 8))
    other = replace(one, key="repeat:e2")
    decision = decide((other,), 9, alarm)
    assert [each.trigger for each in decision.raise_] == ["repeat:e2"]
    assert [each.alarm_id for each in decision.resolve] == [alarm.alarm.id]


@pytest.mark.parametrize(("minute", "raised"), [(7.99, 0), (8, 1), (8.01, 1)])
def test_a_repeat_is_overdue_at_its_last_moment(minute: float, raised: int) -> None:
    one = DueItem(key="repeat:e1", kind="repeat", channels=("bp",), due_at=after(8), overdue_at=after(8))
    assert len(decide((one,), minute).raise_) == raised


def test_all_watched_channels_are_in_the_first_alarm() -> None:
    assert kept(decide(items(), 7)).channels == WATCHED
