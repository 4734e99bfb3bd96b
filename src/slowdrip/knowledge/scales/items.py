"""Reads answer sets and items."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.models.page import Page, choice, join, named, number, table, text
from slowdrip.knowledge.scales.conditions import condition
from slowdrip.knowledge.scales.loinc import note_code
from slowdrip.knowledge.scales.parts import opened, said, spelled_out
from slowdrip.knowledge.types.scales import AnswerSet, Item, NotApplicable, Stray

ITEM_MAY = ("reverse", "loinc", "applies_when", "not_applicable", "stray", "either", "assumed")
NO_ANSWERS = AnswerSet("", Decimal(0), Decimal(0))


def answer_sets(raw: object, key: str, page: Page) -> Mapping[str, AnswerSet]:
    """The answer sets of a file by name."""
    return {name: _answer_set(each, name, join(key, name), page) for name, each in named(raw, key, page).items()}


def _answer_set(raw: object, name: str, key: str, page: Page) -> AnswerSet:
    may = ("step", "not_assessed", "not_assessed_adds_zero", "loinc")
    entry = opened(raw, key, page, needs=("low", "high"), may=may, sourced=False)
    low, high = number(entry, "low", key, page), number(entry, "high", key, page)
    if low >= high and {"low", "high"} <= entry.keys():
        page.found.add(key, "impossible_order", found=low, relation="below", other="high", other_found=high)
    step = number(entry, "step", key, page) if "step" in entry else Decimal(1)
    if step <= 0:
        page.found.add(join(key, "step"), "wrong_type", found=step, expected="above zero")
    return AnswerSet(
        name=name,
        low=low,
        high=high,
        step=step if step > 0 else Decimal(1),
        not_assessed=number(entry, "not_assessed", key, page) if "not_assessed" in entry else None,
        not_assessed_adds_zero=said(entry, "not_assessed_adds_zero", key, page),
        loinc=_codes(entry, low, high, join(key, "loinc"), page) if "loinc" in entry else None,
    )


def _codes(entry: Mapping[str, Any], low: Decimal, high: Decimal, key: str, page: Page) -> Mapping[Decimal, str]:
    """The answer codes by value; one for each value from low to high."""
    codes = entry["loinc"] if isinstance(entry["loinc"], list) else []
    if len(codes) != high - low + 1:
        page.found.add(key, "wrong_type", found=f"{len(codes)} codes", expected=f"one for each of {low} to {high}")
    return MappingProxyType({low + place: note_code(each, key, page) for place, each in enumerate(codes)})


def items(raw: object, key: str, sets: Mapping[str, AnswerSet], page: Page) -> tuple[Item, ...]:
    """The items of a file in its order; a name such as `q1-q9` stands for nine equal ones."""
    found = tuple(_items(table(raw, key, page), key, sets, page))
    names = [each.name for each in found]
    for place, name in enumerate(names):
        if name in names[:place]:
            page.found.add(join(key, name), "repeated_choice", found=name)
    return found


def _items(raw: Mapping[str, Any], key: str, sets: Mapping[str, AnswerSet], page: Page) -> Iterator[Item]:
    for written, each in raw.items():
        for name in spelled_out((written,)):
            named({name: each}, key, page)  # notes a name that is none
            yield _item(each, name, join(key, written), sets, page)


def _item(raw: object, name: str, key: str, sets: Mapping[str, AnswerSet], page: Page) -> Item:
    entry = opened(raw, key, page, needs=("answers",), may=ITEM_MAY, sourced=False)
    answers = text(entry, "answers", key, page)
    if answers and answers not in sets:
        page.found.add(join(key, "answers"), "unknown_choice", found=answers, expected=", ".join(sets) or "none")
    made = Item(
        name=name,
        answers=sets.get(answers, NO_ANSWERS),
        reverse=said(entry, "reverse", key, page),
        loinc=note_code(entry["loinc"], join(key, "loinc"), page) if "loinc" in entry else "",
        applies_when=condition(entry["applies_when"], join(key, "applies_when"), page)
        if "applies_when" in entry
        else None,
        not_applicable=NotApplicable(_or_first(entry, "not_applicable", key, page, NotApplicable)),
        stray=Stray(_or_first(entry, "stray", key, page, Stray)),
        either=text(entry, "either", key, page),
        assumed=number(entry, "assumed", key, page) if "assumed" in entry else None,
    )
    if made.assumed is not None and answers in sets and not made.answers.holds(made.assumed):
        low, high = made.answers.low, made.answers.high
        page.found.add(join(key, "assumed"), "out_of_range", found=made.assumed, low=low, high=high, unit="")
    if made.applies_when is not None and made.not_applicable is NotApplicable.NEVER:
        page.found.add(join(key, "not_applicable"), "missing_text")
    return made


def _or_first(entry: Mapping[str, Any], name: str, key: str, page: Page, allowed: Any) -> str:
    return choice(entry, name, key, page, allowed=tuple(allowed)) if name in entry else next(iter(allowed))
