"""`slowdrip check` finds each fault that was planted, and finds nothing when there is none."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from slowdrip.cli import checks
from slowdrip.cli.backup import write_backup
from slowdrip.cli.check import show
from slowdrip.cli.findings import Finding, State
from slowdrip.clinic.infusion.models import InfusionState
from slowdrip.clinic.policy.actions import sign_policy
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import NoPolicy
from slowdrip.clinic.record.models import AuditEntry, Heartbeat
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.steps import Proof
from tests.drips import House
from tests.own_database import empty_database


@pytest.fixture
def place(installation: House, tmp_path: Path) -> Path:
    """The folder of an installation in order: keys kept, a backup just written."""
    write_backup(tmp_path, tmp_path / "backups", tmp_path / "backup.key")
    return tmp_path


def off(place: Path) -> set[str]:
    """What is off, less what a test database cannot have: a role that owns nothing."""
    found = {finding.what for finding in checks.all_findings(place) if finding.state is State.OFF}
    return found - {"database role", "SQLite journal_mode"}


def drop_trigger(place: Path) -> None:
    table = AuditEntry._meta.db_table
    where = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "refuse_delete_{table}"{where}')


def edit_projection(place: Path) -> None:
    InfusionState.objects.update(phase="ended")


def silence_clock(place: Path) -> None:
    Heartbeat.objects.filter(clinic__slug="harbor").update(at=now() - timedelta(seconds=6))


def forget_clock(place: Path) -> None:
    Heartbeat.objects.filter(clinic__slug="harbor").delete()


def open_key(place: Path) -> None:
    (place / "backup.key").chmod(0o644)


def lose_backup(place: Path) -> None:
    for file in (place / "backups").iterdir():
        file.unlink()


def cut_chain(place: Path) -> None:
    drop_trigger(place)
    AuditEntry.objects.filter(pk=AuditEntry.objects.latest("seq").pk)._raw_delete("default")


FAULTS: dict[Callable[[Path], None], set[str]] = {
    drop_trigger: {"append-only triggers"},
    edit_projection: {"harbor: projections"},
    silence_clock: {"harbor: clock"},
    forget_clock: {"harbor: clock"},
    open_key: {"backup.key"},
    lose_backup: {"backup"},
    cut_chain: {"append-only triggers", "audit chains"},
}


def test_an_installation_in_order_has_nothing_off(place: Path) -> None:
    assert off(place) == set()


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_planted_fault_is_found_and_says_how_to_mend_it(place: Path, plant: Callable[[Path], None]) -> None:
    plant(place)
    assert off(place) == FAULTS[plant]
    assert all(finding.mend for finding in checks.all_findings(place) if finding.state is State.OFF)


def test_a_policy_that_nobody_signed_is_a_note(place: Path, installation: House) -> None:
    def policy() -> Finding:
        return next(finding for finding in checks.all_findings(place) if finding.what == "harbor: policy")

    assert policy().state is State.NOTE
    director = installation.team.director.acting()
    version = PolicyVersion.objects.get(clinic=installation.cast.harbor)
    at = now()
    sign_policy(director, version.pk, Proof(director, "pin", at), at=at)
    assert policy().state is State.OK


def test_a_clinic_without_a_policy_is_off(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_clinic: object) -> None:
        raise NoPolicy

    monkeypatch.setattr(checks, "policy_in_force", none)
    assert {"harbor: policy", "northside: policy"} <= off(place)


def test_a_full_disk_is_off(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 1 << 62)
    assert "disk" in off(place)


def test_an_empty_folder_is_said_to_be_empty(place: Path) -> None:
    with empty_database(place):
        assert off(place) == {"database"}


def test_the_table_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    show([Finding(State.OFF, "backup", "none", "run: slowdrip rehearse")])
    shown = capsys.readouterr().out
    assert "OFF" in shown
    assert "slowdrip rehearse" in shown
