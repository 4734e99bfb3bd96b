"""Whether a score got worse, from where both ends can lie: certain, impossible, or open."""

from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Better, Measured, ScoreRule, Threshold
from slowdrip.science.scales.spans import Span, both

WORSENS = frozenset({Measured.WORSE_BY_POINTS, Measured.RISES_TO})


def worsened(each: Threshold, rule: ScoreRule, before: Span | None, now: Span) -> bool | None:
    """Whether a line of worsening is reached; None while it is possible. `before` is None where nothing is known of it.

    Without a baseline a fall by points stays open wherever the range of the score leaves room for it, and what
    "rises to" a line has reached it: nobody can say that it was there before.
    """
    if each.measured is Measured.RISES_TO:
        return both((now.at_least(each.value), True if before is None else _higher(before, now)))
    whole = Span(Fraction(rule.low), Fraction(rule.high))
    return _lost(rule, whole if before is None else before, now).at_least(each.value)


def _lost(rule: ScoreRule, before: Span, now: Span) -> Span:
    """The points that a score got worse by."""
    first, last = (now, before) if rule.better is Better.HIGHER else (before, now)
    return Span(last.low - first.high, last.high - first.low)


def _higher(before: Span, now: Span) -> bool | None:
    if now.low > before.high:
        return True
    return None if now.high > before.low else False
