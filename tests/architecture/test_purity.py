"""Science depends on its inputs alone and speaks in codes."""

import pytest

from tests.architecture.purity import impurities, sentences
from tests.architecture.tree import source, sources

RULE = "src/slowdrip/science/rules/alarms.py"


def test_science_is_pure() -> None:
    assert impurities(sources(".py")) == []


def test_science_speaks_no_sentences() -> None:
    assert sentences(sources(".py")) == []


@pytest.mark.parametrize(
    "line",
    [
        "import django",
        "from django.db import models",
        "import os.path",
        "from time import monotonic",
        "import random",
        "from uuid import uuid4",
        "open('policy.toml')",
        "datetime.now()",
        "date.today()",
        "path.read_text()",
    ],
)
def test_a_planted_impurity_is_found(line: str) -> None:
    assert impurities((source(RULE, line),)) != []


@pytest.mark.parametrize("line", ["from datetime import datetime", "from uuid import uuid5", "self.time.now"])
def test_pure_lines_are_let_through(line: str) -> None:
    assert impurities((source(RULE, line),)) == []


@pytest.mark.parametrize(
    "line",
    ["why = 'The pressure is too high'", "raise ValueError(f'{drug} may not exceed {limit}')", "x = {'a': 'b c d e'}"],
)
def test_a_planted_sentence_is_found(line: str) -> None:
    assert sentences((source(RULE, line),)) != []


def test_docstrings_codes_and_tests_are_let_through() -> None:
    code = 'def f():\n    """A sentence that says what this gives."""\n    return "systolic_above_limit"'
    origin = 'LIMIT_SOURCE: Final = "Devine, Drug Intell Clin Pharm 1974"'
    test = source("src/slowdrip/science/rules/tests/test_alarms.py", "why = 'The pressure is too high'")
    assert sentences((source(RULE, code), source(RULE, origin), test)) == []
