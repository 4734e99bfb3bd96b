"""A drip that cannot be read or written to keeps no other drip's numbers from the disk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.actions import end_otherwise
from slowdrip.clinic.monitors import actions, steps
from slowdrip.clinic.monitors.actions import receiving
from slowdrip.clinic.monitors.models import Monitor, VitalSample
from slowdrip.clinic.monitors.tests.speaking import AT, PAIRED_AT, SOON, hear, introduced, message
from slowdrip.clinic.record.models import AuditEntry
from tests.drips import House

pytestmark = pytest.mark.django_db
OTHER = "0080FFFF"


def broken_database(*_: object, **__: object) -> None:
    """An error of the database itself: on PostgreSQL it spoils everything up to the last savepoint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


@pytest.fixture
def paired(house: House, running: Visit) -> Visit:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    return running


@pytest.fixture
def ended(paired: Visit) -> Visit:
    end_otherwise(paired.team.nurse.acting(), paired.infusion.pk, "left_unseen", {}, at=AT)
    return paired


def stored(house: House, visit: Visit) -> int:
    hear(house, message())
    return VitalSample.objects.filter(infusion=visit.infusion, channel="spo2", at=AT).count()


def test_numbers_of_a_drip_whose_state_cannot_be_read_are_stored(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("slowdrip.clinic.monitors.looking.projecting.state_of", broken_database)
    assert stored(house, paired) == 1
    assert "could not look" in caplog.text
    assert AuditEntry.objects.filter(action="monitors.heard").count() == 2


def what_an_ended_visit_cannot_write(house: House) -> None:
    """Its monitor speaks in one batch with another one; both messages are kept and no number is the ended visit's."""
    kept = hear(house, message(AT + SOON), message(AT + SOON, device=OTHER, control_id="O1"))
    assert kept.messages == 2
    assert not VitalSample.objects.filter(at__gte=AT).exists()


def test_a_monitor_that_cannot_be_released_gives_nobodys_numbers_and_is_released_later(
    house: House, ended: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as planted:
        planted.setattr(steps, "store", broken_database)
        what_an_ended_visit_cannot_write(house)
    assert str(ended.infusion.pk) in caplog.text
    assert Monitor.objects.get(device=OTHER).infusion_id is None
    assert Monitor.objects.exclude(device=OTHER).get().infusion_id == ended.infusion.pk
    hear(house, message(AT + timedelta(seconds=10)))
    assert Monitor.objects.exclude(device=OTHER).get().infusion_id is None


def test_planted_fault_a_release_that_is_not_alone_is_noticed(
    house: House, ended: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unguarded(tx: Any, monitors: Any) -> None:
        steps.release_ended(tx, monitors)

    def broken(*_: object) -> None:
        raise AssertionError("planted")

    monkeypatch.setattr(receiving, "let_go", unguarded)
    monkeypatch.setattr(steps, "store", broken)
    with pytest.raises(AssertionError):
        what_an_ended_visit_cannot_write(house)
