"""What holds of every scale and all answers; each property takes a random generator and asserts."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

from slowdrip.knowledge.scales import scale
from slowdrip.knowledge.types.scale_rules import Kind, Measured, Origin, Rule, ScoreRule, Threshold
from slowdrip.knowledge.types.scales import Scale
from slowdrip.knowledge.types.sourced import Confidence
from slowdrip.science.scales import Absent, Fired, Result, Status, change, changing, score
from slowdrip.science.scales.tests.strategies import OPEN, any_answers, any_scale, cells, completed, value

Property = Callable[[Random], None]
DIRECT = frozenset({Rule.SUM, Rule.MEAN, Rule.MAX, Rule.COUNT})


def bounds_hold_every_completion(rng: Random) -> None:
    """However the missing answers had turned out, the score lies in the bounds, and band and outcome are possible."""
    one = any_scale(rng)
    given = any_answers(one, rng)
    before, after = score(one, given), score(one, completed(one, given, rng))
    for name, found in after.scores.items():
        if found.status is Status.NOT_SCORABLE or before.scores[name].status is Status.NOT_SCORABLE:
            continue
        assert before.scores[name].low <= found.low <= found.high <= before.scores[name].high, (one.name, name)
        if found.band and before.scores[name].bands:
            assert found.band in before.scores[name].bands, (one.name, name)
    for name, outcome in after.outcomes.items():
        assert set(outcome.possible) <= set(before.outcomes[name].possible), (one.name, name)


def labels_and_triggers_hold_in_every_completion(rng: Random) -> None:
    """What is called reached, missed, fired or clear while answers are missing stays so, however they turn out."""
    one = any_scale(rng)
    given = any_answers(one, rng)
    before, after = score(one, given), score(one, completed(one, given, rng))
    for name, found in before.scores.items():
        later = {each.threshold.name: each.met for each in after.scores[name].labels}
        assert all(
            later.get(each.threshold.name, each.met) == each.met for each in found.labels if each.met is not None
        )
    for name, trigger in before.triggers.items():
        if trigger.fired in {Fired.FIRES, Fired.CLEAR}:
            assert after.triggers[name].fired is trigger.fired, (one.name, name)


def a_task_of_getting_worse_holds_in_every_completion(rng: Random) -> None:
    """What is said of a rise while answers are missing, then or now, stays true however they turn out."""
    one = scale(rng.choice(["ymrs", "bprs_plus", "bprs18"]))
    name = "total" if one.name == "ymrs" else "positive"
    then, now = any_answers(one, rng, absent=0.15), any_answers(one, rng, absent=0.15)
    ends = [score(one, completed(one, each, rng)).scores[name].low for each in (then, now)]
    made = change(one, name, baseline=score(one, then), current=score(one, now))
    (said,) = [each.fired for each in made.labels if each.threshold.raises_task]
    sure = Fired.FIRES if has_risen(one, ends[0], ends[1]) else Fired.CLEAR
    assert said in {sure, Fired.UNANSWERED}, (one.name, then, now)


def has_risen(one: Scale, before: Fraction, now: Fraction) -> bool:
    """The two rules of a rise, written out again."""
    return now >= 12 and now > before if one.name == "ymrs" else now - before >= 4


def a_missing_answer_leaves_no_score(rng: Random) -> None:
    """A score rests on answers alone: with one it needs missing there is no value and no band."""
    one = any_scale(rng)
    given = any_answers(one, rng)
    found, known = score(one, given), cells(one, given)
    for each in found.scores.values():
        needed = [name for name in items_under(one, one.score(each.name)) if known[name].standing in OPEN]
        if any(not known[name].is_known for name in needed):
            assert each.value is None
            assert each.band is None


def complete_answers_leave_nothing_open(rng: Random) -> None:
    """With every answer that applies there are no bounds left, only numbers."""
    one = any_scale(rng)
    found = score(one, completed(one, any_answers(one, rng), rng))
    for each in found.scores.values():
        assert each.status is not Status.INCOMPLETE, (one.name, each.missing)
        assert each.low == each.high or each.status is Status.NOT_SCORABLE
    assert all(each.code or each.is_contradictory for each in found.outcomes.values())


def order_does_not_matter(rng: Random) -> None:
    """Answers are a mapping: the order in which they came says nothing."""
    one = any_scale(rng)
    given = list(any_answers(one, rng).items())
    mixed = rng.sample(given, len(given))
    assert score(one, dict(given)) == score(one, dict(mixed))


def a_worse_answer_never_lowers_a_plain_score(rng: Random) -> None:
    """One answer moved up moves each score made straight from items up or leaves it; down for a reversed item."""
    one = any_scale(rng)
    given = any_answers(one, rng, absent=0.1)
    gates = {name for item in one.items if item.applies_when for name in one.items_behind(item.applies_when)}
    numbers = [item for item in one.items if not isinstance(given[item.name], Absent) and item.name not in gates]
    if not numbers:
        return
    item = rng.choice(numbers)
    moved = {**given, item.name: value(item.answers, rng)}
    if item.answers.not_assessed in (given[item.name], moved[item.name]):
        return
    raised = Fraction(moved[item.name]) >= Fraction(given[item.name])
    low, high = (given, moved) if raised != item.reverse else (moved, given)
    before, after = score(one, low), score(one, high)
    for rule in one.scores:
        if rule.rule in DIRECT and item.name in rule.of and rule.steps is None:
            assert before.scores[rule.name].low <= after.scores[rule.name].low, (one.name, rule.name)
            assert before.scores[rule.name].high <= after.scores[rule.name].high, (one.name, rule.name)


def the_integer_response_is_the_exact_fraction(rng: Random) -> None:
    """Multiplying out both sides gives what the exact share of the room to improve gives, for any percent."""
    rule = scale(rng.choice(["phq9", "bprs18", "cgi_s", "who5", "ymrs"])).scores[0]
    best, worst = (rule.high, rule.low) if rule.better == "higher" else (rule.low, rule.high)
    room = rng.randint(1, int(abs(worst - best)))
    gain = rng.randint(0, room)
    percent = rng.choice([100 * gain // room, rng.randint(1, 100)])  # the first is often met exactly
    way = 1 if rule.better == "higher" else -1
    before = Fraction(best) - way * room
    assert changing.is_met(line(rule, percent), rule, before, before + way * gain) == (
        Fraction(gain, room) >= Fraction(percent, 100)
    )


def every_line_that_is_met_exactly_is_met() -> None:
    """Each whole percent of each room that a score can have, met to the point: no rounding takes it away."""
    rule = scale("bprs18").score("total")
    for room in range(1, int(rule.high - rule.low) + 1):
        for gain in (each for each in range(1, room + 1) if 100 * each % room == 0):
            before = Fraction(rule.low) + room
            assert changing.is_met(line(rule, 100 * gain // room), rule, before, before - gain), (gain, room)


def half_of_what_lies_above_the_floor(rng: Random) -> None:
    """Response is 2 × (now - floor) ≤ (baseline - floor): half of what lies above the lowest."""
    rule = scale(rng.choice(["phq9", "bprs18", "madrs", "hamd17"])).score("total")
    floor, high = int(rule.low), int(rule.high)
    before, now = rng.randint(floor + 1, high), rng.randint(floor, high)
    expected = 2 * (now - floor) <= before - floor
    assert changing.is_met(line(rule, 50), rule, Fraction(before), Fraction(now)) == expected


def line(rule: ScoreRule, percent: int) -> Threshold:
    """A line of so many percent."""
    origin = Origin("a test", Confidence.PROPOSAL)
    return Threshold("line", rule.name, Kind.RESPONSE, Measured.BETTER_BY_PERCENT, rule.low * 0 + percent, origin)


def items_under(one: Scale, rule: ScoreRule) -> list[str]:
    """Every item that a score is made of, through the scores before it."""
    below = {each.name: each for each in one.scores}
    return [name for each in rule.of for name in (items_under(one, below[each]) if each in below else [each])]


def stamped(result: Result) -> bool:
    """Whether a result says what made it."""
    return all((result.stamp.scale, result.stamp.version, result.stamp.coding, result.stamp.content_sha256))


PROPERTIES: tuple[Property, ...] = (
    bounds_hold_every_completion,
    labels_and_triggers_hold_in_every_completion,
    a_task_of_getting_worse_holds_in_every_completion,
    a_missing_answer_leaves_no_score,
    complete_answers_leave_nothing_open,
    order_does_not_matter,
    a_worse_answer_never_lowers_a_plain_score,
    the_integer_response_is_the_exact_fraction,
    half_of_what_lies_above_the_floor,
)
