"""A visit under way without a nurse in the building is an open task, however it came to that, until one is there."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, arrive
from slowdrip.clinic.accounts.actions import set_active
from slowdrip.clinic.infusion import actions, nursing, steps
from slowdrip.clinic.infusion.actions import charting, handing, tasks, visits
from slowdrip.clinic.infusion.clock import keep_asking
from slowdrip.clinic.infusion.house import PRESENT_FOR, present_actors, zone_of
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent, Presence, Task
from slowdrip.clinic.infusion.tests.test_handing import hand, refusal, take
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.tenancy import tenant
from tests.drips import House

KIND = "chair_without_nurse"


def waiting(visit: Visit) -> list[Task]:
    return list(Task.objects.filter(infusion=visit.infusion, kind=KIND, state=Task.State.OPEN))


def goes(house: House, visit: Visit, *, minute: float) -> None:
    actions.leave(house.team.second.acting(), house.team.nurse.pk, at=visit.at(minute))


def who_takes_a_chair_is_in(visit: Visit, house: House) -> None:
    nurse, second = house.team.nurse, house.team.second
    actions.leave(nurse.acting(), second.pk, at=visit.at(2))
    hand(visit, nurse, second, at=visit.at(3))
    assert second.actor_id in present_actors(second.clinic_id, at=visit.at(3))
    assert waiting(visit) == []
    assert actions.leave(nurse.acting(), second.pk, at=visit.at(4)) == ["1"]
    assert len(waiting(visit)) == 1


def test_who_takes_a_chair_is_in_the_building_and_cannot_go_home_unseen(running: Visit, house: House) -> None:
    who_takes_a_chair_is_in(running, house)


def test_planted_fault_a_taker_who_stays_outside_by_the_record_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "come_in", lambda tx, actor_id: None)
    with pytest.raises(AssertionError):
        who_takes_a_chair_is_in(running, house)


def receiving_is_being_there(visit: Visit, house: House) -> None:
    nurse = house.team.nurse
    actions.leave(house.team.second.acting(), nurse.pk, at=visit.at(-100))
    arrive(visit, chair_id=house.chairs[0])
    assert visit.state().in_charge == str(nurse.actor_id)
    assert nurse.actor_id in present_actors(nurse.clinic_id, at=visit.at(0))
    assert Presence.objects.filter(who_id=nurse.actor_id).order_by("-at", "-id")[0].way == "in"
    assert waiting(visit) == []


def test_who_receives_a_patient_is_in_the_building(visit: Visit, house: House) -> None:
    receiving_is_being_there(visit, house)


def test_planted_fault_a_check_in_by_somebody_outside_is_found(
    visit: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "come_in", lambda tx, actor_id: None)
    with pytest.raises(AssertionError):
        receiving_is_being_there(visit, house)


def test_who_is_in_already_is_not_said_to_come_in_again(running: Visit, house: House) -> None:
    before = Presence.objects.count()
    hand(running, house.team.nurse, house.team.second, at=running.at(3))
    assert Presence.objects.count() == before


def no_text_ends_the_task(visit: Visit, house: House) -> None:
    goes(house, visit, minute=5)
    task = waiting(visit)[0]
    second = house.team.second.acting()
    code = refusal(lambda: actions.close_task(second, task.pk, outcome="seen", at=visit.at(6)))
    assert code == "task_closed_by_a_nurse"
    assert waiting(visit) == [task]


def test_no_text_ends_the_task_of_a_chair_without_nurse(running: Visit, house: House) -> None:
    no_text_ends_the_task(running, house)


def test_planted_fault_a_task_that_any_text_ends_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(tasks.CLOSED_BY, KIND)
    with pytest.raises(BaseException, match="DID NOT RAISE"):
        no_text_ends_the_task(running, house)


def test_a_nurse_who_is_back_ends_the_task_and_one_who_goes_again_opens_another(running: Visit, house: House) -> None:
    goes(house, running, minute=5)
    actions.arrive(house.team.second.acting(), house.team.nurse.pk, at=running.at(6))
    assert waiting(running) == []
    goes(house, running, minute=7)
    assert len(waiting(running)) == 1
    assert Task.objects.filter(kind=KIND).count() == 2


def a_void_brings_no_absent_nurse_back(visit: Visit, house: House) -> None:
    nurse, second = house.team.nurse, house.team.second
    goes(house, visit, minute=5)
    take(visit, second, nurse, at=visit.at(6), reason="left")
    assert waiting(visit) == []
    taken = InfusionEvent.objects.get(infusion=visit.infusion, kind="taken_over")
    own, at = second.acting(), visit.at(7)
    state = actions.void_event(own, taken.pk, reason="wrong chair", at=at, proof=shown_by(own, at=at))
    assert state.in_charge == str(nurse.actor_id)
    assert len(waiting(visit)) == 1


def test_a_void_that_brings_an_absent_nurse_back_opens_the_task_again(running: Visit, house: House) -> None:
    a_void_brings_no_absent_nurse_back(running, house)


def test_planted_fault_a_void_that_asks_for_nobody_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "ask_for_nurse", lambda tx, infusion, state: None)
    with pytest.raises(AssertionError):
        a_void_brings_no_absent_nurse_back(running, house)


def test_a_voided_check_in_leaves_a_running_drip_with_a_task(running: Visit, house: House) -> None:
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="checked_in")
    state = actions.void_event(house.team.nurse.acting(), row.pk, reason="slip", at=running.at(4))
    assert state.in_charge == ""
    assert len(waiting(running)) == 1
    take(running, house.team.second, None, at=running.at(5))
    assert waiting(running) == []


def test_the_end_of_the_visit_ends_the_task(visit: Visit, house: House) -> None:
    arrive(visit, chair_id=house.chairs[0])
    goes(house, visit, minute=-10)
    assert len(waiting(visit)) == 1
    actions.end_otherwise(house.team.second.acting(), visit.infusion.pk, "left_unseen", {}, at=visit.at(-5))
    assert waiting(visit) == []


def test_a_place_that_is_closed_is_a_nurse_who_left(running: Visit, house: House) -> None:
    nurse, director = house.team.nurse, house.team.director.acting()
    set_active(director, nurse.pk, active=False, at=running.at(5))
    assert nurse.actor_id not in present_actors(nurse.clinic_id, at=running.at(5))
    assert len(waiting(running)) == 1


def test_the_clock_asks_once_when_everybodys_presence_ends_by_itself(running: Visit, house: House) -> None:
    clinic_id = running.infusion.clinic_id
    came = Presence.objects.filter(clinic_id=clinic_id).latest("at").at
    for before in (running.at(5), came + PRESENT_FOR - timedelta(seconds=1)):
        keep_asking(clinic_id, at=before)
        assert waiting(running) == []
    for second in (0, 60):
        keep_asking(clinic_id, at=came + PRESENT_FOR + timedelta(seconds=second))
    assert len(waiting(running)) == 1
    actions.arrive(house.team.second.acting(), house.team.nurse.pk, at=came + PRESENT_FOR + timedelta(seconds=90))
    assert waiting(running) == []


def test_midnight_ends_nobodys_presence(house: House) -> None:
    nurse = house.team.nurse
    evening = datetime(2026, 3, 20, 22, 30, tzinfo=zone_of(nurse.clinic_id))
    actions.arrive(house.team.second.acting(), nurse.pk, at=evening)
    assert nurse.actor_id in present_actors(nurse.clinic_id, at=evening + timedelta(hours=3))
    actions.leave(house.team.second.acting(), nurse.pk, at=evening + timedelta(hours=4))
    assert nurse.actor_id not in present_actors(nurse.clinic_id, at=evening + timedelta(hours=5))


def test_the_clocks_look_asks_no_more_for_a_visit_than_for_none(running: Visit, house: House) -> None:
    def asked() -> int:
        with tenant(running.infusion.clinic_id), CaptureQueriesContext(connection) as found:
            assert nursing.wrongly_asked(running.infusion.clinic_id, at=running.at(5)) == []
        return len(found)

    assert asked() <= 4


def test_an_ordinary_entry_asks_nothing_of_the_house(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every entry comes by here; one that changes neither nurse nor phase pays for nobody's presence."""
    monkeypatch.setattr(steps, "ask_for_nurse", lambda tx, infusion, state: pytest.fail("asked"))
    running.chart((5, "vitals", running.course.vitals(5)))


def test_a_check_in_and_a_void_wait_for_the_house_before_they_lock_the_visit(
    visit: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As taking and closing do: a shift closes over no visit that comes under way, or loses its nurse, meanwhile."""
    order: list[str] = []

    def locks(actor: Acting, infusion_id: UUID) -> Infusion:
        order.append("visit")
        return steps.locked(actor, infusion_id)

    for place in (visits, charting):
        monkeypatch.setattr(place, "hold_house", lambda actor: order.append("house"))
        monkeypatch.setattr(place, "locked", locks)
    nurse = house.team.nurse.acting()
    actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[0], at=visit.at(-40))
    assert order == ["house", "visit"]
    row = InfusionEvent.objects.get(infusion=visit.infusion, kind="checked_in")
    actions.void_event(nurse, row.pk, reason="slip", at=visit.at(-39))
    assert order == ["house", "visit"] * 2
