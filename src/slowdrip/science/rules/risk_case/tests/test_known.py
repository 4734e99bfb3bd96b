"""What a signed plan for known ideation answers for, and what no plan ever does."""

from datetime import timedelta

import pytest

from slowdrip.knowledge.scales.catalogue import scales
from slowdrip.science.rules.risk_case.known import IDEATION_UP_TO, NOT_RISK, Heard, Plan, is_known, is_risk
from slowdrip.science.rules.risk_case.tests.histories import START

PLAN = Plan(
    heights={"phq9.item9": 2, "madrs.item10": 6, "asq.positive": 3, "asq.acute": 1},
    review_by=START + timedelta(days=14),
)


@pytest.mark.parametrize(("code", "height"), [("phq9.item9", 1), ("phq9.item9", 2), ("madrs.item10", 4)])
def test_thoughts_no_higher_than_known_are_answered_for(code: str, height: int) -> None:
    assert is_known(Heard(code=code, height=height), PLAN, START)


@pytest.mark.parametrize(
    ("code", "height"),
    [
        ("phq9.item9", 3),
        ("phq9.item9", None),
        ("qids_sr16.item12", 1),
        ("madrs.item10", 5),
        ("asq.positive", 4),
        ("asq.acute", 1),
        ("cssrs_screener.intent_plan_behaviour", 1),
        ("chart.suicidality_after.item_4", None),
        ("staff.concern", None),
        ("silence", None),
    ],
)
def test_a_rise_intent_plan_behaviour_silence_and_worry_always_escalate(code: str, height: int | None) -> None:
    assert not is_known(Heard(code=code, height=height), PLAN, START)


def test_a_plan_holds_until_its_review_and_not_a_moment_longer() -> None:
    heard = Heard(code="phq9.item9", height=2)
    assert is_known(heard, PLAN, PLAN.review_by - timedelta(microseconds=1))
    assert not is_known(heard, PLAN, PLAN.review_by)
    assert not is_known(heard, None, START)


def test_each_trigger_that_ships_is_a_sign_of_risk_or_named_as_none() -> None:
    shipped = {f"{name}.{trigger.name}" for name, one in scales().items() for trigger in one.triggers}
    assert shipped >= NOT_RISK
    assert {code for code in IDEATION_UP_TO if not code.startswith("chart.")} <= shipped
    assert all(is_risk(code) for code in shipped - NOT_RISK)
