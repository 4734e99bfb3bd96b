"""What a typed total says about the items that were not given: at least what the others cannot make up."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Rule, ScoreRule
from slowdrip.science.scales.arithmetic import Worked
from slowdrip.science.scales.cells import Cell, Cells
from slowdrip.science.scales.spans import Span, total


def raised(rule: ScoreRule, value: Fraction, cells: Cells, others: Mapping[str, Worked]) -> dict[str, Cell]:
    """The cells with the least that each open item can be under this total; only for a plain sum.

    Only the lower end is moved: a total of 0 says that somebody added up to 0, and no question was answered with "no".
    """
    if rule.rule is not Rule.SUM or rule.steps is not None or rule.minus or rule.times != rule.over:
        return dict(cells)
    parts = {name: cells[name].points if name in cells else others[name].span for name in rule.of}
    most = total(parts.values()).high
    # A total beyond all that the items can be is a mistake of its own, and raises nothing.
    beyond = value - most
    return (
        {name: _raised(cell, beyond, parts.get(name)) for name, cell in cells.items()} if beyond <= 0 else dict(cells)
    )


def _raised(cell: Cell, beyond: Fraction, part: Span | None) -> Cell:
    """The item with its least points; `beyond` is what the total has more than the most of all parts (0 or less)."""
    if part is None or cell.is_known:
        return cell
    points = Span(min(max(part.low, part.high + beyond), part.high), part.high)
    lifted = points.low - part.low
    value = cell.value
    value = Span(value.low, max(value.low, value.high - lifted)) if cell.item.reverse else _lifted(value, lifted)
    return replace(cell, value=value, points=points)


def _lifted(value: Span, by: Fraction) -> Span:
    return Span(min(value.low + by, value.high), value.high)
