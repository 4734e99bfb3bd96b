"""Whether the bands at the chair hold what they say, over simulated visits of the model's own people."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.twin import Band, Picture, Subject, pictured
from slowdrip.science.pharmacology.twin.expected import baseline_of
from slowdrip.science.pharmacology.twin.tests.cast import SEVENTY, USUAL
from slowdrip.science.pharmacology.updating import Plan, Posterior, Signal, Visits, simulated

AT = (5.0, 10.0, 20.0, 40.0, 60.0, 80.0)
VISITS = 600
LEAST, MOST = 0.85, 0.97
KEPT = ("cl", "v1", "q2", "v2", "visit.", "hemodynamics.e_max", "olofsen2022.")
"""What the picture knew before: people and visits, without misfit, baseline, delay and shape."""


def visits() -> Visits:
    person = Person(SEVENTY.weight_kg or 0.0, SEVENTY.age_years)
    truth = updating.Subject(default_set(), person, baseline_of(SEVENTY))
    read = tuple((Signal.SBP_MMHG, minute) for minute in AT)
    plan = Plan(USUAL.regimen, read, frozenset({Signal.ARTERIAL_NG_PER_ML, Signal.CADSS_POINTS}), np.array(AT))
    return simulated(truth, plan, visits=VISITS, seed=20, misfit=True)


def held(band: Band | NoPrediction, values: Floats) -> Floats:
    """The share of visits inside the band at each time."""
    assert isinstance(band, Band)
    inside: Floats = np.mean((values >= np.array(band.low)) & (values <= np.array(band.high)), axis=0)
    return inside


def coverage() -> tuple[Floats, Floats, Floats]:
    """Of charted systolic readings, of true plasma and of true dissociation, at each time."""
    seen, lived = pictured(default_set(), SEVENTY, USUAL, AT), visits()
    assert isinstance(seen, Picture)
    read = np.array([[each.value for each in one] for one in lived.readings])
    plasma = lived.truth[Signal.ARTERIAL_NG_PER_ML]
    felt = lived.truth[Signal.CADSS_POINTS]
    return held(seen.sbp_read_mmhg, read), held(seen.plasma_ng_per_ml, plasma), held(seen.cadss_points, felt)


def test_pressures_plasma_and_dissociation_lie_in_their_bands_as_often_as_the_bands_say() -> None:
    for inside in coverage():
        assert LEAST <= inside.min() <= inside.max() <= MOST, inside


def test_planted_fault_a_picture_of_people_alone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture leaves out how far model, delay, shape, baseline and cuff are off, as it once did."""
    before = updating.before

    def people_alone(subject: updating.Subject, *, draws: int, seed: int) -> Posterior:
        known = before(subject, draws=draws, seed=seed)
        kept = np.array([name.startswith(KEPT) for name in known.prior.names])
        return replace(known, draws=np.where(kept, known.draws, known.prior.mean))

    monkeypatch.setattr(updating, "before", people_alone)
    monkeypatch.setattr("slowdrip.science.pharmacology.twin.expected.cuff_sd_mmhg", lambda models: 0.0)
    systolic, plasma, _ = coverage()
    assert systolic.max() < LEAST
    assert plasma.max() < LEAST
    with pytest.raises(AssertionError):
        test_pressures_plasma_and_dissociation_lie_in_their_bands_as_often_as_the_bands_say()


def test_a_picture_does_not_depend_on_whose_it_is() -> None:
    one, other = (pictured(default_set(), each, USUAL, AT) for each in (Subject(70.0, 40.0), Subject(70.0, 40.0)))
    assert one == other
    measured = pictured(default_set(), replace(SEVENTY, seed=0), USUAL, AT)
    assert isinstance(one, Picture)
    assert isinstance(measured, Picture)
    assert measured.plasma_ng_per_ml == one.plasma_ng_per_ml
