"""Bands over time: between which values each signal lies with a probability of 50 and 90 %, and its median."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, Regimen
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.updating.forward import Forward, forward_of
from slowdrip.science.pharmacology.updating.signals import CURVES, Signal
from slowdrip.science.pharmacology.updating.update import Posterior

LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
MOST_OUTSIDE = 0.05
"""When more of the draws than this leave an effect's range, the upper edge of its band would be a guess."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Quantiles of one signal, shape (levels, times), at the probabilities `LEVELS`; noise of readings left out."""

    signal: Signal
    t_min: Floats
    quantiles: Floats

    def at(self, level: float) -> Floats:
        """The curve of one level, such as 0.05, 0.50 or 0.95."""
        found: Floats = self.quantiles[LEVELS.index(level)]
        return found


def bands(
    posterior: Posterior, regimen: Regimen, t_min: Sequence[float] | Floats, signals: frozenset[Signal]
) -> dict[Signal, Band | NoPrediction]:
    """The bands under a regimen: the order before the start, what was really run, or what might be done next.

    A what-if is this call with another regimen; the posterior stays.
    """
    times = np.asarray(t_min, dtype=np.float64)
    forward = forward_of(posterior.subject, regimen, posterior.prior.names)
    refused = forward.refusal(frozenset())
    if refused is not None:
        return dict.fromkeys(signals, refused)
    unsaid = {signal: why for signal in signals if (why := forward.unsaid(signal)) is not None}
    return unsaid | _computed(posterior, forward, times, signals - unsaid.keys())


def _computed(
    posterior: Posterior, forward: Forward, t_min: Floats, signals: frozenset[Signal], /
) -> dict[Signal, Band | NoPrediction]:
    if not signals:
        return {}
    courses = forward.courses(posterior.draws, t_min, signals)
    refused = {curve: _beyond(posterior, curve, conc) for curve, conc in courses.drivers.items()}
    found: dict[Signal, Band | NoPrediction] = {}
    for signal, values in courses.signals.items():
        curve = next((name for name, shown in CURVES.items() if signal in shown), "")
        found[signal] = refused.get(curve) or Band(signal, t_min, quantiles(values, LEVELS))
    return found


def quantiles(values: Floats, levels: Sequence[float]) -> Floats:
    """Quantiles of the draws at each time, shape (levels, times), from values of shape (draws, times)."""
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1)
    place = np.asarray(levels) * (ordered.shape[1] - 1)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    part = place - below
    return np.asarray((ordered[:, below] * (1 - part) + ordered[:, above] * part).T, dtype=np.float64)


def _beyond(posterior: Posterior, curve: str, conc_ng_per_ml: Floats) -> NoPrediction | None:
    """Why an effect may not be shown: too many of the draws leave the concentrations that its model is made for."""
    high = posterior.subject.highest_conc(curve)
    outside = float(np.max(np.mean(conc_ng_per_ml > high, axis=0), initial=0.0))
    if outside <= MOST_OUTSIDE:
        return None
    effect = posterior.subject.effect_with(curve)
    model = effect.name if effect else ""
    return NoPrediction("conc_above_range", {"model": model, "share": outside, "high": high, "unit": "ng/mL"})
