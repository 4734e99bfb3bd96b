"""Backup, restore and the rehearsal of both, on either database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import typer
from django.conf import settings
from django.db import connection

from slowdrip.cli import backup, dumps, vault
from slowdrip.cli.backup import behind, chain_faults, heads, restore_backup, write_backup
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.projecting import drifted
from slowdrip.clinic.record import guards
from slowdrip.clinic.record.models import AuditEntry, Clinic
from tests.drips import House
from tests.own_database import empty_database, new_database

REHEARSAL_TAKES_S = 120


def test_what_was_backed_up_comes_back_whole_with_its_guards(installation: House, tmp_path: Path) -> None:
    written = write_backup(tmp_path, tmp_path / "kept", tmp_path / "backup.key")
    told = (heads(), InfusionEvent.objects.count(), AuditEntry.objects.count())
    with empty_database(tmp_path):
        head = restore_backup(written, tmp_path / "backup.key")
        assert (heads(), InfusionEvent.objects.count(), AuditEntry.objects.count()) == told
        assert chain_faults() == []
        assert behind(head["clinics"]) == []
        assert drifted(installation.cast.harbor.pk) == []
        assert guards.missing_triggers(connection) == []
    assert b"Okafor" not in written.read_bytes()


def test_a_chain_that_ends_before_the_backup_s_own_note_is_named(installation: House) -> None:
    (seq, end) = heads()["harbor"]
    assert behind({"harbor": [str(int(seq) + 1), end]}) == [
        f"harbor: the chain ends at {seq}, but was at {int(seq) + 1} when the backup was made"
    ]
    assert behind({"closed": ["1", ""]})


def test_a_database_that_holds_something_is_never_overwritten(installation: House, tmp_path: Path) -> None:
    written = write_backup(tmp_path, tmp_path / "kept", tmp_path / "backup.key")
    with pytest.raises(dumps.DumpFailed):
        restore_backup(written, tmp_path / "backup.key")
    assert chain_faults() == []


def test_a_damaged_backup_or_a_wrong_key_restores_nothing(installation: House, tmp_path: Path) -> None:
    written = write_backup(tmp_path, tmp_path / "kept", tmp_path / "backup.key")
    (tmp_path / "other.key").write_text("11" * 32)
    with empty_database(tmp_path):
        with pytest.raises(vault.Unopened):
            restore_backup(written, tmp_path / "other.key")
        written.write_bytes(written.read_bytes()[:-10])
        with pytest.raises(vault.Unopened):
            restore_backup(written, tmp_path / "backup.key")
        assert connection.introspection.table_names() == []


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="does not exist"):
        restore_backup(tmp_path / "nowhere.sealed", tmp_path / "backup.key")
    (tmp_path / "some.sealed").touch()
    with pytest.raises(typer.BadParameter, match="--key"):
        restore_backup(tmp_path / "some.sealed", tmp_path / "backup.key")


def test_each_backup_has_a_file_of_its_own_and_the_newest_is_found(installation: House, tmp_path: Path) -> None:
    first, second = (write_backup(tmp_path, tmp_path / "backups", tmp_path / "backup.key") for _ in range(2))
    assert first != second
    assert backup.last_backup(tmp_path) == second
    assert [path.suffix for path in (tmp_path / "backups").iterdir()] == [".sealed"] * 2


def test_a_rehearsal_restores_elsewhere_and_notes_the_date(
    installation: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "open_installation", lambda home: tmp_path)
    with rehearsal_room(tmp_path) as room:
        monkeypatch.setenv("SLOWDRIP_REHEARSAL_URL", room)
        backup.rehearse(None, None)
    assert all(clinic.rehearsed_restore_at for clinic in Clinic.objects.all())
    assert chain_faults() == []


def test_planted_fault_a_rehearsal_of_a_broken_chain_fails_and_notes_nothing(
    installation: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "open_installation", lambda home: tmp_path)
    _break_the_chain()
    with rehearsal_room(tmp_path) as room:
        monkeypatch.setenv("SLOWDRIP_REHEARSAL_URL", room)
        with pytest.raises(typer.Exit) as ended:
            backup.rehearse(None, None)
    assert ended.value.exit_code == 1
    assert not any(clinic.rehearsed_restore_at for clinic in Clinic.objects.all())


@pytest.mark.sqlite_only
def test_the_command_says_plainly_that_a_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague")
    (tmp_path / "backup.key").write_text("11" * 32)
    done = slowdrip("restore", str(tmp_path / "letter.txt"), "--home", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip().endswith("is not a Slowdrip backup")


def slowdrip(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person would, outside any test's database."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SLOWDRIP_")}
    command = [sys.executable, "-m", "slowdrip.cli.main", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=REHEARSAL_TAKES_S)


@contextmanager
def rehearsal_room(folder: Path) -> Iterator[str]:
    """The address of an empty database to rehearse in; SQLite makes its own in a throw-away folder."""
    if connection.vendor == "sqlite":
        yield ""
        return
    usual: dict[str, Any] = settings.DATABASES["default"]
    address = f"{quote(usual['USER'])}:{quote(usual['PASSWORD'])}@{usual['HOST']}:{usual['PORT']}"
    with new_database(folder) as name:
        yield f"postgres://{address}/{name}"


def _break_the_chain() -> None:
    """Edits an audit row as an owner with the guards off would, and puts the guards back."""
    table = AuditEntry._meta.db_table
    where = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "refuse_update_{table}"{where}')
        AuditEntry.objects.filter(seq=1).update(action="nothing happened")
    guards.install(connection)
