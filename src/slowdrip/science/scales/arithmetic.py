"""One score from cells and from the scores before it: the rule, then its steps, then its scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Rule, ScoreRule
from slowdrip.science.scales.cells import Cell, Cells, is_true
from slowdrip.science.scales.spans import Span, both, exactly, total

DAY_MIN = 1440
NO_TOTAL = "does_not_apply"
NO_BASE = "nothing_to_divide_by"


@dataclass(frozen=True, slots=True)
class Worked:
    """A score in work: where it can lie, its maximum, the items it still needs, and why it means nothing."""

    span: Span
    out_of: Fraction
    missing: tuple[str, ...]
    why: str = ""
    profile: str = ""
    is_shortened: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a score is made of, an item or an earlier score."""

    name: str
    span: Span
    most: Fraction
    missing: tuple[str, ...]
    stops: bool


def worked(rule: ScoreRule, cells: Cells, earlier: Mapping[str, Worked]) -> Worked:
    """The score that a rule gives; earlier scores by name."""
    kept = [name for name in rule.of if name not in cells or not cells[name].drops_out]
    parts = [_part(name, cells, earlier) for name in kept]
    missing = tuple(dict.fromkeys(name for each in parts for name in each.missing))
    is_shortened = len(kept) < len(rule.of)
    raw, why = _by_rule(rule, parts), _why_not(rule, parts, cells)
    span = scaled(rule, raw) if raw is not None else Span(Fraction(rule.low), Fraction(rule.high))
    most = scaled(rule, total(exactly(each.most) for each in parts)).high if is_shortened else Fraction(rule.high)
    open_gate = not why and is_open(rule, cells)
    return Worked(
        span=span,
        out_of=most,
        missing=missing or (_gates(rule) if open_gate else ()),
        why=why or ("" if raw is not None or missing else NO_BASE),
        profile=_profile(rule, cells),
        is_shortened=is_shortened,
    )


def scaled(rule: ScoreRule, raw: Span) -> Span:
    """A raw score through the steps and the scale of its rule."""
    stepped = raw if rule.steps is None else raw.stepped(rule.steps)
    return stepped.scaled(rule.minus, rule.times, rule.over)


def _part(name: str, cells: Cells, earlier: Mapping[str, Worked]) -> Part:
    if name in cells:
        cell = cells[name]
        missing = () if cell.is_known else (name,)
        return Part(name, cell.points, most_of(cell), missing, cell.stops_the_total)
    found = earlier[name]
    return Part(name, found.span, found.out_of, found.missing, bool(found.why))


def most_of(cell: Cell) -> Fraction:
    """The most points an item can give."""
    answers = cell.item.answers
    return Fraction(answers.high)


def _by_rule(rule: ScoreRule, parts: list[Part]) -> Span | None:
    """The raw score; None where it cannot be worked out from these numbers."""
    spans = [each.span for each in parts]
    if not spans:
        return None
    match rule.rule:
        case Rule.SUM | Rule.PROFILE:
            return total(spans)
        case Rule.MEAN:
            found = total(spans)
            return Span(found.low / len(spans), found.high / len(spans))
        case Rule.MAX:
            return Span(max(each.low for each in spans), max(each.high for each in spans))
        case Rule.COUNT:
            return _count(rule, parts)
        case Rule.CLOCK_GAP:
            return _gap(rule, spans, any(each.missing for each in parts))
        case Rule.PERCENT_OF:
            return _percent(rule, spans, any(each.missing for each in parts))


def _count(rule: ScoreRule, parts: list[Part]) -> Span:
    """How many are high enough; `but` has another limit for some."""
    but = rule.but or {}
    reached = [each.span.at_least(but.get(each.name, rule.each_at_least)) for each in parts]
    return Span(Fraction(sum(each is True for each in reached)), Fraction(sum(each is not False for each in reached)))


def _gap(rule: ScoreRule, spans: list[Span], is_open: bool) -> Span:
    """Minutes from the first clock time to the second, over midnight where the second comes first."""
    if is_open:
        return Span(Fraction(rule.low), Fraction(rule.high))
    return exactly((spans[1].low - spans[0].low) % DAY_MIN)


def _percent(rule: ScoreRule, spans: list[Span], is_open: bool) -> Span | None:
    if is_open:
        return Span(Fraction(rule.low), Fraction(rule.high))
    return exactly(100 * spans[0].low / spans[1].low) if spans[1].low else None


def _why_not(rule: ScoreRule, parts: list[Part], cells: Cells) -> str:
    """The code of the first reason why the score means nothing."""
    for unless in rule.unless:
        if is_true(unless.when, cells):
            return unless.code
    return NO_TOTAL if any(each.stops for each in parts) else ""


def is_open(rule: ScoreRule, cells: Cells) -> bool:
    """Whether it is still open that the score means something."""
    return both(_negated(is_true(unless.when, cells)) for unless in rule.unless) is None


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _gates(rule: ScoreRule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for unless in rule.unless for name in unless.when.names))


def _profile(rule: ScoreRule, cells: Cells) -> str:
    """The answers side by side, 9 for each that is not there."""
    if rule.rule is not Rule.PROFILE:
        return ""
    return "".join(str(cells[name].value.low) if cells[name].is_known else "9" for name in rule.of)
