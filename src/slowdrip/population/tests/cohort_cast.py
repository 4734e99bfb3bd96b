"""An invented cohort whose clearance and volume are known."""

from dataclasses import replace

import numpy as np

from slowdrip.knowledge.models import default_set
from slowdrip.population.sampled import Sampled
from slowdrip.science.pharmacology.linear import Floats, Infusion, Regimen, concentrations
from slowdrip.science.pharmacology.models import DOSE, ModelSystem, Person, system_of
from slowdrip.science.pharmacology.updating import Observation, Signal

MODELS = replace(default_set(), effects=())
TIMES_MIN = (10.0, 25.0, 40.0, 55.0, 80.0, 120.0, 180.0)


def cohort(
    patients: int, *, cl: float, v1: float, spread: float = 0.2, noise: float = 0.15, seed: int = 3
) -> tuple[Sampled, Floats, Floats]:
    """Patients around a typical clearance and volume, as multipliers of the shipped ones; and these multipliers."""
    rng = np.random.default_rng(seed)
    weight_kg, age_years = rng.uniform(55.0, 95.0, patients), rng.uniform(25.0, 60.0, patients)
    own = {
        name: np.exp(np.log(typical) + spread * rng.normal(size=patients)) for name, typical in (("cl", cl), ("v1", v1))
    }
    regimen = Regimen((Infusion(0.0, 40.0, 500.0 * weight_kg / 40.0, DOSE),))
    made = system_of(MODELS, Person(weight_kg, age_years), multipliers=own)
    assert isinstance(made, ModelSystem)
    venous = made.reading(["ketamine_venous"])
    conc = concentrations(venous.system, venous.route(regimen), TIMES_MIN)[:, 0]
    measured = conc * np.exp(noise * rng.normal(size=conc.shape))
    samples = [
        tuple(Observation(Signal.VENOUS_NG_PER_ML, t, float(each)) for t, each in zip(TIMES_MIN, row, strict=True))
        for row in measured
    ]
    return Sampled(MODELS, Person(weight_kg, age_years), regimen, samples), np.array([own["cl"], own["v1"]]).T, conc
