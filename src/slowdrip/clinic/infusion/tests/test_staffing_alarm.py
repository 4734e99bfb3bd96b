"""Somebody taps “Left” while a drip runs: the clock calls at every running chair until the house is staffed again."""

from typing import Any

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, clock, houses
from slowdrip.clinic.infusion.house import house_now
from slowdrip.clinic.infusion.houses import Houses
from slowdrip.science.rules import staffing
from tests.drips import House


def tick(house: House, visit: Visit, minute: float) -> list[str]:
    """Ticks and gives what the drip's staffing alarms are: open, or why they ended."""
    clock.tick(house.cast.harbor.pk, "one", at=visit.at(minute))
    own = [alarm for alarm in visit.state().alarms.values() if alarm.rule == "staffing_low"]
    return [alarm.reason or "open" for alarm in own]


def everybody_leaves(house: House, visit: Visit, minute: float) -> None:
    nurse = house.team.nurse.acting()
    for member in house.team.in_building:
        actions.leave(nurse, member.pk, at=visit.at(minute))


def comes_and_goes(house: House, visit: Visit) -> None:
    assert tick(house, visit, 3) == []
    everybody_leaves(house, visit, 4)
    assert tick(house, visit, 4.01) == ["open"]
    assert tick(house, visit, 4.5) == ["open"]
    nurse = house.team.nurse.acting()
    for member in house.team.in_building:
        actions.arrive(nurse, member.pk, at=visit.at(5))
    assert tick(house, visit, 5.01) == ["staffing_met"]


def test_leaving_calls_at_the_running_chair_and_coming_back_ends_it(running: Visit, house: House) -> None:
    comes_and_goes(house, running)


def test_planted_fault_a_clock_that_asks_nobody_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Houses, "of", lambda self, infusion, state: None)
    with pytest.raises(AssertionError):
        comes_and_goes(house, running)


def test_an_entry_does_not_ask_who_is_there_and_ends_nothing(running: Visit, house: House) -> None:
    everybody_leaves(house, running, 4)
    tick(house, running, 4.01)
    running.chart((4.2, "note", {"note": "called the second nurse back"}))
    assert tick(house, running, 4.3) == ["open"]
    running.chart((4.4, "stopped", {}))
    assert tick(house, running, 4.5) == ["pump_no_longer_runs"]


def test_the_house_is_asked_once_for_all_drips_and_not_at_all_without_a_running_one(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(*args: Any, **more: Any) -> object:
        asked.append(args)
        return house_now(*args, **more)

    monkeypatch.setattr(houses, "house_now", counted)
    tick(house, running, 3)
    assert len(asked) == 1
    running.chart((4, "stopped", {}))
    tick(house, running, 4.1)
    assert len(asked) == 1


def test_the_pair_is_chosen_so_that_there_is_one(running: Visit, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody with both credentials came first; the other has ACLS alone: together they are enough."""
    at = running.at(3)
    first, second = (member.actor_id for member in house.team.in_building[:2])
    until = at.date()
    held = (
        staffing.Credential("acls", str(first), until),
        staffing.Credential("bls", str(first), until),
        staffing.Credential("acls", str(second), until),
    )
    monkeypatch.setattr("slowdrip.clinic.infusion.house.credentials_of", lambda clinic_id: held)
    now = house_now(house.cast.harbor.pk, at=at, second_credential="bls")
    assert (now.acls_actor_id, now.second_actor_id) == (second, first)
