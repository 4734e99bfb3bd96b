"""Screens and `slowdrip check` hear when paired monitors' numbers cannot arrive, and only then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from slowdrip.cli.checks import of_clinic
from slowdrip.cli.demo.walk import Visit
from slowdrip.cli.findings import State
from slowdrip.clinic.infusion.actions import end_otherwise
from slowdrip.clinic.monitors import actions, arriving
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.tests.speaking import AT, SOON, introduced
from slowdrip.clinic.record.lease import beat, take
from slowdrip.clinic.record.models import Heartbeat
from slowdrip.clinic.record.moment import now
from slowdrip.live import reading
from slowdrip.live.hub import life_words
from tests.drips import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def paired(house: House, running: Visit) -> Visit:
    """Ada's drip with a monitor; no listener has beaten."""
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT - SOON)
    return running


def beats(house: House, at: datetime) -> None:
    take(house.cast.harbor.pk, arriving.PROCESS, "test", at=at)
    beat(house.cast.harbor.pk, arriving.PROCESS, "test", at=at)


def word(house: House, monkeypatch: pytest.MonkeyPatch, at: datetime) -> str:
    """What the next beat of the stream says of the listener at that moment."""
    monkeypatch.setattr(reading, "now", lambda: at)
    return life_words(reading.look(house.cast.harbor.pk, 0))["listener"]


@pytest.mark.parametrize(("age_s", "said"), [(0, "ok"), (5, "ok"), (5.1, "silent"), (60, "silent"), (-5.1, "silent")])
def test_a_listener_is_silent_when_its_beat_is_far_from_now(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch, age_s: float, said: str
) -> None:
    beats(house, AT)
    assert word(house, monkeypatch, AT + timedelta(seconds=age_s)) == said


def test_a_listener_that_never_beat_is_silent_only_where_a_monitor_is_relied_on(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert word(house, monkeypatch, AT) == "silent"
    actions.unpair(paired.team.nurse.acting(), paired.infusion.pk, Monitor.objects.get().pk, at=AT)
    assert word(house, monkeypatch, AT) == "ok"


def test_a_monitor_left_paired_at_an_ended_visit_is_not_relied_on(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_otherwise(paired.team.nurse.acting(), paired.infusion.pk, "left_unseen", {}, at=AT)
    assert Monitor.objects.get().infusion_id is not None
    assert word(house, monkeypatch, AT) == "ok"


def test_another_clinic_hears_nothing_of_it(house: House, paired: Visit) -> None:
    assert arriving.arrives(house.cast.northside.pk, at=AT)


def test_planted_fault_a_beat_that_nobody_reads_is_found(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "arrives", lambda clinic_id, *, at: True)
    with pytest.raises(AssertionError):
        test_a_listener_is_silent_when_its_beat_is_far_from_now(house, paired, monkeypatch, 60, "silent")


def test_the_check_names_a_silent_listener(house: House, paired: Visit) -> None:
    assert _listeners(house) == [(State.OFF, "monitors at drips: 1, last beat never")]
    beats(house, now())
    assert [state for state, _ in _listeners(house)] == [State.OK]
    Heartbeat.objects.filter(process=arriving.PROCESS).update(at=now() - timedelta(seconds=6))
    assert [state for state, _ in _listeners(house)] == [State.OFF]


def _listeners(house: House) -> list[tuple[State, str]]:
    found = of_clinic(house.cast.harbor)
    return [(each.state, each.found) for each in found if each.what == "harbor: listener"]
