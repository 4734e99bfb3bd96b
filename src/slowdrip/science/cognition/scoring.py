"""What a whole run scores: numbers to compare one person with themself, or none and why.

There are no norms. Below 100 ms after the mark nobody can have seen it, above 500 ms it was slow: both lines are this
project's own (proposals). A slow press stays among the valid ones, because without it the median would hide slowness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from slowdrip.science.cognition.forms import key_of
from slowdrip.science.cognition.trials import Press, ReactionTrial, SymbolTrial

SCORER: Final = "1"
"""Changes with any rule below; stored with each score, and runs of two scorers are never compared."""
ANTICIPATED_BELOW_MS: Final = 100
LAPSE_ABOVE_MS: Final = 500
LEAST_VALID_OF: Final = 2
"""Of the marks at least one in so many has to be valid."""
NOTHING_ANSWERED: Final = "nothing_answered"
TOO_FEW_VALID: Final = "too_few_valid"


@dataclass(frozen=True, slots=True)
class SymbolScore:
    """Correct and wrong pairs, and the median time of an answer; `why` says why there is no score."""

    correct: int
    wrong: int
    per_answer_ms: int | None
    why: str = ""

    @property
    def value(self) -> int | None:
        """The number that is compared: correct pairs."""
        return None if self.why else self.correct


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionScore:
    """Median and quartiles of the valid presses, with what was counted apart; `why` says why there is no score."""

    valid: int
    anticipations: int
    lapses: int
    median_ms: int | None = None
    quarter_ms: int | None = None
    three_quarters_ms: int | None = None
    why: str = ""

    @property
    def value(self) -> int | None:
        """The number that is compared: the median."""
        return self.median_ms


def score_symbols(trials: Sequence[SymbolTrial], *, form: int) -> SymbolScore:
    """Gives what a run of the symbol task scores by the key of its form."""
    digit_of = {symbol: digit for digit, symbol in enumerate(key_of(form), start=1)}
    correct = sum(1 for each in trials if digit_of[each.shown] == each.digit)
    if not trials:
        return SymbolScore(0, 0, None, NOTHING_ANSWERED)
    times = [0, *(each.at_ms for each in trials)]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return SymbolScore(correct, len(trials) - correct, quantile(gaps, 2, 4))


def score_reactions(trials: Sequence[ReactionTrial]) -> ReactionScore:
    """Gives what a run of the reaction task scores; a mark that was not answered is a lapse without a time."""
    pressed = [each.ms for each in trials if each.what is Press.PRESSED]
    valid = [ms for ms in pressed if ms >= ANTICIPATED_BELOW_MS]
    missed = sum(1 for each in trials if each.what is Press.NONE)
    anticipations = len(trials) - missed - len(valid)
    lapses = missed + sum(1 for ms in valid if ms > LAPSE_ABOVE_MS)
    if not valid or len(valid) * LEAST_VALID_OF < len(trials):
        return ReactionScore(valid=len(valid), anticipations=anticipations, lapses=lapses, why=TOO_FEW_VALID)
    return ReactionScore(
        valid=len(valid),
        anticipations=anticipations,
        lapses=lapses,
        quarter_ms=quantile(valid, 1, 4),
        median_ms=quantile(valid, 2, 4),
        three_quarters_ms=quantile(valid, 3, 4),
    )


def quantile(values: Sequence[int], part: int, of: int) -> int:
    """Gives the value below which this part of them lies, between neighbours in proportion, halves rounded up."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low, rest = divmod(place, of)
    high = min(low + 1, len(ordered) - 1)
    return (2 * (ordered[low] * (of - rest) + ordered[high] * rest) + of) // (2 * of)
