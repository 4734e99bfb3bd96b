"""Two readings in a row that patients like this one would rarely show."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import standard_normals, virtual_patients
from slowdrip.science.pharmacology.twin import Reading, Surprise, surprises
from slowdrip.science.pharmacology.twin.picture import map_percent, plasma_and_effect_sites, systolic_mmhg
from slowdrip.science.pharmacology.twin.tests.cast import RENEE, SEVENTY, USUAL

HIGH, USUAL_READING, LOW = 215.0, 148.0, 95.0


def found(*values: float) -> tuple[Surprise, ...]:
    readings = [Reading(10.0 * n, value) for n, value in enumerate(values, start=1)]
    told = surprises(default_set(), RENEE, USUAL, readings)
    assert isinstance(told, tuple)
    return told


def test_usual_readings_surprise_nobody() -> None:
    assert found(USUAL_READING, USUAL_READING, USUAL_READING) == ()


def test_one_reading_outside_is_not_pointed_out() -> None:
    assert found(USUAL_READING, HIGH, USUAL_READING) == ()
    assert found(HIGH) == ()


def test_two_in_a_row_are_pointed_out_above_and_below() -> None:
    assert [each.above for each in found(USUAL_READING, HIGH, HIGH)] == [True]
    assert [each.above for each in found(LOW, LOW, USUAL_READING)] == [False]


def test_one_above_and_one_below_are_not_a_pair() -> None:
    assert found(HIGH, LOW, HIGH) == ()


def test_readings_before_the_start_do_not_count() -> None:
    early = [Reading(-20.0, HIGH), Reading(-10.0, HIGH)]
    assert surprises(default_set(), RENEE, USUAL, early) == ()


def test_without_a_pressure_before_the_start_nothing_is_compared() -> None:
    told = surprises(default_set(), replace(RENEE, before=None), USUAL, [Reading(5.0, HIGH), Reading(9.0, HIGH)])
    assert told == NoPrediction("baseline_missing", {})


def rate_of_surprise() -> float:
    """How many of 300 invented visits, whose truth is the model with the noise of a cuff, are pointed out."""
    models, at, many = default_set(), (5.0, 10.0, 20.0, 30.0, 40.0), 300
    drawn = virtual_patients(models, "clinic", seed=99, count=many, visit=1)
    sites = plasma_and_effect_sites(models, SEVENTY, USUAL, at, drawn)
    assert not isinstance(sites, NoPrediction)
    assert SEVENTY.before is not None
    rise = map_percent(models, sites, drawn)
    assert not isinstance(rise, NoPrediction)
    truth = SEVENTY.before.sbp_mmhg + systolic_mmhg(models, SEVENTY.before, rise)
    noise = 7.0 * np.stack([standard_normals(5, f"reading.{n}", 0, many) for n in range(len(at) + 1)], axis=1)
    read = truth + noise[:, 1:] - noise[:, :1]
    told = (
        surprises(models, SEVENTY, USUAL, [Reading(t, float(v)) for t, v in zip(at, row, strict=True)])
        for row in read[:120]
    )
    return sum(bool(each) for each in told) / 120


def test_patients_of_the_model_itself_are_rarely_pointed_out() -> None:
    assert rate_of_surprise() <= 0.05


def test_planted_fault_a_band_without_the_noise_of_the_cuff_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slowdrip.science.pharmacology.twin.surprise.cuff_sd_mmhg", lambda models: 0.5)
    with pytest.raises(AssertionError):
        test_patients_of_the_model_itself_are_rarely_pointed_out()
