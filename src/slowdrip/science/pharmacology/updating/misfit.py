"""How far a kinetic model itself may be off: smooth factors on plasma concentrations, learned like any parameter.

Published models of the same drug differ by more than people do within one of them, most of all in the first minutes
and after the pump has stopped. Without this term a band is honest only if the shipped model happens to be right.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, Regimen

FADING_MIN, EASING_MIN = 10.0, 3.0
MISFIT_SOURCE = (
    "log-ratios of Domino, Simons (arterial) and Otto (venous) to Kamp, 0.5 mg/kg in 40 min, 5 to 180 min, fitted by "
    "the three shapes: level -0.08, 0.13, -0.23; early 0.73, 0.38, -0.98; washout -0.38, -0.26, 0.19: derived; "
    "the SD of each is set between their root mean square and the largest: proposal"
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """One factor: exp(b * shape), with b normal around zero and `sd` wide."""

    name: str
    sd: float
    shape: Callable[[Regimen, Floats], Floats]


def _level(regimen: Regimen, t_min: Floats) -> Floats:
    return np.ones_like(t_min)


def _early(regimen: Regimen, t_min: Floats) -> Floats:
    """One at the first start, fading."""
    start = min((each.start_min for each in regimen.infusions), default=0.0)
    return np.exp(-np.maximum(t_min - start, 0.0) / FADING_MIN)


def _washout(regimen: Regimen, t_min: Floats) -> Floats:
    """Zero while the pump runs, rising to one after it stopped or was paused."""
    return 1.0 - np.exp(-_stopped_for(regimen, t_min) / EASING_MIN)


def _stopped_for(regimen: Regimen, t_min: Floats) -> Floats:
    stopped = np.full_like(t_min, np.inf)
    for each in regimen.infusions:
        begun = t_min >= each.start_min
        stopped[begun] = np.minimum(stopped, np.maximum(t_min - each.end_min, 0.0))[begun]
    return np.where(np.isfinite(stopped), stopped, 0.0)


EFFECT_DELAY_MIN = 8.0
"""How much later an effect site sees it: about the half-life of the delays of the effect models."""
IN_PLASMA = (Misfit("level", 0.20, _level), Misfit("early", 0.80, _early), Misfit("washout", 0.40, _washout))
AT_EFFECT = (Misfit("effect_early", 0.80, _early), Misfit("effect_washout", 0.40, _washout))
"""The same for what drives an effect, apart from plasma, so that no blood pressure narrows a concentration; the level
of an effect is spread by the size of the response already."""


def plasma_factor(shifts: dict[str, Floats], regimen: Regimen, t_min: Floats) -> Floats:
    """The factor on plasma for each draw at each time, shape (draws, times), from shifts by name, each (draws,)."""
    return _factor(IN_PLASMA, shifts, regimen, t_min)


def effect_factor(shifts: dict[str, Floats], regimen: Regimen, t_min: Floats) -> Floats:
    """The same for the concentrations that drive effects."""
    return _factor(AT_EFFECT, shifts, regimen, t_min - EFFECT_DELAY_MIN)


def _factor(misfits: tuple[Misfit, ...], shifts: dict[str, Floats], regimen: Regimen, t_min: Floats, /) -> Floats:
    logs = sum(
        (np.outer(shifts[each.name], each.shape(regimen, t_min)) for each in misfits if each.name in shifts),
        start=np.zeros((1, len(t_min))),
    )
    return np.exp(logs)
