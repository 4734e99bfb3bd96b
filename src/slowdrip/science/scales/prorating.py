"""Completes a score from what was answered: only on request, only where the scale allows it, always labelled."""

from dataclasses import dataclass
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Origin, Prorating, Rule, ScoreRule
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales.answers import Answers, checked
from slowdrip.science.scales.arithmetic import scaled
from slowdrip.science.scales.cells import Cell, Standing, cells_of
from slowdrip.science.scales.results import rounded
from slowdrip.science.scales.spans import exactly


@dataclass(frozen=True, slots=True)
class Prorated:
    """A completed score. It is no score of the scale: show it as prorated, export it to no quality measure."""

    name: str
    value: Fraction
    missing: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class NotProrated:
    """Why not, as a code: `not_allowed`, `too_many_missing`, `risk_item`, `refused` or `complete`."""

    code: str


def prorated(scale: Scale, answers: Answers, name: str) -> Prorated | NotProrated:
    """The score that the answered items would give if the missing ones were like them; raises BadAnswers."""
    rule = scale.score(name)
    if rule.prorating is None or rule.rule not in {Rule.SUM, Rule.MEAN}:
        return NotProrated("not_allowed")
    cells = cells_of(scale, checked(scale, answers))
    used = [cells[each] for each in rule.of]
    missing = tuple(each.item.name for each in used if not each.is_known)
    code = _refusal(scale, rule.prorating, used, missing)
    if code:
        return NotProrated(code)
    return Prorated(name, _completed(rule, rule.prorating, used), missing, rule.prorating.origin)


def _refusal(scale: Scale, allowed: Prorating, used: list[Cell], missing: tuple[str, ...]) -> str:
    if not missing:
        return "complete"
    if scale.risk_items.intersection(missing):
        return "risk_item"
    if any(each.standing is Standing.REFUSED for each in used):
        return "refused"
    return "too_many_missing" if len(missing) > allowed.missing_at_most else ""


def _completed(rule: ScoreRule, allowed: Prorating, used: list[Cell]) -> Fraction:
    known = [each.points.low for each in used if each.is_known]
    mean = Fraction(sum(known), len(known))
    whole = mean if rule.rule is Rule.MEAN else mean * len(used)
    value = scaled(rule, exactly(whole)).low
    return Fraction(rounded(value, 0)) if allowed.whole else value
