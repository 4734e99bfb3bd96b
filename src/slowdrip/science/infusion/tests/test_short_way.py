"""Readings take a short way through `step`; it comes to the same as the long one."""

import sys
from random import Random

import pytest

from slowdrip.science.infusion import Event, InfusionState, replay, to_json
from slowdrip.science.infusion.fold.observations import READINGS, scale, vitals_seen
from slowdrip.science.infusion.state import Observed
from slowdrip.science.infusion.tests.histories import history, minute

STEP = sys.modules["slowdrip.science.infusion.fold.step"]


def folded() -> list[str]:
    return [to_json(replay(history(Random(seed)), minute(200))) for seed in range(300)]


def both_ways_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    short = folded()
    with monkeypatch.context() as long_way:
        long_way.setattr(STEP, "READINGS", {})
        assert folded() == short


def test_the_short_way_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    both_ways_are_the_same(monkeypatch)


def test_a_short_way_that_forgets_a_score_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: a score leaves the readings as they were."""

    def forgetful(state: InfusionState, event: Event) -> Observed | None:
        return state.observed

    monkeypatch.setattr(STEP, "READINGS", {**READINGS, scale: forgetful})
    assert vitals_seen in READINGS.values()
    with pytest.raises(AssertionError):
        both_ways_are_the_same(monkeypatch)
