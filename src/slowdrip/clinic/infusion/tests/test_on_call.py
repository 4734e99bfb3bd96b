"""An alarm that nobody answers calls a named person, then the second, then everybody; who has left is passed over."""

from datetime import timedelta

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, clock, watching
from slowdrip.clinic.infusion.models import OnCall
from slowdrip.clinic.infusion.on_call import named_now
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.drips import House


def chosen(house: House, visit: Visit, minute: float, *, second: bool = True) -> tuple[str, str]:
    team = house.team
    one, two = team.second, team.prescriber
    actions.call_first(team.nurse.acting(), one.pk, two.pk if second else None, at=visit.at(minute))
    return str(one.actor_id), str(two.actor_id)


def called(house: House, visit: Visit, *minutes: float) -> list[str]:
    """Whom the urgent alarm calls after each of these ticks."""
    found = []
    for minute in minutes:
        clock.tick(house.cast.harbor.pk, "one", at=visit.at(minute))
        (alarm,) = [each for each in visit.state().alarms.values() if each.tier == "urgent"]
        found.append(alarm.to_person if alarm.escalated_at else "nobody yet")
    return found


def goes_up(house: House, visit: Visit) -> None:
    first, second = chosen(house, visit, 2)
    visit.chart((4, "vitals", {"spo2_pct": 91}))
    assert called(house, visit, 4.9, 5, 6, 7, 8) == ["nobody yet", first, second, "", ""]


def test_the_first_is_called_then_the_second_then_everybody(running: Visit, house: House) -> None:
    goes_up(house, running)


def test_planted_fault_a_call_without_a_name_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "person_called", lambda number, named, before: "")
    with pytest.raises(AssertionError):
        goes_up(house, running)


def test_with_one_name_the_next_call_is_for_everybody(running: Visit, house: House) -> None:
    first, _second = chosen(house, running, 2, second=False)
    running.chart((4, "vitals", {"spo2_pct": 91}))
    assert called(house, running, 5, 6) == [first, ""]


def test_who_has_left_is_passed_over(running: Visit, house: House) -> None:
    first, second = chosen(house, running, 2)
    assert named_now(house.cast.harbor.pk, at=running.at(3)) == (first, second)
    actions.leave(house.team.nurse.acting(), house.team.second.pk, at=running.at(3))
    assert named_now(house.cast.harbor.pk, at=running.at(3.1)) == ("", second)
    running.chart((4, "vitals", {"spo2_pct": 91}))
    assert called(house, running, 5, 6) == [second, ""]


def leaves_after_the_first_call(house: House, visit: Visit) -> None:
    first, second = chosen(house, visit, 2)
    visit.chart((4, "vitals", {"spo2_pct": 91}))
    assert called(house, visit, 5) == [first]
    actions.leave(house.team.nurse.acting(), house.team.second.pk, at=visit.at(5.5))
    assert called(house, visit, 6, 7) == [second, ""]


def test_the_second_is_called_second_also_when_the_first_leaves_meanwhile(running: Visit, house: House) -> None:
    leaves_after_the_first_call(house, running)


def test_planted_fault_places_that_move_up_are_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "named_now", lambda clinic_id, at: tuple(filter(None, named_now(clinic_id, at=at))))
    with pytest.raises(AssertionError):
        leaves_after_the_first_call(house, running)


def test_who_was_chosen_and_left_stays_chosen(running: Visit, house: House) -> None:
    _first, second = chosen(house, running, 2)
    actions.leave(house.team.nurse.acting(), house.team.second.pk, at=running.at(3))
    chosen(house, running, 4)
    assert named_now(house.cast.harbor.pk, at=running.at(4.1)) == ("", second)
    assert OnCall.objects.latest("at").first_id == house.team.second.actor_id


def test_nobody_chosen_means_everybody(running: Visit, house: House) -> None:
    running.chart((4, "vitals", {"spo2_pct": 91}))
    assert called(house, running, 5) == [""]


def test_yesterday_s_choice_calls_nobody(running: Visit, house: House) -> None:
    chosen(house, running, 2)
    assert named_now(house.cast.harbor.pk, at=running.at(2) + timedelta(days=1)) == ()


def test_nobody_again_takes_the_choice_back(running: Visit, house: House) -> None:
    chosen(house, running, 2)
    actions.call_first(house.team.nurse.acting(), None, at=running.at(3))
    assert not any(named_now(house.cast.harbor.pk, at=running.at(3.1)))
    assert AuditEntry.objects.filter(action="on_call.chosen").count() == 2


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("second", "second", "on_call_twice"), (None, "second", "on_call_second_only"), ("desk", None, "on_call_away")],
)
def test_a_choice_that_cannot_call_is_refused_with_the_fix(
    running: Visit, house: House, first: str | None, second: str | None, code: str
) -> None:
    keys = [getattr(house.team, each).pk if each else None for each in (first, second)]
    if first == "desk":
        actions.leave(house.team.nurse.acting(), house.team.desk.pk, at=running.at(1))
    with pytest.raises(Refused, match=code):
        actions.call_first(house.team.nurse.acting(), keys[0], keys[1], at=running.at(2))
    assert not OnCall.objects.exists()
