"""From a model file and a person to the engine's system, and to concentrations that name their site.

    models = default_set()  # from slowdrip.knowledge.models
    regimen = Regimen(infusions=(Infusion(0.0, 40.0, 875.0, into=DOSE),))  # 35 mg of base in 40 min
    answer = predict(models, Person(weight_kg=70.0, age_years=40.0), regimen, [5.0, 40.0, 80.0])

`answer` is a `Prediction`, or a `NoPrediction` with a code and its parameters. Multipliers such as exp(eta) may be
arrays with one value for each virtual patient: `multipliers={"cl": array}`.
"""

from slowdrip.science.pharmacology.models.enantiomers import R_KETAMINE, S_KETAMINE, TOTAL, Block, clearance_factors
from slowdrip.science.pharmacology.models.interactions import clearance_multiplier
from slowdrip.science.pharmacology.models.obesity import ConcentrationRange, concentration_range, sized
from slowdrip.science.pharmacology.models.parameters import Multipliers, multipliers_of, parameters_of
from slowdrip.science.pharmacology.models.person import Given, Person
from slowdrip.science.pharmacology.models.predictions import Prediction, dose_refused, predict, predicted
from slowdrip.science.pharmacology.models.spreads import ResidualError, Spreads, residual_of, spreads_of
from slowdrip.science.pharmacology.models.systems import DOSE, ModelSystem, effect_readout, system_of
from slowdrip.science.pharmacology.models.validity import NoPrediction, outside, person_refused, regimen_refused

__all__ = [
    "DOSE",
    "R_KETAMINE",
    "S_KETAMINE",
    "TOTAL",
    "Block",
    "ConcentrationRange",
    "Given",
    "ModelSystem",
    "Multipliers",
    "NoPrediction",
    "Person",
    "Prediction",
    "ResidualError",
    "Spreads",
    "clearance_factors",
    "clearance_multiplier",
    "concentration_range",
    "dose_refused",
    "effect_readout",
    "multipliers_of",
    "outside",
    "parameters_of",
    "person_refused",
    "predict",
    "predicted",
    "regimen_refused",
    "residual_of",
    "sized",
    "spreads_of",
    "system_of",
]
