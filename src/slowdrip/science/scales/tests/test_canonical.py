"""What is stored of a result: the same bytes for the same answers, and exact numbers."""

import json
from fractions import Fraction
from random import Random

from slowdrip.knowledge.scales import scale
from slowdrip.science.scales import score, to_json
from slowdrip.science.scales.canonical import number_of
from slowdrip.science.scales.tests.strategies import any_answers, any_scale


def test_the_same_answers_in_any_order_give_the_same_bytes() -> None:
    for seed in range(100):
        rng = Random(seed)
        one = any_scale(rng)
        given = list(any_answers(one, rng).items())
        mixed = rng.sample(given, len(given))
        assert to_json(score(one, dict(given))) == to_json(score(one, dict(mixed)))


def test_a_number_comes_back_exactly() -> None:
    qlesq = scale("qlesq_sf")
    found = score(qlesq, {f"q{n}": 2 + n % 2 for n in range(1, 15)})
    stored = json.loads(to_json(found))["scores"]["percent"]["value"]
    assert "/" in stored
    assert number_of(stored) == found.scores["percent"].value
    assert number_of(None) is None


def test_a_stored_result_says_what_made_it_and_what_is_missing() -> None:
    stored = json.loads(to_json(score(scale("phq9"), {"q9": 1}, language="en")))
    assert stored["stamp"]["scale"] == "phq9"
    assert stored["stamp"]["content_sha256"] == scale("phq9").content_sha256
    assert stored["scores"]["total"]["value"] is None
    assert stored["scores"]["total"]["missing"] == [f"q{n}" for n in range(1, 9)]
    assert stored["triggers"]["item9"]["fired"] == "fires"
    assert Fraction(stored["scores"]["total"]["low"]) == 1
