"""Populations: the exact engine compiled for many patients or on a GPU, most probable parameters of many, cohorts.

    from slowdrip.population import summarised

    def peaks(which, conc_ng_per_ml):
        return conc_ng_per_ml.max(axis=2)

    found = list(summarised(made.system, made.route(regimen), t_min, peaks))

The numbers are those of `slowdrip.science.pharmacology`, whose systems and regimens this takes. Needs the extra
`population`, and `cohort` (JAX) for `fit_cohort` and for what begins with `device_`; a name whose library is missing
raises `NotInstalled`, which says what to install. The web process never imports this package.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from slowdrip.population.installed import NotInstalled

if TYPE_CHECKING:
    from slowdrip.population.cohort import CohortFit, FitRefused, fit_cohort
    from slowdrip.population.device import device_concentrations, device_stream
    from slowdrip.population.engine import concentrations, stream, summarised
    from slowdrip.population.modes import Modes, most_probable_of_many
    from slowdrip.population.sampled import Sampled

__all__ = [
    "CohortFit",
    "FitRefused",
    "Modes",
    "NotInstalled",
    "Sampled",
    "concentrations",
    "device_concentrations",
    "device_stream",
    "fit_cohort",
    "most_probable_of_many",
    "stream",
    "summarised",
]

_MODULES = {
    "CohortFit": "cohort",
    "FitRefused": "cohort",
    "Modes": "modes",
    "Sampled": "sampled",
    "concentrations": "engine",
    "device_concentrations": "device",
    "device_stream": "device",
    "fit_cohort": "cohort",
    "most_probable_of_many": "modes",
    "stream": "engine",
    "summarised": "engine",
}
_EXTRAS = {"numba": "population", "jax": "cohort", "numpyro": "cohort"}


def __getattr__(name: str) -> object:
    """A name of the surface, from the module that has it, loaded when first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"{__name__}.{name}")
    try:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    except ModuleNotFoundError as missing:
        library = (missing.name or "").split(".")[0]
        if library not in _EXTRAS:
            raise
        raise NotInstalled(library, _EXTRAS[library]) from missing


def __dir__() -> list[str]:
    """The surface."""
    return sorted(__all__)
