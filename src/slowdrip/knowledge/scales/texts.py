"""Reads the words of a scale, from its own file or from a text pack that a clinic brings."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from slowdrip.knowledge.models.page import Page, join, named, table, text
from slowdrip.knowledge.scales.parts import opened, origin, said
from slowdrip.knowledge.types.scales import AnswerSet, Item, Prompt, ScaleText

NEEDS = ("title", "stem", "notice", "items", "answers")
MAY = ("compare_before_use", "prompts")
Form = tuple[tuple[Item, ...], tuple[Prompt, ...]]


def texts(raw: object, key: str, form: Form, page: Page) -> Mapping[str, ScaleText]:
    """The texts of a file by language."""
    rows = named(raw, key, page)
    return MappingProxyType(
        {language: scale_text(each, language, join(key, language), form, page) for language, each in rows.items()}
    )


def scale_text(raw: object, language: str, key: str, form: Form, page: Page, /) -> ScaleText:
    """The words in one language: every prompt, every item that people answer, and every value of its answer set."""
    entry = opened(raw, key, page, needs=NEEDS, may=MAY)
    asked = [each for each in form[0] if each.assumed is None]
    sets = {each.answers.name: each.answers for each in asked}
    return ScaleText(
        language=language,
        title=text(entry, "title", key, page),
        stem=text(entry, "stem", key, page),
        items=_words(entry.get("items", {}), join(key, "items"), [each.name for each in asked], page),
        answers=_answer_words(entry.get("answers", {}), join(key, "answers"), sets, page),
        notice=text(entry, "notice", key, page),
        origin=origin(entry, key, page),
        compare_before_use=said(entry, "compare_before_use", key, page),
        prompts=_words(entry.get("prompts", {}), join(key, "prompts"), [each.name for each in form[1]], page),
    )


def _words(raw: object, key: str, names: list[str], page: Page) -> Mapping[str, str]:
    rows = table(raw, key, page)
    _note_difference(set(rows), set(names), key, page)
    return MappingProxyType({name: text(rows, name, key, page) for name in names})


def _answer_words(
    raw: object, key: str, sets: Mapping[str, AnswerSet], page: Page
) -> Mapping[str, Mapping[Decimal, str]]:
    rows = table(raw, key, page)
    _note_difference(set(rows), set(sets), key, page)
    return MappingProxyType(
        {name: _values(rows[name], join(key, name), sets[name], page) for name in rows if name in sets}
    )


def _values(raw: object, key: str, answers: AnswerSet, page: Page) -> Mapping[Decimal, str]:
    """Words by value; the ends need words, what lies between may go without (a line from 0 to 10)."""
    rows = table(raw, key, page)
    found: dict[Decimal, str] = {}
    for written in rows:
        value = _value(written)
        if value is None or not answers.holds(value):
            page.found.add(join(key, written), "wrong_type", found=written, expected=f"an answer of {answers.name}")
            continue
        found[value] = text(rows, written, key, page)
    for end in (answers.low, answers.high):
        if end not in found:
            page.found.add(join(key, str(end)), "missing_text")
    return MappingProxyType(found)


def _value(written: str) -> Decimal | None:
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def _note_difference(found: set[str], expected: set[str], key: str, page: Page) -> None:
    for name in sorted(found - expected):
        page.found.add(join(key, name), "unknown_key", suggestion=f"one of {', '.join(sorted(expected)) or 'none'}")
    for name in sorted(expected - found):
        page.found.add(join(key, name), "missing_text")
