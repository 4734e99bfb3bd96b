"""The quick copy does what `replace` does."""

from dataclasses import replace
from random import Random

import pytest

from slowdrip.science.infusion import EMPTY, replay
from slowdrip.science.infusion.state.copying import copy_with
from slowdrip.science.infusion.tests.histories import history, minute


def test_a_quick_copy_equals_a_slow_one_and_leaves_the_first_alone() -> None:
    for seed in range(50):
        state = replay(history(Random(seed)), minute(200))
        before = replace(state)
        assert copy_with(state, notes=7, in_charge="ben") == replace(state, notes=7, in_charge="ben")
        assert copy_with(state.observed, monitored=True) == replace(state.observed, monitored=True)
        assert state == before


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        copy_with(EMPTY, colour="red")
