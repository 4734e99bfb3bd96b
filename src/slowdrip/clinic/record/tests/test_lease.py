"""The lease and the heartbeat: one watcher at a time, no word of life before the work, no trust in a stepped clock."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from slowdrip.clinic.record import lease
from slowdrip.clinic.record.lease import LEASE, beat, take
from slowdrip.clinic.record.models import Heartbeat
from slowdrip.clinic.record.queries import failing, last_beat
from slowdrip.clinic.record.tables import uuid7
from tests.cast import DAY, Cast

TICK = timedelta(seconds=1)


def row(cast: Cast) -> Heartbeat:
    return Heartbeat.objects.get(clinic=cast.harbor, process="clock")


def took(cast: Cast, holder: str, at: datetime) -> bool:
    return take(cast.harbor.pk, "clock", holder, at=at)


def test_taking_the_watch_is_no_sign_of_life(cast: Cast) -> None:
    assert took(cast, "one", DAY)
    assert last_beat(cast.harbor.pk, "clock") is None
    beat(cast.harbor.pk, "clock", "one", at=DAY + TICK)
    assert last_beat(cast.harbor.pk, "clock") == DAY + TICK


def test_a_second_watcher_waits_five_seconds_from_the_last_beat(cast: Cast) -> None:
    took(cast, "one", DAY)
    beat(cast.harbor.pk, "clock", "one", at=DAY + TICK)
    assert not took(cast, "two", DAY + LEASE)
    assert took(cast, "two", DAY + TICK + LEASE)
    assert row(cast).holder == "two"


def test_a_watcher_whose_work_never_ends_well_loses_its_turn(cast: Cast) -> None:
    for second in range(5):
        assert took(cast, "one", DAY + second * TICK)
    assert took(cast, "two", DAY + LEASE)
    assert not took(cast, "one", DAY + LEASE + TICK)


def test_a_watcher_that_lost_its_turn_says_nothing(cast: Cast) -> None:
    took(cast, "one", DAY)
    took(cast, "two", DAY + LEASE)
    beat(cast.harbor.pk, "clock", "one", at=DAY + LEASE, failing=[uuid7()])
    assert (row(cast).holder, row(cast).at, json.loads(row(cast).failing)) == ("two", None, [])


def waits_for_the_future(cast: Cast) -> None:
    """The wall clock was an hour ahead and was set back."""
    beat(cast.harbor.pk, "clock", "one", at=DAY + timedelta(hours=1))
    assert took(cast, "two", DAY)
    beat(cast.harbor.pk, "clock", "two", at=DAY)
    assert last_beat(cast.harbor.pk, "clock") == DAY


def test_a_heartbeat_in_the_future_blocks_nobody(cast: Cast) -> None:
    waits_for_the_future(cast)


def test_planted_fault_a_lease_that_trusts_the_future_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def signed(span: timedelta) -> timedelta:
        return span

    monkeypatch.setattr(lease, "abs", signed, raising=False)
    with pytest.raises(AssertionError):
        waits_for_the_future(cast)


def test_what_cannot_be_watched_is_told_and_every_change_of_it(cast: Cast) -> None:
    one, two = uuid7(), uuid7()

    def beats(*broken: UUID) -> frozenset[UUID]:
        return beat(cast.harbor.pk, "clock", "one", at=DAY, failing=broken)

    assert beats() == frozenset()
    assert beats(one) == {one}
    assert beats(one) == frozenset()
    assert failing(cast.harbor.pk, "clock") == {one}
    assert beats(two) == {one, two}
    assert beats() == {two}
    assert failing(cast.harbor.pk, "clock") == frozenset()
