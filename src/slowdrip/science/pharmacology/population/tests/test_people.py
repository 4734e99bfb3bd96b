"""Tests of virtual patients."""

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.knowledge.types.model_parts import Site
from slowdrip.science.pharmacology.linear import Floats, Infusion, InputRefused, Regimen
from slowdrip.science.pharmacology.models import DOSE, Person, Prediction, predict, residual_of
from slowdrip.science.pharmacology.population import normal_columns, sampled, stream_patients, virtual_patients

MODELS = default_set()
MANY = 4000


def test_a_stream_gives_the_same_patients_as_one_block() -> None:
    block = virtual_patients(MODELS, "clinic", seed=3, count=100, visit=2)
    parts = list(stream_patients(MODELS, "clinic", seed=3, count=100, at_once=33, visit=2))
    assert [each.patients for each in parts] == [33, 33, 33, 1]
    for name, whole in block.multipliers.items():
        assert np.array_equal(np.concatenate([each.multipliers[name] for each in parts]), whole)


def test_a_stream_makes_no_more_than_one_block_at_a_time() -> None:
    first = next(stream_patients(MODELS, "clinic", seed=3, count=10**12, at_once=10))
    assert first.patients == 10


def test_another_seed_gives_other_patients() -> None:
    one, other = (virtual_patients(MODELS, "clinic", seed=seed, count=5).multipliers["cl"] for seed in (1, 2))
    assert not np.any(one == other)


def test_healthy_and_clinic_stand_side_by_side() -> None:
    healthy, clinic = (virtual_patients(MODELS, name, seed=1, count=500).multipliers for name in ("healthy", "clinic"))
    assert np.corrcoef(np.log(healthy["cl"]), np.log(clinic["cl"]))[0, 1] == pytest.approx(1.0)
    assert np.log(clinic["cl"]).std() > 1.4 * np.log(healthy["cl"]).std()


def test_a_person_stays_the_same_person_at_the_next_visit() -> None:
    never, first, second = (
        np.log(virtual_patients(MODELS, "clinic", seed=1, count=MANY, visit=visit).multipliers["cl"])
        for visit in (None, 1, 2)
    )
    assert (first - never).std() == pytest.approx(0.1, rel=0.05)
    assert abs(np.corrcoef(first - never, second - never)[0, 1]) < 0.06
    assert np.corrcoef(first, second)[0, 1] > 0.8


def test_the_effects_of_a_patient_are_found_under_their_own_names() -> None:
    people = virtual_patients(MODELS, "clinic", seed=1, count=3)
    assert people.of(MODELS.effect("olofsen2022")).keys() == {"gamma", "scale_cadss"}


def test_a_block_of_nobody_is_refused() -> None:
    with pytest.raises(InputRefused, match="no_patients"):
        next(stream_patients(MODELS, "clinic", seed=1, count=5, at_once=0))


def at_forty_minutes(population: str) -> Floats:
    people = virtual_patients(MODELS, population, seed=1, count=MANY)
    regimen = Regimen(infusions=(Infusion(0.0, 40.0, 875.0, into=DOSE),))
    kinetic = {name: each for name, each in people.multipliers.items() if "." not in name}
    found = predict(MODELS, Person(70.0, 40.0), regimen, [40.0], multipliers=kinetic)
    assert isinstance(found, Prediction)
    return found.of("ketamine")[:, 0]


def test_healthy_volunteers_lie_between_222_and_284_ng_per_ml_at_forty_minutes() -> None:
    low, high = np.quantile(at_forty_minutes("healthy"), [0.05, 0.95])
    assert low == pytest.approx(222, rel=0.02)
    assert high == pytest.approx(284, rel=0.02)


def test_clinic_patients_differ_by_twelve_percent_at_forty_minutes_and_by_27_including_residual() -> None:
    """The two numbers of the facts, section 0.5: the larger one holds only with the residual error in it."""
    conc = at_forty_minutes("clinic")
    residual = residual_of(MODELS.kinetics, "ketamine", Site.VENOUS, constants=MODELS.constants)
    assert residual is not None
    measured = sampled(conc, residual, normal_columns(9, ["assay"], 0, MANY)[:, 0])
    assert 100 * conc.std() / conc.mean() == pytest.approx(12, abs=1.0)
    assert 100 * measured.std() / measured.mean() == pytest.approx(27, abs=1.5)
    assert measured.min() >= 0
