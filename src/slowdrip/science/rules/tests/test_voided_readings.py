"""A pressure that was typed wrongly and voided: its alarm waits for a person, and hides no true one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.science.rules.adapters.alarms import open_on_voided_readings, stored_alarms
from slowdrip.science.rules.again import again_id
from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.blood_pressure import BpReading
from slowdrip.science.rules.tests import mistakes
from slowdrip.science.rules.tests.cases import INFUSION, after, decided, reading, stored
from slowdrip.science.rules.tests.visit import Clock, check, started

FIRST, SECOND, TYPO, THIRD = (reading(sbp, minute=at) for sbp, at in ((180, 0), (181, 3), (230, 6), (185, 9)))


def ended(alarm: StoredAlarm, minute: float, reason: str) -> StoredAlarm:
    return replace(alarm, resolved_at=after(minute), reason=reason)


def urgent_and_typo() -> tuple[StoredAlarm, StoredAlarm]:
    """The urgent alarm that the mistyped emergency took over, and that emergency, open."""
    urgent = stored(decided(FIRST, SECOND).raise_[0])
    decision = decided(FIRST, SECOND, TYPO, alarms=(urgent,))
    assert [each.alarm_id for each in decision.resolve] == [urgent.id]
    return ended(urgent, 6, "superseded"), stored(decision.raise_[0])


def tiers(*readings: BpReading, alarms: tuple[StoredAlarm, ...]) -> list[Tier]:
    return [each.tier for each in decided(*readings, alarms=alarms).raise_]


def test_while_the_emergency_is_true_the_urgent_alarm_stays_taken_over() -> None:
    alarms = urgent_and_typo()
    assert tiers(FIRST, SECOND, TYPO, alarms=alarms) == []
    assert tiers(FIRST, SECOND, TYPO, THIRD, alarms=alarms) == []


def test_when_the_typo_is_voided_the_true_urgent_alarm_comes_again() -> None:
    urgent, typo = urgent_and_typo()
    decision = decided(FIRST, SECOND, alarms=(urgent, typo))
    (again,) = decision.raise_
    assert (again.tier, again.trigger, again.id) == (Tier.URGENT, SECOND.id, again_id(INFUSION, urgent.id))
    assert decision.resolve == ()
    standing = stored(again)
    for others in ((urgent, typo), (urgent, ended(typo, 8, "entered_by_mistake"))):
        assert tiers(FIRST, SECOND, alarms=(*others, standing)) == []
        assert tiers(FIRST, SECOND, THIRD, alarms=(*others, standing)) == []


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("entered_by_mistake", [Tier.URGENT]),
        ("cuff_or_arm_error", [Tier.URGENT]),
        ("back_in_range", [Tier.URGENT]),
        ("treated", []),
        ("prescriber_accepts", []),
        ("pump_paused", []),
    ],
)
def test_ended_before_it_was_voided_only_an_answer_for_the_patient_counts(reason: str, expected: list[Tier]) -> None:
    urgent, typo = urgent_and_typo()
    alarms = (urgent, ended(typo, 7, reason))
    assert tiers(FIRST, SECOND, TYPO, alarms=alarms) == []
    assert tiers(FIRST, SECOND, alarms=alarms) == expected


def test_a_reading_of_the_pair_that_is_voided_and_typed_again_right_calls_after_the_mistake_is_ended() -> None:
    urgent = stored(decided(FIRST, SECOND).raise_[0])
    right = replace(FIRST, id="typed again", systolic_mmhg=182)
    assert tiers(right, SECOND, alarms=(urgent,)) == []
    assert tiers(right, SECOND, alarms=(ended(urgent, 5, "entered_by_mistake"),)) == [Tier.URGENT]


def test_a_pair_of_which_one_was_voided_is_no_pair_and_its_alarm_waits_for_a_person() -> None:
    urgent = stored(decided(FIRST, SECOND).raise_[0])
    decision = decided(SECOND, alarms=(urgent,))
    assert ([each.tier for each in decision.raise_], decision.resolve) == ([Tier.ADVISORY], ())
    assert decision.repeat is not None


def test_two_true_readings_around_a_mistake_call() -> None:
    urgent = stored(decided(FIRST, SECOND).raise_[0])
    mistaken = ended(urgent, 5, "entered_by_mistake")
    assert tiers(SECOND, THIRD, alarms=(mistaken,)) == [Tier.URGENT]


def test_an_advisory_comes_again_when_the_normal_reading_was_a_mistake() -> None:
    high = reading(165, minute=0)
    over = ended(stored(decided(high).raise_[0]), 5, "back_in_range")
    assert tiers(high, reading(130, minute=5), alarms=(over,)) == []
    assert [each.id for each in decided(high, alarms=(over,)).raise_] == [again_id(INFUSION, over.id)]


def open_tiers(clock: Clock, minute: float) -> list[str]:
    found = clock.state(minute).open_alarms.values()
    return sorted(alarm.tier for alarm in found if alarm.rule == "blood_pressure")


@pytest.mark.parametrize("voided_first", [True, False])
def test_a_typo_does_not_silence_the_urgent_alarm_it_took_over(voided_first: bool) -> None:
    typo = check(11, sbp_mmhg=230)
    drip = Clock([*started(), *check(5, sbp_mmhg=180), *check(8, sbp_mmhg=180)])
    drip.run(0, 10)
    drip.events.extend(typo)
    drip.tick(11)
    assert open_tiers(drip, 11) == ["emergency"]
    (emergency,) = drip.state(11).open_alarms
    if voided_first:
        drip.void(*typo)
        drip.tick(12)
        assert open_tiers(drip, 12) == ["emergency", "urgent"]
        assert open_on_voided_readings(drip.state(12)) == {emergency}
    drip.end(emergency, "entered_by_mistake", minute=12.5)
    drip.void(*typo)
    drip.tick(13)
    assert open_tiers(drip, 13) == ["urgent"]
    assert open_on_voided_readings(drip.state(13)) == frozenset()
    drip.events.extend(check(14, sbp_mmhg=185))
    drip.run(14, 60)
    assert open_tiers(drip, 60) == ["urgent"]


def test_a_pressure_so_old_that_the_state_forgot_it_was_not_voided() -> None:
    drip = Clock([*started(), *check(5, sbp_mmhg=205)])
    drip.tick(5)
    for number in range(130):
        drip.events.extend(check(6 + number / 10)[:1])
    state = drip.state(30)
    assert "205" not in {str(each.sbp_mmhg) for each in state.observed.blood_pressures}
    assert open_on_voided_readings(state) == frozenset()
    assert [each.evidence for each in stored_alarms(state) if each.rule == "blood_pressure"] == [()]


@settings(derandomize=True, max_examples=120, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 9), some.integers(0, 4)), max_size=14))
def test_whatever_is_charted_voided_and_called_a_mistake_true_excursions_call(moves: list[tuple[int, int]]) -> None:
    mistakes.check_true_excursions_call_whatever_was_voided(moves)


def test_the_sequence_that_once_silenced_a_true_alarm() -> None:
    mistakes.check_true_excursions_call_whatever_was_voided(mistakes.TYPO_TAKES_OVER)
