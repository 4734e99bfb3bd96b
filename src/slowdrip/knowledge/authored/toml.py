"""Reads TOML text with exact decimals, or refuses it as an author can understand."""

import tomllib
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.problems import AuthoredError, Findings

# Besides bad syntax: a number with thousands of digits, an exponent beyond decimal, tables nested without end.
UNREADABLE = (ValueError, ArithmeticError, RecursionError)


def read_toml(text: str, found: Findings, *, error: type[AuthoredError]) -> dict[str, Any]:
    """The raw tables of a TOML text; raises `error` when it cannot be read."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except UNREADABLE as reason:
        found.add("", "not_readable", reason=reason)
        raise error(tuple(found.problems)) from reason
