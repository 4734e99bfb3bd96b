"""What other parts look at each second comes after the beat, and neither fails nor hangs for anybody else."""

import logging
import threading
import time
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import clock, ticking
from slowdrip.clinic.record.queries import last_beat
from tests.drips import House

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a test registers stays, and nothing registered elsewhere runs here."""
    monkeypatch.setattr(ticking, "_TICKS", [])


def broken(clinic_id: UUID, at: datetime) -> None:
    raise RuntimeError("planted")


def test_a_look_runs_after_the_beat_for_the_clinic_that_is_watched(running: Visit, house: House) -> None:
    seen: list[tuple[UUID, datetime | None]] = []
    clinic = house.cast.harbor.pk
    clock.register_tick(lambda clinic_id, at: seen.append((clinic_id, last_beat(clinic_id, "clock"))))
    clock.tick(clinic, "one", at=running.at(7))
    assert seen == [(clinic, running.at(7))]
    assert clock.tick(clinic, "two", at=running.at(7)) == 0
    assert len(seen) == 1


def test_a_look_that_fails_is_logged_and_stops_neither_the_next_nor_the_alarms(
    running: Visit, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[UUID] = []
    clock.register_tick(broken)
    clock.register_tick(lambda clinic_id, at: seen.append(clinic_id))
    with caplog.at_level(logging.ERROR):
        assert clock.tick(house.cast.harbor.pk, "one", at=running.at(7)) == 1
    assert "broken failed" in caplog.text
    assert seen == [house.cast.harbor.pk]


def test_the_same_look_is_registered_once() -> None:
    clock.register_tick(broken)
    clock.register_tick(broken)
    assert len(ticking._TICKS) == 1


def test_a_look_that_hangs_is_not_waited_for_and_not_started_twice() -> None:
    gate, begun = threading.Event(), threading.Semaphore(0)
    others: list[UUID] = []
    clinic = uuid4()

    def hangs(clinic_id: UUID, at: datetime) -> None:
        begun.release()
        gate.wait(10)

    clock.register_tick(hangs)
    clock.register_tick(lambda clinic_id, at: others.append(clinic_id))
    aside = ticking.Aside()
    for _second in range(3):
        ticking.run_ticks(clinic, aside, at=AT)
    assert begun.acquire(timeout=5)
    assert not begun.acquire(blocking=False)
    gate.set()
    aside.wait(5)
    assert others
    ticking.run_ticks(clinic, aside, at=AT)
    assert begun.acquire(timeout=5)
    aside.wait(5)


def test_a_look_that_runs_for_minutes_is_said_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gate, now_s = threading.Event(), [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now_s[0])

    def hangs(clinic_id: UUID, at: datetime) -> None:
        gate.wait(10)

    clock.register_tick(hangs)
    aside, clinic = ticking.Aside(), uuid4()
    ticking.run_ticks(clinic, aside, at=AT)
    now_s[0] = 2 * ticking.LANE_LASTS_S
    with caplog.at_level(logging.ERROR):
        ticking.run_ticks(clinic, aside, at=AT)
    gate.set()
    monkeypatch.undo()
    aside.wait(5)
    assert "has been running for 120 s" in caplog.text
