"""A drill has the keys of an emergency, says DRILL everywhere, and leaves every patient's record alone."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from slowdrip.clinic.emergency import actions
from slowdrip.clinic.emergency.models import Drill, DrillStep
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at


@pytest.fixture
def nurse(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, DAY)
    return signed_in(Client(), house.cast.nurse.user)


@pytest.fixture
def drill(nurse: Client) -> Drill:
    nurse.post("/harbor/day/drills/begin/", {"place": "chair 3, laryngospasm", "drill_id": str(uuid7())})
    found: Drill = Drill.objects.get()
    return found


def address(drill: Drill, rest: str = "") -> str:
    return f"/harbor/day/drills/{drill.pk}/{rest}"


def test_the_day_leads_to_drills_and_one_tap_starts_one(nurse: Client, drill: Drill) -> None:
    assert "/harbor/day/drills/" in nurse.get("/harbor/day/").content.decode()
    assert nurse.get(address(drill)).content.decode().count("DRILL") > 15


def test_started_twice_is_one_drill(nurse: Client, house: House) -> None:
    key = str(uuid7())
    for _ in range(2):
        nurse.post("/harbor/day/drills/begin/", {"drill_id": key})
    assert Drill.objects.count() == 1


def test_its_times_are_counted_from_the_beginning_and_listed_with_its_people(
    nurse: Client, drill: Drill, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds, key in ((20, "help_called"), (45, "ems_called"), (70, "pump_stopped"), (80, "medicine_given")):
        look_at(monkeypatch, DAY + timedelta(seconds=seconds))
        nurse.post(address(drill, "tap/"), {"key": key})
    look_at(monkeypatch, DAY + timedelta(seconds=160))
    nurse.post(address(drill, "over/"), {"people": [house.cast.nurse.member.name], "note": "AED key was missing"})
    page, listed = nurse.get(address(drill)).content.decode(), nurse.get("/harbor/day/drills/").content.decode()
    for text in ("0:20", "0:45", "1:10", "2:40", "Help called", "Nia Okafor RN"):
        assert text in page
        assert text in listed
    assert "AED key was missing" in page


def test_nothing_of_it_is_in_any_record(nurse: Client, drill: Drill) -> None:
    nurse.post(address(drill, "tap/"), {"key": "shock_given"})
    assert DrillStep.objects.count() == 1
    assert not InfusionEvent.objects.filter(kind__startswith="emergency_").exists()
    assert nurse.get("/harbor/emergencies/open/").content.decode().strip() == ""


def test_a_tap_is_undone_and_stays_in_the_log(nurse: Client, drill: Drill) -> None:
    nurse.post(address(drill, "tap/"), {"key": "suction"})
    step = DrillStep.objects.get()
    nurse.post(address(drill, "void/"), {"step": str(step.pk)})
    assert "Nothing tapped yet." in nurse.get(address(drill)).content.decode()
    assert DrillStep.objects.count() == 1


def test_after_the_end_nothing_more_is_tapped_and_bad_input_changes_nothing(nurse: Client, drill: Drill) -> None:
    for typed in ({"key": "levitate"}, {"key": "over"}, {}):
        nurse.post(address(drill, "tap/"), typed)
    assert not DrillStep.objects.exists()
    answer = nurse.post(address(drill, "over/"), {"people": ["A stranger"], "note": "kept text"})
    assert answer.status_code == 422
    assert "kept text" in answer.content.decode()
    nurse.post(address(drill, "over/"), {})
    nurse.post(address(drill, "tap/"), {"key": "suction"})
    assert list(DrillStep.objects.values_list("step", flat=True)) == ["over"]


def test_a_tap_sent_twice_is_one_and_its_id_means_nothing_else(drill: Drill, house: House) -> None:
    acting, step = house.cast.nurse.acting, UUID(str(uuid7()))
    for _ in range(2):
        actions.drill_tap(acting, drill.pk, "aed_on", at=DAY, step_id=step)
    assert DrillStep.objects.count() == 1
    with pytest.raises(Refused, match="id_used_twice"):
        actions.drill_tap(acting, drill.pk, "suction", at=DAY, step_id=step)
    with pytest.raises(Refused, match="in_the_future"):
        actions.drill_tap(acting, drill.pk, "suction", at=DAY, occurred_at=DAY + timedelta(minutes=5), step_id=uuid7())


def test_the_front_desk_looks_and_cannot_tap(drill: Drill, house: House) -> None:
    desk = signed_in(Client(), house.cast.desk.user)
    assert desk.get(address(drill)).status_code == 200
    assert desk.post(address(drill, "tap/"), {"key": "suction"}).status_code == 403
    assert signed_in(Client(), house.cast.outsider.user).get(address(drill)).status_code == 404
