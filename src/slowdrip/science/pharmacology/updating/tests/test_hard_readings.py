"""Tests that whatever is charted gives an answer: an update, no update, or no prediction, and only finite bands."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE
from slowdrip.science.pharmacology.population import normal_cdf, standard_normals
from slowdrip.science.pharmacology.updating import Band, NoUpdate, Observation, Posterior, Signal, bands, updated
from slowdrip.science.pharmacology.updating.signals import OBSERVABLE
from slowdrip.science.pharmacology.updating.tests.cast import DRIP, SUBJECT, posterior

PAUSED = Regimen(infusions=(Infusion(0.0, 10.0, 875.0, into=DOSE), Infusion(25.0, 55.0, 700.0, into=DOSE)))
NOT_STARTED = Regimen()
T_MIN = np.linspace(-5.0, 150.0, 12)


def even(name: str, count: int) -> list[float]:
    return [float(each) for each in normal_cdf(standard_normals(21, name, 0, count))]


def charted(number: int) -> tuple[Observation, ...]:
    """Readings without rhyme or reason, anywhere in what a reading can be, most of them several at one time."""
    count = 1 + number % 12
    kinds = tuple(OBSERVABLE)
    picks = zip(*(even(f"{number}.{what}", count) for what in ("kind", "time", "value")), strict=True)
    found = []
    for kind, time, value in picks:
        signal = kinds[int(kind * len(kinds))]
        low, high = OBSERVABLE[signal]
        found.append(Observation(signal, round(160 * time - 10), low + value * (min(high, 2000.0) - low)))
    return tuple(found)


@pytest.mark.parametrize("number", range(16))
def test_readings_without_rhyme_or_reason_get_an_answer(number: int) -> None:
    regimen = (DRIP, PAUSED)[number % 2]
    answer = updated(SUBJECT, regimen, charted(number))
    assert isinstance(answer, Posterior | NoUpdate)
    shown = answer.prior if isinstance(answer, NoUpdate) else answer
    for each in bands(shown, regimen, T_MIN, frozenset(Signal)).values():
        assert not isinstance(each, Band) or np.all(np.isfinite(each.quantiles))


def test_readings_before_the_start_tell_the_baseline() -> None:
    cuffs = tuple(Observation(Signal.SBP_MMHG, -t_min, 140.0) for t_min in (20.0, 10.0, 5.0))
    found = posterior(updated(SUBJECT, DRIP, cuffs))
    place = found.prior.names.index("baseline.sbp_mmhg")
    assert found.belief.mean[place] == pytest.approx(120 + 20 * 3 / 4, abs=0.5)


def test_a_drip_that_has_not_started_has_readings_too() -> None:
    found = posterior(updated(SUBJECT, NOT_STARTED, (Observation(Signal.SBP_MMHG, 0.0, 124.0),)))
    assert found.shrinkage["baseline.sbp_mmhg"] > 0.2
    assert found.shrinkage["hemodynamics.e_max_map"] == pytest.approx(0.0, abs=0.02)
    shown = bands(found, NOT_STARTED, T_MIN, frozenset({Signal.VENOUS_NG_PER_ML}))[Signal.VENOUS_NG_PER_ML]
    assert isinstance(shown, Band)
    assert np.all(shown.quantiles == 0)


def test_the_same_reading_at_the_same_minute_counts_as_often_as_it_was_charted() -> None:
    once, often = (
        posterior(updated(SUBJECT, DRIP, (Observation(Signal.SBP_MMHG, 30.0, 150.0),) * many)) for many in (1, 4)
    )
    place = once.prior.names.index("hemodynamics.e_max_map")
    assert often.belief.mean[place] > once.belief.mean[place]
