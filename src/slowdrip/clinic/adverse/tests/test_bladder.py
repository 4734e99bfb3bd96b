"""The bladder: an answer gives one task, positive screens in a row ask for a decision, and treatment waits for it."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import USUAL, Visit, begin, ordered
from slowdrip.clinic.adverse import gates, hearing, screens
from slowdrip.clinic.adverse.actions import reopen, settle_task
from slowdrip.clinic.adverse.models import Matter, MatterState
from slowdrip.clinic.adverse.projecting import drifted, state_of
from slowdrip.clinic.adverse.queries import on_list
from slowdrip.clinic.infusion import gating
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.actions import enter_verbal_order, replace_order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.science.rules.adverse import State
from slowdrip.science.rules.adverse.bladder import Verdict
from slowdrip.science.rules.adverse.codes import Result, Task
from slowdrip.science.rules.adverse.events import Settled
from tests.cast import DAY
from tests.drips import House
from tests.matters import answered

DAYS = timedelta(days=1)
BLOOD, TWO, CLEAR = "0 0 0 0 1 0", "2 0 0 1 0 0", "0 0 0 0 0 0"


def screen(house: House, marks: str, *, at: datetime = DAY) -> None:
    answered(house.cast.nurse, house.patient_id, "bladder", marks, at=at)


def tasks(house: House, task: Task) -> list[State]:
    rows = MatterState.objects.filter(patient_id=house.patient_id, kind=task).order_by("matter__at")
    return [state_of(row) for row in rows]


def only(house: House, task: Task) -> Matter:
    return Matter.objects.get(patient_id=house.patient_id, kind=task, state__is_open=True)


def settled(house: House, task: Task, result: Result, *, note: str = "seen", at: datetime = DAY) -> State:
    told = Settled(result=result, note=note)
    return settle_task(house.cast.nurse.acting, only(house, task).pk, told, at=at)


def decided(house: House, result: Result, *, at: datetime, note: str = "talked with her") -> State:
    told = Settled(result=result, note=note, referred_to="Dr Ray, urology")
    matter, proof = only(house, Task.BLADDER_PERSISTS), shown_by(house.cast.prescriber.acting, at=at)
    return settle_task(house.cast.nurse.acting, matter.pk, told, at=at, proof=proof)


@pytest.mark.parametrize(
    ("marks", "codes"),
    [(BLOOD, ("blood",)), (TWO, ("symptoms",)), ("- - - - 2 -", ("blood",)), ("1 1 - - - -", ("symptoms",))],
)
def test_blood_or_two_symptoms_ask_for_a_urine_test_whatever_is_missing(
    house: House, marks: str, codes: tuple[str, ...]
) -> None:
    screen(house, marks)
    (state,) = tasks(house, Task.URINE_TEST)
    assert (state.is_open, state.codes) == (True, codes)
    row = MatterState.objects.get(kind=Task.URINE_TEST)
    assert row.due_at == DAY + 7 * DAYS
    assert drifted(house.cast.harbor.pk) == []


@pytest.mark.parametrize("marks", [CLEAR, "0 3 0 0 0 0", "0 3 0 0 - 0", "- - - - - 0"])
def test_one_symptom_or_an_open_screen_asks_for_nothing(house: House, marks: str) -> None:
    screen(house, marks)
    assert Matter.objects.count() == 0


def test_a_second_positive_screen_joins_the_open_task_and_moves_no_deadline(house: House) -> None:
    screen(house, BLOOD)
    screen(house, TWO, at=DAY + DAYS)
    (state,) = tasks(house, Task.URINE_TEST)
    assert (len(state.answers), state.codes) == (2, ("blood", "symptoms"))
    assert MatterState.objects.get(kind=Task.URINE_TEST).due_at == DAY + 7 * DAYS


def test_a_task_closes_with_a_result_and_never_without(house: House) -> None:
    screen(house, BLOOD)
    for wrong in (Result.GO_ON, Result.NO_MANIA):
        with pytest.raises(Refused, match="choose_one"):
            settled(house, Task.URINE_TEST, wrong)
    with pytest.raises(Refused, match="missing"):
        settled(house, Task.URINE_TEST, Result.DECLINED, note=" ")
    state = settled(house, Task.URINE_TEST, Result.DECLINED, note="Wants to see her own doctor")
    assert (state.is_open, state.result) == (False, Result.DECLINED)
    nurse, matter = house.cast.nurse.acting, Matter.objects.get()
    with pytest.raises(Refused, match="answer_task_done"):
        settle_task(nurse, matter.pk, Settled(result=Result.CLEAN), at=DAY)
    assert reopen(nurse, matter.pk, reason="Changed her mind", at=DAY + DAYS).is_open


def test_screens_in_a_row_ask_a_prescriber_and_a_clear_one_breaks_the_row(house: House) -> None:
    screen(house, TWO)
    screen(house, CLEAR, at=DAY + DAYS)
    screen(house, TWO, at=DAY + 2 * DAYS)
    assert tasks(house, Task.BLADDER_PERSISTS) == []
    screen(house, "- 1 - - - -", at=DAY + 3 * DAYS)
    assert tasks(house, Task.BLADDER_PERSISTS) == []
    screen(house, BLOOD, at=DAY + 4 * DAYS)
    (state,) = tasks(house, Task.BLADDER_PERSISTS)
    assert state.is_open


def test_answers_that_were_voided_say_nothing_and_the_task_they_gave_stays(house: House) -> None:
    nurse = house.cast.nurse
    first = answered(nurse, house.patient_id, "bladder", TWO, at=DAY)
    void_response(nurse.acting, first.pk, reason="another patient's sheet", at=DAY)
    screen(house, TWO, at=DAY + DAYS)
    assert tasks(house, Task.BLADDER_PERSISTS) == []
    assert len(tasks(house, Task.URINE_TEST)) == 1


def test_only_a_prescriber_decides_and_a_hold_holds_until_they_go_on(house: House) -> None:
    screen(house, TWO)
    screen(house, TWO, at=DAY + DAYS)
    at = DAY + 2 * DAYS
    nurse, matter = house.cast.nurse.acting, only(house, Task.BLADDER_PERSISTS)
    go_on = Settled(result=Result.GO_ON, note="because")
    for proof in (None, shown_by(nurse, at=at)):
        with pytest.raises(Refused, match="adverse_signer_not_prescriber"):
            settle_task(nurse, matter.pk, go_on, at=at, proof=proof)
    assert decided(house, Result.HOLD, at=at).is_on_hold
    assert gates.waits_for(house.cast.harbor.pk, house.patient_id) == gates.ON_HOLD
    state = decided(house, Result.GO_ON, at=at + DAYS)
    assert (state.is_open, state.referred_to) == (False, "Dr Ray, urology")
    assert gates.waits_for(house.cast.harbor.pk, house.patient_id) == ""
    screen(house, TWO, at=at + 2 * DAYS)
    assert len(tasks(house, Task.BLADDER_PERSISTS)) == 2


def test_ready_waits_for_the_decision_and_a_drip_that_runs_is_left_alone(house: House, visit: Visit) -> None:
    screen(house, TWO, at=DAY - 2 * DAYS)
    screen(house, TWO, at=DAY - DAYS)
    found = gating.ready_gates(visit.infusion, visit.state(), at=DAY)
    assert [reason.code for reason in found.gate("bladder").reasons] == [gates.UNDECIDED]
    decided(house, Result.GO_ON, at=DAY - timedelta(hours=1))
    assert "bladder" not in {gate.code for gate in gating.ready_gates(visit.infusion, visit.state(), at=DAY).gates}
    begin(visit, chair_id=house.chairs[0])
    screen(house, BLOOD, at=visit.at(5))
    assert only(house, Task.BLADDER_PERSISTS).infusion_id is None
    visit.chart((6, "paused", {"reason": "bathroom"}))
    assert visit.state().phase == "paused"


def test_a_new_order_waits_for_the_decision(house: House, visit: Visit) -> None:
    screen(house, TWO)
    screen(house, TWO, at=DAY + DAYS)
    at = DAY + 2 * DAYS
    with pytest.raises(Refused, match="bladder_undecided"):
        ordered(house.team, house.patient_id, at=at)
    decided(house, Result.HOLD, at=at)
    with pytest.raises(Refused, match="bladder_on_hold"):
        ordered(house.team, house.patient_id, at=at)


def test_what_was_spoken_is_written_and_only_the_order_of_a_running_drip_is_replaced(
    house: House, visit: Visit
) -> None:
    screen(house, TWO)
    screen(house, TWO, at=DAY + DAYS)
    at, prescriber, nurse = DAY + 2 * DAYS, house.cast.prescriber, house.cast.nurse.acting
    asked, proof = Asked(typed=USUAL), shown_by(prescriber.acting, at=at)
    with pytest.raises(Refused, match="bladder_undecided"):
        replace_order(prescriber.acting, visit.order.pk, asked, proof=proof, at=at)
    spoken = enter_verbal_order(
        nurse,
        house.patient_id,
        asked,
        prescriber_id=prescriber.member.pk,
        read_back=True,
        proof=shown_by(nurse, at=at),
        at=at,
    )
    assert spoken.verbal


def test_a_gate_that_asks_nobody_would_be_found(house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: a gate that takes every bladder for decided."""
    monkeypatch.setattr(gates, "open_bladder", lambda clinic_id, patient_id: None)
    with pytest.raises(StopIteration):
        test_ready_waits_for_the_decision_and_a_drip_that_runs_is_left_alone(house, visit)


def test_a_positive_mania_screen_is_a_task_for_a_prescriber(house: House) -> None:
    nurse = house.cast.nurse
    answered(nurse, house.patient_id, "mdq", "1 1 1 1 1 1 1 0 0 0 0 0 0 0 3", at=DAY)
    assert tasks(house, Task.MANIA_SCREEN) == []
    answered(nurse, house.patient_id, "mdq", "1 1 1 1 1 1 1 0 0 0 0 0 0 1 2", at=DAY)
    told = Settled(result=Result.NO_MANIA, note="Talked for half an hour")
    matter = only(house, Task.MANIA_SCREEN)
    with pytest.raises(Refused, match="adverse_signer_not_prescriber"):
        settle_task(nurse.acting, matter.pk, told, at=DAY)
    proof = shown_by(house.cast.prescriber.acting, at=DAY)
    assert not settle_task(nurse.acting, matter.pk, told, at=DAY, proof=proof).is_open


def test_many_tasks_cost_no_more_queries_than_few(house: House) -> None:
    nurse = house.cast.nurse
    screen(house, BLOOD)
    with CaptureQueriesContext(connection) as few:
        assert len(on_list(nurse.acting, DAY)) == 1
    screen(house, BLOOD, at=DAY + DAYS)
    answered(nurse, house.patient_id, "mdq", "1 1 1 1 1 1 1 0 0 0 0 0 0 1 2", at=DAY)
    with CaptureQueriesContext(connection) as many:
        found = on_list(nurse.acting, DAY + 7 * DAYS)
    assert [each.late for each in found] == [True, True, False]
    assert len(many) <= len(few) <= 2


def test_screens_that_arrive_out_of_order_are_one_row(house: House) -> None:
    screen(house, TWO, at=DAY + DAYS)
    screen(house, TWO, at=DAY)
    (state,) = tasks(house, Task.BLADDER_PERSISTS)
    assert state.is_open
    decided(house, Result.GO_ON, at=DAY + 2 * DAYS)
    screen(house, CLEAR, at=DAY - DAYS)
    assert len(tasks(house, Task.BLADDER_PERSISTS)) == 1


def test_a_row_that_is_judged_from_the_saved_screen_back_would_be_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: the row ends at the screen that was saved last."""
    whole_row, known = screens.verdicts, list[UUID]()

    def only_upto(clinic_id: UUID, patient_id: UUID, *, at_least: int) -> list[tuple[UUID, Verdict]]:
        rows = whole_row(clinic_id, patient_id, at_least=at_least)
        known.extend(pk for pk, _verdict in rows if pk not in known)
        return rows[[pk for pk, _verdict in rows].index(known[-1]) :]

    monkeypatch.setattr(hearing, "verdicts", only_upto)
    with pytest.raises(ValueError, match="not enough values"):
        test_screens_that_arrive_out_of_order_are_one_row(house)


def test_a_clear_screen_that_is_voided_breaks_no_row(house: House) -> None:
    nurse = house.cast.nurse
    screen(house, TWO)
    wrong = answered(nurse, house.patient_id, "bladder", CLEAR, at=DAY + DAYS)
    screen(house, TWO, at=DAY + 2 * DAYS)
    assert tasks(house, Task.BLADDER_PERSISTS) == []
    void_response(nurse.acting, wrong.pk, reason="another patient's sheet", at=DAY + 3 * DAYS)
    assert len(tasks(house, Task.BLADDER_PERSISTS)) == 1


def test_an_answer_that_came_meanwhile_is_looked_at_before_a_task_ends(house: House) -> None:
    screen(house, TWO)
    matter = only(house, Task.URINE_TEST)
    screen(house, BLOOD, at=DAY + DAYS)
    told, nurse = Settled(result=Result.CLEAN), house.cast.nurse.acting
    with pytest.raises(Refused, match="came_meanwhile"):
        settle_task(nurse, matter.pk, told, at=DAY + DAYS, seen=1)
    assert not settle_task(nurse, matter.pk, told, at=DAY + DAYS, seen=2).is_open


def test_blood_in_the_urine_asks_a_prescriber_and_needs_words(house: House) -> None:
    screen(house, BLOOD)
    for result in (Result.BLOOD, Result.INFECTION):
        with pytest.raises(Refused, match="missing"):
            settled(house, Task.URINE_TEST, result, note="")
    settled(house, Task.URINE_TEST, Result.BLOOD, note="Dipstick three plus")
    (state,) = tasks(house, Task.BLADDER_PERSISTS)
    assert (state.is_open, state.codes) == (True, ("urine_blood",))
    assert gates.waits_for(house.cast.harbor.pk, house.patient_id) == gates.UNDECIDED
    at, nobody = DAY + DAYS, Settled(result=Result.HOLD, note="wait")
    proof, matter = shown_by(house.cast.prescriber.acting, at=at), only(house, Task.BLADDER_PERSISTS)
    with pytest.raises(Refused, match="missing"):
        settle_task(house.cast.nurse.acting, matter.pk, nobody, at=at, proof=proof)
    decided(house, Result.HOLD, at=at)
    document = json.loads(Signature.objects.get(subject_id=matter.pk).document)
    assert (document["entries"], document["codes"], len(document["answers"])) == (1, ["urine_blood"], 1)
