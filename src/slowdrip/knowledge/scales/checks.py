"""What no single part of a scale's file can show: names nobody defines, text that may not be here, two defaults."""

from collections.abc import Iterable

from slowdrip.knowledge.models.page import Page
from slowdrip.knowledge.types.scale_rules import Asks, Better, Condition, Kind, Measured, Rule, ScoreRule, Threshold
from slowdrip.knowledge.types.scales import Distribution, Item, Scale, Stray
from slowdrip.knowledge.types.sourced import Confidence

COMPLETED = frozenset({Rule.SUM, Rule.MEAN})
PAIRED = {Rule.CLOCK_GAP: 2, Rule.PERCENT_OF: 2}
WORSE = {Better.LOWER: Measured.AT_LEAST, Better.HIGHER: Measured.AT_MOST}
GOOD = {Better.LOWER: Measured.AT_MOST, Better.HIGHER: Measured.AT_LEAST}
SIDES = {Kind.SCREEN: WORSE, Kind.CASENESS: WORSE, Kind.PASSED: GOOD, Kind.REMISSION: GOOD}


def note_contradictions(scale: Scale, page: Page) -> None:
    """Notes everything that is wrong between the parts of one scale."""
    _note_text(scale, page)
    _note_scores(scale, page)
    _note_conditions(scale, page)
    _note_thresholds(scale, page)
    for each in scale.items:
        if each.either and each.either not in _items(scale):
            _unknown(f"items.{each.name}.either", each.either, _items(scale), page)


def _note_text(scale: Scale, page: Page) -> None:
    if scale.texts and scale.licence.distribution is not Distribution.WITH_TEXT:
        page.found.add("text", "text_not_allowed", found=scale.licence.distribution)
    for language, each in scale.texts.items():
        if each.origin.confidence is Confidence.SECONDARY and not each.compare_before_use:
            page.found.add(f"text.{language}.compare_before_use", "text_not_compared")


def _note_scores(scale: Scale, page: Page) -> None:
    known = set(_items(scale))
    for each in scale.scores:
        key = f"scores.{each.name}"
        for name in each.of:
            if name not in known:
                _unknown(f"{key}.of", name, known, page)
        if not each.of or len(each.of) != PAIRED.get(each.rule, len(each.of)):
            page.found.add(f"{key}.of", "wrong_type", found=len(each.of), expected=PAIRED.get(each.rule, "names"))
        if each.name in known:
            page.found.add(key, "repeated_choice", found=each.name)
        if each.prorating is not None and (each.rule not in COMPLETED or not set(each.of) <= set(_items(scale))):
            page.found.add(f"{key}.prorating", "wrong_type", found=each.rule, expected="a sum or mean of items")
        known.add(each.name)
        _note_reach(each, key, page)


def _note_reach(score: ScoreRule, key: str, page: Page) -> None:
    """Notes bands that do not begin where the score begins, or that begin above its end."""
    if score.bands is None or not score.bands.starts:
        return
    if score.bands.starts[0] != score.low:
        page.found.add(
            f"{key}.bands.from",
            "impossible_order",
            found=score.bands.starts[0],
            relation="equal to",
            other="the lowest score",
            other_found=score.low,
        )
    if score.bands.starts[-1] > score.high:
        page.found.add(
            f"{key}.bands.from", "out_of_range", found=score.bands.starts[-1], low=score.low, high=score.high, unit=""
        )


def _note_conditions(scale: Scale, page: Page) -> None:
    names = {
        Asks.ITEM: _items(scale),
        Asks.COUNT: _items(scale),
        Asks.SCORE: tuple(each.name for each in scale.scores),
        Asks.OUTCOME: tuple(each.name for each in scale.outcomes),
    }
    for place, each in enumerate(scale.items):
        if each.applies_when is not None:
            earlier = {Asks.ITEM: names[Asks.ITEM][:place], Asks.COUNT: names[Asks.ITEM][:place]}
            only_earlier = {**names, **earlier, Asks.SCORE: (), Asks.OUTCOME: ()}
            _note_condition(each.applies_when, f"items.{each.name}.applies_when", only_earlier, page)
            _note_ignored(scale, each, page)
    for score in scale.scores:
        for unless in score.unless:
            only_items = {**names, Asks.SCORE: (), Asks.OUTCOME: ()}
            _note_condition(unless.when, f"scores.{score.name}.unless", only_items, page)
    for outcome in scale.outcomes:
        for each_when in outcome.when:
            _note_condition(each_when, f"outcomes.{outcome.name}.when", {**names, Asks.OUTCOME: ()}, page)
    for trigger in scale.triggers:
        _note_condition(trigger.when, f"triggers.{trigger.name}.when", names, page)


def _note_ignored(scale: Scale, item: Item, page: Page) -> None:
    """Notes an ignored stray answer whose gate may stay open: then nobody could say whether the answer counts."""
    if item.stray is not Stray.IGNORED or item.applies_when is None:
        return
    assumed = [each.name for each in scale.items if each.assumed is not None]
    for name in sorted(scale.items_behind(item.applies_when)):
        if name not in assumed:
            _unknown(f"items.{item.name}.applies_when", name, assumed, page)


def _note_condition(found: Condition, key: str, names: dict[Asks, tuple[str, ...]], page: Page) -> None:
    for part in found.parts:
        _note_condition(part, key, names, page)
    for name in found.names:
        if found.asks in names and name not in names[found.asks]:
            _unknown(key, name, names[found.asks], page)


def _note_thresholds(scale: Scale, page: Page) -> None:
    scores, defaults = [each.name for each in scale.scores], set()
    for each in scale.thresholds:
        key = f"thresholds.{each.name}"
        if each.score not in scores:
            _unknown(f"{key}.score", each.score, scores, page)
        else:
            _note_side(each, scale.score(each.score).better, key, page)
        if each.is_default and (each.score, each.kind) in defaults:
            page.found.add(f"{key}.default", "repeated_choice", found=each.kind)
        if each.is_default:
            defaults.add((each.score, each.kind))


def _note_side(line: Threshold, better: Better, key: str, page: Page) -> None:
    """Notes a line whose kind says one side and whose comparison the other: "positive" and "passed" are no synonyms."""
    wanted = SIDES.get(line.kind, {}).get(better)
    if wanted is not None and line.measured is not wanted:
        page.found.add(f"{key}.measured", "wrong_type", found=line.measured, expected=f"{wanted}, as {line.kind} is")


def _items(scale: Scale) -> tuple[str, ...]:
    return tuple(each.name for each in scale.items)


def _unknown(key: str, name: str, known: Iterable[str], page: Page) -> None:
    page.found.add(key, "unknown_choice", found=name, expected=", ".join(sorted(known)) or "none")
