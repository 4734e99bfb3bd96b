"""The sigmoid curve of an effect, from the concentration in its effect site."""

from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.linear import Floats, PerPatient
from slowdrip.science.pharmacology.models.parameters import NO_MULTIPLIERS, Multipliers, check_multipliers
from slowdrip.science.pharmacology.models.units import in_ng_per_ml
from slowdrip.science.pharmacology.models.validity import NoPrediction, outside

Conc = float | Floats


@dataclass(frozen=True, slots=True, eq=False)
class CurveValues:
    """The numbers of one curve; `e_max` is in the unit of the effect, arrays have one value for each patient."""

    e_max: PerPatient
    c50_ng_per_ml: PerPatient
    gamma: PerPatient

    def at(self, conc_effect_ng_per_ml: Conc) -> Floats:
        """The effect at effect-site concentrations of shape (patients, times), (times,) or one number."""
        conc = np.asarray(conc_effect_ng_per_ml, dtype=np.float64)
        e_max, c50, gamma = (by_patient(each, conc) for each in (self.e_max, self.c50_ng_per_ml, self.gamma))
        ratio = np.power(np.maximum(conc, 0.0) / c50, gamma)
        effect: Floats = e_max * ratio / (1.0 + ratio)
        return effect


def curve_values(
    effect: Model, name: str, *, constants: Model, multipliers: Multipliers = NO_MULTIPLIERS
) -> CurveValues:
    """The numbers of one curve of an effect model, each times its multiplier (a factor, or one for each patient)."""
    check_multipliers(effect, multipliers)
    curve = effect.curve(name)
    c50 = in_ng_per_ml(effect.parameters[curve.c50], analyte=curve.driver, constants=constants)
    return CurveValues(
        float(effect.value(curve.e_max)) * multipliers.get(curve.e_max, 1.0),
        c50 * multipliers.get(curve.c50, 1.0),
        float(effect.value(curve.gamma)) * multipliers.get(curve.gamma, 1.0),
    )


def effect_refused(effect: Model, conc_effect_ng_per_ml: Conc) -> NoPrediction | None:
    """Why an effect model says nothing about these concentrations, or nothing when it may."""
    return outside(effect, "conc", conc_effect_ng_per_ml)


def by_patient(value: PerPatient, conc: Floats) -> PerPatient:
    """One value for each patient, laid along the times of each."""
    if isinstance(value, np.ndarray) and value.ndim == 1 and conc.ndim > 0:
        return value[:, np.newaxis]
    return value
