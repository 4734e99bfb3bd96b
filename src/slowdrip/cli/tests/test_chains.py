"""What a backup noted of each chain is held against the database later: a chain cut or written anew shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from django.db import connection

from slowdrip.cli import backup, chains, checks, verify
from slowdrip.cli.backup import write_backup
from slowdrip.cli.chains import behind, chain_faults, heads, sealed_faults
from slowdrip.cli.findings import State
from slowdrip.clinic.record import guards
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.chain import link_hash
from slowdrip.clinic.record.models import AuditEntry, ClinicHead
from slowdrip.clinic.record.moment import now
from tests.drips import House
from tests.own_database import empty_database

NOTHING = "0" * 64


@pytest.fixture
def place(installation: House, tmp_path: Path) -> Path:
    """An installation of which a backup was just written."""
    write_backup(tmp_path, tmp_path / "backups", tmp_path / "backup.key")
    return tmp_path


@contextmanager
def unguarded() -> Iterator[None]:
    """The chain without its triggers, as for an intruder with the owner's rights; they are back afterwards."""
    table = AuditEntry._meta.db_table
    where = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f'DROP TRIGGER "refuse_{verb}_{table}"{where}')
    yield
    guards.install(connection)


def cut(house: House, count: int) -> None:
    """Removes the last links and winds the head back, so that what is left is whole in itself."""
    links = AuditEntry.objects.filter(clinic=house.cast.harbor)
    with unguarded():
        gone = [link.pk for link in links.order_by("-seq")[:count]]
        links.filter(pk__in=gone)._raw_delete("default")
    last = links.latest("seq")
    ClinicHead.objects.filter(clinic=house.cast.harbor).update(seq=last.seq, hash=last.hash)


def rewrite(house: House) -> None:
    """Changes what the first link says and forges every hash after it."""
    prev = NOTHING
    with unguarded():
        for link in AuditEntry.objects.filter(clinic=house.cast.harbor).order_by("seq"):
            link.action = "nothing.happened" if prev == NOTHING else link.action
            link.prev_hash, link.hash = prev, ""
            prev = link_hash(link)
            AuditEntry.objects.filter(pk=link.pk).update(action=link.action, prev_hash=link.prev_hash, hash=prev)
    ClinicHead.objects.filter(clinic=house.cast.harbor).update(hash=prev)


def work_on(house: House) -> None:
    with act(house.cast.system, at=now()) as tx:
        tx.wrote("test.went_on")


def test_a_chain_that_went_on_holds_every_end_that_was_sealed(place: Path, installation: House) -> None:
    for _ in range(2):
        work_on(installation)
        write_backup(place, place / "backups", place / "backup.key")
    assert sealed_faults(place / "backups") == []


def test_a_chain_written_anew_is_whole_in_itself_and_the_backup_shows_it(place: Path, installation: House) -> None:
    rewrite(installation)
    assert chain_faults() == []
    (line,) = sealed_faults(place / "backups")
    assert line.startswith("harbor: the chain was cut and written anew")
    assert line.endswith(f"({next((place / 'backups').iterdir()).name})")


def test_planted_fault_ends_compared_by_number_alone_miss_a_chain_written_anew(
    place: Path, installation: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(installation)
    monkeypatch.setattr(
        chains, "behind", lambda ends: [slug for slug, end in ends.items() if int(heads()[slug][0]) < int(end[0])]
    )
    assert sealed_faults(place / "backups") == []


def test_a_chain_cut_and_continued_past_the_sealed_number_is_found(place: Path, installation: House) -> None:
    cut(installation, 1)
    for _ in range(5):
        work_on(installation)
    (line,) = sealed_faults(place / "backups")
    assert "cut and written anew" in line


def test_a_chain_that_was_cut_is_off_in_the_check_and_in_verify(place: Path, installation: House) -> None:
    assert checks.chains(place).state is State.OK
    cut(installation, 1)
    assert "when the backup was made" in checks.chains(place).found
    assert checks.chains(place).state is State.OFF


def test_of_many_backups_the_oldest_that_shows_the_cut_is_told(place: Path, installation: House) -> None:
    first = next((place / "backups").iterdir())
    write_backup(place, place / "backups", place / "backup.key")
    rewrite(installation)
    (line,) = sealed_faults(place / "backups")
    assert first.name in line


def test_a_backup_whose_head_was_changed_is_told(place: Path) -> None:
    file = next((place / "backups").iterdir())
    for changed in (b'["clinics"]', b'{"clinics":{"harbor":7}}', b'{"clinics":7}', b"\xff"):
        file.write_bytes(b"SLOWDRIP1\n" + len(changed).to_bytes(4, "big") + changed)
        (line,) = sealed_faults(place / "backups")
        assert line.endswith("its head cannot be read")


@pytest.mark.usefixtures("installation")
def test_a_clinic_that_is_gone_is_told() -> None:
    assert behind({"closed": ["1", NOTHING]}) == ["closed: the clinic is gone, but was there when the backup was made"]


@pytest.mark.parametrize("kept", ["folder", "file"])
def test_verify_compares_with_a_backup_kept_elsewhere(
    place: Path,
    installation: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kept: str,
) -> None:
    (place / "backups").rename(place / "media")
    monkeypatch.setattr(verify, "open_installation", lambda home: place)
    rewrite(installation)
    against = place / "media" if kept == "folder" else next((place / "media").iterdir())
    with pytest.raises(typer.Exit) as ended:
        verify.verify(None, against)
    assert ended.value.exit_code == 1
    assert "written anew" in capsys.readouterr().err
    with pytest.raises(typer.Exit) as ended:
        verify.verify(None, None)
    assert ended.value.exit_code == 0
    with pytest.raises(typer.BadParameter, match="does not exist"):
        verify.verify(None, place / "nowhere")


def test_the_ends_are_read_before_the_copy_so_work_meanwhile_is_no_cut(
    place: Path, installation: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slowdrip.cli import dumps

    usual = dumps.dump

    def with_work_around(database: object, target: Path) -> str:
        work_on(installation)
        form = usual(database, target)  # type: ignore[arg-type]  # handed on as it came
        work_on(installation)
        return form

    monkeypatch.setattr(dumps, "dump", with_work_around)
    written = write_backup(place, place / "backups", place / "backup.key")
    with empty_database(place):
        head = backup.restore_backup(written, place / "backup.key")
        assert behind(head["clinics"]) == []


def test_planted_fault_ends_read_after_the_copy_accuse_an_honest_backup(
    place: Path, installation: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_backup(place, place / "backups", place / "backup.key")
    work_on(installation)
    late = heads()
    with empty_database(place):
        backup.restore_backup(written, place / "backup.key")
        (line,) = behind(late)
    assert "when the backup was made" in line
