"""The gate of an open emergency."""

from datetime import UTC, datetime

from slowdrip.science.rules.emergency import emergency_gate, with_emergency
from slowdrip.science.rules.outcome import GateResult, gate

SINCE = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def test_an_open_emergency_shuts_the_gate_and_says_since_when() -> None:
    shut = emergency_gate(SINCE)
    assert not shut.passed
    assert [(reason.code, reason.params["since"]) for reason in shut.reasons] == [("emergency_open", SINCE)]
    assert emergency_gate(None).passed


def test_it_stands_first_and_alone_keeps_an_open_way_home_shut() -> None:
    home = GateResult((gate("time"), gate("escort")))
    assert home.open
    result = with_emergency(home, SINCE)
    assert not result.open
    assert [each.code for each in result.gates] == ["emergency", "time", "escort"]
    assert with_emergency(home, None).open
