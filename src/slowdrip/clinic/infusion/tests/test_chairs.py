"""Chairs are added, renamed, retired and taken into use again; never from under a visit."""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import chairs
from slowdrip.clinic.infusion.models import Chair, Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.tests.test_at_the_same_time import together
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from tests.cast import DAY
from tests.drips import House
from tests.houses import Prototype


def newest(house: House) -> AuditEntry:
    found: AuditEntry = AuditEntry.objects.visible_to(house.cast.system).latest("seq")
    return found


def test_a_new_chair_stands_after_all_others_and_screens_hear_of_it(house: House) -> None:
    added = actions.add_chair(house.cast.director.acting, name="  Window   seat ", at=DAY)
    assert (added.name, added.position, added.in_use) == ("Window seat", 3, True)
    assert newest(house).action == "chair.added"
    assert newest(house).actor_id == house.cast.director.acting.actor_id
    assert Outbox.objects.filter(clinic=house.cast.harbor).latest("seq").topic == "board"


@pytest.mark.parametrize(
    ("name", "code"), [("  ", "chair_name_missing"), ("x" * 21, "too_long"), ("1", "chair_name_taken")]
)
def test_a_chair_has_a_name_of_its_own_that_fits(house: House, name: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.add_chair(house.cast.director.acting, name=name, at=DAY)
    assert Chair.objects.visible_to(house.cast.system).count() == 2


def test_twenty_characters_fit(house: House) -> None:
    assert actions.add_chair(house.cast.director.acting, name="x" * 20, at=DAY).name == "x" * 20


def test_names_that_differ_in_capitals_alone_are_the_same(house: House) -> None:
    director = house.cast.director.acting
    actions.add_chair(director, name="Window", at=DAY)
    with pytest.raises(Refused, match="chair_name_taken"):
        actions.rename_chair(director, house.chairs[0], name="WINDOW", at=DAY)


def test_a_renamed_chair_keeps_before_and_after(house: House) -> None:
    actions.rename_chair(house.cast.director.acting, house.chairs[1], name="Garden", at=DAY)
    assert Chair.objects.get(pk=house.chairs[1]).name == "Garden"
    assert newest(house).action == "infusion.chair.changed"
    assert '"name":["2","Garden"]' in newest(house).detail


def test_a_chair_may_keep_its_name_or_change_its_capitals(house: House) -> None:
    director = house.cast.director.acting
    actions.rename_chair(director, house.chairs[1], name="Garden", at=DAY)
    before = newest(house).seq
    actions.rename_chair(director, house.chairs[1], name="Garden", at=DAY)
    assert newest(house).seq == before
    assert actions.rename_chair(director, house.chairs[1], name="GARDEN", at=DAY).name == "GARDEN"


def test_a_chair_with_a_visit_keeps_its_place_and_its_name(house: House, running: Visit) -> None:
    director = house.cast.director.acting
    with pytest.raises(Refused, match="chair_in_use_stays"):
        actions.retire_chair(director, house.chairs[0], at=DAY)
    with pytest.raises(Refused, match="chair_in_use_keeps_name"):
        actions.rename_chair(director, house.chairs[0], name="9", at=DAY)
    chair = Chair.objects.get(pk=house.chairs[0])
    assert (chair.in_use, chair.name) == (True, "1")


def test_planted_fault_a_chair_that_nobody_looks_at_is_retired_from_under_a_visit(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chairs, "_must_be_empty", lambda chair, code: None)
    with pytest.raises(pytest.fail.Exception):
        test_a_chair_with_a_visit_keeps_its_place_and_its_name(house, running)


def test_after_the_patient_moved_the_chair_can_go(house: House, running: Visit) -> None:
    actions.move_to_chair(house.team.nurse.acting(), running.infusion.pk, chair_id=house.chairs[1], at=running.at(5))
    assert not actions.retire_chair(house.cast.director.acting, house.chairs[0], at=running.at(6)).in_use


def test_who_was_planned_in_a_retired_chair_waits_without_one(house: House) -> None:
    nurse, visit = house.team.nurse.acting(), house.book()
    Infusion.objects.filter(pk=visit.infusion.pk).update(chair=house.chairs[0])
    actions.retire_chair(house.cast.director.acting, house.chairs[0], at=DAY)
    assert Infusion.objects.get(pk=visit.infusion.pk).chair_id is None
    assert AuditEntry.objects.filter(subject_id=visit.infusion.pk, action="infusion.infusion.changed").exists()
    with pytest.raises(Refused, match="no_such_chair"):
        actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[0], at=DAY)


def test_who_did_not_come_on_an_earlier_day_keeps_the_chair_of_that_day(house: House) -> None:
    missed, today = house.book(start=DAY), house.book(start=DAY + timedelta(days=60, hours=-3))
    Infusion.objects.filter(pk__in=[missed.infusion.pk, today.infusion.pk]).update(chair=house.chairs[1])
    actions.retire_chair(house.cast.director.acting, house.chairs[1], at=DAY + timedelta(days=60))
    assert Infusion.objects.get(pk=missed.infusion.pk).chair_id == house.chairs[1]
    assert Infusion.objects.get(pk=today.infusion.pk).chair_id is None


def test_a_retired_chair_keeps_its_name_and_comes_back(house: House) -> None:
    director = house.cast.director.acting
    actions.retire_chair(director, house.chairs[1], at=DAY)
    with pytest.raises(Refused, match="chair_name_retired"):
        actions.add_chair(director, name="2", at=DAY)
    assert actions.use_chair_again(director, house.chairs[1], at=DAY).in_use
    assert newest(house).detail.count("in_use") == 1


@pytest.mark.parametrize("who", ["nurse", "prescriber", "desk", "auditor"])
def test_nobody_but_a_director_changes_chairs(house: House, who: str) -> None:
    acting, chair = getattr(house.cast, who).acting, house.chairs[1]
    changes: list[Callable[[], Chair]] = [
        lambda: actions.add_chair(acting, name="9", at=DAY),
        lambda: actions.rename_chair(acting, chair, name="9", at=DAY),
        lambda: actions.retire_chair(acting, chair, at=DAY),
        lambda: actions.use_chair_again(acting, chair, at=DAY),
    ]
    for change in changes:
        with pytest.raises(Refused, match="not_permitted"):
            change()


def test_of_a_check_in_and_a_retirement_at_once_one_is_told(
    committed: Prototype, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, real = committed.house, chairs._must_be_empty
    nurse, director = house.team.nurse.acting(), house.cast.director.acting
    visit, chair = house.book(start=DAY + timedelta(hours=4)).infusion.pk, house.chairs[1]

    def looks_and_waits(looked_at: Chair, code: str) -> None:
        real(looked_at, code)
        time.sleep(0.4)

    monkeypatch.setattr(chairs, "_must_be_empty", looks_and_waits)
    at = DAY + timedelta(hours=1)
    raised = together(
        lambda: actions.retire_chair(director, chair, at=at),
        lambda: actions.check_in(nurse, visit, chair_id=chair, at=at),
    )
    assert len([why for why in raised if isinstance(why, Refused)]) == 1
    assert not sits_in_a_retired_chair(nurse.clinic_id, chair)


def sits_in_a_retired_chair(clinic_id: UUID, chair: UUID) -> bool:
    with tenant(clinic_id):
        taken = StateRow.objects.filter(active=True, infusion__chair_id=chair, infusion__chair__in_use=False)
        return taken.exists()
