"""A policy as TOML text that the strict loader reads back to the same policy: what a director downloads and edits."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.shape import leaves_of
from slowdrip.knowledge.policies import to_tree
from slowdrip.knowledge.types import Policy


def as_toml(policy: Policy) -> str:
    """Gives the whole policy, one value a line with its source and confidence; unused keys are kept."""
    tree = to_tree(policy)
    numbers = {key for key, leaf in leaves_of(policy) if isinstance(leaf.value, Decimal)}
    lines = [f"schema_version = {tree.pop('schema_version')}", *_tables(tree, "", numbers)]
    return "\n".join(lines) + "\n"


def _tables(tree: dict[str, Any], where: str, numbers: set[str]) -> Iterator[str]:
    plain = {name: value for name, value in tree.items() if not isinstance(value, dict) or "value" in value}
    if plain and where:
        yield from ("", f"[{where}]")
    for name, value in plain.items():
        yield f"{name} = {_value(value, _join(where, name), numbers)}"
    for name, value in tree.items():
        if name not in plain:
            yield from _table(value, _join(where, name), numbers)


def _table(tree: dict[str, Any], where: str, numbers: set[str]) -> Iterator[str]:
    if not tree:
        yield from ("", f"[{where}]")
    yield from _tables(tree, where, numbers)


def _value(value: Any, key: str, numbers: set[str]) -> str:
    if isinstance(value, dict):
        bare = key in numbers
        inside = (f"{name} = {each if bare and name == 'value' else _plain(each)}" for name, each in value.items())
        return f"{{ {', '.join(inside)} }}"
    return _plain(value)


def _plain(value: Any) -> str:
    """JSON's texts, numbers, booleans and lists are TOML's too; tables inside a value are written inline."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_plain(each)}' for name, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_plain(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
