"""Dependencies: wanted, explained, pinned."""

import re

from tests.architecture.dependencies import explained_for_nothing, unexplained, unhashed, unlocked
from tests.architecture.tree import REPO

PYPROJECT = (REPO / "pyproject.toml").read_text()
LOCK = (REPO / "requirements.lock").read_text()
COHORT_LOCK = (REPO / "requirements-cohort.lock").read_text()
REASONS = (REPO / "docs" / "explanation" / "dependencies.md").read_text()
PLANTED = '[project]\ndependencies = ["django>=5.2"]\n[project.optional-dependencies]\nx = ["mood[rings]>=1; a"]'


def test_every_dependency_has_a_reason() -> None:
    assert unexplained(PYPROJECT, REASONS) == []
    assert explained_for_nothing(PYPROJECT, REASONS) == []


def test_the_lock_pins_every_dependency_by_hash_and_names_no_address() -> None:
    assert unlocked(PYPROJECT, LOCK + COHORT_LOCK) == []
    assert unhashed(LOCK) == []
    assert unhashed(COHORT_LOCK) == []


def test_both_locks_pin_the_same_versions() -> None:
    pins, others = (frozenset(re.findall(r"^(\S+)==(\S+)", lock, re.MULTILINE)) for lock in (LOCK, COHORT_LOCK))
    shared = {name for name, _ in pins} & {name for name, _ in others}
    assert shared
    assert {each for each in others if each[0] in shared} <= pins


def test_planted_unexplained_and_leftover_dependencies_are_found() -> None:
    page = "| `django` | pages |\n| `gone` | nothing |"
    assert unexplained(PLANTED, page) == ["mood"]
    assert explained_for_nothing(PLANTED, page) == ["gone"]


def test_planted_holes_in_the_lock_are_found() -> None:
    lock = "django==5.2 \\\n    --hash=sha256:00\nmood==1\n--index-url https://example.org\n"
    assert unlocked(PLANTED, lock) == ["mood"]
    assert unhashed(lock) == ["mood", "--index-url https://example.org"]
