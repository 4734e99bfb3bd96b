"""Reads what is said about scores: thresholds, outcomes, triggers, licence and recall."""

from collections.abc import Mapping
from typing import Any

from slowdrip.knowledge.models.page import Page, choice, join, named, number, table, text
from slowdrip.knowledge.scales.conditions import condition
from slowdrip.knowledge.scales.parts import opened, origin, origin_in_force, said, whole, words
from slowdrip.knowledge.types.scale_rules import (
    Condition,
    Kind,
    Measured,
    OutcomeRule,
    Threshold,
    TriggerRule,
    Urgency,
)
from slowdrip.knowledge.types.scales import Distribution, Licence, Prompt, Recall

WORSENS = (Measured.WORSE_BY_POINTS, Measured.RISES_TO)  # the ways of getting worse, which alone can make a task


def thresholds(raw: object, key: str, page: Page) -> tuple[Threshold, ...]:
    """The thresholds of a file; an unverified one is kept, and is never the default."""
    return tuple(_threshold(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def _threshold(raw: object, name: str, key: str, page: Page) -> Threshold:
    entry = opened(raw, key, page, needs=("score", "kind", "measured", "value"), may=("default", "raises_task"))
    made = Threshold(
        name=name,
        score=text(entry, "score", key, page),
        kind=Kind(choice(entry, "kind", key, page, allowed=tuple(Kind))),
        measured=Measured(choice(entry, "measured", key, page, allowed=tuple(Measured))),
        value=number(entry, "value", key, page),
        origin=origin(entry, key, page),
        is_default=said(entry, "default", key, page),
        raises_task=said(entry, "raises_task", key, page),
    )
    if (made.is_default or made.raises_task) and not made.origin.is_in_force:
        page.found.add(key, "unverified_in_force")
    if made.raises_task and made.measured not in WORSENS:
        page.found.add(join(key, "raises_task"), "wrong_type", found=made.measured, expected=" or ".join(WORSENS))
    return made


def outcomes(raw: object, key: str, page: Page) -> tuple[OutcomeRule, ...]:
    """The outcomes of a file, each with a condition for every code but the last."""
    return tuple(_outcome(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def _outcome(raw: object, name: str, key: str, page: Page) -> OutcomeRule:
    entry = opened(raw, key, page, needs=("codes", "when"), may=("escalates",))
    codes = words(entry, "codes", key, page)
    escalates = words(entry, "escalates", key, page)
    for each in escalates:
        if each not in codes:
            page.found.add(join(key, "escalates"), "unknown_choice", found=each, expected=", ".join(codes))
    when = _whens(entry, codes, key, page)
    return OutcomeRule(name, codes, when, frozenset(escalates), origin_in_force(entry, key, page))


def _whens(entry: Mapping[str, Any], codes: tuple[str, ...], key: str, page: Page) -> tuple[Condition, ...]:
    rows = table(entry.get("when", {}), join(key, "when"), page)
    if tuple(rows) != codes[:-1] or len(codes) < 2:
        wanted = ", ".join(codes[:-1]) or "codes"
        page.found.add(join(key, "when"), "wrong_type", found=", ".join(rows) or "nothing", expected=wanted)
    return tuple(condition(each, join(join(key, "when"), name), page) for name, each in rows.items())


def triggers(raw: object, key: str, page: Page) -> tuple[TriggerRule, ...]:
    """The triggers of a file."""
    return tuple(_trigger(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def _trigger(raw: object, name: str, key: str, page: Page) -> TriggerRule:
    entry = opened(raw, key, page, needs=("when", "urgency"))
    return TriggerRule(
        name=name,
        when=condition(entry.get("when", {}), join(key, "when"), page),
        urgency=Urgency(choice(entry, "urgency", key, page, allowed=tuple(Urgency))),
        origin=origin_in_force(entry, key, page),
    )


def licence(raw: object, key: str, page: Page) -> Licence:
    """The licence of a scale."""
    entry = opened(raw, key, page, needs=("distribution", "holder", "terms"), may=("url",))
    return Licence(
        distribution=Distribution(choice(entry, "distribution", key, page, allowed=tuple(Distribution))),
        holder=text(entry, "holder", key, page),
        terms=text(entry, "terms", key, page),
        origin=origin(entry, key, page),
        url=text(entry, "url", key, page),
    )


def recall(raw: object, key: str, page: Page) -> Recall:
    """The period that the answers look back on; overlaps are told by it, so it cannot be unverified."""
    entry = opened(raw, key, page, needs=("days", "window"))
    days, window = whole(entry, "days", key, page), text(entry, "window", key, page)
    return Recall(days, window, origin_in_force(entry, key, page))


def prompts(raw: object, key: str, page: Page) -> tuple[Prompt, ...]:
    """What has to be written down before the first answer; the words stand with the text."""
    rows = named(raw, key, page)
    opened_rows = {name: opened(each, join(key, name), page) for name, each in rows.items()}
    return tuple(Prompt(name, origin_in_force(each, join(key, name), page)) for name, each in opened_rows.items())
