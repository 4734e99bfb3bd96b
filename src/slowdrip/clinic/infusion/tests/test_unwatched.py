"""A clock that cannot do its work says so: no beat after a failed tick, and a name for each drip it could not watch."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, clock, watching
from slowdrip.clinic.infusion.banner import watching_banner
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import unwatched
from slowdrip.clinic.record.lease import beat
from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.queries import last_beat
from tests.drips import House

SECOND = 1 / 60


def tick(house: House, visit: Visit, minute: float) -> int:
    return clock.tick_all("one", at=visit.at(minute))


def broken(*_: object, **__: object) -> Any:
    raise RuntimeError("planted")


def a_tick_that_fails_gives_no_beat(house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = house.cast.harbor.pk
    tick(house, visit, 1)
    with monkeypatch.context() as planted:
        planted.setattr(clock, "_watched", broken)
        tick(house, visit, 2)
    assert last_beat(clinic, "clock") == visit.at(1)
    tick(house, visit, 2 + SECOND)
    assert last_beat(clinic, "clock") == visit.at(2 + SECOND)


def test_a_tick_that_fails_gives_no_beat(running: Visit, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    a_tick_that_fails_gives_no_beat(house, running, monkeypatch)


def test_planted_fault_a_beat_before_the_work_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def early(clinic_id: UUID, process: str, holder: str, *, at: datetime) -> bool:
        beat(clinic_id, process, holder, at=at)
        return True

    monkeypatch.setattr(clock, "take", early)
    with pytest.raises(AssertionError):
        a_tick_that_fails_gives_no_beat(house, running, monkeypatch)


@pytest.mark.parametrize("part", ["slowdrip.clinic.infusion.watching.watch", "slowdrip.clinic.infusion.clock.settle"])
def test_a_drip_that_cannot_be_watched_is_named_until_it_can(
    running: Visit, house: House, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic, key = house.cast.harbor.pk, running.infusion.pk
    news = Outbox.objects.filter(clinic_id=clinic, topic="infusion", subject_id=key)
    before = news.count()
    with monkeypatch.context() as planted:
        planted.setattr(part, broken)
        tick(house, running, 7 + SECOND)
    assert last_beat(clinic, "clock") == running.at(7 + SECOND)
    assert unwatched(clinic) == {key}
    (told,) = watching_banner(clinic, running.at(8))
    assert (told.tier, str(told.text) % told.params) == (
        "emergency",
        "Watching of chair 1 failed. No due check or alarm will come from there. "
        "Watch the bedside monitor and tell your administrator.",
    )
    assert news.count() == before + 1
    tick(house, running, 7 + 2 * SECOND)
    assert unwatched(clinic) == frozenset()
    assert list(watching_banner(clinic, running.at(8))) == []


def test_the_others_go_on_while_one_fails(running: Visit, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    other = house.book(start=running.at(180))
    real = watching.watch

    def one_breaks(infusion: Infusion, *rest: Any, **more: Any) -> Any:
        return broken() if infusion.pk == other.infusion.pk else real(infusion, *rest, **more)

    actions.check_in(house.team.nurse.acting(), other.infusion.pk, chair_id=house.chairs[1], at=running.at(1))
    monkeypatch.setattr(watching, "watch", one_breaks)
    assert tick(house, running, 7) == 1
    assert unwatched(house.cast.harbor.pk) == {other.infusion.pk}


def test_a_database_line_that_broke_is_closed(running: Visit, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    monkeypatch.setattr(clock, "_drop_broken_line", lambda: closed.append(True))
    monkeypatch.setattr(clock, "_watched", broken)
    tick(house, running, 7)
    assert closed == [True, True]
