"""What a screen says, by the vectors of the ASQ and of Columbia's guideline, and by what a clinician enters."""

import pytest

from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.risk_case import Tier
from slowdrip.science.rules.risk_case.tiers import BY_OUTCOME, Judged, by_answers, by_outcome
from slowdrip.science.scales import Absent, Answer


def asq(text: str) -> Judged:
    return by_answers(scale("asq"), _given(text, ("q1", "q2", "q3", "q4", "q5")))


def columbia(text: str) -> Judged:
    items = ("q1", "q2", "q3", "q4", "q5", "behaviour", "behaviour_3_months")
    return by_answers(scale("cssrs_screener"), _given(text, items))


def _given(text: str, items: tuple[str, ...]) -> dict[str, Answer]:
    told: dict[str, Answer] = {"Y": 1, "N": 0, "R": Absent.REFUSED}
    return {item: told[letter] for item, letter in zip(items, text, strict=False) if letter in told}


@pytest.mark.parametrize(
    ("answers", "outcome", "tier"),
    [
        ("NNNN-", "negative", Tier.NONE),
        ("NNNYN", "non_acute_positive", Tier.MODERATE),
        ("YNNNY", "acute_positive", Tier.HIGH),
        ("NNNNY", "undetermined", Tier.UNDETERMINED),
        ("Y----", "undetermined", Tier.UNDETERMINED),
        ("YNNN-", "undetermined", Tier.UNDETERMINED),
        ("RNNN-", "undetermined", Tier.UNDETERMINED),
    ],
)
def test_the_asq(answers: str, outcome: str, tier: Tier) -> None:
    assert asq(answers) == Judged(outcome, tier)


@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ("NN---N-", Tier.NONE),
        ("YN---N-", Tier.LOW),
        ("YYNNNN-", Tier.LOW),
        ("YYYNNN-", Tier.MODERATE),
        ("YYNYNN-", Tier.HIGH),
        ("YYYYYN-", Tier.HIGH),
        ("NN---YN", Tier.MODERATE),
        ("NN---YY", Tier.HIGH),
        ("YYY--N-", Tier.UNDETERMINED),
        ("NN-Y-N-", Tier.UNDETERMINED),
    ],
)
def test_columbia_by_the_numbers_of_its_items(answers: str, tier: Tier) -> None:
    assert columbia(answers).tier is tier


def test_any_behaviour_since_the_last_contact_is_high() -> None:
    answers: dict[str, Answer] = {"q1": 0, "q2": 0, "behaviour": 1}
    assert by_answers(scale("cssrs_since_last"), answers).tier is Tier.HIGH


def test_a_tier_and_an_outcome_can_be_entered_by_hand() -> None:
    assert by_outcome("clinician", "high") == Judged("high", Tier.HIGH)
    assert by_outcome("cssrs_screener", "moderate") == Judged("moderate", Tier.MODERATE)
    assert by_outcome("asq", "incomplete") == Judged("incomplete", Tier.UNDETERMINED)
    assert by_outcome("asq", "high") is None
    assert by_outcome("no_tool", "high") is None


def test_each_outcome_of_a_screen_has_a_tier() -> None:
    for tool in ("asq", "cssrs_screener", "cssrs_since_last"):
        rule = next(each for each in scale(tool).outcomes if each.name == "risk")
        assert set(rule.codes) <= set(BY_OUTCOME[tool])
