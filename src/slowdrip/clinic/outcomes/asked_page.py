"""How one question looks: its words, its keys, what was chosen before, and what has to be said first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from slowdrip.clinic.outcomes.flow import AT_ONCE, Part, Questions, Step
from slowdrip.clinic.outcomes.models import Answer
from slowdrip.clinic.outcomes.offered import asks_about_risk, words_of
from slowdrip.clinic.portal.models import SEE
from slowdrip.clinic.portal.openings import given_here, key_of
from slowdrip.clinic.portal.rules import LinkRequest
from slowdrip.clinic.record.tables import uuid7
from slowdrip.knowledge.types.scales import Item, ScaleText

MOST_ROWS: Final = 7
"""A question with more answers than this, or with answers that have no words, is a row of numbers."""


@dataclass(frozen=True, slots=True)
class Key:
    """One answer that can be tapped."""

    value: str
    label: str
    is_chosen: bool


def question_page(
    request: LinkRequest, found: Questions, step: Step, shown: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders the page of one item."""
    part = found.part(step.scale)
    item, text = part.scale.item(step.item), _text(part)
    row = _shown_choice(part, item.name, shown_to(request))
    keys = _keys(item, text, row)
    context = {
        **_frame(request, found, step, shown),
        "stem": text.stem,
        "prompts": list(text.prompts.values()) if step == part.steps[0] else [],
        "words": text.items.get(item.name, ""),
        "notice": text.notice,
        "keys": keys,
        "as_numbers": _as_numbers(item, text),
        "ends": _ends(item, text),
        "refused": row is not None and row.what == Answer.What.REFUSED,
        "about_risk": asks_about_risk(part.scale, item.name),
        "felt": _is_after_keys(found, step) and felt_by(request, found),
        "chosen": next((key.value for key in keys if key.is_chosen), ""),
    }
    return render(request, "outcomes/patient/question.html", context, status=status)


def together_page(
    request: LinkRequest, found: Questions, step: Step, shown: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders the page of a whole scale of small keys."""
    part = found.part(step.scale)
    text, is_shown = _text(part), shown_to(request)
    chosen = {each.name: _shown_choice(part, each.name, is_shown) for each in part.scale.items}
    keys = [Key(name, text.items.get(name, ""), row is not None and row.value == "1") for name, row in chosen.items()]
    context = {**_frame(request, found, step, shown), "stem": text.stem, "keys": keys}
    return render(request, "outcomes/patient/together.html", context, status=status)


def fires_for(request: LinkRequest, found: Questions) -> bool:
    """Whether an answer about self-harm stands there, as far as whoever holds this link may know of it."""
    return found.only(shown_to(request)).fires


def felt_by(request: LinkRequest, found: Questions) -> bool:
    """Whether something of the body stands tapped, as far as whoever holds this link may know of it."""
    return found.only(shown_to(request)).felt


def shown_to(request: LinkRequest) -> Callable[[Answer], bool]:
    """Gives which answers may be shown here: all after a one-time code, otherwise what this very opening gave.

    Whoever opens the same message again, on any device, is shown nothing that was answered before. A tablet of the
    clinic is handed over by a link of its own and opened once, so what its link gave is what this opening gave.
    """
    if request.acting.may(SEE):
        return lambda row: True
    link = request.link
    if link.kiosk:
        return lambda row: row.by_id == link.actor_id
    here = given_here(request, link)
    return lambda row: row.by_id == link.actor_id and key_of(row.pk) in here


def _shown_choice(part: Part, item: str, is_shown: Callable[[Answer], bool]) -> Answer | None:
    row = part.chosen(item)
    return row if row is not None and is_shown(row) else None


def _is_after_keys(found: Questions, step: Step) -> bool:
    before = found.before(step)
    return before is not None and before.scale in AT_ONCE


def _frame(request: LinkRequest, found: Questions, step: Step, shown: Mapping[str, Any]) -> dict[str, Any]:
    before = found.before(step)
    return {
        **shown,
        "number": found.number(step),
        "of": len(found.steps),
        "back": _address(request, found, before) if before is not None else "",
        "tap_id": uuid7(),
        "has_list": request.link.subject_id != found.ask.pk,
        "fires": fires_for(request, found),
        "is_done": found.part(step.scale).is_done(step),
    }


def _address(request: LinkRequest, found: Questions, step: Step) -> str:
    named = {"clinic": request.clinic.slug, "ask": found.ask.pk, "scale": step.scale}
    if not step.item:
        return reverse("answers:together", kwargs=named)
    return reverse("answers:question", kwargs={**named, "item": step.item})


def _text(part: Part) -> ScaleText:
    text = words_of(part.scale)
    if text is None:
        raise AssertionError(f"{part.scale.name} has no words that a patient may be shown")
    return text


def _keys(item: Item, text: ScaleText, row: Answer | None) -> list[Key]:
    held = row.value if row is not None and row.what == Answer.What.VALUE else None
    labels = text.answers.get(item.answers.name, {})
    allowed, found = item.answers, []
    value = allowed.low
    while value <= allowed.high:
        found.append(Key(str(value), labels.get(value, ""), held == str(value)))
        value += allowed.step
    return found


def _as_numbers(item: Item, text: ScaleText) -> bool:
    keys = _keys(item, text, None)
    return len(keys) > MOST_ROWS or any(not key.label for key in keys)


def _ends(item: Item, text: ScaleText) -> list[str]:
    """The words at the two ends of a row of numbers, with those that stand between."""
    if not _as_numbers(item, text):
        return []
    labels = text.answers.get(item.answers.name, {})
    return [f"{value}: {label}" for value, label in sorted(labels.items())]
