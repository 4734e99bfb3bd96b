"""Shifts: opened with what was not whole said yes to, closed when somebody who stays holds every visit."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion import actions, shifts
from slowdrip.clinic.infusion.actions import shifts as acts
from slowdrip.clinic.infusion.models import ShiftClosed, ShiftOpened
from slowdrip.clinic.infusion.shifts import closing_seen, open_shift_of, opening_seen, shift_of
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.tables import uuid7
from tests.cast import DAY
from tests.drips import House

SOUND = {"sound": "the station is on its way"}


def opened(house: House, *, at: datetime = DAY, because: dict[str, str] | None = None, **more: Any) -> ShiftOpened:
    nurse = house.team.nurse.acting()
    seen = more.pop("seen", opening_seen(nurse, device_id=None, at=at).digest)
    return actions.open_shift(
        nurse,
        SOUND if because is None else because,
        seen=seen,
        device_id=None,
        proof=shown_by(nurse, at=at),
        at=at,
        shift_id=more.pop("shift_id", uuid7()),
    )


def closed(
    house: House,
    row: ShiftOpened,
    *,
    at: datetime,
    stays: Collection[Membership] = (),
    because: dict[str, str] | None = None,
    unsent: int | None = 0,
) -> ShiftClosed:
    nurse = house.team.nurse.acting()
    return actions.close_shift(
        nurse,
        row.pk,
        because or {},
        stays=[each.actor_id for each in stays],
        unsent=unsent,
        seen=closing_seen(nurse, unsent=unsent).digest,
        proof=shown_by(nurse, at=at),
        at=at,
        closed_id=uuid7(),
    )


def refusal(call: Any) -> Refused:
    with pytest.raises(Refused) as why:
        call()
    return why.value


def missing(why: Refused) -> list[str]:
    assert isinstance(why, RefusedAll)
    assert {each.code for each in why.refusals} == {"shift_reason_missing"}
    return [each.field for each in why.refusals]


def test_a_shift_is_stored_with_what_it_saw_and_signed(house: House) -> None:
    row = opened(house)
    shift = shift_of(house.team.nurse.acting(), row.pk)
    assert (row.number, shift.opened.whole, shift.opened.by) == (1, True, house.team.nurse.name)
    parts = {part["code"]: part for part in shift.opened.document["parts"]}
    assert list(parts) == ["staff", "credentials", "kit", "monitors", "sound"]
    assert parts["sound"]["because"] == SOUND["sound"]
    assert [one["code"] for one in parts["sound"]["reasons"]] == ["sound_not_tested"]
    assert parts["kit"]["reasons"] == []
    assert sorted(shift.opened.document["present"]) == sorted(str(one.actor_id) for one in house.team.in_building)
    assert Signature.objects.get(meaning="shift.opened").subject_id == row.pk


def test_what_is_not_whole_needs_its_reason_and_forbids_nothing(house: House) -> None:
    assert missing(refusal(lambda: opened(house, because={}))) == ["because_sound"]
    assert missing(refusal(lambda: opened(house, because={"sound": "  ", "kit": "x"}))) == ["because_sound"]
    assert not ShiftOpened.objects.exists()
    opened(house)


def test_a_house_that_changed_since_it_was_read_is_not_signed(house: House) -> None:
    nurse = house.team.nurse
    seen = opening_seen(nurse.acting(), device_id=None, at=DAY).digest
    for member in house.team.in_building:
        actions.leave(nurse.acting(), member.pk, at=DAY)
    assert refusal(lambda: opened(house, seen=seen, because={**SOUND, "staff": "x"})).code == "shift_changed"


def test_one_shift_is_open_at_a_time_and_a_retry_is_the_same(house: House) -> None:
    shift_id = uuid7()
    first = opened(house, shift_id=shift_id)
    assert opened(house, shift_id=shift_id).pk == first.pk
    assert refusal(lambda: opened(house)).code == "shift_open_already"
    closed(house, first, at=DAY)
    assert open_shift_of(first.clinic_id) is None
    assert opened(house).number == 2


def test_two_openings_at_once_cannot_both_stand(house: House) -> None:
    first = opened(house)
    twin = ShiftOpened(clinic_id=first.clinic_id, number=1, document="{}", sha256="", by_id=first.by_id, at=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def nobody_is_left_alone(house: House, visit: Visit) -> None:
    nurse, second = house.team.nurse, house.team.second
    row, at = opened(house, at=visit.at(1)), visit.at(2)
    assert refusal(lambda: closed(house, row, at=at)).params == {"chairs": "1"}
    assert refusal(lambda: closed(house, row, at=at, stays=[second])).code == "shift_chairs_not_held"
    away = house.team.director
    assert refusal(lambda: closed(house, row, at=at, stays=[nurse, away])).code == "stays_not_here"
    assert not ShiftClosed.objects.exists()


def test_a_shift_is_not_closed_over_a_visit_that_nobody_holds(running: Visit, house: House) -> None:
    nobody_is_left_alone(house, running)


def test_planted_fault_a_close_that_looks_at_no_chair_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "not_held", lambda visits, stays: ())
    with pytest.raises(BaseException, match="DID NOT RAISE"):
        nobody_is_left_alone(house, running)


def test_it_is_closed_when_somebody_who_stays_holds_it(running: Visit, house: House) -> None:
    nurse, second, at = house.team.nurse, house.team.second, running.at(3)
    row = opened(house, at=running.at(1))
    actions.hand_over(
        nurse.acting(), running.infusion.pk, note="", proof=shown_by(second.acting(), at=at), outcome="x", at=at
    )
    closed(house, row, at=running.at(4), stays=[second])
    shift = shift_of(nurse.acting(), row.pk)
    assert shift.closed is not None
    assert shift.closed.whole
    assert shift.closed.document["stays"] == [str(second.actor_id)]
    assert [each["holder"] for each in shift.closed.document["visits"]] == [str(second.actor_id)]
    assert refusal(lambda: closed(house, row, at=running.at(5), stays=[second])).code == "shift_closed_already"


def test_who_left_the_building_holds_nothing_at_a_close(running: Visit, house: House) -> None:
    nurse = house.team.nurse
    row = opened(house, at=running.at(1))
    actions.leave(nurse.acting(), nurse.pk, at=running.at(2))
    because = {"tasks": "the task is for the second nurse"}
    code = refusal(lambda: closed(house, row, at=running.at(3), stays=[nurse], because=because)).code
    assert code == "stays_not_here"


def test_what_else_is_left_needs_a_reason(running: Visit, house: House) -> None:
    row = opened(house, at=running.at(1))
    running.chart((2, "symptom_started", {"symptom": "chest_pain"}))
    why = refusal(lambda: closed(house, row, at=running.at(3), stays=[house.team.nurse], unsent=2))
    assert missing(why) == ["because_alarms", "because_unsent"]
    told = {"alarms": "the prescriber is at the chair", "unsent": "the tablet is charging"}
    closed(house, row, at=running.at(3), stays=[house.team.nurse], because=told, unsent=2)
    shift = shift_of(house.team.nurse.acting(), row.pk)
    assert shift.closed is not None
    parts = {part["code"]: part for part in shift.closed.document["parts"]}
    assert parts["alarms"]["because"] == told["alarms"]
    assert shift.closed.document["unsent"] == 2


def test_the_desk_opens_no_shift(house: House) -> None:
    desk = house.team.desk.acting()
    call = actions.open_shift
    more: dict[str, Any] = {"seen": "", "device_id": None, "at": DAY, "shift_id": uuid7()}
    assert refusal(lambda: call(desk, {}, proof=shown_by(desk, at=DAY), **more)).code == "not_permitted"
    nurse = house.team.nurse.acting()
    assert refusal(lambda: call(nurse, {}, proof=shown_by(desk, at=DAY), **more)).code == "not_permitted"


def test_a_shift_of_another_clinic_does_not_exist(house: House) -> None:
    row, outsider = opened(house), house.cast.outsider.acting
    with pytest.raises(ShiftOpened.DoesNotExist):
        shift_of(outsider, row.pk)
    assert open_shift_of(house.cast.northside.pk) is None
    assert not shifts.shifts_of(outsider, most=9)


def test_a_stored_shift_cannot_be_edited(house: House) -> None:
    row = opened(house)
    closed(house, row, at=DAY)
    for model in (ShiftOpened, ShiftClosed):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(document="{}")


def test_a_text_that_is_not_what_was_signed_is_pointed_out(house: House) -> None:
    row = opened(house)
    row.document = row.document.replace("on its way", "here")
    assert not shifts._signed(row, {row.pk: Signature.objects.get(meaning="shift.opened")}).whole
