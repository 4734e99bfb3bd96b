"""Tests of the bands."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from slowdrip.knowledge.models import model_set
from slowdrip.science.pharmacology.linear import Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, NoPrediction, Person
from slowdrip.science.pharmacology.population import standard_normals
from slowdrip.science.pharmacology.updating import LEVELS, Band, Signal, Subject, bands, before, departures, updated
from slowdrip.science.pharmacology.updating.bands import quantiles
from slowdrip.science.pharmacology.updating.tests.cast import (
    BASELINE,
    DRIP,
    HEART,
    RATINGS,
    SAMPLES,
    STRONG,
    SUBJECT,
    band,
    posterior,
)

EVERY = frozenset(Signal)
T_MIN = (0.0, 5.0, 20.0, 40.0, 45.0, 60.0, 80.0, 120.0)


def test_every_signal_has_a_band_before_the_start() -> None:
    found = bands(before(SUBJECT), DRIP, T_MIN, EVERY)
    assert found.keys() == EVERY
    for each in found.values():
        assert band(each).quantiles.shape == (len(LEVELS), len(T_MIN))
        assert np.all(np.diff(band(each).quantiles, axis=0) >= 0)


def test_nothing_happens_before_the_start() -> None:
    found = bands(before(SUBJECT), DRIP, [-10.0, 0.0], EVERY)
    for signal in (Signal.VENOUS_NG_PER_ML, Signal.SBP_CHANGE_MMHG, Signal.CADSS_POINTS):
        assert np.all(band(found[signal]).quantiles == 0)


def test_the_median_before_the_start_is_the_typical_patient() -> None:
    found = bands(before(SUBJECT), DRIP, [40.0], EVERY)
    assert band(found[Signal.ARTERIAL_NG_PER_ML]).at(0.5)[0] == pytest.approx(253.0, rel=0.03)


def test_concentrations_narrow_the_band_of_the_concentration() -> None:
    first, then = before(SUBJECT), posterior(updated(SUBJECT, DRIP, SAMPLES))
    wide, narrow = (
        band(bands(each, DRIP, [40.0], EVERY)[Signal.VENOUS_NG_PER_ML]).quantiles[:, 0] for each in (first, then)
    )
    assert narrow[-1] - narrow[0] < 0.7 * (wide[-1] - wide[0])


def test_pressures_move_the_band_of_the_pressure_and_not_that_of_the_concentration() -> None:
    first = bands(before(SUBJECT), DRIP, [40.0], EVERY)
    then = bands(posterior(updated(SUBJECT, DRIP, STRONG)), DRIP, [40.0], EVERY)
    assert band(then[Signal.SBP_CHANGE_MMHG]).at(0.5)[0] > 2 * band(first[Signal.SBP_CHANGE_MMHG]).at(0.5)[0]
    edges = [band(each[Signal.VENOUS_NG_PER_ML]).quantiles[[0, -1], 0] for each in (first, then)]
    assert np.allclose(edges[0], edges[1], rtol=0.12)


def test_a_pause_now_lowers_what_comes_and_leaves_what_was() -> None:
    known = posterior(updated(SUBJECT, DRIP, STRONG[:3]))
    paused = Regimen(infusions=(Infusion(0.0, 25.0, 875.0, into=DOSE),))
    going, pausing = (
        band(bands(known, each, [20.0, 40.0], EVERY)[Signal.VENOUS_NG_PER_ML]).quantiles for each in (DRIP, paused)
    )
    assert np.allclose(going[:, 0], pausing[:, 0])
    assert np.all(pausing[:, 1] < going[:, 1])


def test_an_answer_of_before_is_the_same_at_every_call() -> None:
    one, other = (band(bands(before(SUBJECT), DRIP, T_MIN, EVERY)[Signal.SBP_MMHG]).quantiles for _ in range(2))
    assert np.array_equal(one, other)


def test_without_a_baseline_pressure_has_no_band_and_the_rest_has() -> None:
    found = bands(before(replace(SUBJECT, baseline=None)), DRIP, T_MIN, EVERY)
    refused = found[Signal.SBP_CHANGE_MMHG]
    assert isinstance(refused, NoPrediction)
    assert refused.code == "baseline_missing"
    assert isinstance(found[Signal.CADSS_POINTS], Band)


def test_a_venous_model_has_no_effects_and_no_artery() -> None:
    found = bands(before(Subject(model_set("otto2021"), Person(70.0, 40.0), BASELINE, "healthy")), DRIP, T_MIN, EVERY)
    codes = {signal: each.code for signal, each in found.items() if isinstance(each, NoPrediction)}
    assert codes[Signal.ARTERIAL_NG_PER_ML] == "site_missing"
    assert codes[Signal.SBP_CHANGE_MMHG] == codes[Signal.CADSS_POINTS] == "effect_missing"
    assert Signal.VENOUS_NG_PER_ML not in codes


def cautious() -> Subject:
    """The subject, with a model of dissociation that is made for up to 100 ng/mL only."""
    careful = {
        each.name: replace(each, validity={"conc": replace(each.validity["conc"], high=Decimal(100))})
        for each in SUBJECT.models.effects
        if each.name == "olofsen2022"
    }
    effects = tuple(careful.get(each.name, each) for each in SUBJECT.models.effects)
    return replace(SUBJECT, models=replace(SUBJECT.models, effects=effects))


def test_an_effect_beyond_its_range_is_refused_and_the_rest_is_not() -> None:
    found = bands(before(cautious()), DRIP, T_MIN, EVERY)
    refused = found[Signal.DISSOCIATION_0_TO_10]
    assert isinstance(refused, NoPrediction)
    assert refused.code == "conc_above_range"
    assert isinstance(found[Signal.VENOUS_NG_PER_ML], Band)
    assert isinstance(found[Signal.SBP_CHANGE_MMHG], Band)


def test_ratings_beyond_the_range_of_their_model_teach_nothing() -> None:
    assert posterior(updated(cautious(), DRIP, (*STRONG, *RATINGS))).left_out == RATINGS


def test_a_dose_beyond_the_range_has_no_band_at_all() -> None:
    found = bands(before(SUBJECT), Regimen(infusions=(Infusion(0.0, 40.0, 8000.0, into=DOSE),)), T_MIN, EVERY)
    assert all(isinstance(each, NoPrediction) for each in found.values())


def test_two_readings_give_the_same_cloud_so_that_the_bands_do_not_flicker() -> None:
    """One more unsurprising reading moves an edge by little."""
    readings = (*STRONG, *HEART, *RATINGS)
    one, other = (
        band(bands(posterior(updated(SUBJECT, DRIP, each)), DRIP, [40.0], EVERY)[Signal.SBP_MMHG]).quantiles
        for each in (readings[:-1], readings)
    )
    assert np.max(np.abs(one - other)) < 2.0


def test_quantiles_are_those_of_numpy() -> None:
    values = standard_normals(1, "values", 0, 3000).reshape(1000, 3)
    assert np.allclose(quantiles(values, LEVELS), np.quantile(values, LEVELS, axis=0))


def test_a_strong_response_is_a_factor_above_one_and_clearance_stays_where_it_was() -> None:
    found = departures(posterior(updated(SUBJECT, DRIP, STRONG)))
    first = departures(before(SUBJECT))
    middle = LEVELS.index(0.5)
    assert found["hemodynamics.e_max_map"][middle] > 2 * first["hemodynamics.e_max_map"][middle]
    assert found["cl"][middle] == pytest.approx(1.0, abs=0.05)
