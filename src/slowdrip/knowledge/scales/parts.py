"""Reads the smallest parts of a scale's file, or notes everything that is wrong with them."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from slowdrip.knowledge.authored.leaf import CONFIDENCES, ENGINEERING_DEFAULT
from slowdrip.knowledge.models.page import Page, check_keys, join, number, table, text
from slowdrip.knowledge.types.scale_rules import Origin
from slowdrip.knowledge.types.sourced import Confidence

ORIGIN = ("source", "confidence")
ORIGIN_ALSO = ("note",)
SPAN = re.compile(r"([a-z][a-z_]*?)(\d+)-([a-z][a-z_]*?)(\d+)")


def origin(raw: Mapping[str, Any], key: str, page: Page) -> Origin:
    """The source and confidence beside a statement; missing ones were noted by `check_keys`."""
    source, word = text(raw, "source", key, page), raw.get("confidence", Confidence.PROPOSAL)
    if not isinstance(word, str) or word not in tuple(Confidence):
        page.found.add(join(key, "confidence"), "wrong_confidence", found=word, expected=CONFIDENCES)
        word = Confidence.PROPOSAL
    if source.lower().startswith(ENGINEERING_DEFAULT) and word != Confidence.PROPOSAL:
        page.found.add(key, "default_not_proposal")
    return Origin(source, Confidence(word), text(raw, "note", key, page))


def origin_in_force(raw: Mapping[str, Any], key: str, page: Page) -> Origin:
    """The origin of something that is always applied: nothing unverified can be."""
    found = origin(raw, key, page)
    if not found.is_in_force:
        page.found.add(key, "unverified_in_force")
    return found


def opened(
    raw: object, key: str, page: Page, /, *, needs: Iterable[str] = (), may: Iterable[str] = (), sourced: bool = True
) -> dict[str, Any]:
    """The table at a key with its keys checked; `sourced` adds source, confidence and note to them."""
    entry = table(raw, key, page)
    more, also = (ORIGIN, ORIGIN_ALSO) if sourced else ((), ())
    check_keys(entry, key, page, needs=(*needs, *more), may=(*may, *also))
    return entry


def numbers(raw: Mapping[str, Any], name: str, key: str, page: Page) -> tuple[Decimal, ...]:
    """A list of numbers."""
    listed = raw.get(name, [])
    if not isinstance(listed, list):
        page.found.add(join(key, name), "wrong_type", found=listed, expected="a list of numbers")
        return ()
    return tuple(number({"value": each}, "value", join(key, name), page) for each in listed)


def whole(raw: Mapping[str, Any], name: str, key: str, page: Page) -> int:
    """A whole number that is not below zero; 0 where the key is not there."""
    value = number(raw, name, key, page)
    if value != value.to_integral_value() or value < 0:
        page.found.add(join(key, name), "wrong_type", found=value, expected="a whole number from zero up")
        return 0
    return int(value)


def words(raw: Mapping[str, Any], name: str, key: str, page: Page) -> tuple[str, ...]:
    """A list of texts, none of them twice; nothing where the key is not there."""
    listed = raw.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        page.found.add(join(key, name), "wrong_type", found=listed, expected="a list of names")
        return ()
    for place, each in enumerate(listed):
        if each in listed[:place]:
            page.found.add(join(key, name), "repeated_choice", found=each)
    return tuple(listed)


def said(raw: Mapping[str, Any], name: str, key: str, page: Page) -> bool:
    """True or false; false where the key is not there."""
    value = raw.get(name, False)
    if not isinstance(value, bool):
        page.found.add(join(key, name), "wrong_type", found=value, expected="true or false")
    return value is True


def spelled_out(names: Iterable[str]) -> tuple[str, ...]:
    """Names with each span such as `q1-q9` written out."""
    return tuple(name for each in names for name in _span(each))


def _span(name: str) -> tuple[str, ...]:
    found = SPAN.fullmatch(name)
    if found is None or found[1] != found[3]:
        return (name,)
    return tuple(f"{found[1]}{place}" for place in range(int(found[2]), int(found[4]) + 1))


def rising(values: tuple[Decimal, ...], key: str, page: Page) -> None:
    """Notes numbers that do not rise from one to the next."""
    for low, high in pairwise(values):
        if low >= high:
            page.found.add(key, "impossible_order", found=low, relation="below", other="the next", other_found=high)
