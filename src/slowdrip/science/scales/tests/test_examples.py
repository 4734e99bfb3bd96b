"""Every worked example in every scale's file comes out as it says: the golden rows of the scorer."""

import pytest

from slowdrip.knowledge.scales import scale, scale_names
from slowdrip.science.scales.tests.telling import told, told_of_change

EXAMPLES = [(name, place) for name in scale_names() for place in range(len(scale(name).examples))]
CHANGES = [(name, place) for name in scale_names() for place in range(len(scale(name).changes))]


@pytest.mark.parametrize(("name", "place"), EXAMPLES)
def test_the_answers_give_what_the_file_says(name: str, place: int) -> None:
    example = scale(name).examples[place]
    assert told(scale(name), example) == dict(example.expects)


@pytest.mark.parametrize(("name", "place"), CHANGES)
def test_the_change_is_what_the_file_says(name: str, place: int) -> None:
    example = scale(name).changes[place]
    assert told_of_change(scale(name), example) == dict(example.expects)


@pytest.mark.parametrize("name", scale_names())
def test_a_scale_proves_itself_at_both_ends_or_says_a_refusal(name: str) -> None:
    assert len(scale(name).examples) >= 2
