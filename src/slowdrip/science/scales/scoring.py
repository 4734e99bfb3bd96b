"""Scores one administration: answers in, scores, outcomes and triggers out, with everything that is not known."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from slowdrip.knowledge.types.scale_rules import ScoreRule
from slowdrip.knowledge.types.scales import Entry, Scale
from slowdrip.science.scales.answers import Answer, Answers, BadAnswers, Problem, checked
from slowdrip.science.scales.arithmetic import Worked, worked
from slowdrip.science.scales.cells import Cells, Standing, cells_of
from slowdrip.science.scales.implied import raised
from slowdrip.science.scales.judging import Known, outcome_of, trigger_of
from slowdrip.science.scales.lines import bands_of, labels_of
from slowdrip.science.scales.results import Result, Score, Stamp, Status, Trigger
from slowdrip.science.scales.spans import exactly

SCORER = "1"  # goes up with every change of what a score comes out as; stored with each score
TOTAL_DIFFERS = "total_differs"
NO_ANSWERS: Answers = MappingProxyType({})
NOTHING_TYPED: Mapping[str, Fraction] = MappingProxyType({})


def score(scale: Scale, answers: Answers, *, language: str = "") -> Result:
    """What the answers say by the rules of the scale.

    An item that is not in `answers` is missing. Missing, refused, not applicable and not assessed are four things and
    never 0: a score that needs such an item has no value and no band, only the lowest and highest it can still be.
    Raises BadAnswers for answers that the scale does not have; nothing is rounded, clipped or guessed.
    """
    cells = cells_of(scale, checked(scale, answers))
    return _result(scale, cells, _all_worked(scale, cells), language)


def score_total(
    scale: Scale, total: Answer, *, of: str = "total", answers: Answers = NO_ANSWERS, language: str = ""
) -> Result:
    """What a total says that somebody added up on their own form, with the items they gave beside it.

    The risk items may stand in `answers`: without them their triggers say "unanswered", unless the total is so high
    that the other items cannot make it up: then they fire. A total that the given answers cannot add up to stays as it
    was typed and is listed as `total_differs`.
    Raises BadAnswers: `total_not_taken`, `unknown_score`, `not_a_number`, `out_of_range`.
    """
    rule = _rule_of_total(scale, of)
    value = _exact_total(scale, rule, total)
    cells = cells_of(scale, checked(scale, answers))
    parts, scores = _all_worked(scale, cells), _all_worked(scale, cells, {of: value})
    possible = parts[of].span
    found = _result(scale, cells, scores, language)
    known = Known(scale, raised(rule, value, cells, parts), scores, found.outcomes)
    found = replace(found, triggers=_triggers(known))
    if possible.low <= value <= possible.high:
        return found
    return replace(found, contradictions=(*found.contradictions, TOTAL_DIFFERS))


def _rule_of_total(scale: Scale, name: str) -> ScoreRule:
    if Entry.TOTAL not in scale.entries:
        raise BadAnswers((Problem("total_not_taken", name),))
    if name not in {each.name for each in scale.scores}:
        raise BadAnswers((Problem("unknown_score", name),))
    return scale.score(name)


def _exact_total(scale: Scale, rule: ScoreRule, total: Answer) -> Fraction:
    """A typed total as an exact number: inside the range, and one that the answers can add up to."""
    if isinstance(total, bool) or not isinstance(total, int | Decimal) or not Decimal(total).is_finite():
        raise BadAnswers((Problem("not_a_number", rule.name),))
    value, step = Fraction(total), _step_of(scale, rule)
    if not rule.low <= value <= rule.high or (value - Fraction(rule.low)) % step:
        limits = {"low": str(rule.low), "high": str(rule.high), "step": str(step)}
        raise BadAnswers((Problem("out_of_range", rule.name, limits),))
    return value


def _step_of(scale: Scale, rule: ScoreRule) -> Fraction:
    """The smallest step of a total: that of its items, or its last decimal place where it is converted."""
    steps = [each.answers.step for each in scale.items if each.name in rule.of]
    is_plain = rule.steps is None and rule.times == rule.over == 1
    return Fraction(min(steps, default=Decimal(1))) if is_plain else Fraction(1, 10**rule.places)


def _all_worked(scale: Scale, cells: Cells, typed: Mapping[str, Fraction] = NOTHING_TYPED) -> dict[str, Worked]:
    """Every score in the order of the file, so that one made from a typed total is made from what was typed."""
    found: dict[str, Worked] = {}
    for rule in scale.scores:
        made = worked(rule, cells, found)
        is_typed = rule.name in typed
        found[rule.name] = replace(made, span=exactly(typed[rule.name]), missing=(), why="") if is_typed else made
    return found


def _result(scale: Scale, cells: Cells, scores: Mapping[str, Worked], language: str) -> Result:
    known = Known(scale, cells, scores, MappingProxyType({}))
    outcomes = {each.name: outcome_of(each, known) for each in scale.outcomes}
    known = replace(known, outcomes=outcomes)
    return Result(
        stamp=stamp_of(scale, language),
        scores=MappingProxyType({each.name: _score(each, scores[each.name], scale) for each in scale.scores}),
        outcomes=MappingProxyType(outcomes),
        triggers=_triggers(known),
        missing=_standing(cells, Standing.MISSING),
        refused=_standing(cells, Standing.REFUSED),
        not_assessed=_standing(cells, Standing.NOT_ASSESSED),
        not_applicable=_standing(cells, Standing.NOT_APPLICABLE),
        contradictions=tuple(name for name, cell in cells.items() if cell.contradicts),
    )


def _triggers(known: Known) -> Mapping[str, Trigger]:
    return MappingProxyType({each.name: trigger_of(each, known) for each in known.scale.triggers})


def stamp_of(scale: Scale, language: str) -> Stamp:
    """What has to be stored beside every score of a scale."""
    return Stamp(scale.name, scale.version, scale.coding, language, scale.content_sha256, SCORER)


def _standing(cells: Cells, standing: Standing) -> tuple[str, ...]:
    return tuple(name for name, cell in cells.items() if cell.standing is standing)


def _score(rule: ScoreRule, found: Worked, scale: Scale) -> Score:
    status = _status(found)
    has_value = status is Status.COMPLETE and not found.profile
    return Score(
        name=rule.name,
        status=status,
        value=found.span.low if has_value else None,
        low=found.span.low,
        high=found.span.high,
        out_of=found.out_of,
        places=rule.places,
        is_shown=rule.is_shown,
        bands=() if found.profile else bands_of(rule, found),
        labels=() if found.profile else labels_of(rule, found, scale.thresholds),
        missing=found.missing,
        profile=found.profile,
        why=found.why,
    )


def _status(found: Worked) -> Status:
    if found.why:
        return Status.NOT_SCORABLE
    return Status.INCOMPLETE if found.missing else Status.COMPLETE
