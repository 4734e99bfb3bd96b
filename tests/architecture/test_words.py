"""What the repository names, and where its links lead."""

from pathlib import Path

import pytest

from tests.architecture.tree import REPO, read, source, sources, tracked
from tests.architecture.words import FORBIDDEN, broken_links, forbidden_words


def test_nothing_names_a_place_outside_the_repository() -> None:
    assert forbidden_words(sources()) == []


def test_every_link_in_the_pages_leads_somewhere() -> None:
    assert broken_links(sources(".md"), root=REPO) == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_planted_forbidden_word_is_found(word: str, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(f"first\nsee {word}x\n")
    assert forbidden_words(read(tracked(tmp_path), root=tmp_path)) == [f"notes.md:2 {word}"]


def test_planted_broken_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("# Your first drip\n")
    links = "[a](there.md) [b](there.md#your-first-drip) [c](gone.md) [d](there.md#gone) ![e](gone.png) [f](#gone)"
    page = source("docs/page.md", f"{links} [g](https://example.org)\n```\n[h](gone.md)\n```\n")
    (tmp_path / "docs" / "page.md").write_text(page.text)
    broken = [fault.split(" -> ")[1] for fault in broken_links((page,), root=tmp_path)]
    assert broken == ["gone.md", "there.md#gone", "gone.png", "#gone"]


def test_files_made_by_tools_are_not_read_without_git(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "x.py").write_text("")
    (tmp_path / "y.py").write_text("")
    assert [path.name for path in tracked(tmp_path)] == ["y.py"]
