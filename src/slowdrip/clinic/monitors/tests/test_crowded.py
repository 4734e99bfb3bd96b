"""Whoever reaches the listener's port may introduce monitors, but not without end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.actions import receiving
from slowdrip.clinic.monitors.heard import Heard, unescaped
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage
from slowdrip.clinic.monitors.queries import turned_away
from slowdrip.clinic.monitors.reasons import TURNED_AWAY
from slowdrip.clinic.monitors.tests.speaking import AT, SOON, hear, introduced, message
from tests.drips import House

pytestmark = pytest.mark.django_db
ROOM = 3


@pytest.fixture(autouse=True)
def small_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_MONITORS", ROOM)


def of_device(number: int) -> Heard:
    at = AT + timedelta(seconds=number)
    return message(at, device=f"NEW-{number}", raw=f"MSH|{number}".encode())


def answered(house: House, *heard: Heard) -> list[tuple[str, str]]:
    return [(one.answer, one.reason) for one in hear(house, *heard).answered]


def test_one_monitor_too_many_is_turned_away_with_the_reason_and_kept_word_for_word(
    house: House, running: Visit
) -> None:
    told = answered(house, *(of_device(number) for number in range(ROOM + 2)))
    assert told == [("AA", "")] * ROOM + [("AR", receiving.TOO_MANY)] * 2
    assert set(Monitor.objects.values_list("device", flat=True)) == {f"NEW-{number}" for number in range(ROOM)}
    away = turned_away(house.team.director.acting())
    assert {(row.monitor, row.reason, unescaped(row.raw)) for row in away} == {
        (None, receiving.TOO_MANY, f"MSH|{number}".encode()) for number in (ROOM, ROOM + 1)
    }
    assert receiving.TOO_MANY in TURNED_AWAY


def test_who_is_known_is_heard_in_a_full_house(house: House, running: Visit) -> None:
    monitor = introduced(house)
    actions.pair(running.team.nurse.acting(), running.infusion.pk, monitor.pk, at=AT - SOON)
    answered(house, *(of_device(number) for number in range(ROOM)))
    kept = hear(house, message(AT + timedelta(seconds=30)))
    assert ([one.answer for one in kept.answered], kept.numbers) == (["AA"], 4)


def test_a_monitor_out_of_use_makes_room(house: House, running: Visit) -> None:
    answered(house, *(of_device(number) for number in range(ROOM)))
    first = Monitor.objects.order_by("device").first()
    assert first is not None
    actions.keep_monitor(house.team.director.acting(), first.pk, name="", in_use=False, at=AT)
    assert answered(house, of_device(7), of_device(8)) == [("AA", ""), ("AR", receiving.TOO_MANY)]


def test_the_same_new_monitor_needs_one_place(house: House, running: Visit) -> None:
    again = replace(of_device(0), control_id="other", raw=b"MSH|again")
    told = answered(house, of_device(0), again, of_device(1), of_device(2), of_device(3))
    assert [answer for answer, _ in told] == ["AA", "AA", "AA", "AA", "AR"]


def test_planted_fault_a_house_without_an_end_is_found(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "_with_room", lambda tx, unknown: list(dict.fromkeys(unknown)))
    with pytest.raises(AssertionError):
        test_one_monitor_too_many_is_turned_away_with_the_reason_and_kept_word_for_word(house, running)
    assert MonitorMessage.objects.exists()
