"""The installation's secret key: made once, whatever starts at the same time."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from slowdrip.site import keys

ASK = """
import pathlib, secrets, sys
from slowdrip.site.keys import kept_key
print(kept_key(pathlib.Path(sys.argv[1]), lambda: secrets.token_urlsafe(48)))
"""


def test_processes_that_start_together_read_one_key(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", ASK, str(tmp_path / "home" / "secret.key")]
    together = [subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    told = {process.communicate(timeout=60)[0].strip() for process in together}
    assert len(told) == 1
    assert len(told.pop()) == 64
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret.key"]


def test_a_key_that_somebody_else_made_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"

    def slowly() -> str:
        path.write_text("the other's")
        return "mine"

    assert keys.kept_key(path, slowly) == "the other's"


def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    keys.kept_key(tmp_path / "secret.key", lambda: "mine")
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_planted_fault_a_key_that_is_put_in_place_before_it_is_written_can_be_read_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hasty(path: Path, text: str) -> None:
        path.touch()

    monkeypatch.setattr(keys, "_publish", hasty)
    assert keys.kept_key(tmp_path / "secret.key", lambda: "mine") == ""
