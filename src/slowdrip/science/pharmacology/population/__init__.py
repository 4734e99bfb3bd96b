"""Virtual patients: how people and visits differ, as factors on a model's parameters.

    block = virtual_patients(models, "clinic", seed=7, count=1000)
    system = system_of(models, person, multipliers=block.multipliers)

The numbers are a function of seed, parameter and patient alone (`standard_normals`), so a stream of a million and a
single patient agree. `person_multipliers` turns any standard normal numbers into factors.
"""

from slowdrip.science.pharmacology.population.normal import log_normal_cdf, normal_cdf
from slowdrip.science.pharmacology.population.people import (
    EFFECT_SET,
    VirtualPatients,
    spreadings,
    stream_patients,
    virtual_patients,
)
from slowdrip.science.pharmacology.population.sampling import sampled
from slowdrip.science.pharmacology.population.source import normal_columns, standard_normals
from slowdrip.science.pharmacology.population.spreading import (
    Spreading,
    evenly,
    factor_of,
    person_multipliers,
    spreading_of,
    visit_multipliers,
)

__all__ = [
    "EFFECT_SET",
    "Spreading",
    "VirtualPatients",
    "evenly",
    "factor_of",
    "log_normal_cdf",
    "normal_cdf",
    "normal_columns",
    "person_multipliers",
    "sampled",
    "spreading_of",
    "spreadings",
    "standard_normals",
    "stream_patients",
    "virtual_patients",
    "visit_multipliers",
]
