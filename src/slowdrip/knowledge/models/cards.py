"""Writes a page about each model file; run it as a module with a model's name, or without one for the list of all."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from slowdrip.knowledge.authored.canonical import decimal_text
from slowdrip.knowledge.models.catalogue import model, model_names, models
from slowdrip.knowledge.models.words import CONFIRM, KINDS, USES, flow_words, rule_words, steep_words
from slowdrip.knowledge.types.model_parts import Quantity, Range, Reference, Statement, Variability
from slowdrip.knowledge.types.models import Kinetics, Model
from slowdrip.knowledge.types.sourced import Confidence

INDEX_HEAD = """# Pharmacology models

One file per model, in `src/slowdrip/knowledge/models/`; each page below is written from its file.
Predictions advise and never dose. They say nothing outside a model's range, and nothing until the medical director has
signed them on. How far each number may be trusted: *published*, *secondary* (read in a source about the source),
*derived* (arithmetic), *proposal* (ours, to be confirmed by the medical director). Nothing unverified is in a file.
The hash covers everything a file says; reports print it. What other medicines do is in
[Interactions](interactions.md).

These pages are generated: `python -m slowdrip.knowledge.models.cards` for this one, with a model's name for its page.

| model | what it is | used as | hash |
|---|---|---|---|
"""
NUMBERS = "| name | value | unit | meaning | source | confidence |\n|---|---|---|---|---|---|\n"


def index_page() -> str:
    """The list of all models as Markdown."""
    return INDEX_HEAD + "".join(
        f"| [{name}](models/{name}.md) | {each.title} | {USES[each.use]} | `{each.content_sha256[:12]}` |\n"
        for name, each in models().items()
    )


def card(each: Model) -> str:
    """The page about one model as Markdown."""
    return "".join(_sections(each))


def _sections(each: Model) -> Iterator[str]:
    yield f"# {each.title}\n\n{KINDS[each.kind]}, used as {USES[each.use]}. File `{each.name}.toml`, "
    yield f"SHA-256 of its content:\n`{each.content_sha256}`.\n\n"
    yield f"People: {_said(each.population)}\n"
    if each.kinetics is not None:
        yield _kinetics(each.kinetics)
    if each.curves:
        yield "\n## Curves\n\n" + "".join(f"- `{curve.name}`: {steep_words(curve)}\n" for curve in each.curves)
    if each.link is not None:
        yield f"\n## Link\n\nC {each.link.end} = `{each.link.direct}` × C {each.link.start} + `{each.link.lagged}` × "
        yield f"(C {each.link.start} behind by `{each.link.half_life}`).\n"
    yield _numbers("Parameters", each.parameters)
    yield from _covariates(each)
    yield from (_variability(spreads) for spreads in each.variability)
    yield from _residuals(each)
    yield _validity(each.validity)
    if each.remarks:
        yield "\n## Remarks\n\n" + "".join(f"- {_said(remark)}\n" for remark in each.remarks)
    if each.anchors:
        yield _numbers("Published numbers kept beside it", each.anchors)
    yield "\n## References\n\n" + "".join(f"- `{of.name}`: {_cited(of)}\n" for of in each.references)


def _kinetics(kinetics: Kinetics) -> str:
    flows = "".join(f"- {flow_words(flow)}\n" for flow in kinetics.flows)
    rows = "".join(
        f"| {readout.analyte} | **{readout.site}** | {readout.compartment} | "
        f"{'shape only' if readout.qualitative else f'± `{readout.band}`' if readout.band else ''} | "
        f"{_said(readout.said)} |\n"
        for readout in kinetics.readouts
    )
    return (
        f"\n## Structure\n\nThe dose is base of {kinetics.drug} and enters `{kinetics.dose_enters}`.\n\n{flows}\n"
        f"| what is read | site | where | trust | site as stated |\n|---|---|---|---|---|\n{rows}"
    )


def _covariates(each: Model) -> Iterator[str]:
    if not each.covariates:
        return
    yield "\n## Covariates\n"
    for covariate in each.covariates:
        on = ", ".join(f"`{name}`" for name in covariate.on)
        when = f", only when `{covariate.switch}` is asked for" if covariate.switch else ""
        yield f"\n**{covariate.name}** on {on}{when}: {rule_words(covariate)}\n\n{NUMBERS}{_rows(covariate.numbers)}"


def _variability(spreads: Variability) -> str:
    parts = [("between people", spreads.between_subjects), ("between visits", spreads.between_occasions)]
    tables = "".join(
        f"\n{words}:\n\n{NUMBERS}{_rows({each.parameter: each.quantity for each in part})}"
        for words, part in parts
        if part
    )
    together = {" and ".join(each.parameters): each.quantity for each in spreads.covariances}
    varying = f"\nvarying together:\n\n{NUMBERS}{_rows(together)}" if together else ""
    return f"\n## Variability: {spreads.name}\n\n{spreads.meaning}\n{tables}{varying}"


def _residuals(each: Model) -> Iterator[str]:
    if each.residuals:
        rows = {f"{one.of}, {one.site}, {one.sort}": one.quantity for one in each.residuals}
        yield _numbers("Residual error", rows)


def _validity(ranges: Mapping[str, Range]) -> str:
    if not ranges:
        return ""
    rows = "".join(
        f"| {name} | {_text(each.low)} to {_text(each.high)} | {each.unit} | "
        f"{_with_note(each.source.name, each.note)} | {_trust(each.confidence)} |\n"
        for name, each in ranges.items()
    )
    head = "| what | range | unit | source | confidence |\n|---|---|---|---|---|\n"
    return f"\n## Where it holds\n\nOutside these ranges there is no prediction.\n\n{head}{rows}"


def _numbers(title: str, numbers: Mapping[str, Quantity]) -> str:
    return f"\n## {title}\n\n{NUMBERS}{_rows(numbers)}"


def _rows(numbers: Mapping[str, Quantity]) -> str:
    return "".join(_row(name, each) for name, each in numbers.items())


def _row(name: str, each: Quantity) -> str:
    interval = "" if each.low is None or each.high is None else f" [{_text(each.low)} – {_text(each.high)}]"
    source = _with_note(each.source.name, each.note)
    return (
        f"| `{name}` | {_text(each.value)}{interval} | {each.unit} | {each.meaning} | {source} | "
        f"{_trust(each.confidence)} |\n"
    )


def _said(statement: Statement) -> str:
    return f"{_with_note(statement.value, statement.note)} [{statement.source.name}, {_trust(statement.confidence)}]"


def _cited(of: Reference) -> str:
    parts = [
        of.text,
        *(f"{word} {value}" for word, value in (("doi", of.doi), ("PMID", of.pmid), ("", of.url)) if value),
    ]
    return ", ".join(parts)


def _with_note(words: str, note: str) -> str:
    return f"{words} ({note})" if note else words


def _trust(confidence: Confidence) -> str:
    return f"{confidence}: {CONFIRM}" if confidence is Confidence.PROPOSAL else str(confidence)


def _text(number: Decimal) -> str:
    return decimal_text(number)


def page_of(arguments: Iterable[str]) -> str:
    """The page asked for on the command line: that of one model, or the list."""
    name = next(iter(arguments), "")
    if not name:
        return index_page()
    if name not in model_names():
        raise SystemExit(f"no model {name}; use one of {', '.join(model_names())}")
    return card(model(name))


if __name__ == "__main__":
    sys.stdout.write(page_of(sys.argv[1:]))
