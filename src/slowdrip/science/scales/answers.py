"""Answers as they come in, and the refusal of those that the scale does not have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from slowdrip.knowledge.types.scales import Item, NotApplicable, Scale


class Absent(StrEnum):
    """Why there is no number; none of these is ever 0, and none is another one."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    REFUSED = "refused"


Answer = int | Decimal | Absent
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that the scale does not have, as a code with its numbers."""

    code: str
    item: str
    params: Mapping[str, str] = field(default_factory=dict)


class BadAnswers(ValueError):
    """The answers cannot be those of this scale; carries every problem. Nothing was scored."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{each.item}: {each.code}" for each in problems))

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each problem."""
        return tuple(each.code for each in self.problems)


def checked(scale: Scale, answers: Answers) -> dict[str, Fraction | Absent]:
    """Every item's answer as an exact number or the reason why there is none; raises BadAnswers."""
    found = tuple(problems(scale, answers))
    if found:
        raise BadAnswers(found)
    return {each.name: _exact(answers.get(each.name, Absent.MISSING)) for each in scale.items}


def problems(scale: Scale, answers: Answers) -> Iterator[Problem]:
    """What is wrong with answers, without scoring them: for a form that points at the field.

    Codes: `unknown_item`, `not_a_number`, `out_of_range` (low, high, step), `always_applies`.
    """
    items = {each.name: each for each in scale.items}
    for name, answer in answers.items():
        if name not in items:
            yield Problem("unknown_item", name)
            continue
        yield from _problems(items[name], answer)


def _problems(item: Item, answer: object) -> Iterator[Problem]:
    if isinstance(answer, Absent):
        if answer is Absent.NOT_APPLICABLE and item.not_applicable is NotApplicable.NEVER:
            yield Problem("always_applies", item.name)
        return
    if isinstance(answer, bool) or not isinstance(answer, int | Decimal):
        yield Problem("not_a_number", item.name)
        return
    value = Decimal(answer)
    if not value.is_finite() or not item.answers.holds(value):
        allowed = item.answers
        limits = {"low": str(allowed.low), "high": str(allowed.high), "step": str(allowed.step)}
        yield Problem("out_of_range", item.name, limits)


def _exact(answer: Answer) -> Fraction | Absent:
    return answer if isinstance(answer, Absent) else Fraction(answer)
