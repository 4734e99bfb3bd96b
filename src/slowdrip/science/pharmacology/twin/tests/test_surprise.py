"""Two readings in a row that patients like this one would rarely show."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.twin import Reading, Surprise, surprises
from slowdrip.science.pharmacology.twin.expected import baseline_of
from slowdrip.science.pharmacology.twin.tests.cast import RENEE, SEVENTY, USUAL
from slowdrip.science.pharmacology.updating import Plan, Signal, simulated

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
    """How many of 60 invented visits, off from the model as far as it assumes, are pointed out."""
    models, at, many = default_set(), (5.0, 10.0, 20.0, 30.0, 40.0), 60
    truth = updating.Subject(models, Person(SEVENTY.weight_kg or 0.0, SEVENTY.age_years), baseline_of(SEVENTY))
    plan = Plan(USUAL.regimen, tuple((Signal.SBP_MMHG, t) for t in at), frozenset({Signal.SBP_MMHG}), np.array(at))
    lived = simulated(truth, plan, visits=many, seed=99, misfit=True)
    told = (
        surprises(models, SEVENTY, USUAL, [Reading(each.t_min, each.value) for each in row]) for row in lived.readings
    )
    return sum(bool(each) for each in told) / many


def test_patients_of_the_model_itself_are_rarely_pointed_out() -> None:
    assert rate_of_surprise() <= 0.05


def test_planted_fault_a_band_of_people_alone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is the same person with the same baseline: only the error of the cuff is left."""
    before = updating.before

    def one_person(subject: updating.Subject, *, draws: int, seed: int) -> updating.Posterior:
        known = before(subject, draws=draws, seed=seed)
        return replace(known, draws=np.broadcast_to(known.prior.mean, known.draws.shape))

    monkeypatch.setattr(updating, "before", one_person)
    with pytest.raises(AssertionError):
        test_patients_of_the_model_itself_are_rarely_pointed_out()


def test_planted_fault_a_band_without_the_noise_of_the_cuff_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slowdrip.science.pharmacology.updating.likelihood.error_sd", lambda subject, reading: 0.5)
    with pytest.raises(AssertionError):
        test_patients_of_the_model_itself_are_rarely_pointed_out()
