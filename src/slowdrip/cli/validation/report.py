"""The report as Markdown: a count first, then topic by topic each gate with figure, target, class, source, verdict."""

from collections.abc import Mapping
from itertools import groupby

from slowdrip.cli.validation.results import Result, Verdict, count
from slowdrip.cli.validation.topics import TOPICS
from slowdrip.knowledge.models import models

SMALLEST, ROUNDS_TO_ONE = 0.0001, 0.99995
HEAD = """# Validation of the pharmacology models

Written by `slowdrip validate`. A gate has a target; a failing gate stays and is printed. Classes: **independent** (data
the model was not made from), **in-sample** (data it was fitted or calibrated to: it shows that the fit is what it was,
no more) and **arithmetic** (our sums against somebody else's sums). Nothing *unverified* is a target. Of what could be
read, little is independent; that is the state of the evidence. What the words for confidence mean is in
[Intended use](../explanation/intended-use.md#how-sure-the-numbers-are).

"""
TABLE = "| gate | figure | target | class | source (confidence) | verdict |\n|---|---:|---|---|---|---|\n"


def page(found: tuple[Result, ...], asides: Mapping[str, tuple[str, ...]], *, folder: str) -> str:
    """The whole report; plots are linked in `folder` beside it."""
    return HEAD + summary(found) + _failing(found) + _sections(found, asides, folder) + _made_with()


def summary(found: tuple[Result, ...]) -> str:
    """One line: how many gates, and how they went."""
    counted = ", ".join(f"{count(found, verdict)} {verdict}" for verdict in Verdict)
    return f"**{len(found)} gates: {counted}.**\n"


def row(result: Result) -> str:
    """One gate as a row of its table."""
    gate = result.gate
    verdict = f"**{result.verdict}**" if result.verdict is not Verdict.MET else f"{result.verdict}"
    title = f"{gate.title} ({gate.note})" if gate.note else gate.title
    target = gate.target.removesuffix(" 1")
    cells = (
        title,
        measured(result),
        target,
        gate.judged.replace("_", "-"),
        f"{gate.source} (*{gate.confidence}*)",
        verdict,
    )
    return f"| {' | '.join(cells)} |\n"


def measured(result: Result) -> str:
    """The figure with its unit, or that it was not run."""
    return "not run" if result.figure is None else f"{shown(result.figure)} {unit(result.gate.unit)}".strip()


def shown(figure: float) -> str:
    """A figure to the digits that are printed."""
    if 0 <= figure < SMALLEST:
        return f"< {SMALLEST}"
    return f"{figure:.4f}" if abs(figure) < ROUNDS_TO_ONE else f"{figure:.1f}"


def unit(name: str) -> str:
    """The unit after a figure; nothing for a plain ratio."""
    return "" if name == "1" else name


def _failing(found: tuple[Result, ...]) -> str:
    failing = [result for result in found if result.verdict is Verdict.FAIL]
    lines = "".join(f"- **FAIL**: {each.gate.title}: {measured(each)}, target {each.gate.target}\n" for each in failing)
    return f"\n{lines}" if lines else ""


def _sections(found: tuple[Result, ...], asides: Mapping[str, tuple[str, ...]], folder: str) -> str:
    parts = []
    for topic, group in groupby(found, key=lambda result: result.gate.plot):
        rows = "".join(row(result) for result in group)
        more = "".join(f"- {line}\n" for line in asides.get(topic, ()))
        picture = f"![{TOPICS[topic].title}]({folder}/{topic}.svg)\n"
        parts.append(f"\n## {TOPICS[topic].title}\n\n{TOPICS[topic].about}\n\n{TABLE}{rows}\n{picture}")
        parts.append(f"\nShown, not judged:\n\n{more}" if more else "")
    return "".join(parts)


def _made_with() -> str:
    rows = "".join(f"| `{name}` | `{each.content_sha256}` |\n" for name, each in models().items())
    return f"\n## Made with\n\n| model | sha256 of what its file says |\n|---|---|\n{rows}"
