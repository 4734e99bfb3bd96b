"""The dose of the golden table, and predictions of it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from slowdrip.knowledge.models import default_set, model, model_set
from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.linear import Floats, Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, Given, NoPrediction, Person, Prediction, predict

SEVENTY = Person(weight_kg=70.0, age_years=40.0)
TWIN = default_set()


def given_over(dose_mg: float, duration_min: float) -> Regimen:
    """One infusion at a constant rate from time zero; milligrams of base."""
    return Regimen(infusions=(Infusion(0.0, duration_min, dose_mg * 1000.0 / duration_min, into=DOSE),))


HALF_MG_PER_KG = given_over(35.0, 40.0)


def alone(name: str) -> ModelSet:
    """A kinetic model without effects and link, total ketamine in one piece."""
    return replace(model_set(name), effects=(), link=None)


def answered(
    models: ModelSet, t_min: Sequence[float] | Floats, regimen: Regimen = HALF_MG_PER_KG, person: Person = SEVENTY
) -> Prediction:
    """A prediction that must be there."""
    answer = predict(models, person, regimen, t_min)
    assert isinstance(answer, Prediction), answer
    return answer


def curve(name: str, readout: str, t_min: Sequence[float] | Floats) -> Floats:
    """One readout of one model after the dose of the golden table, ng/mL."""
    found: Floats = answered(alone(name), t_min).of(readout)[0]
    return found


def refused(models: ModelSet, person: Person, regimen: Regimen = HALF_MG_PER_KG, given: Given = Given.RACEMATE) -> str:
    """The code of a refusal that must be there."""
    answer = predict(models, person, regimen, [40.0], given=given)
    assert isinstance(answer, NoPrediction), answer
    assert answer.params["model"] == models.kinetics.name
    return answer.code


def within(found: Floats, expected: Sequence[float], *, percent: float, rounding: float = 0.0) -> bool:
    """Whether every number lies within a share of the expected one, or within how far the table itself is rounded."""
    allowed = np.maximum(np.abs(np.asarray(expected)) * percent / 100, rounding)
    return bool(np.all(np.abs(found - np.asarray(expected)) <= allowed))


CONSTANTS = model("constants")
