"""Reads the worked examples that stand in a scale's file: answers, and what they must give."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.authored.canonical import decimal_text
from slowdrip.knowledge.models.page import Page, check_keys, number, table, text
from slowdrip.knowledge.scales.parts import origin
from slowdrip.knowledge.types.scale_rules import Origin
from slowdrip.knowledge.types.scales import ChangeExample, Example, Item
from slowdrip.knowledge.types.sourced import Confidence

DERIVED = Origin("arithmetic from the rules in this file", Confidence.DERIVED)
TOKEN = re.compile(r"-?\d+(\.\d+)?|-|na|refused")
REPEATED = re.compile(r"(\S+?)x(\d+)")
ORIGIN = ("source", "confidence", "note")


def examples(raw: object, key: str, items: tuple[Item, ...], page: Page) -> tuple[Example, ...]:
    """The examples of a file; each has an answer for every item, in the order of the items."""
    return tuple(_example(each, f"{key}.{place}", items, page) for place, each in enumerate(_rows(raw, key, page)))


def changes(raw: object, key: str, page: Page) -> tuple[ChangeExample, ...]:
    """The examples of change of a file."""
    return tuple(_change(each, f"{key}.{place}", page) for place, each in enumerate(_rows(raw, key, page)))


def _rows(raw: object, key: str, page: Page) -> list[object]:
    if isinstance(raw, list):
        return raw
    page.found.add(key, "wrong_type", found=raw, expected="a list of examples")
    return []


def _example(raw: object, key: str, items: tuple[Item, ...], page: Page) -> Example:
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=("answers", "expects"), may=ORIGIN)
    answers = tuple(_tokens(text(entry, "answers", key, page), f"{key}.answers", page))
    if len(answers) != len(items):
        page.found.add(f"{key}.answers", "wrong_type", found=f"{len(answers)} answers", expected=f"{len(items)}")
    return Example(answers, _expected(entry.get("expects", {}), f"{key}.expects", page), _origin(entry, key, page))


def _tokens(written: str, key: str, page: Page) -> Iterator[str]:
    """The answers, with `2x9` written out as nine times 2."""
    for word in written.split():
        many = REPEATED.fullmatch(word)
        token, count = (many[1], int(many[2])) if many else (word, 1)
        if not TOKEN.fullmatch(token):
            page.found.add(key, "wrong_type", found=token, expected="a number, -, na or refused")
        yield from (token for _ in range(count))


def _change(raw: object, key: str, page: Page) -> ChangeExample:
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=("score", "baseline", "current", "expects"), may=ORIGIN)
    return ChangeExample(
        score=text(entry, "score", key, page),
        baseline=number(entry, "baseline", key, page),
        current=number(entry, "current", key, page),
        expects=_expected(entry.get("expects", {}), f"{key}.expects", page),
        origin=_origin(entry, key, page),
    )


def _origin(entry: Mapping[str, Any], key: str, page: Page) -> Origin:
    return origin(entry, key, page) if "source" in entry else DERIVED


def _expected(raw: object, key: str, page: Page) -> Mapping[str, str]:
    rows = table(raw, key, page)
    if not rows:
        page.found.add(key, "empty_section")
    return MappingProxyType({name: _word(each) for name, each in rows.items()})


def _word(value: object) -> str:
    if isinstance(value, Decimal) or type(value) is int:
        return decimal_text(Decimal(value))
    return str(value)
