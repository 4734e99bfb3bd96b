"""Bands and lines of one score: what it is called, and which thresholds it reaches by itself."""

from collections.abc import Iterator

from slowdrip.knowledge.types.scale_rules import Measured, ScoreRule, Threshold
from slowdrip.science.scales.arithmetic import Worked
from slowdrip.science.scales.results import Label
from slowdrip.science.scales.spans import Span, step_of

INCOMPLETE = "incomplete"
ALONE = frozenset({Measured.AT_LEAST, Measured.AT_MOST})


def bands_of(rule: ScoreRule, found: Worked) -> tuple[str, ...]:
    """The bands that are still possible; none without verified bands, and none for a shortened score.

    A scale with an item dropped has another maximum, and its bands were made for the whole one.
    """
    if rule.bands is None or not rule.bands.origin.is_in_force or found.why or found.is_shortened:
        return ()
    first, last = (step_of(end, rule.bands.starts) for end in (found.span.low, found.span.high))
    return rule.bands.codes[first : last + 1]


def labels_of(rule: ScoreRule, found: Worked, thresholds: tuple[Threshold, ...]) -> tuple[Label, ...]:
    """Each threshold that needs no baseline, reached or not, or open while answers are missing."""
    if found.why or found.is_shortened:
        return ()
    return tuple(_labels(rule, found, thresholds))


def _labels(rule: ScoreRule, found: Worked, thresholds: tuple[Threshold, ...]) -> Iterator[Label]:
    for each in thresholds:
        if each.score == rule.name and each.measured in ALONE and each.origin.is_in_force:
            met = reaches(each, found.span)
            yield Label(each, met, INCOMPLETE if met is None else "")


def reaches(threshold: Threshold, span: Span) -> bool | None:
    """Whether a score lies on the far side of a line; None while both sides are possible."""
    if threshold.measured is Measured.AT_LEAST:
        return span.at_least(threshold.value)
    return span.at_most(threshold.value)
