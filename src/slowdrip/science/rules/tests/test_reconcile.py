"""Record, pump, residual and the drug account at their boundaries."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from slowdrip.science.rules.reconcile import (
    DrugAccount,
    ReconcileLimits,
    Volumes,
    account_reason,
    differs,
    residual_reason,
    volume_tasks,
)

LIMITS = ReconcileLimits(2000, Decimal(5))
AGREED = Volumes(recorded_ul=100_000, pump_ul=100_000, prepared_ul=102_000, residual_ul=2_000)
ACCOUNT = DrugAccount(drawn_ug=40_000, given_ug=39_000, residual_ug=0, wasted_ug=1_000)


def codes(**changes: Any) -> list[str]:
    return [reason.code for reason in volume_tasks(replace(AGREED, **changes), LIMITS)]


def test_agreement_opens_no_task() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("pump_ul", "task"),
    [
        (101_999, False),
        (102_000, False),
        (102_001, True),
        (98_000, False),
        (97_999, True),
    ],
)
def test_the_volume_limit_is_crossed_beyond_its_number(pump_ul: int, task: bool) -> None:
    assert (codes(pump_ul=pump_ul) == ["pump_differs_from_record"]) is task


@pytest.mark.parametrize(("found_ul", "differ"), [(20_999, False), (21_000, False), (21_001, True), (18_999, True)])
def test_the_percentage_is_crossed_beyond_its_number(found_ul: int, differ: bool) -> None:
    assert differs(found_ul, 20_000, limits=LIMITS) is differ


@pytest.mark.parametrize(("residual_ul", "task"), [(4_000, []), (4_001, ["residual_differs_from_record"]), (0, [])])
def test_what_is_left_is_compared_with_the_record(residual_ul: int, task: list[str]) -> None:
    assert codes(residual_ul=residual_ul) == task


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pump_ul": None}, "pump_volume_not_read"),
        ({"residual_ul": None}, "residual_not_read"),
        ({"prepared_ul": None}, "prepared_volume_not_known"),
        ({"residual_ul": 103_000}, "residual_above_prepared"),
    ],
)
def test_what_was_not_read_is_a_task_too(change: dict[str, int | None], code: str) -> None:
    assert codes(**change) == [code]


def test_a_pump_that_gave_where_the_record_says_nothing_is_a_task() -> None:
    assert differs(1, 0, limits=LIMITS)
    assert not differs(0, 0, limits=LIMITS)


@pytest.mark.parametrize(
    ("wasted_ug", "code"),
    [
        (1_000, None),
        (900, None),
        (899, "drug_missing"),
        (1_100, None),
        (1_101, "drug_over_accounted"),
    ],
)
def test_the_drug_account_adds_up_within_its_tolerance(wasted_ug: int, code: str | None) -> None:
    found = account_reason(replace(ACCOUNT, wasted_ug=wasted_ug), tolerance_ug=100)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(("residual_ug", "task"), [(99, False), (100, False), (101, True)])
def test_drug_left_in_the_bag_stays_a_task(residual_ug: int, task: bool) -> None:
    assert (residual_reason(replace(ACCOUNT, residual_ug=residual_ug), tolerance_ug=100) is not None) is task


def test_every_way_the_drug_can_go_counts() -> None:
    spread = DrugAccount(drawn_ug=100, given_ug=10, residual_ug=20, wasted_ug=30, returned_ug=25, lost_ug=15)
    assert spread.missing_ug == 0
