"""How far patients are apart, healthy and clinic side by side, and what is left two days later."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from slowdrip.cli.validation.courses import SEVENTY, USUAL, NotPredicted, alone, answered, curve
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction, ResidualError, predict
from slowdrip.science.pharmacology.population import sampled, standard_normals, virtual_patients

PATIENTS, SEED = 20_000, 1
T_MIN: Floats = np.arange(0.0, 242.0, 2.0)
FORTY: Floats = np.array([40.0])
RESIDUAL = ResidualError(proportional=0.24)


@cache
def at_forty(variability: str) -> Floats:
    """Arterial ketamine of virtual patients at 40 min, ng/mL."""
    return patients(variability, FORTY, PATIENTS)[:, 0]


def patients(variability: str, t_min: Floats, count: int) -> Floats:
    """Arterial ketamine of virtual patients, shape (patients, times)."""
    models = alone("kamp2020")
    drawn = virtual_patients(models, variability, seed=SEED, count=count)
    answer = predict(models, SEVENTY, USUAL, t_min, multipliers=dict(drawn.multipliers))
    if isinstance(answer, NoPrediction):
        raise NotPredicted(answer.code)
    return answer.of("ketamine")


def cv_percent(values: Floats) -> float:
    """The coefficient of variation in percent."""
    return float(100.0 * values.std() / values.mean())


def with_residual(values: Floats) -> Floats:
    """The same as a laboratory would report it."""
    return sampled(values, RESIDUAL, standard_normals(SEED, "residual", 0, len(values)))


FIGURES: Mapping[str, Callable[[], float]] = {
    "healthy_low": lambda: float(np.quantile(at_forty("healthy"), 0.05)),
    "healthy_high": lambda: float(np.quantile(at_forty("healthy"), 0.95)),
    "clinic_cv": lambda: cv_percent(at_forty("clinic")),
    "clinic_cv_residual": lambda: cv_percent(with_residual(at_forty("clinic"))),
    "carry_over": lambda: float(curve(answered(alone("kamp2020"), USUAL, [2880.0]), "ketamine")[0]),
}
