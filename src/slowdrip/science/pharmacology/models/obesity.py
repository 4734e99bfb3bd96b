"""What the weight assumption changes: no study of heavy people settles it, so the range between three is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from slowdrip.knowledge.types.model_parts import Rule
from slowdrip.knowledge.types.models import Model, ModelSet
from slowdrip.science.pharmacology.linear import Floats, PerPatient, Regimen
from slowdrip.science.pharmacology.models.person import Person
from slowdrip.science.pharmacology.models.predictions import predict
from slowdrip.science.pharmacology.models.validity import NoPrediction

TOTAL_WEIGHT, IDEAL_WEIGHT, NO_WEIGHT_EFFECT = "total_weight", "ideal_weight", "no_weight_effect"


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationRange:
    """One readout in ng/mL under each weight assumption, shape (patients, times), with the lowest and the highest."""

    readout: str
    site: str
    t_min: Floats
    by_assumption: dict[str, Floats]
    low_ng_per_ml: Floats
    high_ng_per_ml: Floats


def sized(model: Model, person: Person, *, ideal_weight_kg: PerPatient) -> dict[str, Person]:
    """The same person with volumes and clearances sized by each weight assumption."""
    return {
        TOTAL_WEIGHT: replace(person, size_weight_kg=person.weight_kg),
        IDEAL_WEIGHT: replace(person, size_weight_kg=ideal_weight_kg),
        NO_WEIGHT_EFFECT: replace(person, size_weight_kg=reference_weight_kg(model)),
    }


def reference_weight_kg(model: Model) -> float:
    """The weight that the parameters of a model are given for."""
    rows = [each for each in model.covariates if each.rule is Rule.POWER_OF_WEIGHT]
    return float(rows[0].numbers["reference"].value) if rows else 70.0


def concentration_range(
    models: ModelSet,
    person: Person,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    /,
    *,
    ideal_weight_kg: PerPatient,
    readout: str,
) -> ConcentrationRange | NoPrediction:
    """One readout under each weight assumption, for a dose that stays the same."""
    found: dict[str, Floats] = {}
    site = ""
    for name, each in sized(models.kinetics, person, ideal_weight_kg=ideal_weight_kg).items():
        answer = predict(models, each, regimen, t_min)
        if isinstance(answer, NoPrediction):
            return answer
        found[name], site = answer.of(readout), answer.site_of(readout)
    stacked = np.stack(np.broadcast_arrays(*found.values()))
    times = np.asarray(t_min, dtype=np.float64)
    return ConcentrationRange(readout, site, times, found, stacked.min(axis=0), stacked.max(axis=0))
