"""A feed that is sent three times and in disorder leaves the same charted rows and the same alarms as sent once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pytest_django import DjangoDbBlocker

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.actions import receiving
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage, VitalSample
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.exchange.listener.reading import heard_in
from slowdrip.exchange.listener.tests.test_server import message
from tests.cast import DAY
from tests.houses import Prototype
from tests.own_database import own_database

BEGINS = DAY + timedelta(minutes=10)
FEED = [97] * 20 + [86] * 30 + [97] * 20
CHARTED_AT = 15
GROUP = 5
Feed: TypeAlias = list[tuple[datetime, bytes]]
Commits: TypeAlias = Iterable[tuple[datetime, Feed]]


@dataclass(frozen=True, slots=True)
class Left:
    """What a feed left behind: what was charted, the alarms with their ends, the numbers, how many messages."""

    charted: frozenset[Any]
    alarms: frozenset[Any]
    numbers: frozenset[Any]
    messages: int


def feed() -> Feed:
    """One message each second: a saturation that falls, stays low and comes back."""
    moments = [BEGINS + timedelta(seconds=second) for second in range(len(FEED))]
    return [(at, _stamped(second, at)) for second, at in enumerate(moments)]


def _stamped(second: int, at: datetime) -> bytes:
    told = message(second, value=str(FEED[second]))
    return told.replace(b"20260310140000", at.strftime("%Y%m%d%H%M%S").encode())


def once() -> Commits:
    """Each message alone, in order."""
    return [(at, [(at, raw)]) for at, raw in feed()]


def thrice_at_once() -> Commits:
    """Every few seconds what came in them, three times and shuffled, in one commit."""
    whole, order = feed(), random.Random(5)
    for start in range(0, len(whole), GROUP):
        group = whole[start : start + GROUP] * 3
        order.shuffle(group)
        yield max(at for at, _ in group), group


def again_later() -> Commits:
    """In order, and then all of it twice more, shuffled, as a gateway does that lost its answers."""
    yield from once()
    end, order = BEGINS + timedelta(seconds=len(FEED)), random.Random(8)
    again = feed() * 2
    order.shuffle(again)
    for number, start in enumerate(range(0, len(again), GROUP)):
        at = end + timedelta(seconds=number)
        yield at, [(at, raw) for _, raw in again[start : start + GROUP]]


def left_by(prototype: Prototype, folder: Path, commits: Commits) -> Left:
    """Lets a monitor at the running drip send, a nurse chart once, and gives what is left."""
    house, drip = prototype.house, prototype.drip
    with own_database(folder, like=prototype.name):
        nurse = house.team.nurse.acting()
        _hear(prototype, BEGINS - timedelta(minutes=1), [(BEGINS - timedelta(minutes=1), message(999))])
        with tenant(nurse.clinic_id):
            monitor = Monitor.objects.get()
        actions.pair(nurse, drip.infusion.pk, monitor.pk, at=BEGINS - timedelta(seconds=30))
        has_charted = False
        for at, group in commits:
            _hear(prototype, at, group)
            if not has_charted and at >= BEGINS + timedelta(seconds=CHARTED_AT):
                _chart(prototype, at=at)
                has_charted = True
        with tenant(nurse.clinic_id):
            return _left(prototype)


def _hear(prototype: Prototype, at: datetime, group: Sequence[tuple[datetime, bytes]]) -> None:
    heard = [heard_in(raw, received_at=received, zone=UTC, peer="") for received, raw in group]
    actions.receive(prototype.house.cast.system, heard, at=at)


def _chart(prototype: Prototype, *, at: datetime) -> None:
    nurse = prototype.house.team.nurse.acting()
    with tenant(nurse.clinic_id):
        sample = VitalSample.objects.get(channel="spo2", at=BEGINS + timedelta(seconds=CHARTED_AT - 1))
    actions.accept(nurse, prototype.drip.infusion.pk, [sample.pk], at=at)


def _left(prototype: Prototype) -> Left:
    infusion = prototype.drip.infusion
    charted = InfusionEvent.objects.filter(infusion=infusion, kind="vitals", source="monitor")
    alarms = state_now(infusion.pk).alarms
    return Left(
        frozenset(charted.values_list("id", "payload", "occurred_at")),
        frozenset((key, each.rule, each.tier, each.trigger, each.reason) for key, each in alarms.items()),
        frozenset(VitalSample.objects.values_list("channel", "at", "value_thousandths", "held")),
        MonitorMessage.objects.count(),
    )


@pytest.fixture
def left(prototype: Prototype, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Callable[[Commits], Left]:
    """What a feed leaves at a copy of the prototype's drip: the same ids in every copy."""

    def play(commits: Commits) -> Left:
        with django_db_blocker.unblock():
            return left_by(prototype, tmp_path, commits)

    return play


def assert_same(left: Callable[[Commits], Left], other: Callable[[], Commits]) -> None:
    straight = left(once())
    assert (len(straight.charted), len(straight.numbers)) == (1, len(FEED))
    assert {rule for _, rule, *_ in straight.alarms} >= {"monitor_spo2"}
    assert left(other()) == straight


@pytest.mark.parametrize("other", [thrice_at_once, again_later])
def test_a_feed_sent_three_times_and_shuffled_is_the_same_feed(
    left: Callable[[Commits], Left], other: Callable[[], Commits]
) -> None:
    assert_same(left, other)


def test_planted_fault_a_message_that_nobody_knows_again_is_caught(
    left: Callable[[Commits], Left], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "_identity", lambda one, monitor: None)
    with pytest.raises(AssertionError):
        assert_same(left, again_later)
