"""The cuff: one excursion asks to measure again, two in a row call, one critical calls when it can be true."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

import pytest

from slowdrip.science.rules.alarm import SYSTEM_REASONS, StoredAlarm, Tier
from slowdrip.science.rules.streamed import cuff as cuffs
from slowdrip.science.rules.streamed import pressure
from slowdrip.science.rules.streamed.tests.cases import at, cuff, decided, ended, raised, stored

BP = "monitor_bp"


@pytest.mark.parametrize(
    ("systolic", "diastolic", "tier"),
    [
        (159, 99, None),
        (160, 80, "advisory"),
        (120, 100, "advisory"),
        (180, 80, "advisory"),
        (150, 110, "advisory"),
        (199, 119, "advisory"),
        (200, 80, "emergency"),
        (150, 120, "emergency"),
    ],
)
def test_one_reading_at_each_limit(systolic: int, diastolic: int, tier: str | None) -> None:
    assert raised(cuff(0, systolic, diastolic)) == ([(BP, tier, "0")] if tier else [])


def test_two_in_a_row_at_the_urgent_limit_call() -> None:
    assert raised([*cuff(0, 180), *cuff(300, 150, 110)]) == [(BP, "urgent", "0")]
    assert raised([*cuff(0, 180), *cuff(300, 170)]) == [(BP, "advisory", "0")]
    assert raised([*cuff(0, 180), *cuff(300, 130), *cuff(600, 180)]) == [(BP, "advisory", "600")]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "mean", "because"),
    [
        (301, 100, 150, "outside_cuff_range"),
        (210, 0, 100, "outside_cuff_range"),
        (210, 210, 210, "no_pulse_pressure"),
        (210, 230, 220, "no_pulse_pressure"),
        (210, 100, 99, "mean_not_between"),
        (210, 100, 211, "mean_not_between"),
    ],
)
def test_what_cannot_be_true_is_measured_again_and_never_calls(
    systolic: int, diastolic: int, mean: int, because: str
) -> None:
    reading = cuff(0, systolic, diastolic, mean)
    assert raised(reading) == [(BP, "advisory", "0")]
    assert decided(reading).raise_[0].inputs["because"] == because
    assert "urgent" not in str(raised([*reading, *cuff(300, 185)]))


def test_half_a_pressure_is_measured_again() -> None:
    assert decided(cuff(0, 210)[:1]).raise_[0].inputs["because"] == "half_a_pressure"


def test_a_mean_at_either_end_is_between() -> None:
    assert raised(cuff(0, 210, 100, 100)) == raised(cuff(0, 210, 100, 210)) == [(BP, "emergency", "0")]


def test_planted_fault_an_artifact_that_counts_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuffs, "artifact_of", lambda reading, limits: "")
    monkeypatch.setattr(pressure, "artifact_of", lambda reading, limits: "")
    with pytest.raises(AssertionError):
        test_what_cannot_be_true_is_measured_again_and_never_calls(210, 100, 99, "mean_not_between")


def test_an_artifact_between_neither_confirms_nor_clears() -> None:
    assert raised([*cuff(0, 182), *cuff(120, 40, 90), *cuff(240, 182)]) == [(BP, "urgent", "0")]


def test_the_same_inflation_told_again_is_one_reading() -> None:
    assert raised(cuff(0, 185, 90, 120) * 3) == [(BP, "advisory", "0")]


def test_an_advisory_ends_with_a_reading_in_range_and_not_with_one_that_cannot_be_true() -> None:
    (advisory,) = decided(cuff(0, 165)).raise_
    assert ended([*cuff(0, 165), *cuff(300, 40, 90)], [stored(advisory)]) == []
    assert ended([*cuff(0, 165), *cuff(300, 140)], [stored(advisory)]) == ["back_in_range"]


def test_a_call_takes_the_advisory_over() -> None:
    (advisory,) = decided(cuff(0, 185)).raise_
    assert raised([*cuff(0, 185), *cuff(300, 185)], [stored(advisory)]) == [(BP, "urgent", "0")]
    assert ended([*cuff(0, 185), *cuff(300, 185)], [stored(advisory)]) == ["superseded"]


def test_after_a_persons_word_two_more_are_needed() -> None:
    two = [*cuff(0, 185), *cuff(300, 185)]
    (urgent,) = decided(two).raise_
    over = stored(urgent, ended=310)
    assert raised([*two, *cuff(600, 185)], [over]) == [(BP, "advisory", "600")]
    assert raised([*two, *cuff(600, 185), *cuff(900, 185)], [over]) == [(BP, "urgent", "600")]


def charted_urgent(*, ended_at: float, reason: str) -> StoredAlarm:
    return StoredAlarm(
        id=uuid4(),
        rule="blood_pressure",
        tier=Tier.URGENT,
        trigger="e1",
        trigger_at=at(200),
        resolved_at=at(ended_at),
        reason=reason,
    )


def test_a_pressure_charted_as_back_in_range_that_is_not_calls_again() -> None:
    over = charted_urgent(ended_at=420, reason="back_in_range")
    five = [part for minute in (0, 3, 6, 9, 12) for part in cuff(minute * 60, 192, 114)]
    assert raised(five, [over]) == [(BP, "urgent", "540")]
    assert raised([*cuff(0, 192, 114), *cuff(180, 192, 114), *cuff(540, 192, 114)], [over]) == [(BP, "advisory", "540")]


def test_planted_fault_a_reason_that_mutes_the_cuff_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_reason(alarms: Iterable[StoredAlarm], _: Tier) -> tuple[datetime, ...]:
        return tuple(each.resolved_at for each in alarms if each.resolved_at and each.reason not in SYSTEM_REASONS)

    monkeypatch.setattr(pressure, "ends_of", by_reason)
    with pytest.raises(AssertionError):
        test_a_pressure_charted_as_back_in_range_that_is_not_calls_again()


def test_an_advisory_that_ended_between_two_readings_does_not_delay_the_call() -> None:
    (advisory,) = decided(cuff(0, 185)).raise_
    over = stored(advisory, ended=100)
    assert raised([*cuff(0, 185), *cuff(300, 185)], [over]) == [(BP, "urgent", "0")]
