"""A gate and its reasons cannot contradict each other."""

import pytest

from slowdrip.science.rules.outcome import Gate, GateResult, because, gate


def test_a_gate_without_reasons_is_passed() -> None:
    assert gate("line", None).passed


def test_a_gate_with_a_reason_is_not_passed() -> None:
    assert gate("line", None, because("iv_not_placed")).reasons == (because("iv_not_placed"),)


@pytest.mark.parametrize("passed", [True, False])
def test_a_gate_that_contradicts_its_reasons_cannot_be_made(passed: bool) -> None:
    with pytest.raises(ValueError, match="gate_contradicts_reasons"):
        Gate("line", passed, (because("iv_not_placed"),) if passed else ())


def test_a_result_without_gates_stays_shut() -> None:
    assert not GateResult(()).open


def test_one_shut_gate_shuts_the_result_and_says_why() -> None:
    result = GateResult((gate("a"), gate("b", because("x", limit=3))))
    assert not result.open
    assert result.not_yet == (because("x", limit=3),)
