"""A key is made once, before the first backup; afterwards a missing key is a mistake that is told, not mended."""

from pathlib import Path

import pytest
import typer

from slowdrip.cli import backup, backup_key, checks, vault
from slowdrip.cli.backup import write_backup
from slowdrip.cli.backup_key import sealed_with, sealing_key
from slowdrip.cli.findings import State
from slowdrip.cli.vault import Unopened, fingerprint, open_sealed, read_head, seal
from tests.drips import House

KEY, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An installation's folder in which one backup was sealed with a key that is kept there."""
    (tmp_path / "backup.key").write_text(KEY.hex())
    (tmp_path / "backups").mkdir()
    sealed(tmp_path / "backups" / "slowdrip-1.sealed", KEY)
    return tmp_path


def sealed(target: Path, key: bytes) -> Path:
    plain = target.with_suffix(".plain")
    plain.write_bytes(b"a day")
    seal(plain, target, key=key, head={})
    plain.unlink()
    return target


def asked(place: Path, key_file: Path | None = None) -> bytes:
    return sealing_key(place, key_file or place / "backup.key", folders=[place / "backups"])


def test_the_first_backup_makes_the_key(tmp_path: Path) -> None:
    made = asked(tmp_path)
    assert made == asked(tmp_path) == bytes.fromhex((tmp_path / "backup.key").read_text())


def test_the_key_that_is_there_seals(place: Path) -> None:
    assert asked(place) == KEY


def test_a_key_that_was_moved_away_is_not_replaced_by_a_new_one(place: Path) -> None:
    (place / "backup.key").rename(place / "elsewhere.key")
    with pytest.raises(Unopened, match=f"is gone.*fingerprint {fingerprint(KEY)}.*--key"):
        asked(place)
    assert not (place / "backup.key").exists()
    assert asked(place, place / "elsewhere.key") == KEY


def test_a_key_file_whose_name_was_mistyped_is_refused_even_before_the_first_backup(tmp_path: Path) -> None:
    with pytest.raises(Unopened, match=r"backup\.kye does not exist.*--key"):
        asked(tmp_path, tmp_path / "backup.kye")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_backups_elsewhere_counts_too(place: Path, tmp_path: Path) -> None:
    (place / "backup.key").unlink()
    (place / "backups").rename(place / "media")
    with pytest.raises(Unopened, match="is gone"):
        sealing_key(place, place / "backup.key", folders=[place / "media", place / "backups"])


def test_planted_fault_a_key_made_whenever_it_is_missing_leaves_a_backup_nobody_can_open(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_key, "sealing_key", lambda place, key_file, folders: vault.read_key(key_file))
    (place / "backup.key").unlink()
    made = backup_key.sealing_key(place, place / "backup.key", folders=[place / "backups"])
    with pytest.raises(Unopened, match="another key"):
        open_sealed(place / "backups" / "slowdrip-1.sealed", place / "plain", key=made)


def test_a_sealed_file_names_its_key_without_telling_it(place: Path) -> None:
    file = place / "backups" / "slowdrip-1.sealed"
    assert read_head(file)["key"] == fingerprint(KEY) == sealed_with(file)
    assert KEY.hex()[:16] not in fingerprint(KEY)
    with pytest.raises(Unopened, match=rf"another key \(fingerprint {fingerprint(KEY)}\).*{fingerprint(OTHER)}"):
        open_sealed(file, place / "plain", key=OTHER)


def test_the_command_asks_for_a_copy_of_the_key_and_never_to_move_it(
    installation: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backup, "open_installation", lambda home: tmp_path)
    backup.backup(None, None, None)
    told = capsys.readouterr().out
    assert "Copy" in told
    assert "another place" in told
    assert "move" not in told.lower()


@pytest.mark.parametrize("command", ["backup", "rehearse"])
def test_the_command_refuses_a_mistyped_key_in_one_line(
    installation: House,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    monkeypatch.setattr(backup, "open_installation", lambda home: tmp_path)
    with pytest.raises(typer.Exit) as ended:
        getattr(backup, command)(key=tmp_path / "backup.kye")
    assert ended.value.exit_code == 1
    assert "backup.kye does not exist" in capsys.readouterr().err
    assert not list(tmp_path.glob("**/*.sealed"))


def test_the_check_says_that_the_newest_backup_needs_another_key(installation: House, tmp_path: Path) -> None:
    write_backup(tmp_path, tmp_path / "backups", tmp_path / "backup.key")
    assert checks.backups(tmp_path).state is State.OK
    (tmp_path / "backup.key").write_text(OTHER.hex())
    found = checks.backups(tmp_path)
    assert found.state is State.OFF
    assert "another key (fingerprint" in found.found
