"""The clock: overdue checks, one holder at a time, nothing raised twice, one broken drip stops no other."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions, clock, projecting
from slowdrip.clinic.infusion.houses import Houses
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.lease import LEASE, take
from slowdrip.clinic.record.models import Heartbeat, Outbox
from slowdrip.clinic.record.queries import last_beat
from slowdrip.science.infusion.state import Alarm
from tests.drips import House


def tick(house: House, visit: Visit, minute: float, holder: str = "one") -> int:
    return clock.tick(house.cast.harbor.pk, holder, at=visit.at(minute))


def overdue(visit: Visit) -> list[Alarm]:
    found = [alarm for alarm in visit.state().alarms.values() if alarm.rule == "overdue_check"]
    return sorted(found, key=lambda alarm: str(alarm.raised_at))


def test_a_check_is_overdue_when_its_grace_has_passed_and_urgent_five_minutes_later(
    running: Visit, house: House
) -> None:
    assert tick(house, running, 6.9) == 0
    assert tick(house, running, 7) == 1
    assert [(alarm.tier, alarm.stage) for alarm in overdue(running)] == [("advisory", "raised")]
    assert tick(house, running, 7.1) == 0
    tick(house, running, 12)
    assert [(alarm.tier, alarm.stage, alarm.reason) for alarm in overdue(running)] == [
        ("advisory", "resolved", "superseded"),
        ("urgent", "raised", ""),
    ]


def test_charting_the_check_ends_the_alarm_in_the_same_transaction(running: Visit, house: House) -> None:
    tick(house, running, 12)
    check(running, 13)
    assert {(alarm.stage, alarm.reason) for alarm in overdue(running)} == {("resolved", "check_charted")}
    assert StateRow.objects.get(infusion=running.infusion).next_due_at == running.at(18)


def test_two_clocks_cannot_raise_it_twice(running: Visit, house: House) -> None:
    tick(house, running, 7, holder="one")
    Heartbeat.objects.all().delete()
    tick(house, running, 7.01, holder="two")
    assert InfusionEvent.objects.filter(infusion=running.infusion, kind="alarm_raised").count() == 1


def test_two_clocks_that_both_saw_it_store_it_once(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second decides on a state from before the first one's commit; the id is the same, so it is stored once."""
    stale = running.state()
    tick(house, running, 7)
    monkeypatch.setattr(clock, "stored_state", lambda _infusion: stale)
    clinic = house.cast.harbor.pk
    clock._write(clinic, running.infusion.pk, Houses(clinic, running.at(7)), at=running.at(7))
    assert InfusionEvent.objects.filter(infusion=running.infusion, kind="alarm_raised").count() == 1


def test_a_second_clock_waits_for_the_lease_and_takes_over_when_it_ends(running: Visit, house: House) -> None:
    clinic = house.cast.harbor.pk
    held_at = running.at(8)
    tick(house, running, 8, holder="one")
    assert last_beat(clinic, "clock") == held_at
    assert clock.tick(clinic, "two", at=held_at + LEASE - timedelta(milliseconds=1)) == 0
    assert Heartbeat.objects.get(clinic=clinic, process="clock").holder == "one"
    clock.tick(clinic, "two", at=held_at + LEASE)
    assert Heartbeat.objects.get(clinic=clinic, process="clock").holder == "two"


def test_one_broken_drip_does_not_silence_the_others(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clock, "settle", _broken)
    with caplog.at_level(logging.ERROR):
        assert tick(house, running, 7) == 0
    assert "could not write" in caplog.text
    monkeypatch.undo()
    assert tick(house, running, 7.1) == 1


def test_a_look_that_breaks_does_not_stop_the_tick(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("slowdrip.clinic.infusion.watching.watch", _broken)
    with caplog.at_level(logging.ERROR):
        assert tick(house, running, 7) == 0
    assert str(running.infusion.pk) in caplog.text
    assert last_beat(house.cast.harbor.pk, "clock") == running.at(7)


def test_a_drip_that_ended_leaves_nothing_due(running: Visit, house: House) -> None:
    tick(house, running, 12)
    actions.end_otherwise(house.team.nurse.acting(), running.infusion.pk, "left_unseen", {}, at=running.at(13))
    assert running.state().open_alarms == {}
    assert StateRow.objects.get(infusion=running.infusion).next_due_at is None
    assert tick(house, running, 60) == 0


def test_one_broken_clinic_does_not_silence_the_others(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clinics: list[UUID] = []

    def broken_for_harbor(clinic_id: UUID, process: str, holder: str, *, at: datetime) -> bool:
        clinics.append(clinic_id)
        if clinic_id == house.cast.harbor.pk:
            raise RuntimeError("planted")
        return take(clinic_id, process, holder, at=at)

    monkeypatch.setattr(clock, "take", broken_for_harbor)
    monkeypatch.setattr(clock, "close_old_connections", list)  # it would cut the line this test's transaction is on
    with caplog.at_level(logging.ERROR):
        clock.tick_all("one", at=running.at(7))
    assert clinics == [house.cast.harbor.pk, house.cast.northside.pk]
    assert last_beat(house.cast.northside.pk, "clock") == running.at(7)


def test_each_clinic_is_ticked_and_news_older_than_a_day_is_swept(running: Visit, house: House) -> None:
    clock.tick_all("one", at=running.at(7))
    assert Heartbeat.objects.count() == 2
    assert overdue(running)
    assert Outbox.objects.exists()
    clock.expire(house.cast.harbor.pk, at=running.at(60 * 25))
    assert not Outbox.objects.filter(clinic=house.cast.harbor).exists()


def test_the_projection_stays_equal_through_the_clock_s_own_events(running: Visit, house: House) -> None:
    for minute in range(1, 40):
        tick(house, running, minute)
    assert len(overdue(running)) >= 2
    assert projecting.drifted(house.cast.harbor.pk) == []


def _broken(*_: object, **__: object) -> None:
    raise RuntimeError("planted")
