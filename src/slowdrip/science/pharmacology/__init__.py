"""What the drug does over minutes: exact concentrations, effects, virtual patients, and what readings teach.

    from slowdrip.knowledge.models import default_set
    from slowdrip.science import pharmacology

    regimen = pharmacology.Regimen(infusions=(pharmacology.Infusion(0.0, 40.0, 875.0, into=pharmacology.DOSE),))
    answer = pharmacology.predict(default_set(), pharmacology.Person(70.0, 40.0), regimen, [5.0, 40.0, 80.0])

`__all__` is the public surface; a test lists it. A name is loaded when it is first asked for, so that the arithmetic of
orders (`pharmacology.dosing`), which is no part of it, starts without NumPy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slowdrip.science.pharmacology.effects import (
        Baseline,
        CirculationChange,
        cadss_points,
        circulation_change,
        dissociation_fraction,
        hr_change_percent,
        map_change_percent,
    )
    from slowdrip.science.pharmacology.linear import (
        Bands,
        Bolus,
        EffectSite,
        Infusion,
        InputRefused,
        LinearSystem,
        Readout,
        Regimen,
        Transfer,
        amounts,
        bands,
        concentration_of,
        concentrations,
        effect_of,
        eliminated,
        formed,
        mammillary,
        mixed,
        stream,
        transit,
    )
    from slowdrip.science.pharmacology.models import (
        DOSE,
        Given,
        ModelSystem,
        NoPrediction,
        Person,
        Prediction,
        effect_readout,
        predict,
        residual_of,
        system_of,
    )
    from slowdrip.science.pharmacology.population import VirtualPatients, sampled, stream_patients, virtual_patients

__all__ = [
    "DOSE",
    "Bands",
    "Baseline",
    "Bolus",
    "CirculationChange",
    "EffectSite",
    "Given",
    "Infusion",
    "InputRefused",
    "LinearSystem",
    "ModelSystem",
    "NoPrediction",
    "Person",
    "Prediction",
    "Readout",
    "Regimen",
    "Transfer",
    "VirtualPatients",
    "amounts",
    "bands",
    "cadss_points",
    "circulation_change",
    "concentration_of",
    "concentrations",
    "dissociation_fraction",
    "effect_of",
    "effect_readout",
    "eliminated",
    "formed",
    "hr_change_percent",
    "mammillary",
    "map_change_percent",
    "mixed",
    "predict",
    "residual_of",
    "sampled",
    "stream",
    "stream_patients",
    "system_of",
    "transit",
    "virtual_patients",
]

_PARTS = ("linear", "models", "effects", "population")


def __getattr__(name: str) -> object:
    """A name of the surface, from the part that has it."""
    if name in __all__:
        for part in _PARTS:
            module = import_module(f"{__name__}.{part}")
            if name in module.__all__:
                return getattr(module, name)
    raise AttributeError(f"{__name__}.{name}")


def __dir__() -> list[str]:
    """The surface."""
    return sorted(__all__)
