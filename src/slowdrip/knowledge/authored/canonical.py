"""The one way to write a tree of sourced values as bytes, and to read it back."""

import json
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.shape import Part, parts_of
from slowdrip.knowledge.types.sourced import Sourced


def tree_of(section: Any) -> dict[str, Any]:
    """A section as plain dictionaries, lists and texts, ready for canonical JSON."""
    values = ((part, getattr(section, part.name)) for part in parts_of(type(section)))
    return {part.name: _branch(part, value) for part, value in values if value is not None}


def _branch(part: Part, value: Any) -> dict[str, Any]:
    if part.sort == "leaf":
        return leaf_tree(value)
    if part.sort == "section":
        return tree_of(value)
    return {each.name: tree_of(each) for each in value}


def leaf_tree(leaf: Sourced[Any]) -> dict[str, Any]:
    """One sourced value as a plain dictionary; an empty note is left out."""
    tree = {"value": _plain(leaf.value), "source": leaf.source, "confidence": leaf.confidence.value}
    return {**tree, "note": leaf.note} if leaf.note else tree


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return list(value) if isinstance(value, tuple) else value


def decimal_text(number: Decimal) -> str:
    """A decimal as plain text without trailing zeros, so that equal numbers have equal bytes."""
    return format(number.normalize(), "f")


def canonical_json(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, decimals and dates as texts."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_as_text
    )


def _as_text(value: object) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
