"""A sealed file opens whole, with its key, or not at all."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from slowdrip.cli import vault
from slowdrip.cli.vault import Unopened, open_sealed, read_head, read_key, seal

KEY = bytes(range(32))
WORDS = b"nothing by mouth\n" * 9


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sealed file of several short chunks."""
    monkeypatch.setattr(vault, "CHUNK", 64)
    plain = tmp_path / "plain"
    plain.write_bytes(WORDS)
    target = tmp_path / "backup.sealed"
    seal(plain, target, key=KEY, head={"form": "sqlite"})
    return target


def opened(file: Path, key: bytes = KEY) -> bytes:
    open_sealed(file, file.with_suffix(".out"), key=key)
    return file.with_suffix(".out").read_bytes()


def test_it_opens_with_its_key_and_tells_its_head_without(sealed: Path) -> None:
    assert opened(sealed) == WORDS
    assert read_head(sealed)["bytes"] == len(WORDS)
    assert WORDS[:16] not in sealed.read_bytes()


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128])
def test_any_length_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(vault, "CHUNK", 64)
    plain, target = tmp_path / "plain", tmp_path / "backup.sealed"
    plain.write_bytes(bytes(size))
    seal(plain, target, key=KEY, head={})
    assert opened(target) == bytes(size)


def test_another_key_does_not_open_it(sealed: Path) -> None:
    with pytest.raises(Unopened, match="wrong key"):
        opened(sealed, key=bytes(32))


def test_a_change_of_any_byte_is_refused(sealed: Path) -> None:
    whole = sealed.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0x02
        sealed.write_bytes(changed)
        with pytest.raises(Unopened):
            opened(sealed)


def test_a_cut_at_any_place_is_refused(sealed: Path) -> None:
    whole = sealed.read_bytes()
    for length in range(len(whole)):
        sealed.write_bytes(whole[:length])
        with pytest.raises(Unopened):
            opened(sealed)


def test_anything_added_is_refused(sealed: Path) -> None:
    sealed.write_bytes(sealed.read_bytes() + b"\0")
    with pytest.raises(Unopened, match="added"):
        opened(sealed)


def test_planted_fault_chunks_that_are_not_bound_to_their_place_can_be_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the binding, two chunks that changed places are refused; without it, nobody would notice until the hash."""
    monkeypatch.setattr(vault, "CHUNK", 64)
    plain, target = tmp_path / "plain", tmp_path / "backup.sealed"
    plain.write_bytes(b"a" * 64 + b"b" * 64 + b"c" * 64)

    def exchanged() -> Path:
        seal(plain, target, key=KEY, head={})
        whole = target.read_bytes()
        start, size = len(whole) - 3 * (5 + 12 + 80), 5 + 12 + 80
        first, second = whole[start : start + size], whole[start + size : start + 2 * size]
        target.write_bytes(whole[:start] + second + first + whole[start + 2 * size :])
        return target

    with pytest.raises(Unopened, match="does not open"):
        opened(exchanged())
    monkeypatch.setattr(vault, "_bound", lambda told, number, last: b"")
    with pytest.raises(Unopened, match="does not match its hash"):
        opened(exchanged())


def test_the_key_is_made_once_readable_by_its_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(read_key, [tmp_path / "backup.key"] * 40))
    assert len(keys) == 1
    assert stat.S_IMODE((tmp_path / "backup.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["backup.key"]


@pytest.mark.parametrize("text", ["", "abc", "not hex at all", "00" * 31])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "backup.key").write_text(text)
    with pytest.raises(Unopened, match="32-byte key"):
        read_key(tmp_path / "backup.key")
