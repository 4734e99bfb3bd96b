"""The blood-pressure alarm at its boundaries and through an episode."""

from dataclasses import replace

import pytest

from slowdrip.science.rules import blood_pressure
from slowdrip.science.rules.alarm import Tier, alarm_id
from slowdrip.science.rules.blood_pressure import BpReading, artifact_reason, tier_of
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.tests import cases
from slowdrip.science.rules.tests.cases import BEFORE, BP_LIMITS, CUFF, INFUSION, after, decided, reading, stored


@pytest.mark.parametrize(
    ("systolic", "diastolic", "tier"),
    [
        (159, 99, None),
        (160, 80, Tier.ADVISORY),
        (161, 80, Tier.ADVISORY),
        (120, 100, Tier.ADVISORY),
        (179, 109, Tier.ADVISORY),
        (180, 80, Tier.URGENT),
        (181, 80, Tier.URGENT),
        (120, 110, Tier.URGENT),
        (199, 119, Tier.URGENT),
        (200, 80, Tier.EMERGENCY),
        (201, 80, Tier.EMERGENCY),
        (140, 120, Tier.EMERGENCY),
    ],
)
def test_a_limit_is_reached_at_its_number(systolic: int, diastolic: int, tier: Tier | None) -> None:
    assert tier_of(reading(systolic, diastolic), BP_LIMITS, baseline=None) is tier


@pytest.mark.parametrize(
    ("systolic", "diastolic", "tier"),
    [(155, 80, None), (156, 80, Tier.ADVISORY), (157, 80, Tier.ADVISORY), (120, 103, Tier.ADVISORY), (129, 99, None)],
)
def test_a_rise_counts_from_thirty_percent_over_the_baseline(systolic: int, diastolic: int, tier: Tier | None) -> None:
    assert tier_of(reading(systolic, diastolic), BP_LIMITS, baseline=BEFORE) is tier


def test_a_diastolic_rise_of_thirty_percent_is_an_advisory_below_the_absolute_limit() -> None:
    low = replace(BEFORE, diastolic_mmhg=60)
    assert tier_of(reading(120, 77), BP_LIMITS, baseline=low) is None
    assert tier_of(reading(120, 78), BP_LIMITS, baseline=low) is Tier.ADVISORY


@pytest.mark.parametrize(
    ("systolic", "diastolic", "code"),
    [
        (81, 80, None),
        (80, 80, "no_pulse_pressure"),
        (79, 80, "no_pulse_pressure"),
        (300, 100, None),
        (299, 100, None),
        (301, 100, "outside_cuff_range"),
        (90, 1, None),
        (90, 2, None),
        (-100, -100, "outside_cuff_range"),
        (32767, 80, "outside_cuff_range"),
        (90, 0, "outside_cuff_range"),
    ],
)
def test_an_impossible_pressure_is_an_artifact(systolic: int, diastolic: int, code: str | None) -> None:
    found = artifact_reason(reading(systolic, diastolic), CUFF)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(("systolic", "artifact"), [(249, False), (250, False), (251, True)])
def test_the_range_of_the_cuff_is_the_policy_s(systolic: int, artifact: bool) -> None:
    narrow = replace(CUFF, high_mmhg=250)
    assert (artifact_reason(reading(systolic), narrow) is not None) is artifact
    decision = blood_pressure.decide(
        (reading(systolic),),
        (),
        infusion_id=INFUSION,
        limits=replace(BP_LIMITS, cuff=narrow),
        baseline=None,
    )
    assert (decision.raise_ == ()) is artifact
    assert decision.repeat is not None


def test_one_urgent_reading_asks_for_a_repeat_and_does_not_call() -> None:
    decision = decided(reading(182, minute=0))
    assert [each.tier for each in decision.raise_] == [Tier.ADVISORY]
    assert decision.repeat is not None
    assert (decision.repeat.from_at, decision.repeat.due_at) == (after(2), after(5))
    assert decision.repeat.because == "urgent_reading"


def test_two_urgent_readings_in_a_row_call() -> None:
    first, second = reading(182, minute=0), reading(180, minute=3)
    (alarm,) = decided(first, second).raise_
    assert (alarm.tier, alarm.trigger) == (Tier.URGENT, second.id)
    assert alarm.id == alarm_id(INFUSION, "blood_pressure", tier=Tier.URGENT, trigger=second.id)
    assert alarm.inputs["reading_1_systolic_mmhg"] == 182
    assert alarm.inputs["reading_2_event"] == second.id
    assert alarm.limits == {"systolic_mmhg": 180, "diastolic_mmhg": 110, "confirming_readings": 2}


@pytest.mark.parametrize("apart_min", [0, 0.25, 1.99, 2, 5, 45])
def test_a_second_high_reading_confirms_however_soon_or_late_it_comes(apart_min: float) -> None:
    """`repeat_after_min` says when the repeat is called for, never when it counts: raising is the safe side."""
    decision = decided(reading(182, minute=0), reading(184, minute=apart_min))
    assert [each.tier for each in decision.raise_] == [Tier.URGENT], "not_confirmed"
    assert decision.repeat is not None
    assert decision.repeat.from_at == after(apart_min + BP_LIMITS.repeat_after_min)


def test_a_diastolic_excursion_confirms_a_systolic_one() -> None:
    (alarm,) = decided(reading(182, minute=0), reading(150, 112, minute=3)).raise_
    assert alarm.tier is Tier.URGENT


def test_one_emergency_reading_calls_at_once_and_asks_for_a_repeat() -> None:
    decision = decided(reading(200, minute=0))
    assert [each.tier for each in decision.raise_] == [Tier.EMERGENCY]
    assert decision.repeat is not None
    assert decision.repeat.due_at == after(5)


@pytest.mark.parametrize("systolic", [120, 179])
def test_a_repeat_below_the_urgent_limit_clears_the_request(systolic: int) -> None:
    decision = decided(reading(182, minute=0), reading(systolic, minute=3))
    assert decision.repeat is None
    assert Tier.URGENT not in [each.tier for each in decision.raise_]


def test_two_excursions_apart_do_not_call() -> None:
    decision = decided(reading(182, minute=0), reading(150, minute=3), reading(182, minute=10))
    assert [each.tier for each in decision.raise_] == [Tier.ADVISORY]


def test_an_artifact_between_two_excursions_does_not_hide_them() -> None:
    decision = decided(reading(182, minute=0), reading(80, 90, minute=2), reading(183, minute=4))
    assert [each.tier for each in decision.raise_] == [Tier.URGENT]


def test_an_artifact_asks_for_a_repeat() -> None:
    decision = decided(reading(80, 90, minute=0))
    assert decision.raise_ == ()
    assert decision.repeat is not None
    assert (decision.repeat.due_at, decision.repeat.because) == (after(5), "no_pulse_pressure")


def test_an_artifact_cannot_put_off_a_repeat_that_is_due() -> None:
    repeat = decided(reading(182, minute=0), reading(80, 90, minute=4)).repeat
    assert repeat is not None
    assert repeat.due_at == after(5)


def test_an_advisory_ends_by_itself_and_says_why() -> None:
    high, normal = reading(165, minute=0), reading(130, minute=10)
    (alarm,) = decided(high).raise_
    decision = decided(high, normal, alarms=(stored(alarm),))
    assert [(each.alarm_id, each.reason) for each in decision.resolve] == [
        (alarm.id, because("back_in_range", event=normal.id)),
    ]


def test_an_urgent_alarm_never_ends_by_itself_when_the_pressure_is_back() -> None:
    line = (reading(182, minute=0), reading(183, minute=3))
    (alarm,) = decided(*line).raise_
    decision = decided(*line, reading(120, minute=8), alarms=(stored(alarm),))
    assert (decision.raise_, decision.resolve) == ((), ())


def test_a_louder_alarm_takes_over_a_quieter_one() -> None:
    first, second = reading(182, minute=0), reading(183, minute=3)
    (quiet,) = decided(first).raise_
    decision = decided(first, second, alarms=(stored(quiet),))
    assert [each.reason.code for each in decision.resolve] == ["superseded"]
    assert [each.tier for each in decision.raise_] == [Tier.URGENT]


def test_an_emergency_reading_calls_though_an_urgent_alarm_stands() -> None:
    line = (reading(182, minute=0), reading(183, minute=3))
    (urgent,) = decided(*line).raise_
    decision = decided(*line, reading(205, minute=6), alarms=(stored(urgent),))
    assert [each.tier for each in decision.raise_] == [Tier.EMERGENCY]


def test_a_reading_that_arrives_late_does_not_raise_the_same_episode_again() -> None:
    first, late, last = reading(182, minute=0), reading(181, minute=2), reading(183, minute=4)
    (alarm,) = decided(first, last).raise_
    assert decided(first, late, last, alarms=(stored(alarm),)).raise_ == ()


def test_after_a_person_resolved_it_the_next_excursions_count_afresh() -> None:
    line = (reading(182, minute=0), reading(183, minute=3))
    (alarm,) = decided(*line).raise_
    over = stored(alarm, resolved_at=after(5))
    once = decided(*line, reading(184, minute=8), alarms=(over,))
    assert [each.tier for each in once.raise_] == [Tier.ADVISORY]
    assert once.repeat is not None
    assert once.repeat.due_at == after(13)
    twice = decided(*line, reading(184, minute=8), reading(185, minute=11), alarms=(over,))
    assert [each.tier for each in twice.raise_] == [Tier.URGENT]


def test_a_drip_entered_afterwards_still_raises_its_alarm() -> None:
    decision = decided(reading(182, minute=0), reading(183, minute=3), reading(120, minute=8))
    assert [each.tier for each in decision.raise_] == [Tier.URGENT]


def test_the_same_event_twice_is_one_reading() -> None:
    one = reading(182, minute=0)
    assert Tier.URGENT not in [each.tier for each in decided(one, one).raise_]


def test_an_alarm_of_another_rule_does_not_stand_for_a_pressure() -> None:
    line = (reading(182, minute=0), reading(183, minute=3))
    (alarm,) = decided(*line).raise_
    other = replace(stored(alarm), rule="overdue_check", id=cases.INFUSION)
    assert len(decided(*line, alarms=(other,)).raise_) == 1


def test_no_reading_asks_for_nothing() -> None:
    decision = decided()
    assert (decision.raise_, decision.resolve, decision.repeat) == ((), (), None)


def test_a_reading_keeps_what_was_charted() -> None:
    kept = BpReading(id="e1", at=after(0), systolic_mmhg=182, diastolic_mmhg=90).plain(1)
    assert kept == {
        "reading_1_event": "e1",
        "reading_1_at": "2026-03-02T12:00:00+00:00",
        "reading_1_systolic_mmhg": 182,
        "reading_1_diastolic_mmhg": 90,
    }
