"""The daily backup waits for a time without a drip, and not for ever."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from slowdrip.cli import jobs
from slowdrip.cli.jobs import BACKUP_EVERY, BACKUP_WAITS_UNTIL, drip_under_way, enqueue_due, is_time
from slowdrip.clinic.infusion.models import InfusionState
from slowdrip.clinic.record.moment import now
from tests.drips import House

SECOND = timedelta(seconds=1)


def backup_aged(folder: Path, age: timedelta) -> Path:
    """A backup written that long ago."""
    (folder / "backups").mkdir(exist_ok=True)
    file = folder / "backups" / "slowdrip-1.sealed"
    file.touch()
    written = (now() - age).timestamp()
    os.utime(file, (written, written))
    return file


@pytest.mark.parametrize(
    ("age", "under_way", "due"),
    [
        (BACKUP_EVERY - SECOND, False, False),
        (BACKUP_EVERY + SECOND, False, True),
        (BACKUP_EVERY + SECOND, True, False),
        (BACKUP_WAITS_UNTIL - SECOND, True, False),
        (BACKUP_WAITS_UNTIL + SECOND, True, True),
    ],
)
def test_a_backup_a_day_old_waits_for_the_drip_until_it_is_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: timedelta, under_way: bool, due: bool
) -> None:
    monkeypatch.setattr(jobs, "drip_under_way", lambda: under_way)
    assert is_time(backup_aged(tmp_path, age), now()) is due


def test_the_first_backup_does_not_wait() -> None:
    assert is_time(None, now())


def test_a_running_drip_is_seen_and_one_that_ended_is_not(installation: House) -> None:
    assert drip_under_way()
    InfusionState.objects.update(active=False)
    assert not drip_under_way()


def test_the_clock_asks_once_when_the_last_drip_has_ended(installation: House, tmp_path: Path) -> None:
    backup_aged(tmp_path, BACKUP_EVERY + SECOND)
    with override_settings(HOME=tmp_path):
        assert not enqueue_due(now())
        InfusionState.objects.update(active=False)
        assert enqueue_due(now())
        assert not enqueue_due(now())


def test_planted_fault_a_clock_that_does_not_look_at_drips_backs_up_in_the_middle_of_one(
    installation: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_aged(tmp_path, BACKUP_EVERY + SECOND)
    monkeypatch.setattr(jobs, "drip_under_way", lambda: False)
    with override_settings(HOME=tmp_path):
        assert enqueue_due(now())
