"""The alarms of charted numbers: each limit below, at and above it; in order, out of order, twice, and again."""

from dataclasses import replace

import pytest

from slowdrip.science.rules.again import again_id
from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.measures import BY_NAME, Measured, number, stored_number

HEART, AIR, BREATHS = BY_NAME["heart_rate_high"], BY_NAME["oxygen_saturation"], BY_NAME["respiratory_rate"]
SEDATION = BY_NAME["sedation"]


def tiers(measured: Measured, *pairs: tuple[float, int], alarms: tuple[StoredAlarm, ...] = ()) -> list[str]:
    """The tiers that these numbers raise, each with its minute."""
    readings = [number(value, minute=minute) for minute, value in pairs]
    return [str(each.tier) for each in measured.decide(*readings, alarms=alarms).raise_]


def ended(alarm: StoredAlarm, minute: float, reason: str) -> StoredAlarm:
    return replace(alarm, resolved_at=after(minute), reason=reason)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("heart_rate_high", 109, []),
        ("heart_rate_high", 110, ["advisory"]),
        ("heart_rate_high", 119, ["advisory"]),
        ("heart_rate_high", 120, ["advisory"]),
        ("heart_rate_high", 0, []),
        ("heart_rate_low", 51, []),
        ("heart_rate_low", 50, []),
        ("heart_rate_low", 49, ["advisory"]),
        ("heart_rate_low", 1, ["advisory"]),
        ("heart_rate_low", 0, ["emergency"]),
        ("oxygen_saturation", 95, []),
        ("oxygen_saturation", 94, []),
        ("oxygen_saturation", 93, ["advisory"]),
        ("oxygen_saturation", 92, ["advisory"]),
        ("oxygen_saturation", 91, ["urgent"]),
        ("oxygen_saturation", 90, ["urgent"]),
        ("oxygen_saturation", 89, ["emergency"]),
        ("oxygen_saturation", 20, ["emergency"]),
        ("respiratory_rate", 11, []),
        ("respiratory_rate", 10, []),
        ("respiratory_rate", 9, ["advisory"]),
        ("respiratory_rate", 8, ["advisory"]),
        ("respiratory_rate", 7, ["emergency"]),
        ("respiratory_rate", 0, ["emergency"]),
        ("sedation", 5, []),
        ("sedation", 4, []),
        ("sedation", 3, ["urgent"]),
        ("sedation", 2, ["urgent"]),
        ("sedation", 1, ["emergency"]),
        ("sedation", 0, ["emergency"]),
    ],
)
def test_one_charted_number_raises_from_its_limit_on(name: str, value: int, expected: list[str]) -> None:
    assert tiers(BY_NAME[name], (0, value)) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0, 120), (4.99, 130)], "advisory"),
        ([(0, 120), (5, 120)], "urgent"),
        ([(0, 120), (5, 119)], "advisory"),
        ([(0, 119), (5, 120)], "advisory"),
        ([(0, 120), (30, 140)], "urgent"),
        ([(0, 120), (3, 119), (6, 121)], "advisory"),
        ([(0, 120), (2, 125), (4, 122), (6, 121)], "urgent"),
    ],
)
def test_a_fast_heart_is_urgent_when_it_stays_fast(pairs: list[tuple[float, int]], expected: str) -> None:
    assert tiers(HEART, *pairs) == [expected]


def test_a_sustained_rate_keeps_the_two_readings_that_show_it() -> None:
    (alarm,) = HEART.decide(number(121), number(130, minute=3), number(126, minute=6)).raise_
    assert (alarm.inputs["reading_1_hr_per_min"], alarm.inputs["reading_2_hr_per_min"]) == (121, 126)
    assert dict(alarm.limits) == {"hr_per_min": 120, "sustained_min": 5}
    assert (alarm.trigger_at, "reading_3_event" in alarm.inputs) == (after(6), False)


def test_the_rate_that_turns_urgent_takes_over_the_quiet_alarm() -> None:
    first = number(122)
    quiet = stored_number(HEART.decide(first).raise_[0])
    decision = HEART.decide(first, number(123, minute=5), alarms=(quiet,))
    (loud,) = decision.raise_
    assert loud.tier is Tier.URGENT
    assert [(each.alarm_id, each.reason) for each in decision.resolve] == [
        (quiet.id, because("superseded", by=str(loud.id)))
    ]


def test_after_a_person_resolved_it_the_five_minutes_count_afresh() -> None:
    pairs: list[tuple[float, int]] = [(0, 122), (5, 123)]
    loud = ended(stored_number(HEART.decide(number(122), number(123, minute=5)).raise_[0]), 6, "treated")
    assert tiers(HEART, *pairs, alarms=(loud,)) == []
    assert tiers(HEART, *pairs, (8, 124), alarms=(loud,)) == ["advisory"]
    assert tiers(HEART, *pairs, (8, 124), (13, 124), alarms=(loud,)) == ["urgent"]


def test_a_louder_number_takes_over_and_a_quieter_one_raises_nothing() -> None:
    low = number(91)
    urgent = stored_number(AIR.decide(low).raise_[0])
    decision = AIR.decide(low, number(88, minute=2), alarms=(urgent,))
    assert [each.tier for each in decision.raise_] == [Tier.EMERGENCY]
    assert [each.reason.code for each in decision.resolve] == ["superseded"]
    emergency = stored_number(decision.raise_[0])
    over = (ended(urgent, 2, "superseded"), emergency)
    later = AIR.decide(low, number(88, minute=2), number(91, minute=4), number(93, minute=6), alarms=over)
    assert (later.raise_, later.resolve) == ((), ())


@pytest.mark.parametrize("measured", [AIR, SEDATION], ids=["saturation", "sedation"])
def test_a_loud_alarm_waits_for_a_person_though_the_number_is_back(measured: Measured) -> None:
    low = number(measured.limits.urgent or 0, minute=0)
    low = replace(low, value=low.value - 1)
    (raised,) = measured.decide(low).raise_
    back = number(100 if measured is AIR else 5, minute=3)
    decision = measured.decide(low, back, alarms=(stored_number(raised),))
    assert (raised.tier, decision.raise_, decision.resolve) == (Tier.URGENT, (), ())


def test_a_quiet_alarm_ends_when_the_newest_number_is_back_and_comes_again_under_another_id() -> None:
    low, back, low_again = number(93), number(96, minute=3), number(93, minute=6)
    first = stored_number(AIR.decide(low).raise_[0])
    decision = AIR.decide(low, back, alarms=(first,))
    assert [(each.alarm_id, each.reason) for each in decision.resolve] == [
        (first.id, because("back_in_range", event=back.id))
    ]
    over = ended(first, 3, "back_in_range")
    (second,) = AIR.decide(low, back, low_again, alarms=(over,)).raise_
    assert (second.tier, second.trigger, second.id != first.id) == (Tier.ADVISORY, low_again.id, True)
    assert AIR.decide(low, back, low_again, alarms=(over, stored_number(second))).raise_ == ()


def test_when_the_number_that_was_back_is_voided_the_quiet_alarm_comes_again() -> None:
    low = number(93)
    over = ended(stored_number(AIR.decide(low).raise_[0]), 3, "back_in_range")
    (again,) = AIR.decide(low, alarms=(over,)).raise_
    assert again.id == again_id(INFUSION, over.id)


def test_a_late_entry_of_the_same_episode_raises_nothing_more() -> None:
    first = stored_number(AIR.decide(number(91, minute=5)).raise_[0])
    decision = AIR.decide(number(91, minute=5), number(91, minute=2), alarms=(first,))
    assert (decision.raise_, decision.resolve) == ((), ())


def test_a_louder_late_entry_calls() -> None:
    first = stored_number(AIR.decide(number(91, minute=5)).raise_[0])
    decision = AIR.decide(number(91, minute=5), number(85, minute=2), alarms=(first,))
    assert [(each.tier, each.trigger_at) for each in decision.raise_] == [(Tier.EMERGENCY, after(2))]


def test_a_typo_that_is_voided_hides_no_true_reading() -> None:
    true, typo = number(3, minute=0), number(1, minute=4)
    urgent = stored_number(SEDATION.decide(true).raise_[0])
    emergency = stored_number(SEDATION.decide(true, typo, alarms=(urgent,)).raise_[0])
    alarms = (ended(urgent, 4, "superseded"), emergency)
    decision = SEDATION.decide(true, alarms=alarms)
    assert [(each.tier, each.id) for each in decision.raise_] == [(Tier.URGENT, again_id(INFUSION, urgent.id))]
    assert decision.resolve == ()


@pytest.mark.parametrize(("reason", "comes_again"), [("probe_error", True), ("oxygen_given", False)])
def test_of_a_voided_reading_only_an_answer_for_the_patient_counts(reason: str, *, comes_again: bool) -> None:
    true, typo = number(91, minute=0), number(80, minute=1)
    urgent = stored_number(AIR.decide(true).raise_[0])
    emergency = stored_number(AIR.decide(true, typo, alarms=(urgent,)).raise_[0])
    alarms = (ended(urgent, 1, "superseded"), ended(emergency, 3, reason))
    assert bool(AIR.decide(true, alarms=alarms).raise_) == comes_again


def test_the_alarm_of_another_rule_stands_for_nothing() -> None:
    foreign = replace(stored_number(AIR.decide(number(80)).raise_[0]), rule="respiratory_rate")
    assert tiers(AIR, (0, 80), alarms=(foreign,)) == ["emergency"]
    assert BREATHS.decide(number(20), alarms=(foreign,)).resolve == ()


def test_nothing_charted_raises_nothing() -> None:
    assert all(measured.decide().raise_ == () for measured in BY_NAME.values())
