"""One cell for each item: what was answered, whether it applies, and which points are possible."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Asks, Condition
from slowdrip.knowledge.types.scales import Item, NotApplicable, Scale, Stray
from slowdrip.science.scales.answers import Absent, BadAnswers, Problem
from slowdrip.science.scales.spans import Span, both, either, exactly, hull


class Standing(StrEnum):
    """What is known about one item."""

    ANSWERED = "answered"
    MISSING = "missing"
    REFUSED = "refused"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Cell:
    """One item with its answer: the values and the points that are possible."""

    item: Item
    standing: Standing
    value: Span
    points: Span
    contradicts: bool = False
    was_refused: bool = False  # though it did not have to be asked

    @property
    def is_known(self) -> bool:
        """Whether its points are settled."""
        if self.standing is Standing.NOT_ASSESSED:
            return self.item.answers.not_assessed_adds_zero
        return self.standing in {Standing.ANSWERED, Standing.NOT_APPLICABLE}

    @property
    def drops_out(self) -> bool:
        """Whether it leaves the score and its maximum."""
        return self.standing is Standing.NOT_APPLICABLE and self.item.not_applicable is NotApplicable.DROPS_OUT

    @property
    def stops_the_total(self) -> bool:
        """Whether there is no total because it does not apply."""
        return self.standing is Standing.NOT_APPLICABLE and self.item.not_applicable is NotApplicable.NO_TOTAL


Cells = Mapping[str, Cell]


def cells_of(scale: Scale, answers: Mapping[str, Fraction | Absent]) -> dict[str, Cell]:
    """The cell of each item, in the order of the scale; raises BadAnswers for an item that applies after all."""
    cells: dict[str, Cell] = {}
    for item in scale.items:
        cells[item.name] = _cell(item, answers, cells)
    return cells


def _cell(item: Item, answers: Mapping[str, Fraction | Absent], earlier: Cells) -> Cell:
    answer = answers[item.name]
    applies = True if item.applies_when is None else is_true(item.applies_when, earlier)
    if answer is Absent.NOT_APPLICABLE:
        if _applies_after_all(item, applies, answers):
            raise BadAnswers((Problem("always_applies", item.name),))
        return not_applicable(item)
    if applies is False:
        return _stray(item, answer)
    if not isinstance(answer, Absent):
        return _answered(item, answer)
    if item.assumed is not None:
        return _answered(item, Fraction(item.assumed))
    if item.either and not isinstance(answers[item.either], Absent):
        return not_applicable(item)
    return _open(item, Standing(answer), may_not_apply=applies is None)


def _applies_after_all(item: Item, applies: bool | None, answers: Mapping[str, Fraction | Absent]) -> bool:
    """Whether an item that was marked "does not apply" has to be answered: its gate is open, or its twin is empty."""
    if item.either:
        return isinstance(answers[item.either], Absent)
    return item.applies_when is not None and applies is True


def _answered(item: Item, value: Fraction) -> Cell:
    if item.answers.not_assessed is not None and value == item.answers.not_assessed:
        return _not_assessed(item)
    return Cell(item, Standing.ANSWERED, exactly(value), exactly(points_of(item, value)))


def _not_assessed(item: Item) -> Cell:
    if item.answers.not_assessed_adds_zero:
        return Cell(item, Standing.NOT_ASSESSED, exactly(Fraction(item.answers.low)), exactly(0))
    return _open(item, Standing.NOT_ASSESSED, may_not_apply=False)


def _stray(item: Item, answer: Fraction | Absent) -> Cell:
    """An item that does not apply, with whatever was answered to it all the same; a refusal is kept for triggers."""
    if isinstance(answer, Absent) or item.stray is Stray.IGNORED:
        return replace(not_applicable(item), was_refused=answer is Absent.REFUSED)
    if item.stray is Stray.COUNTS:
        return _answered(item, answer)
    if answer == item.answers.low:
        return not_applicable(item)
    known = _answered(item, answer)
    return Cell(item, known.standing, known.value, known.points, contradicts=True)


def not_applicable(item: Item) -> Cell:
    """The cell of an item that does not apply: it adds nothing, and conditions read its lowest value."""
    return Cell(item, Standing.NOT_APPLICABLE, exactly(Fraction(item.answers.low)), exactly(0))


def _open(item: Item, standing: Standing, /, *, may_not_apply: bool) -> Cell:
    """The cell of an item without a number: everything is possible, also nothing where it may not apply."""
    low, high = Fraction(item.answers.low), Fraction(item.answers.high)
    points = hull(points_of(item, low), points_of(item, high), *([Fraction(0)] if may_not_apply else []))
    return Cell(item, standing, Span(low, high), points)


def points_of(item: Item, value: Fraction) -> Fraction:
    """The points that a value gives: itself, or counted from the other end for a reversed item."""
    if not item.reverse:
        return value
    return Fraction(item.answers.low) + Fraction(item.answers.high) - value


def is_true(condition: Condition, cells: Cells) -> bool | None:
    """Whether a condition about items holds; None while an answer that decides it is not there."""
    if condition.asks is Asks.ALL:
        return both(is_true(part, cells) for part in condition.parts)
    if condition.asks is Asks.ANY:
        return either(is_true(part, cells) for part in condition.parts)
    return compares(condition, item_span(condition, cells))


def item_span(condition: Condition, cells: Cells) -> Span:
    """The number that a condition about one item, or about a count of items, looks at."""
    if condition.asks is Asks.ITEM:
        return cells[condition.names[0]].value
    reached = [cells[name].value.at_least(condition.each_at_least) for name in condition.names]
    return Span(Fraction(sum(each is True for each in reached)), Fraction(sum(each is not False for each in reached)))


def compares(condition: Condition, found: Span) -> bool | None:
    """Whether a number lies within the limits of a condition."""
    return both((found.at_least(condition.at_least), found.at_most(condition.at_most)))
