"""How sure an update is: what the cuff narrowed, what it cannot, and what the weights are worth."""

from dataclasses import replace

import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.twin import Aspect, Learned, Reading, Sureness, learned
from slowdrip.science.pharmacology.twin.tests.cast import SEVENTY, USUAL

PERSON = replace(SEVENTY, seed=0, hr_bpm=72.0)
STRONG = tuple(Reading(minute, sbp) for minute, sbp in ((5.0, 128.0), (15.0, 145.0), (25.0, 160.0), (35.0, 170.0)))
LEAST_SD_LEFT = 0.95


def sureness(readings: tuple[Reading, ...] = STRONG) -> Sureness:
    found = learned(default_set(), PERSON, USUAL, readings, (40.0,))
    assert isinstance(found, Learned)
    return found.sureness


def test_the_cuff_narrows_the_size_of_the_rise_and_leaves_clearance_as_wide_as_it_was() -> None:
    found = sureness()
    assert found.of(Aspect.SIZE) > 0.2
    assert 1 - found.of(Aspect.CLEARANCE) >= LEAST_SD_LEFT
    assert {aspect for aspect, _ in found.shrinkage} == set(Aspect)


def test_planted_fault_a_clearance_learned_from_the_cuff_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the cut, nineteen readings of a strong response narrow a clearance that nobody measured."""
    many = tuple(Reading(float(minute), strong(minute)) for minute in range(4, 80, 4))
    assert 1 - sureness(many).of(Aspect.CLEARANCE) >= LEAST_SD_LEFT
    monkeypatch.setattr("slowdrip.science.pharmacology.updating.update.CONCENTRATIONS", frozenset(updating.Signal))
    assert 1 - sureness(many).of(Aspect.CLEARANCE) < LEAST_SD_LEFT


def strong(minute: int) -> float:
    """A rise by 43 mmHg until minute 40 that is over at 100."""
    return 122.0 + 43.0 * ((minute / 40) ** 1.5 if minute <= 40 else max(0.0, 1 - (minute - 40) / 60))


def test_more_readings_narrow_more() -> None:
    assert sureness().of(Aspect.SIZE) > sureness(STRONG[:2]).of(Aspect.SIZE)


def test_it_says_whether_the_draws_can_be_trusted() -> None:
    found = sureness()
    assert found.k_hat is not None
    assert found.k_hat <= updating.MOST_K
    assert found.effective is not None
    assert 50 <= found.effective <= found.draws == 400
    assert replace(found, k_hat=0.6).is_steady is False
    assert replace(found, k_hat=None).is_steady
