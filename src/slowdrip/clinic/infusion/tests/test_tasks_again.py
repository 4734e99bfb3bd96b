"""A task once closed does not silence what comes later: another entry, other numbers, are asked about anew."""

import json
from typing import Any

import pytest

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, reconciling, review
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.infusion.tasking import ANSWERED, keep_true
from slowdrip.science.infusion.state import InfusionState
from tests.drips import House


def tasks(visit: Visit, kind: str) -> list[Task]:
    return list(Task.objects.filter(infusion=visit.infusion, kind=kind).order_by("at", "id"))


def close(visit: Visit, task: Task, minute: float) -> None:
    actions.close_task(visit.team.nurse.acting(), task.pk, outcome="looked at", at=visit.at(minute))


def too_fast(visit: Visit, minute: float, factor: int) -> None:
    visit.chart((minute, "rate_changed", {"rate_ul_per_h": visit.order.rate_ul_per_h * factor}))


def a_second_time_is_asked_about(visit: Visit) -> None:
    too_fast(visit, 5, 2)
    (first,) = tasks(visit, "rate_above_order")
    close(visit, first, 6)
    too_fast(visit, 7, 3)
    assert [task.state for task in tasks(visit, "rate_above_order")] == ["done", "open"]


def test_a_worse_rate_after_the_first_was_reviewed_opens_a_task(running: Visit) -> None:
    a_second_time_is_asked_about(running)
    running.chart((8, "note", {"note": "pump looked at"}))
    assert len(tasks(running, "rate_above_order")) == 2


def test_planted_fault_one_task_per_kind_for_ever_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def first_only(infusion: Any, state: InfusionState) -> list[Any]:
        return [flag for flag in state.flags if flag.code in review.REVIEWED]

    monkeypatch.setattr(review, "occurrences", first_only)
    with pytest.raises(AssertionError):
        a_second_time_is_asked_about(running)


def test_an_entry_that_was_voided_and_one_like_it_are_two(running: Visit, house: House) -> None:
    a_second_time_is_asked_about(running)
    worse = InfusionEvent.objects.filter(infusion=running.infusion, kind="rate_changed").latest("occurred_at")
    actions.void_event(house.team.nurse.acting(), worse.pk, reason="misread", at=running.at(8))
    too_fast(running, 9, 3)
    assert len(tasks(running, "rate_above_order")) == 3


def test_an_entry_written_late_between_two_is_asked_about(running: Visit) -> None:
    too_fast(running, 5, 2)
    too_fast(running, 9, 3)
    nurse = running.team.nurse.acting()
    late = Draft("rate_changed", {"rate_ul_per_h": running.order.rate_ul_per_h * 4}, running.at(7))
    actions.chart(nurse, running.infusion.pk, [late], at=running.at(12))
    assert len({task.key for task in tasks(running, "rate_above_order")}) == 3


def short_of_drug(visit: Visit) -> Task:
    """Stopped half way, with 20 mL in the bag where there should be 50."""
    visit.chart((20, "stopped", {"reason": "patient_request"}))
    visit.chart((21, "pump_read", {"pump_volume_ul": 50_000, "residual_ul": 20_000}))
    actions.end_otherwise(visit.team.nurse.acting(), visit.infusion.pk, "left_unseen", {}, at=visit.at(30))
    (task,) = tasks(visit, "drug_missing")
    return task


def read_again(visit: Visit, minute: float, residual_ul: int) -> None:
    visit.chart((minute, "pump_read", {"pump_volume_ul": 50_000, "residual_ul": residual_ul}))


def test_other_numbers_after_the_task_was_closed_are_a_new_task(running: Visit) -> None:
    first = short_of_drug(running)
    close(running, first, 40)
    read_again(running, 60, 10_000)
    closed, again = tasks(running, "drug_missing")
    assert (closed.pk, closed.detail, again.state) == (first.pk, first.detail, "open")
    assert json.loads(again.detail)["difference_ug"] > json.loads(first.detail)["difference_ug"]
    running.chart((70, "note", {"note": "nothing new"}))
    assert len(tasks(running, "drug_missing")) == 2


def test_other_numbers_while_the_task_is_open_change_the_task(running: Visit) -> None:
    first = short_of_drug(running)
    read_again(running, 60, 10_000)
    (now,) = tasks(running, "drug_missing")
    assert (now.pk, now.state) == (first.pk, "open")
    assert now.detail != first.detail


def a_late_reading_answers(visit: Visit) -> None:
    short_of_drug(visit)
    read_again(visit, 60, 50_000)
    (task,) = tasks(visit, "drug_missing")
    assert (task.state, ANSWERED in json.loads(task.detail)) == ("open", True)


def test_a_late_reading_that_answers_a_task_says_so_and_a_person_closes_it(running: Visit) -> None:
    a_late_reading_answers(running)
    (task,) = tasks(running, "drug_missing")
    close(running, task, 70)


def test_planted_fault_a_reading_after_the_ending_that_changes_nothing_is_found(
    running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(tx: Any, infusion: Any, kind: str, detail: Any) -> None:
        if detail is not None and not Task.objects.filter(infusion=infusion, kind=kind).exists():
            keep_true(tx, infusion, kind, detail)

    monkeypatch.setattr(reconciling, "keep_true", once)
    with pytest.raises(AssertionError):
        a_late_reading_answers(running)


def test_an_answer_that_was_voided_asks_the_same_again(running: Visit, house: House) -> None:
    first = short_of_drug(running)
    read_again(running, 60, 50_000)
    reading = InfusionEvent.objects.filter(infusion=running.infusion, kind="pump_read").latest("occurred_at")
    actions.void_event(house.team.nurse.acting(), reading.pk, reason="other bag", at=running.at(65))
    (task,) = tasks(running, "drug_missing")
    assert (task.pk, task.detail, task.state) == (first.pk, first.detail, "open")


def test_waste_after_the_ending_is_counted_too(running: Visit, house: House) -> None:
    short_of_drug(running)
    nurse, at = house.team.nurse.acting(), running.at(50)
    payload = {"volume_ul": 50_000, "container": "bag", "label": running.label}
    second = shown_by(house.team.second.acting(), at=at)
    actions.waste(nurse, running.infusion.pk, payload, witness=second, at=at)
    (task,) = tasks(running, "drug_missing")
    assert ANSWERED in json.loads(task.detail)
