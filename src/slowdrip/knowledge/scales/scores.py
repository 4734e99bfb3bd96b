"""Reads the scores of a scale: their rule, their steps, their bands, and when they may be completed."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.models.page import Page, choice, join, named, number
from slowdrip.knowledge.scales.conditions import condition
from slowdrip.knowledge.scales.loinc import note_code
from slowdrip.knowledge.scales.parts import numbers, opened, origin, origin_in_force, rising, said, spelled_out, words
from slowdrip.knowledge.types.scale_rules import (
    Bands,
    Better,
    Prorating,
    Rule,
    ScoreRule,
    Steps,
    Unless,
)

NEEDS = ("rule", "of", "range")
MAY = ("better", "shown", "places", "each_at_least", "but", "steps", "minus", "times", "over", "bands", "prorating")
MAY_ALSO = ("unless", "loinc")
ONE = Decimal(1)
ZERO = Decimal(0)


def scores(raw: object, key: str, page: Page) -> tuple[ScoreRule, ...]:
    """The scores of a file in its order: a later one may use an earlier one."""
    return tuple(_score(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def _score(raw: object, name: str, key: str, page: Page) -> ScoreRule:
    entry = opened(raw, key, page, needs=NEEDS, may=(*MAY, *MAY_ALSO))
    low, high = _range(entry, key, page)
    return ScoreRule(
        name=name,
        rule=Rule(choice(entry, "rule", key, page, allowed=tuple(Rule))),
        of=spelled_out(words(entry, "of", key, page)),
        low=low,
        high=high,
        origin=origin_in_force(entry, key, page),
        better=Better(choice(entry, "better", key, page, allowed=tuple(Better))),
        is_shown=said(entry, "shown", key, page) if "shown" in entry else True,
        places=int(_number(entry, "places", key, page, ZERO)),
        each_at_least=_number(entry, "each_at_least", key, page, ONE),
        but=_but(entry, key, page),
        steps=_steps(entry["steps"], join(key, "steps"), page) if "steps" in entry else None,
        minus=_number(entry, "minus", key, page, ZERO),
        times=_number(entry, "times", key, page, ONE),
        over=_divisor(entry, key, page),
        bands=_bands(entry["bands"], join(key, "bands"), page) if "bands" in entry else None,
        prorating=_prorating(entry["prorating"], join(key, "prorating"), page) if "prorating" in entry else None,
        unless=_unless(entry.get("unless", {}), join(key, "unless"), page),
        loinc=note_code(entry["loinc"], join(key, "loinc"), page) if "loinc" in entry else "",
    )


def _range(entry: Mapping[str, Any], key: str, page: Page) -> tuple[Decimal, Decimal]:
    ends = numbers(entry, "range", key, page)
    if len(ends) != 2:
        page.found.add(join(key, "range"), "wrong_type", found=entry.get("range"), expected="lowest and highest")
        return ZERO, ONE
    rising(ends, join(key, "range"), page)
    return ends[0], ends[1]


def _number(entry: Mapping[str, Any], name: str, key: str, page: Page, default: Decimal) -> Decimal:
    return number(entry, name, key, page) if name in entry else default


def _divisor(entry: Mapping[str, Any], key: str, page: Page) -> Decimal:
    over = _number(entry, "over", key, page, ONE)
    if over <= 0:
        page.found.add(join(key, "over"), "wrong_type", found=over, expected="above zero")
        return ONE
    return over


def _but(entry: Mapping[str, Any], key: str, page: Page) -> Mapping[str, Decimal] | None:
    if "but" not in entry:
        return None
    rows = named(entry["but"], join(key, "but"), page)
    return MappingProxyType({name: number(rows, name, join(key, "but"), page) for name in rows})


def _steps(raw: object, key: str, page: Page) -> Steps:
    entry = opened(raw, key, page, needs=("from", "to"), sourced=False)
    starts, values = numbers(entry, "from", key, page), numbers(entry, "to", key, page)
    _same_length(starts, values, key, page)
    rising(starts, join(key, "from"), page)
    return Steps(starts, values)


def _bands(raw: object, key: str, page: Page) -> Bands:
    """Bands may be unverified: they are then listed and never put on a patient."""
    entry = opened(raw, key, page, needs=("codes", "from"))
    codes, starts = words(entry, "codes", key, page), numbers(entry, "from", key, page)
    _same_length(starts, codes, key, page)
    rising(starts, join(key, "from"), page)
    return Bands(codes, starts, origin(entry, key, page))


def _same_length(starts: tuple[Decimal, ...], others: tuple[object, ...], key: str, page: Page) -> None:
    if len(starts) != len(others) or not starts:
        page.found.add(key, "wrong_type", found=f"{len(others)} entries", expected=f"one for each of {len(starts)}")


def _prorating(raw: object, key: str, page: Page) -> Prorating:
    entry = opened(raw, key, page, needs=("missing_at_most",), may=("whole",))
    most = int(number(entry, "missing_at_most", key, page))
    return Prorating(most, said(entry, "whole", key, page), origin_in_force(entry, key, page))


def _unless(raw: object, key: str, page: Page) -> tuple[Unless, ...]:
    rows = named(raw, key, page)
    return tuple(Unless(name, condition(each, join(key, name), page)) for name, each in rows.items())
