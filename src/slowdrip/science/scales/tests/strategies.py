"""Random scales, answers and completions; from a seed, so that the same commit gives the same verdict."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from hypothesis import strategies

from slowdrip.knowledge.scales import scale, scale_names
from slowdrip.knowledge.types.scales import AnswerSet, Item, NotApplicable, Scale
from slowdrip.science.scales import Absent, Answer
from slowdrip.science.scales.answers import checked
from slowdrip.science.scales.cells import Cells, Standing, cells_of, is_true

seeds = strategies.integers(min_value=0, max_value=2**32)
OPEN = frozenset({Standing.MISSING, Standing.REFUSED, Standing.NOT_ASSESSED})


def any_scale(rng: Random) -> Scale:
    """One of the shipped scales."""
    return scale(rng.choice(scale_names()))


def values(answers: AnswerSet) -> int:
    """How many values an answer has."""
    return int((answers.high - answers.low) / answers.step) + 1


def value(answers: AnswerSet, rng: Random) -> Decimal:
    """One of the values; the ends of long lines come up often."""
    if rng.random() < 0.3:
        return rng.choice([answers.low, answers.high])
    return answers.low + answers.step * rng.randrange(values(answers))


def any_answers(one: Scale, rng: Random, *, absent: float = 0.3) -> dict[str, Answer]:
    """Answers with some missing, refused, not assessed or not applicable, as a person could give them."""
    given = {item.name: _answer(item, rng, absent) for item in one.items}
    return repaired(one, given)


def _answer(item: Item, rng: Random, absent: float) -> Answer:
    if rng.random() >= absent:
        return value(item.answers, rng)
    reasons: list[Answer] = [Absent.MISSING, Absent.REFUSED]
    if item.not_applicable is NotApplicable.NO_TOTAL:
        reasons.append(Absent.NOT_APPLICABLE)
    if item.answers.not_assessed is not None:
        reasons.append(item.answers.not_assessed)
    return rng.choice(reasons)


def repaired(one: Scale, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The same answers without those to items that do not apply, which nobody is asked."""
    return without(one, given, frozenset(given))


def without(one: Scale, given: Mapping[str, Answer], names: frozenset[str]) -> dict[str, Answer]:
    """The answers without those of `names` that do not apply."""
    kept = dict(given)
    for item in one.items:
        gate = item.applies_when
        if gate is not None and item.name in names and is_true(gate, cells(one, kept)) is False:
            kept[item.name] = Absent.MISSING
    return kept


def cells(one: Scale, given: Mapping[str, Answer]) -> Cells:
    """The cells of answers."""
    return cells_of(one, checked(one, given))


def completed(one: Scale, given: Mapping[str, Answer], rng: Random) -> dict[str, Answer]:
    """One way in which the answers could have been complete; what was answered stays.

    It looks at the answers and not at cells, so that a fault planted there does not hide itself.
    """
    drawn = {item.name: value(item.answers, rng) for item in one.items if is_open(item, given)}
    return without(one, {**given, **drawn}, frozenset(drawn))


def is_open(item: Item, given: Mapping[str, Answer]) -> bool:
    """Whether an answer could still come for an item."""
    answer = given[item.name]
    if item.assumed is not None or answer is Absent.NOT_APPLICABLE:
        return False
    if answer == item.answers.not_assessed and not item.answers.not_assessed_adds_zero:
        return True
    has_twin = bool(item.either) and not isinstance(given[item.either], Absent)
    return isinstance(answer, Absent) and not has_twin
