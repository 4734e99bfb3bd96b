"""Each story of harm names tests that exist."""

from pathlib import Path

import pytest

from tests.docs.stories import TABLE, Unreadable, incomplete, missing_tests, read

STORY = """# a comment
- story: A nurse taps twice.
  hazard: Two doses in the record.
  held_by: The id.
  tests:
    - test_taps.py::test_once
"""


def test_each_story_names_tests_that_exist() -> None:
    assert missing_tests(read(TABLE.read_text("utf-8"))) == []


def test_each_story_has_a_hazard_what_holds_it_and_a_test() -> None:
    assert incomplete(read(TABLE.read_text("utf-8"))) == []


def test_no_story_is_told_twice() -> None:
    told = [one.story for one in read(TABLE.read_text("utf-8"))]
    assert len(told) == len(set(told))
    assert len(told) >= 19


def test_a_planted_test_that_does_not_exist_is_found(tmp_path: Path) -> None:
    assert missing_tests(read(STORY), root=tmp_path) == ["test_taps.py::test_once"]
    (tmp_path / "test_taps.py").write_text("def test_once() -> None:\n    assert True\n")
    assert missing_tests(read(STORY), root=tmp_path) == []


def test_a_planted_story_without_a_test_is_found() -> None:
    assert incomplete(read(STORY.partition("  tests:")[0])) == ["A nurse taps twice."]


@pytest.mark.parametrize("line", ["  harm: none", "    - test_taps.py", "story: x", "  hazard: said again"])
def test_a_line_of_another_form_is_refused(line: str) -> None:
    with pytest.raises(Unreadable):
        read(f"{STORY}{line}\n")
