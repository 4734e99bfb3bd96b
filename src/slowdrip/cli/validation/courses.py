"""The predictions that gates and plots share: the usual dose, the ladder of the digitised curves, the small S dose."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from slowdrip.knowledge.models import default_set, model, model_set
from slowdrip.knowledge.types.models import ModelSet
from slowdrip.knowledge.types.validation import Series
from slowdrip.knowledge.validation import series
from slowdrip.science.pharmacology.linear import Floats, Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, Given, NoPrediction, Person, Prediction, predict

SEVENTY = Person(weight_kg=70.0, age_years=40.0)
USUAL = Regimen(infusions=(Infusion(0.0, 40.0, 875.0, into=DOSE),))
LADDER_MG_PER_KG_H = (0.28, 0.57, 1.14)
OTTO_PERSON = Person(weight_kg=68.0, age_years=23.0)
OTTO_DOSE = Regimen(infusions=(Infusion(0.0, 30.0, 10_000.0 / 30.0, into=DOSE),))


class NotPredicted(RuntimeError):
    """A model refused what the report asks of it: a fault of the report, never passed over."""


def alone(name: str) -> ModelSet:
    """A kinetic model without effects and venous link."""
    return replace(model_set(name), effects=(), link=None)


def with_link() -> ModelSet:
    """The default model with its venous link, without effects."""
    return replace(default_set(), effects=())


def answered(
    models: ModelSet,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    /,
    *,
    person: Person = SEVENTY,
    given: Given = Given.RACEMATE,
) -> Prediction:
    """A prediction that must be there."""
    answer = predict(models, person, regimen, t_min, given=given)
    if isinstance(answer, NoPrediction):
        raise NotPredicted(f"{answer.code} {dict(answer.params)}")
    return answer


def curve(answer: Prediction, name: str) -> Floats:
    """The concentrations of one readout for the one person; also of one whose shape alone is shown elsewhere."""
    found: Floats = answer.conc_ng_per_ml[0, answer.names.index(name)]
    return found


def ladder() -> Regimen:
    """Racemate at three rates, an hour each, for 70 kg: the regimen of the digitised arterial curves."""
    return Regimen(
        tuple(
            Infusion(60.0 * step, 60.0 * (step + 1), rate * 70.0 * 1000.0 / 60.0, into=DOSE)
            for step, rate in enumerate(LADDER_MG_PER_KG_H)
        )
    )


@cache
def arterial_ketamine() -> tuple[Floats, Floats]:
    """Times and total arterial ketamine in ng/mL of the digitised curves."""
    s, r = series()["kamp_s_ketamine"], series()["kamp_r_ketamine"]
    return np.array(s.t_min), (np.array(s.values) + np.array(r.values)) * molar_mass("ketamine")


def in_ng_per_ml(found: Series, analyte: str) -> Floats:
    """The values of a series in nmol/mL as ng/mL."""
    return np.array(found.values) * molar_mass(analyte)


def molar_mass(analyte: str) -> float:
    """The molar mass in g/mol."""
    return float(model("constants").value(f"molar_mass_{analyte}"))


def median_error_percent(predicted: Floats, measured: Floats) -> float:
    """The median absolute error of the predictions, in percent of what was measured; zeros are left out."""
    there = measured > 0
    return float(np.median(np.abs(predicted[there] / measured[there] - 1.0)) * 100.0)


def mean_ratio(predicted: Floats, measured: Floats) -> float:
    """The geometric mean of predicted over measured; zeros are left out."""
    there = measured > 0
    return float(np.exp(np.mean(np.log(predicted[there] / measured[there]))))
