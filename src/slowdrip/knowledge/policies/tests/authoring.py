"""Edits of the default text, so that each test plants one fault and nothing else."""

import re

from slowdrip.knowledge.policies import PolicyError, Problem, default_policy_text, load_policy
from slowdrip.knowledge.types import Policy

FILE = "clinic.toml"


def replaced(key: str, line: str, *, text: str = "") -> str:
    """The default text with the line of a dotted key replaced; an empty line removes the key."""
    section, _, name = key.rpartition(".")
    return _edited(text or default_policy_text(), section, rf"(?m)^{name} = .*$", line)


def with_value(key: str, value: str, *, text: str = "") -> str:
    """The default text with another value at a dotted key, source and confidence unchanged."""
    section, _, name = key.rpartition(".")
    old = rf"(?m)^({name} = \{{ value = )(\[.*?\]|[^,]*)"
    return _edited(text or default_policy_text(), section, old, rf"\g<1>{value}")


def with_line(section: str, line: str, *, text: str = "") -> str:
    """The default text with one more line in a section."""
    return _edited(text or default_policy_text(), section, r"^\n", f"\n{line}\n")


def loaded(text: str) -> Policy:
    """The policy in a text."""
    return load_policy(text, name=FILE)


def refusals(text: str) -> list[tuple[str, str]]:
    """Key and code of every problem; empty when the text is accepted."""
    problems: tuple[Problem, ...] = ()
    try:
        loaded(text)
    except PolicyError as error:
        problems = error.problems
    assert all(each.file == FILE and each.message.startswith(FILE) for each in problems)
    return [(each.key, each.code) for each in problems]


def _edited(text: str, section: str, pattern: str, by: str) -> str:
    start = text.index(f"\n[{section}]\n") + len(f"\n[{section}]")
    end = text.find("\n\n[", start)
    end = len(text) if end < 0 else end
    body, count = re.subn(pattern, by, text[start:end], count=1)
    assert count == 1, f"{pattern} not found in [{section}]"
    return text[:start] + body + text[end:]
