"""Conditions about scores and outcomes, the outcomes of a scale, and its triggers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slowdrip.knowledge.types.scale_rules import Asks, Condition, OutcomeRule, TriggerRule
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales.arithmetic import Worked
from slowdrip.science.scales.cells import Cells, Standing, compares, item_span
from slowdrip.science.scales.results import Fired, Outcome, Trigger
from slowdrip.science.scales.spans import both, either


@dataclass(frozen=True, slots=True)
class Known:
    """What is known so far: cells by item, scores in work, outcomes decided or open."""

    scale: Scale
    cells: Cells
    scores: Mapping[str, Worked]
    outcomes: Mapping[str, Outcome]


def holds(condition: Condition, known: Known) -> bool | None:
    """Whether a condition holds; None while an answer that decides it is not there."""
    match condition.asks:
        case Asks.ALL:
            return both(holds(part, known) for part in condition.parts)
        case Asks.ANY:
            return either(holds(part, known) for part in condition.parts)
        case Asks.SCORE:
            found = known.scores[condition.names[0]]
            return False if found.why else compares(condition, found.span)
        case Asks.OUTCOME:
            return _is_one_of(condition, known.outcomes[condition.names[0]])
    return compares(condition, item_span(condition, known.cells))


def _is_one_of(condition: Condition, outcome: Outcome) -> bool | None:
    """Whether an outcome is one of the codes; answers that contradict each other count as the worst."""
    if outcome.is_contradictory:
        return True
    among = {code in condition.codes for code in outcome.possible}
    return None if len(among) > 1 else among.pop()


def outcome_of(rule: OutcomeRule, known: Known) -> Outcome:
    """The outcome of a rule: the first condition that is true decides, all that are open stay possible."""
    possible = tuple(_possible(rule, known))
    looked_at = frozenset[str]().union(*(known.scale.items_behind(when) for when in rule.when))
    is_contradictory = any(known.cells[name].contradicts for name in looked_at)
    is_decided = len(possible) == 1 and not is_contradictory
    return Outcome(
        name=rule.name,
        code=possible[0] if is_decided else None,
        possible=possible,
        is_contradictory=is_contradictory,
        escalates=is_contradictory or possible[-1] in rule.escalates,
    )


def _possible(rule: OutcomeRule, known: Known) -> Iterator[str]:
    for code, when in zip(rule.codes, rule.when, strict=False):  # the last code has no condition
        found = holds(when, known)
        if found is not False:
            yield code
        if found is True:
            return
    yield rule.codes[-1]


def trigger_of(rule: TriggerRule, known: Known) -> Trigger:
    """What a trigger says; a refused item is nobody's "no"."""
    items = tuple(sorted(known.scale.items_behind(rule.when)))
    return Trigger(rule.name, _fired(rule, items, known), rule.urgency, items)


def _fired(rule: TriggerRule, items: tuple[str, ...], known: Known) -> Fired:
    found = holds(rule.when, known)
    if found is True:
        return Fired.FIRES
    if any(known.cells[name].standing is Standing.REFUSED or known.cells[name].was_refused for name in items):
        return Fired.REFUSED
    return Fired.UNANSWERED if found is None else Fired.CLEAR
