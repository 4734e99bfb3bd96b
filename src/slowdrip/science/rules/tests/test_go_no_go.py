"""Go, caution and beyond at every limit."""

import pytest

from slowdrip.science.rules.go_no_go import GoNoGoVitals, Verdict, judge
from slowdrip.science.rules.outcome import because
from slowdrip.science.rules.tests.cases import GO_LIMITS, HEALTHY, after


def verdict(repeats: int = 0, **changes: int) -> Verdict:
    return judge(GoNoGoVitals(at=after(0), values=HEALTHY | changes, repeats=repeats), GO_LIMITS).verdict


@pytest.mark.parametrize(
    ("sign", "value", "expected"),
    [
        ("systolic_mmhg", 139, "pass"),
        ("systolic_mmhg", 140, "pass"),
        ("systolic_mmhg", 141, "caution"),
        ("systolic_mmhg", 180, "caution"),
        ("systolic_mmhg", 181, "beyond"),
        ("systolic_mmhg", 91, "pass"),
        ("systolic_mmhg", 90, "pass"),
        ("systolic_mmhg", 89, "caution"),
        ("diastolic_mmhg", 89, "pass"),
        ("diastolic_mmhg", 90, "pass"),
        ("diastolic_mmhg", 91, "caution"),
        ("hr_per_min", 51, "pass"),
        ("hr_per_min", 50, "pass"),
        ("hr_per_min", 49, "caution"),
        ("hr_per_min", 119, "pass"),
        ("hr_per_min", 120, "pass"),
        ("hr_per_min", 121, "caution"),
        ("rr_per_min", 11, "pass"),
        ("rr_per_min", 10, "pass"),
        ("rr_per_min", 9, "caution"),
        ("rr_per_min", 29, "pass"),
        ("rr_per_min", 30, "pass"),
        ("rr_per_min", 31, "caution"),
        ("spo2_percent", 96, "pass"),
        ("spo2_percent", 95, "pass"),
        ("spo2_percent", 94, "caution"),
    ],
)
def test_a_value_on_its_limit_has_not_crossed_it(sign: str, value: int, expected: str) -> None:
    assert verdict(**{sign: value}) == expected


def test_beyond_outweighs_caution_and_both_are_told() -> None:
    outcome = judge(GoNoGoVitals(at=after(0), values=HEALTHY | {"systolic_mmhg": 190, "hr_per_min": 130}), GO_LIMITS)
    assert outcome.verdict is Verdict.BEYOND
    assert outcome.reasons == (
        because("beyond_above", sign="systolic_mmhg", value=190, limit=180),
        because("caution_above", sign="hr_per_min", value=130, limit=120),
    )
    assert not outcome.prescriber_decides


@pytest.mark.parametrize(("repeats", "minute"), [(0, 5), (1, 5), (2, None), (3, None)])
def test_a_repeat_is_asked_for_as_often_as_the_policy_allows(repeats: int, minute: int | None) -> None:
    vitals = GoNoGoVitals(at=after(0), values=HEALTHY | {"systolic_mmhg": 150}, repeats=repeats)
    assert judge(vitals, GO_LIMITS).repeat_at == (None if minute is None else after(minute))


def test_a_missing_sign_is_named_and_is_no_pass() -> None:
    values = {sign: value for sign, value in HEALTHY.items() if sign != "spo2_percent"}
    outcome = judge(GoNoGoVitals(at=after(0), values=values), GO_LIMITS)
    assert (outcome.verdict, outcome.reasons) == (Verdict.INCOMPLETE, (because("not_measured", sign="spo2_percent"),))


@pytest.mark.parametrize(("diastolic", "expected"), [(119, "caution"), (120, "incomplete"), (121, "incomplete")])
def test_a_pressure_without_a_pulse_says_nothing(diastolic: int, expected: str) -> None:
    assert verdict(diastolic_mmhg=diastolic) == expected


def test_nothing_measured_is_incomplete() -> None:
    assert judge(GoNoGoVitals(at=None), GO_LIMITS).verdict is Verdict.INCOMPLETE
