"""The one way to write what a model file says as bytes, and the hash that a report prints."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from slowdrip.knowledge.authored.canonical import canonical_json, decimal_text


def content_sha256(raw: Mapping[str, object]) -> str:
    """SHA-256 of everything a file says; comments, order, spaces and trailing zeros do not change it."""
    return hashlib.sha256(canonical_json(_plain(raw)).encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    """The same tree with every number as text, so that 25 and 25.0 are one number."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal) or type(value) is int:
        return decimal_text(Decimal(value))
    return value
