"""A paired monitor that falls silent is an alarm of its drip; it ends when it speaks; off on purpose is no silence."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.actions import chart
from slowdrip.clinic.infusion.clock import tick
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.monitors import actions, asked, watched
from slowdrip.clinic.monitors.heard import HeardNumber
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.tests.speaking import AT, SOON, hear, introduced, message
from slowdrip.science.infusion.state import Alarm
from tests.drips import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def paired(house: House, running: Visit) -> Visit:
    """Ada's drip with a monitor that spoke at `AT`."""
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT - SOON)
    hear(house, message())
    return running


def ticked(visit: Visit, at: datetime) -> list[Alarm]:
    """The open alarms of silence after the clock looked."""
    tick(visit.team.nurse.clinic_id, "test", at=at)
    return [each for each in state_now(visit.infusion.pk).open_alarms.values() if each.rule == "channel_silent"]


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_a_silent_monitor_is_pointed_out_then_calls_and_ends_when_it_speaks(house: House, paired: Visit) -> None:
    assert ticked(paired, after(14)) == []
    assert {(each.tier, each.inputs["channel"]) for each in ticked(paired, after(15))} == {
        ("advisory", "spo2"),
        ("advisory", "hr"),
    }
    assert {each.tier for each in ticked(paired, after(60))} == {"urgent"}
    hear(house, message(after(62)))
    assert ticked(paired, after(63)) == []


def test_a_monitor_that_never_gives_a_number_is_silent_from_its_pairing_on(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT)
    assert [each.inputs["channel"] for each in ticked(running, after(15))] == ["monitor"]


def test_numbers_of_somebody_else_are_silence(house: House, paired: Visit) -> None:
    hear(house, message(after(20), patient_ids=("H-9999",)))
    assert len(ticked(paired, after(21))) == 2


def test_off_on_purpose_is_no_silence_until_it_is_on_again(house: House, paired: Visit) -> None:
    nurse = paired.team.nurse.acting()
    chart(nurse, paired.infusion.pk, [Draft("off_monitor", {"reason": "bathroom"}, after(5))], at=after(5))
    assert ticked(paired, after(300)) == []
    chart(nurse, paired.infusion.pk, [Draft("on_monitor", {}, after(400))], at=after(400))
    assert len(ticked(paired, after(401))) == 2


def test_a_released_monitor_owes_nothing(house: House, paired: Visit) -> None:
    assert len(ticked(paired, after(30))) == 2
    actions.unpair(paired.team.nurse.acting(), paired.infusion.pk, Monitor.objects.get().pk, at=after(31))
    assert ticked(paired, after(32)) == []


def test_planted_fault_a_clinic_that_asks_nobody_hears_no_silence(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.infusion.channels._SOURCES", [])
    with pytest.raises(AssertionError):
        test_a_silent_monitor_is_pointed_out_then_calls_and_ends_when_it_speaks(house, paired)
    assert watched.last_words(paired.infusion)


@pytest.mark.parametrize("lag_s", [0, 20, -59])
def test_a_clock_that_is_a_little_off_is_no_silence(house: House, paired: Visit, lag_s: int) -> None:
    for second in range(1, 40):
        at = after(second)
        stamped = [HeardNumber(name, 97_000, at - timedelta(seconds=lag_s)) for name in ("spo2", "heart_rate")]
        hear(house, message(at, numbers=stamped))
        if second % 13 == 0:
            assert ticked(paired, at) == []


def test_planted_fault_silence_by_the_monitors_own_clock_is_found(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "_newest", by_its_own_clock)
    with pytest.raises(AssertionError):
        test_a_clock_that_is_a_little_off_is_no_silence(house, paired, 20)


def by_its_own_clock(channels: tuple[str, ...]) -> str:
    each = f"(SELECT at {asked._FROM} AND channel = %s ORDER BY at DESC LIMIT 1)"
    return "SELECT " + ", ".join([each] * len(channels))
