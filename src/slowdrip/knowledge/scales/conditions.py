"""Reads conditions: questions about items, counts, scores and outcomes, alone or joined."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.models.page import Page, check_keys, join, number, table, text
from slowdrip.knowledge.scales.parts import spelled_out, words
from slowdrip.knowledge.types.scale_rules import Asks, Condition

LIMITS = ("at_least", "at_most")
NEEDS = {
    Asks.ITEM: ("item",),
    Asks.COUNT: ("count", "each_at_least"),
    Asks.SCORE: ("score",),
    Asks.OUTCOME: ("outcome", "is"),
    Asks.ALL: ("all",),
    Asks.ANY: ("any",),
}


def condition(raw: object, key: str, page: Page) -> Condition:
    """The condition at a key."""
    entry = table(raw, key, page)
    asks = next((each for each in Asks if each.value in entry), None)
    if asks is None:
        page.found.add(key, "unknown_choice", found=", ".join(entry) or "nothing", expected=", ".join(Asks))
        return Condition(Asks.ALL)
    compares = asks in {Asks.ITEM, Asks.COUNT, Asks.SCORE}
    check_keys(entry, key, page, needs=NEEDS[asks], may=LIMITS if compares else ())
    if asks in {Asks.ALL, Asks.ANY}:
        return Condition(asks, parts=_parts(entry[asks.value], join(key, asks), page))
    if compares and not set(LIMITS) & entry.keys():
        page.found.add(key, "missing_interval")
    return Condition(
        asks,
        names=_names(entry, asks, key, page),
        at_least=_limit(entry, "at_least", key, page),
        at_most=_limit(entry, "at_most", key, page),
        each_at_least=_limit(entry, "each_at_least", key, page),
        codes=words(entry, "is", key, page),
    )


def _names(entry: Mapping[str, Any], asks: Asks, key: str, page: Page) -> tuple[str, ...]:
    if asks is Asks.COUNT:
        return spelled_out(words(entry, "count", key, page))
    return (text(entry, asks, key, page),)


def _parts(raw: object, key: str, page: Page) -> tuple[Condition, ...]:
    if not isinstance(raw, list) or not raw:
        page.found.add(key, "wrong_type", found=raw, expected="a list of conditions")
        return ()
    return tuple(condition(each, f"{key}.{place}", page) for place, each in enumerate(raw))


def _limit(entry: Mapping[str, Any], name: str, key: str, page: Page) -> Decimal | None:
    return number(entry, name, key, page) if name in entry else None
