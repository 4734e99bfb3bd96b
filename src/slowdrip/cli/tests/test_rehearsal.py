"""A rehearsal cannot reach the clinic's own rows, and a restore says where it goes before it goes there."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from django.db import connection

from slowdrip.cli import backup, databases
from slowdrip.cli.backup import chain_faults, refuse_two_places
from slowdrip.cli.databases import rehearsal_database, said
from slowdrip.cli.rehearsal import scratch_environment
from slowdrip.clinic.record.models import Clinic
from tests.drips import House

POINTING = ("SLOWDRIP_DATABASE_URL", "SLOWDRIP_OWNER_DATABASE_URL", "SLOWDRIP_REPLICA_DATABASE_URL")
PRODUCTION = "postgres://owner:secret@db.example:5432/clinic"


@pytest.fixture
def pointed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which every variable points at the clinic's own database."""
    for name in (*POINTING, "SLOWDRIP_REHEARSAL_URL"):
        monkeypatch.setenv(name, PRODUCTION)


@pytest.mark.usefixtures("pointed")
def test_a_rehearsal_gets_no_address_but_its_own(tmp_path: Path) -> None:
    for address in ("", "postgres://owner:secret@db.example:5432/scratch"):
        env = scratch_environment(tmp_path, address)
        assert PRODUCTION not in env.values()
        assert env.get("SLOWDRIP_DATABASE_URL", "") == address
        assert env["SLOWDRIP_HOME"] == str(tmp_path)


@pytest.mark.usefixtures("pointed")
def test_planted_fault_an_environment_that_keeps_the_owner_s_address_reaches_the_clinic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.cli.rehearsal.is_database_url", lambda name: name == "SLOWDRIP_DATABASE_URL")
    assert PRODUCTION in scratch_environment(tmp_path, "").values()


@pytest.mark.parametrize("name", POINTING)
def test_a_folder_and_an_address_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for each in POINTING:
        monkeypatch.delenv(each, raising=False)
    refuse_two_places(tmp_path)
    monkeypatch.setenv(name, PRODUCTION)
    refuse_two_places(None)
    with pytest.raises(typer.BadParameter, match=f"--home.*{name}.*unset"):
        refuse_two_places(tmp_path)


def test_the_command_refuses_them_before_it_opens_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOWDRIP_DATABASE_URL", PRODUCTION)
    command = ["-m", "slowdrip.cli.main", "restore", "some.sealed", "--home", str(tmp_path / "new")]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "SLOWDRIP_DATABASE_URL" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_database_is_told_without_its_password() -> None:
    from slowdrip.site.settings import _database

    assert said(_database(PRODUCTION)) == "the PostgreSQL database clinic on db.example:5432, as owner"
    assert said(_database("sqlite:///srv/slowdrip.sqlite3")) == "the file /srv/slowdrip.sqlite3"


@pytest.mark.postgres_only
def test_the_owner_makes_a_database_for_the_rehearsal_and_drops_it(
    installation: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLOWDRIP_REHEARSAL_URL", raising=False)
    monkeypatch.setattr(backup, "open_installation", lambda home: tmp_path)
    backup.rehearse(None, None)
    assert all(clinic.rehearsed_restore_at for clinic in Clinic.objects.all())
    assert chain_faults() == []
    assert rehearsal_databases() == []


@pytest.mark.postgres_only
def test_a_rehearsal_that_fails_leaves_no_database_behind(installation: House) -> None:
    with contextlib.suppress(ZeroDivisionError), rehearsal_database() as address:
        assert rehearsal_databases() == [address.rpartition("/")[2]]
        raise ZeroDivisionError
    assert rehearsal_databases() == []


@pytest.mark.usefixtures("installation")
def test_an_address_that_was_given_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(databases.REHEARSAL, "postgres://owner@db.example/scratch")
    with rehearsal_database() as address:
        assert address == "postgres://owner@db.example/scratch"


def rehearsal_databases() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'slowdrip_rehearsal_%'")
        return [row[0] for row in cursor.fetchall()]
