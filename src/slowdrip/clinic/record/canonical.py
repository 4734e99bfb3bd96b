"""Canonical bytes: the one text form that is hashed and signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def _plain(value: Any) -> str:
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode
_NO_FLOAT_INSIDE = frozenset({str, int, bool, type(None), UUID, datetime, date, Decimal})


def canonical(content: Mapping[str, Any] | list[Any]) -> str:
    """Gives sorted, space-free JSON with decimals, times and ids as strings; floats are refused."""
    _refuse_floats(content)
    return _ENCODE(content)


def _refuse_floats(value: Any) -> None:
    if type(value) in _NO_FLOAT_INSIDE:
        return
    if isinstance(value, float):
        raise TypeError("a float has no canonical form: use int or Decimal")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def sha256(text: str) -> str:
    """Gives the SHA-256 of the text's UTF-8 bytes as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
