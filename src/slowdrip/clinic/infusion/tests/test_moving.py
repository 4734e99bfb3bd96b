"""Another chair: a free one, said among what happened, and taken back only by moving again."""

import json

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.drips import House


def move(visit: Visit, house: House, chair: int, minute: float) -> None:
    actions.move_to_chair(
        house.team.nurse.acting(), visit.infusion.pk, chair_id=house.chairs[chair], at=visit.at(minute)
    )


def chair_of(visit: Visit) -> str:
    chair = Infusion.objects.select_related("chair").get(id=visit.infusion.pk).chair
    return chair.name if chair else ""


def test_a_move_is_an_event_and_an_audited_change(running: Visit, house: House) -> None:
    move(running, house, 1, 5)
    assert chair_of(running) == "2"
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="chair_changed")
    assert json.loads(row.payload) == {"chair": "2", "from_chair": "1"}
    changed = AuditEntry.objects.filter(action="infusion.infusion.changed", subject_id=running.infusion.pk)
    assert json.loads(changed.order_by("-seq")[0].detail)["changed"] == {"chair": ["1", "2"]}
    assert running.state().phase.value == "running"


def test_an_expected_patient_gets_another_chair_without_an_event(visit: Visit, house: House) -> None:
    move(visit, house, 1, -60)
    assert chair_of(visit) == "2"
    assert not InfusionEvent.objects.filter(infusion=visit.infusion).exists()


def test_a_taken_chair_the_own_chair_and_an_ended_visit_are_refused(running: Visit, house: House) -> None:
    other = house.book(start=running.at(60))
    actions.check_in(house.team.nurse.acting(), other.infusion.pk, chair_id=house.chairs[1], at=running.at(5))
    with pytest.raises(Refused, match="chair_taken"):
        move(running, house, 1, 6)
    with pytest.raises(Refused, match="already_in_chair"):
        move(running, house, 0, 6)
    actions.end_otherwise(house.team.nurse.acting(), other.infusion.pk, "left_unseen", {}, at=running.at(7))
    with pytest.raises(Refused, match="already_ended"):
        move(other, house, 1, 8)
    move(running, house, 1, 9)
    assert chair_of(running) == "2"


def test_a_move_is_made_back_and_not_voided(running: Visit, house: House) -> None:
    move(running, house, 1, 5)
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="chair_changed")
    with pytest.raises(Refused, match="move_is_made_back_not_voided"):
        actions.void_event(house.team.nurse.acting(), row.pk, reason="wrong", at=running.at(6))
    move(running, house, 0, 7)
    assert chair_of(running) == "1"


def test_a_stranger_and_the_desk_move_nobody(running: Visit, house: House) -> None:
    for person, code in ((house.cast.outsider, "no_such_infusion"), (house.cast.desk, "not_permitted")):
        with pytest.raises(Refused, match=code):
            actions.move_to_chair(person.acting, running.infusion.pk, chair_id=house.chairs[1], at=running.at(5))
    assert chair_of(running) == "1"
