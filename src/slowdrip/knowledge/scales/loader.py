"""Loads a scale's file strictly: everything known, with source and confidence, every code possible, or refused."""

from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.authored.problems import AuthoredError
from slowdrip.knowledge.authored.table import open_table
from slowdrip.knowledge.models.canonical import content_sha256
from slowdrip.knowledge.models.page import Page, check_keys, choice, text
from slowdrip.knowledge.scales.checks import note_contradictions
from slowdrip.knowledge.scales.examples import changes, examples
from slowdrip.knowledge.scales.facts import licence, outcomes, prompts, recall, thresholds, triggers
from slowdrip.knowledge.scales.items import answer_sets, items
from slowdrip.knowledge.scales.loinc import note_code
from slowdrip.knowledge.scales.parts import opened, origin_in_force, whole, words
from slowdrip.knowledge.scales.scores import scores
from slowdrip.knowledge.scales.texts import scale_text, texts
from slowdrip.knowledge.types.scales import Entry, Rater, Scale, ScaleText

SCHEMA_VERSION = 1
NEEDS = ("title", "version", "coding", "minutes", "rater", "entries", "licence", "recall", "structure")
PARTS = ("answers", "items", "scores", "examples")
MAY = ("outcomes", "thresholds", "triggers", "text", "changes", "loinc_panel", "prompts")
NOT_SCORING = ("examples", "changes", "text")


class ScaleError(AuthoredError):
    """A scale's file is refused; carries every problem with file, key, code, numbers and fix."""


def load_scale(content: str, *, name: str) -> Scale:
    """The scale that a TOML text describes; raises ScaleError with all problems at once.

    `name` is the scale's, such as `phq9`; its file is that name with `.toml`.
    """
    raw, found = open_table(content, name=f"{name}.toml", schema=SCHEMA_VERSION, error=ScaleError)
    page = Page(found)
    scale = _read(raw, name, page)
    found.raise_as(ScaleError)
    note_contradictions(scale, page)
    found.raise_as(ScaleError)
    return scale


def load_text_pack(content: str, *, name: str, scale: Scale) -> ScaleText:
    """The words a clinic brings for a scale whose text may not lie here; raises ScaleError with all problems.

    The file has `schema_version`, `language` and the keys of a scale's own `[text.<language>]`. Whether the clinic may
    use it is its own record (`Permission`), not this function's business.
    """
    raw, found = open_table(content, name=name, schema=SCHEMA_VERSION, error=ScaleError)
    page = Page(found)
    language = text(raw, "language", "", page)
    read = scale_text(
        {key: raw[key] for key in raw if key != "language"}, language, "", (scale.items, scale.prompts), page
    )
    if not language:
        found.add("language", "missing_text")
    found.raise_as(ScaleError)
    return read


def _read(raw: dict[str, Any], name: str, page: Page) -> Scale:
    check_keys(raw, "", page, needs=(*NEEDS, *PARTS), may=MAY)
    sets = answer_sets(raw.get("answers", {}), "answers", page)
    asked = items(raw.get("items", {}), "items", sets, page)
    written = prompts(raw.get("prompts", {}), "prompts", page)
    scoring = {key: each for key, each in raw.items() if key not in NOT_SCORING}
    return Scale(
        name=name,
        content_sha256=content_sha256(scoring),
        title=text(raw, "title", "", page),
        version=text(raw, "version", "", page),
        coding=text(raw, "coding", "", page),
        minutes=whole(raw, "minutes", "", page),
        rater=Rater(choice(raw, "rater", "", page, allowed=tuple(Rater))),
        entries=_entries(raw, page),
        licence=licence(raw.get("licence", {}), "licence", page),
        recall=recall(raw.get("recall", {}), "recall", page),
        structure=origin_in_force(opened(raw.get("structure", {}), "structure", page), "structure", page),
        items=asked,
        scores=scores(raw.get("scores", {}), "scores", page),
        outcomes=outcomes(raw.get("outcomes", {}), "outcomes", page),
        thresholds=thresholds(raw.get("thresholds", {}), "thresholds", page),
        triggers=triggers(raw.get("triggers", {}), "triggers", page),
        texts=texts(raw["text"], "text", (asked, written), page) if "text" in raw else MappingProxyType({}),
        examples=examples(raw.get("examples", []), "examples", asked, page),
        changes=changes(raw.get("changes", []), "changes", page),
        loinc_panel=note_code(raw["loinc_panel"], "loinc_panel", page) if "loinc_panel" in raw else "",
        prompts=written,
    )


def _entries(raw: dict[str, Any], page: Page) -> tuple[Entry, ...]:
    found = words(raw, "entries", "", page)
    for each in found:
        if each not in tuple(Entry):
            page.found.add("entries", "unknown_choice", found=each, expected=", ".join(Entry))
    return tuple(Entry(each) for each in found if each in tuple(Entry))
