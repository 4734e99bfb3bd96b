"""The scorer's properties over many random answers to every scale."""

from random import Random

import pytest
from hypothesis import given, settings

from slowdrip.knowledge.scales import scale, scale_names
from slowdrip.knowledge.types.scale_rules import Rule
from slowdrip.science.scales import score
from slowdrip.science.scales.tests.properties import (
    PROPERTIES,
    Property,
    every_line_that_is_met_exactly_is_met,
    stamped,
)
from slowdrip.science.scales.tests.strategies import any_answers, any_scale, seeds


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda one: one.__name__)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(seed=seeds)
def test_it_holds_of_any_answers(holds: Property, seed: int) -> None:
    holds(Random(seed))


@pytest.mark.parametrize("name", scale_names())
def test_without_an_answer_a_score_may_be_anything_in_its_range(name: str) -> None:
    """The range that a person wrote in the file is the one that the items add up to: no item is left out or twice."""
    one = scale(name)
    found = score(one, {})
    for rule in one.scores:
        if rule.rule is Rule.PROFILE or found.scores[rule.name].why:
            continue
        reached = found.scores[rule.name]
        assert reached.low == rule.low, rule.name
        assert reached.high == rule.high, rule.name


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=seeds)
def test_every_result_says_what_made_it(seed: int) -> None:
    rng = Random(seed)
    one = any_scale(rng)
    assert stamped(score(one, any_answers(one, rng), language="en"))


def test_a_line_met_to_the_point_is_met() -> None:
    every_line_that_is_met_exactly_is_met()
