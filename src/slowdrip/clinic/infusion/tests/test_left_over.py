"""Drug that is left when the visit is over is somebody's task, until it is wasted, counted as gone, or explained."""

import json
from typing import Any

import pytest

from slowdrip.cli.demo.stories import stopped_early
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, arrive, draw_up
from slowdrip.clinic.infusion import actions, reconciling
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.infusion.tasking import ANSWERED
from slowdrip.clinic.record.steps import Proof
from tests.drips import House

LEFT = "residual_not_wasted"


def left(visit: Visit) -> list[Task]:
    return list(Task.objects.filter(infusion=visit.infusion, kind=LEFT).order_by("at", "id"))


def end(visit: Visit, minute: float, ending: str = "left_unseen", **payload: Any) -> None:
    actions.end_otherwise(visit.team.nurse.acting(), visit.infusion.pk, ending, payload, at=visit.at(minute))


def run_in(visit: Visit, residual_ul: int) -> None:
    """All 40 mg in 100 mL have run by the record; so much is counted in the bag. The tolerance is 5 %: 2 mg, 5 mL."""
    visit.chart((40, "completed", {}))
    visit.chart((41, "pump_read", {"pump_volume_ul": visit.order.vtbi_ul, "residual_ul": residual_ul}))


def waste(visit: Visit, volume_ul: int, minute: float) -> None:
    payload = {"volume_ul": volume_ul, "container": "bag", "label": visit.label}
    at = visit.at(minute)
    second = shown_by(visit.team.second.acting(), at=at)
    actions.waste(visit.team.nurse.acting(), visit.infusion.pk, payload, witness=second, at=at)


def half_is_left(visit: Visit) -> Task:
    """Stopped half way and gone, with 50 mL (20 mg) still in the bag."""
    visit.chart((20, "stopped", {"reason": "patient_request"}))
    visit.chart((21, "pump_read", {"pump_volume_ul": 50_000, "residual_ul": 50_000}))
    end(visit, 30)
    (task,) = left(visit)
    return task


@pytest.mark.parametrize(("residual_ul", "asked"), [(4_997, False), (5_000, False), (5_003, True)])
def test_what_is_left_is_asked_about_above_the_tolerance_of_the_policy(
    running: Visit, residual_ul: int, *, asked: bool
) -> None:
    run_in(running, residual_ul)
    assert left(running) == []
    end(running, 60)
    assert bool(left(running)) is asked


def test_the_task_names_the_amount(running: Visit) -> None:
    assert json.loads(half_is_left(running).detail)["residual_ug"] == "20000"


def test_what_was_wasted_before_the_ending_is_nobodys_task(running: Visit) -> None:
    stopped_early(running)
    assert left(running) == []


def test_waste_after_the_ending_answers_the_task_and_a_person_closes_it(running: Visit) -> None:
    task = half_is_left(running)
    waste(running, 50_000, 50)
    (now,) = left(running)
    assert (now.pk, now.state, ANSWERED in json.loads(now.detail)) == (task.pk, "open", True)
    nurse = running.team.nurse.acting()
    assert actions.close_task(nurse, now.pk, outcome="wasted", at=running.at(55)).state == "done"


def test_waste_of_a_part_leaves_the_rest_in_the_same_task(running: Visit) -> None:
    task = half_is_left(running)
    waste(running, 30_000, 50)
    (now,) = left(running)
    assert (now.pk, json.loads(now.detail)["residual_ug"]) == (task.pk, "8000")
    assert ANSWERED not in json.loads(now.detail)


def test_a_return_is_written_where_the_task_is_closed_and_not_asked_again(running: Visit) -> None:
    task = half_is_left(running)
    nurse = running.team.nurse.acting()
    actions.close_task(nurse, task.pk, outcome="returned to the safe, two signatures", at=running.at(40))
    running.chart((50, "note", {"note": "nothing new"}))
    assert [each.state for each in left(running)] == ["done"]


def test_a_count_that_comes_after_the_ending_asks_too(running: Visit) -> None:
    running.chart((40, "completed", {}))
    end(running, 60)
    assert left(running) == []
    running.chart((70, "pump_read", {"residual_ul": 20_000}))
    assert len(left(running)) == 1


def test_waste_that_was_voided_asks_again(running: Visit, house: House) -> None:
    task = half_is_left(running)
    waste(running, 50_000, 50)
    nurse, at = house.team.nurse.acting(), running.at(60)
    entry = InfusionEvent.objects.get(infusion=running.infusion, kind="wasted")
    actions.void_event(nurse, entry.pk, reason="other bag", at=at, proof=Proof(nurse, "pin", at))
    (now,) = left(running)
    assert (now.pk, now.detail, now.state) == (task.pk, task.detail, "open")


def test_drug_drawn_up_for_a_visit_that_never_started_is_asked_about(visit: Visit, house: House) -> None:
    arrive(visit, chair_id=house.chairs[0])
    draw_up(visit)
    end(visit, -5, "not_started", why="blood_pressure")
    kinds = set(Task.objects.filter(infusion=visit.infusion).values_list("kind", flat=True))
    assert kinds == {LEFT}
    assert json.loads(left(visit)[0].detail)["residual_ug"] == "40000"


def test_a_visit_without_a_draw_up_has_nothing_left(visit: Visit, house: House) -> None:
    arrive(visit, chair_id=house.chairs[0])
    end(visit, -5, "not_started", why="blood_pressure")
    assert left(visit) == []


def test_planted_fault_a_bag_that_nobody_asks_about_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        return

    monkeypatch.setattr(reconciling, "residual_reason", nothing)
    with pytest.raises(ValueError, match="not enough values"):
        half_is_left(running)
