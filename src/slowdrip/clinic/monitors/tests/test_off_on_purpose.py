"""Off the monitor on purpose: silence does not call, the return time does, and numbers that last end it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.template.loader import render_to_string

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions as actions_of_drip
from slowdrip.clinic.infusion import watching
from slowdrip.clinic.infusion.clock import tick
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.panel import shown
from slowdrip.clinic.monitors.tests.speaking import AT, SOON, hear, introduced, message
from slowdrip.clinic.record.models import Outbox
from tests.drips import House

pytestmark = pytest.mark.django_db
OFF_MIN = 10.1
"""The tap, in minutes of the drip: six seconds after the monitor spoke at `AT`."""


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


@pytest.fixture
def off(house: House, running: Visit) -> Visit:
    """Ada's drip with a monitor, taken off for five minutes."""
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT - SOON)
    hear(house, message())
    running.chart((OFF_MIN, "off_monitor", {"back_at": running.at(OFF_MIN + 5).isoformat()}))
    return running


def alarms(visit: Visit, at: datetime) -> list[tuple[str, str]]:
    tick(visit.team.nurse.clinic_id, "test", at=at)
    found = state_now(visit.infusion.pk).alarms.values()
    return [(each.rule, each.reason) for each in found if each.rule in ("channel_silent", "monitor_return")]


def comes_back(house: House, visit: Visit) -> None:
    for second in range(200, 245, 5):
        hear(house, message(after(second)))
        alarms(visit, after(second))
    state = state_now(visit.infusion.pk)
    assert (state.observed.monitored, state.observed.off) == (True, None)


def test_silence_does_not_call_before_the_return_time_and_the_return_time_does(off: Visit) -> None:
    assert alarms(off, after(120)) == []
    assert alarms(off, off.at(OFF_MIN + 5) - timedelta(seconds=1)) == []
    assert alarms(off, off.at(OFF_MIN + 5)) == [("monitor_return", "")]


def test_numbers_that_last_end_it_by_themselves_and_say_so_on_the_record(house: House, off: Visit) -> None:
    comes_back(house, off)
    row = InfusionEvent.objects.get(infusion=off.infusion, kind="on_monitor", source="rule")
    assert row.by_id == house.cast.system.actor_id
    assert alarms(off, after(246)) == []
    assert {rule for rule, _reason in alarms(off, after(320))} == {"channel_silent"}


def test_planted_fault_numbers_that_nobody_asks_for_are_found(
    house: House, off: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "off_monitor", lambda state: None)
    with pytest.raises(AssertionError):
        comes_back(house, off)


def voided_back_on_writes_nothing_more(house: House, visit: Visit) -> None:
    """The numbers were another patient's: the entry is voided, and they go on."""
    comes_back(house, visit)
    row = InfusionEvent.objects.get(infusion=visit.infusion, kind="on_monitor", source="rule")
    actions_of_drip.void_event(visit.team.nurse.acting(), row.pk, reason="wrong patient", at=after(246))
    before = Outbox.objects.count()
    for second in range(247, 260, 5):
        hear(house, message(after(second)))
        assert tick(visit.team.nurse.clinic_id, "test", at=after(second)) == 0
    assert not Outbox.objects.filter(topic="infusion")[before:].exists()
    assert state_now(visit.infusion.pk).observed.monitored is False


def test_after_a_void_of_the_automatic_entry_the_clock_writes_nothing_each_second(house: House, off: Visit) -> None:
    voided_back_on_writes_nothing_more(house, off)
    assert alarms(off, off.at(OFF_MIN + 5)) == [("monitor_return", "")]


def test_planted_fault_a_clock_that_asks_for_the_same_entry_again_is_found(
    house: House, off: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.infusion.watching.prepared.all_of", lambda model, ids: [])
    with pytest.raises((AssertionError, IntegrityError)):
        voided_back_on_writes_nothing_more(house, off)


def test_the_panel_says_when_the_return_time_has_passed(off: Visit) -> None:
    def panel(at: datetime) -> str:
        found = shown(off.team.nurse.acting(), off.infusion, state_now(off.infusion.pk), at=at)
        context = {"monitors": found, "infusion": off.infusion, "clinic": off.infusion.clinic}
        return render_to_string("monitors/panel.html", context)

    due = off.at(OFF_MIN + 5)
    before, late = panel(due - timedelta(seconds=1)), panel(due)
    assert "due back" in before
    assert "was due back" not in before
    assert "load delay:1s" in before
    assert "still no alarm from it" in late
    assert "load delay" not in late


def test_a_single_number_brings_nobody_back(house: House, off: Visit) -> None:
    hear(house, message(after(200)))
    alarms(off, after(201))
    assert state_now(off.infusion.pk).observed.monitored is False


def test_an_alarm_for_the_return_ends_when_numbers_come(house: House, off: Visit) -> None:
    late = off.at(OFF_MIN + 5)
    alarms(off, late)
    for second in range(0, 45, 5):
        hear(house, message(late + timedelta(seconds=second)))
        alarms(off, late + timedelta(seconds=second))
    assert alarms(off, late + timedelta(seconds=46)) == [("monitor_return", "patient_back_on")]
