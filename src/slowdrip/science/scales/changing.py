"""From a pinned baseline to now: response, remission, change, worsening, each with its source, exact."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Better, Kind, Measured, ScoreRule, Threshold
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales.lines import reaches
from slowdrip.science.scales.results import Label, Result, Score
from slowdrip.science.scales.spans import Span, exactly
from slowdrip.science.scales.worsening import WORSENS, worsened


@dataclass(frozen=True, slots=True)
class Change:
    """What one score did since baseline. `better_by` is in points, positive when better, None when not comparable.

    `why` is the code of why not: `baseline_missing`, `current_missing`, `other_version`, `other_maximum`. A label that
    makes a task is judged all the same, by what is still possible. Labels are for people; none decides about a dose.
    """

    score: str
    better_by: Fraction | None
    labels: tuple[Label, ...]
    why: str = ""

    @property
    def tasks(self) -> tuple[Label, ...]:
        """The labels that are somebody's task: reached, or open while that is possible (`fired` says which)."""
        return tuple(each for each in self.labels if each.threshold.raises_task and each.met is not False)

    @property
    def by_kind(self) -> dict[Kind, Label]:
        """The default label of each kind."""
        return {each.threshold.kind: each for each in self.labels if each.threshold.is_default}


def change(scale: Scale, name: str, *, baseline: Result | None, current: Result) -> Change:
    """What a score did between two administrations of the same scale, version and coding."""
    rule, now = scale.score(name), current.scores[name]
    before = None if baseline is None else baseline.scores[name]
    why = _why_not(baseline, before, current, now)
    if why or before is None or before.value is None or now.value is None:
        known = _comparable(baseline, current, name)
        return Change(name, None, tuple(_open(scale, rule, known, Span(now.low, now.high), why=why)), why)
    return between(scale, rule, before.value, now.value)


def between(scale: Scale, rule: ScoreRule, before: Fraction, now: Fraction) -> Change:
    """The same for two values that are known to be comparable."""
    used = _used(scale, rule.name)
    labels = tuple(_label(each, scale, rule, before, now) for each in used)
    return Change(rule.name, better_by(rule, before, now), labels)


def better_by(rule: ScoreRule, before: Fraction, now: Fraction) -> Fraction:
    """Points that a score got better by, negative when worse."""
    return now - before if rule.better is Better.HIGHER else before - now


def room_to_improve(rule: ScoreRule, before: Fraction) -> Fraction:
    """How far a score can still get better: down to its lowest possible value, which is not always 0."""
    return Fraction(rule.high) - before if rule.better is Better.HIGHER else before - Fraction(rule.low)


def _why_not(baseline: Result | None, before: Score | None, current: Result, now: Score) -> str:
    if baseline is None or before is None or before.value is None:
        return "baseline_missing"
    if now.value is None:
        return "current_missing"
    return _unlike(baseline, current, before.name)


def _unlike(baseline: Result, current: Result, name: str) -> str:
    """The code of why two results cannot be compared, whatever was answered: then the baseline is none."""
    if _coded(baseline) != _coded(current):
        return "other_version"
    return "other_maximum" if baseline.scores[name].out_of != current.scores[name].out_of else ""


def _comparable(baseline: Result | None, current: Result, name: str) -> Span | None:
    """Where the baseline can lie; None when there is none to compare with."""
    if baseline is None or _unlike(baseline, current, name):
        return None
    return Span(baseline.scores[name].low, baseline.scores[name].high)


def _coded(result: Result) -> tuple[str, str, str]:
    return result.stamp.scale, result.stamp.version, result.stamp.coding


def _used(scale: Scale, name: str) -> tuple[Threshold, ...]:
    return tuple(each for each in scale.thresholds if each.score == name and each.origin.is_in_force)


def _open(scale: Scale, rule: ScoreRule, before: Span | None, now: Span, *, why: str) -> Iterator[Label]:
    """Labels without two numbers to compare: all open, but those that make a task, which a certain rise reaches."""
    for each in _used(scale, rule.name):
        met = worsened(each, rule, before, now) if each.raises_task else None
        yield Label(each, met, why if met is None else "")


def _label(each: Threshold, scale: Scale, rule: ScoreRule, before: Fraction, now: Fraction) -> Label:
    if each.kind is Kind.RESPONSE and not _was_a_case(scale, rule.name, before):
        return Label(each, None, "below_caseness")
    if each.measured is Measured.BETTER_BY_PERCENT and room_to_improve(rule, before) <= 0:
        return Label(each, None, "baseline_at_best")
    return Label(each, is_met(each, rule, before, now))


def _was_a_case(scale: Scale, name: str, before: Fraction) -> bool:
    """Whether the baseline was ill enough for a response to mean anything; true where the scale has no such line."""
    lines = [each for each in _used(scale, name) if each.kind is Kind.CASENESS and each.is_default]
    return all(reaches(each, exactly(before)) for each in lines)


def is_met(each: Threshold, rule: ScoreRule, before: Fraction, now: Fraction) -> bool:
    """Whether a threshold is reached; both sides multiplied out, so nothing is divided or rounded."""
    if each.measured in WORSENS:
        return bool(worsened(each, rule, exactly(before), exactly(now)))
    gain, limit = better_by(rule, before, now), Fraction(each.value)
    match each.measured:
        case Measured.BETTER_BY_PERCENT:
            return 100 * gain >= limit * room_to_improve(rule, before)
        case Measured.BETTER_BY_POINTS:
            return gain >= limit
    return bool(reaches(each, exactly(now)))
