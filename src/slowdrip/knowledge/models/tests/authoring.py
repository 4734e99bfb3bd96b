"""Edits of shipped model files, so that each test plants one fault and nothing else."""

import re

from slowdrip.knowledge.authored.problems import Problem
from slowdrip.knowledge.models import ModelError, load_model, model_text


def edited(name: str, old: str, new: str) -> str:
    """The text of a shipped file with one place changed."""
    text = model_text(name)
    assert old in text, old
    return text.replace(old, new, 1)


def without(name: str, key: str, attribute: str) -> str:
    """The text of a shipped file whose number `key` has lost one attribute."""
    line = next(each for each in model_text(name).splitlines() if each.startswith(f"{key} = "))
    cut = re.sub(rf'(, )?{attribute} = ("[^"]*"|[0-9.-]+)', "", line, count=1).replace("{ , ", "{ ")
    assert cut != line
    return edited(name, line, cut)


def refusals(text: str, name: str = "planted") -> list[tuple[str, str]]:
    """Key and code of every problem; empty when the text is accepted. Each problem names the file."""
    problems: tuple[Problem, ...] = ()
    try:
        load_model(text, name=name)
    except ModelError as error:
        problems = error.problems
    assert all(each.file == f"{name}.toml" and each.message.startswith(f"{name}.toml") for each in problems)
    return [(each.key, each.code) for each in problems]
