"""Writes the reference page of all scales; run it as a module to print the page."""

import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from slowdrip.knowledge.authored.canonical import decimal_text
from slowdrip.knowledge.scales.catalogue import scales
from slowdrip.knowledge.types.scale_rules import Bands, Measured, Origin, ScoreRule
from slowdrip.knowledge.types.scales import Distribution, Scale, ScaleText
from slowdrip.knowledge.types.sourced import Confidence

HEAD = """# Scales

One file each in `src/slowdrip/knowledge/scales/files/`, and one scorer for all of them. This page is written from the
files; [Add a scale](../how-to/add-a-scale.md) says how to add one.

- A score that needs an answer that is not there has no value and no band, only the lowest and the highest that it can
  still be. Missing, refused, not applicable and not assessed are four things, and none of them is 0.
- A threshold is a label with its source, shown beside the number; none decides about a dose. The bold one of each kind
  is the default. *Screen* is the side that somebody has to look at, *passed* the good one: normal, or ready for the
  next step.
- A line with **task** is judged also without a baseline and with answers missing: what is certain makes a task, and
  what is possible makes one that is called open.
- Words marked *compare before use* were read in a copy. They are offered with that warning until somebody has compared
  them with the owner's page.
- How far a statement may be trusted: *published*, *secondary* (read in a source about the source), *derived*
  (arithmetic), *proposal* (ours, to be confirmed by the medical director), *unverified* (recalled and not read). What
  is unverified stands here, and the scorer does not use it. What was taken over from memory is a proposal that says so.
- Licences are as far as they were read, and are no legal advice. Check each at its owner's page before a release.

This page is generated: `python -m slowdrip.knowledge.scales.reference > docs/reference/scales.md`.
"""
SETS: Mapping[Distribution, tuple[str, str]] = MappingProxyType(
    {
        Distribution.WITH_TEXT: (
            "With text",
            "The words may lie in this repository. A scale without words here is answered by item numbers.",
        ),
        Distribution.ON_PERMISSION: (
            "On permission",
            "Off until the site has recorded who permitted it, when, and for what. No words here.",
        ),
        Distribution.SCORE_ONLY: (
            "Score only",
            "Item numbers or a total, from the clinician's own licensed form. No words here.",
        ),
    }
)
TAIL = """
## Not here

These were looked at and have no file.

| scale | why not |
|---|---|
| KSET, KSET-R | no sum; owner to be asked. What happens in a session is charted |
| PRISE, SAFTEE | no total |
| MEQ30, 5D-ASC, 11-ASC | which items belong to each part was recalled, not read |
| ATHF-SF | no score; its count of failed trials goes into the Maudsley Staging Method |
| POSS | made for opioids, and its S is no number |
| DSST | a time limit, a form and practice belong to each number; no norms without a licence |
| GAD-2 | its cut was recalled, not read |
| PC-PTSD-5 | its origin was recalled, not read |
| "OBQ" | several scales have that name; it has to be said which |
| numeric scales of craving and anxiety | optional; pain, nausea and mood are here |
| log of adverse events | charted at the chair, not scored |
| questions on mania and psychosis in a history, Stanley-Brown safety plan | not scored |

Of scales that are here, these other forms are not, and their scores are never compared: AUDIT and the AUDIT-C of the
VA; BPRS+ as a form counted from 0 (the score from 0 is here); CADSS with 19, 27 or 28 items; C-SSRS full form and its
intensity scale; DAST-20 and DAST-28; HAM-D with 6, 7 or 21 items; MADRS-S; Aldrete of 1970; MOAA/S from 1 to 6; PADSS
with intake and output; PCL-5 of the past week and PCL-C; PROMIS Depression 8b; WHODAS with 36 items and its "complex"
score; an index of EQ-5D, which needs a country's values.
"""
LINES = "| score | line | reached when | source | confidence |\n|---|---|---|---|---|\n"
WORDS: Mapping[Measured, str] = MappingProxyType(
    {
        Measured.AT_LEAST: "{value} or more",
        Measured.AT_MOST: "{value} or less",
        Measured.BETTER_BY_PERCENT: "better by {value} % or more of the way to the best score",
        Measured.BETTER_BY_POINTS: "better by {value} or more",
        Measured.WORSE_BY_POINTS: "worse by {value} or more",
        Measured.RISES_TO: "{value} or more, and more than at baseline or without one",
    }
)


def reference_page() -> str:
    """The reference page as Markdown."""
    return HEAD + "".join(_section(each) for each in Distribution) + TAIL


def _section(distribution: Distribution) -> str:
    title, words = SETS[distribution]
    chosen = [each for each in scales().values() if each.licence.distribution is distribution]
    return f"\n## {title}\n\n{words}\n" + "".join("".join(_scale(each)) for each in chosen)


def _scale(one: Scale) -> Iterator[str]:
    yield f"\n### {one.title}\n\n`{one.name}`: {one.version}; answers {one.coding}; {len(_asked(one))} items, about "
    yield f"{one.minutes} min, by the {one.rater}; looks back: {_recall(one)}. {_words(one)}\n\n"
    yield f"Licence: {one.licence.holder}. {one.licence.terms} {_said(one.licence.origin)}\n\n"
    yield f"Structure {_said(one.structure)}\n\n"
    yield from _prompts(one)
    yield from _scores(one)
    yield from _outcomes(one)
    yield from _triggers(one)
    yield from _thresholds(one)


def _asked(one: Scale) -> list[str]:
    return [each.name for each in one.items if each.assumed is None]


def _recall(one: Scale) -> str:
    days = f", {one.recall.days} days" if one.recall.days else ""
    return f"{one.recall.window.replace('_', ' ')}{days} {_said(one.recall.origin)}"


def _words(one: Scale) -> str:
    spoken = ", ".join(f"`{language}`{_proof(each.origin)}{_compared(each)}" for language, each in one.texts.items())
    codes = f" LOINC panel {one.loinc_panel}." if one.loinc_panel else ""
    return (f"Words: {spoken}." if spoken else "No words here.") + codes


def _proof(origin: Origin) -> str:
    return "" if origin.is_in_force else " (not the official wording)"


def _compared(one: ScaleText) -> str:
    return f" (compare before use: {one.origin.source})" if one.compare_before_use else ""


def _prompts(one: Scale) -> Iterator[str]:
    for each in one.prompts:
        yield f"- written down first: `{each.name}` {_said(each.origin)}\n"


def _scores(one: Scale) -> Iterator[str]:
    for each in one.scores:
        if each.is_shown:
            yield f"- `{each.name}` {_number(each.low)} to {_number(each.high)}{_loinc(each)}, {each.better} is better "
            yield f"{_said(each.origin)}{_bands(each.bands)}{_completed(each)}\n"


def _loinc(rule: ScoreRule) -> str:
    return f" (LOINC {rule.loinc})" if rule.loinc else ""


def _bands(bands: Bands | None) -> str:
    if bands is None:
        return ""
    named = ", ".join(f"{code.replace('_', ' ')} from {_number(start)}" for code, start in _pairs(bands))
    return f"; bands: {named} {_said(bands.origin)}"


def _pairs(bands: Bands) -> list[tuple[str, Decimal]]:
    return list(zip(bands.codes, bands.starts, strict=True))


def _completed(rule: ScoreRule) -> str:
    if rule.prorating is None:
        return ""
    return f"; on request completed with {rule.prorating.missing_at_most} missing {_said(rule.prorating.origin)}"


def _outcomes(one: Scale) -> Iterator[str]:
    for each in one.outcomes:
        codes = ", ".join(code.replace("_", " ") for code in each.codes)
        yield f"- result `{each.name}`: {codes} {_said(each.origin)}\n"


def _triggers(one: Scale) -> Iterator[str]:
    for each in one.triggers:
        items = ", ".join(sorted(one.items_behind(each.when)))
        yield f"- **task** `{each.name}` ({each.urgency}), by {items} {_said(each.origin)}\n"


def _thresholds(one: Scale) -> Iterator[str]:
    if not one.thresholds:
        return
    yield f"\n{LINES}"
    for each in one.thresholds:
        kind = each.kind.replace("_", " ")
        line = f"**{kind}**" if each.is_default else kind
        when = WORDS[each.measured].format(value=_number(each.value)) + (", **task**" if each.raises_task else "")
        source = each.origin.source + (f" ({each.origin.note})" if each.origin.note else "")
        yield f"| `{each.score}` | {line} | {when} | {source} | {_trust(each.origin)} |\n"


def _said(origin: Origin) -> str:
    note = f"; {origin.note}" if origin.note else ""
    return f"[{origin.source}, {_trust(origin)}{note}]"


def _trust(origin: Origin) -> str:
    if origin.confidence is Confidence.PROPOSAL:
        return "proposal: confirm with your medical director"
    return str(origin.confidence) + ("" if origin.is_in_force else ", not used")


def _number(value: Decimal) -> str:
    return decimal_text(value)


if __name__ == "__main__":
    sys.stdout.write(reference_page())
