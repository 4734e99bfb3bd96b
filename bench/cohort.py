"""An invented cohort for the benchmarks: eight venous samples of each patient, at times of their own."""

import numpy as np

from slowdrip.knowledge.models import default_set
from slowdrip.population import Sampled
from slowdrip.science.pharmacology.linear import Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, Person
from slowdrip.science.pharmacology.updating import Observation, Signal

AT_MIN = np.array([10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 110.0])
ABOUT_NG_PER_ML = np.array([90.0, 150.0, 180.0, 220.0, 140.0, 120.0, 90.0, 60.0])


def sampled(patients: int) -> Sampled:
    """Half a milligram for each kilogram in forty minutes."""
    rng = np.random.default_rng(1)
    weight_kg, age_years = rng.uniform(50.0, 100.0, patients), rng.uniform(20.0, 70.0, patients)
    regimen = Regimen((Infusion(0.0, 40.0, 500.0 * weight_kg / 40.0, DOSE),))
    samples = [_samples(rng) for _ in range(patients)]
    return Sampled(default_set(), Person(weight_kg, age_years), regimen, samples)


def _samples(rng: np.random.Generator) -> tuple[Observation, ...]:
    times = AT_MIN + rng.uniform(-3.0, 3.0, AT_MIN.size)
    values = ABOUT_NG_PER_ML * np.exp(rng.normal(0.0, 0.3) + rng.normal(0.0, 0.15, AT_MIN.size))
    return tuple(
        Observation(Signal.VENOUS_NG_PER_ML, float(t), float(value)) for t, value in zip(times, values, strict=True)
    )
