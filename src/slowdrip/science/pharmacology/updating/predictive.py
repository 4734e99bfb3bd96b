"""How a reading compares with what was expected before it came, the noise of the reading included.

A reading outside the 98 % band is information about the patient or the model, never an alarm: alarms are the rules'.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, Regimen
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import normal_cdf
from slowdrip.science.pharmacology.updating.beliefs import Belief
from slowdrip.science.pharmacology.updating.errors import SCALES
from slowdrip.science.pharmacology.updating.forward import forward_of
from slowdrip.science.pharmacology.updating.likelihood import counted, likelihood_of
from slowdrip.science.pharmacology.updating.signals import TOP, BelowLimit, Observation
from slowdrip.science.pharmacology.updating.subject import Subject
from slowdrip.science.pharmacology.updating.update import NoUpdate, Posterior, updated

PREDICTIVE_LEVEL = 0.98
HALVINGS = 40
JUDGING_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Judged:
    """One reading with the band that was expected for it and how probable a lower one and a higher one were."""

    reading: Observation
    low: float
    high: float
    lower: float
    higher: float

    @property
    def outside(self) -> bool:
        """Whether the reading lies outside the 98 % band."""
        return min(self.lower, self.higher) < (1 - PREDICTIVE_LEVEL) / 2


def judged(
    posterior: Posterior, regimen: Regimen, readings: tuple[Observation, ...]
) -> tuple[Judged, ...] | NoPrediction:
    """Each reading against what `posterior` expects; the posterior must not have seen it.

    Readings that an update would leave out are not judged.
    """
    forward = forward_of(posterior.subject, regimen, posterior.prior.names)
    unsaid = forward.refusal(frozenset())
    if unsaid is not None:
        return unsaid
    used, _ = counted(forward, posterior.prior, readings)
    if not used:
        return ()
    likelihood = likelihood_of(forward, used)
    expected = likelihood.expected(posterior.draws)
    tails = (0.5 - PREDICTIVE_LEVEL / 2, 0.5 + PREDICTIVE_LEVEL / 2)
    low, high = (_edge(expected, likelihood.sds, part) for part in tails)
    lower = _below(expected, likelihood.sds, likelihood.values)
    return tuple(
        _judged(reading, *numbers)
        for reading, *numbers in zip(used, low.tolist(), high.tolist(), lower.tolist(), strict=True)
    )


def in_turn(
    subject: Subject, regimen: Regimen, readings: tuple[Observation, ...], *, belief: Belief | None = None
) -> tuple[Judged, ...] | NoPrediction:
    """Each reading of a visit against what those before it let expect, in the order of time.

    A reading outside is not learned from before the next one has been judged: two in a row are both surprising.
    """
    accepted: tuple[Observation, ...] = ()
    found: list[Judged] = []
    for reading in sorted(readings, key=lambda each: each.t_min):
        known = updated(subject, regimen, accepted, belief=belief, draws=JUDGING_DRAWS)
        if isinstance(known, NoPrediction):
            return known
        verdict = judged(known.prior if isinstance(known, NoUpdate) else known, regimen, (reading,))
        if isinstance(verdict, NoPrediction):
            return verdict
        found += verdict
        if not any(each.outside for each in verdict):
            accepted = (*accepted, reading)
    return tuple(found)


def outside(verdicts: Iterable[Judged]) -> tuple[Judged, ...]:
    """The readings outside their 98 % band."""
    return tuple(each for each in verdicts if each.outside)


def two_in_a_row(verdicts: Iterable[Judged]) -> tuple[tuple[Judged, Judged], ...]:
    """Neighbouring readings of one signal that are both outside, and on the same side."""
    last: dict[str, Judged] = {}
    pairs: list[tuple[Judged, Judged]] = []
    for each in sorted(verdicts, key=lambda one: one.reading.t_min):
        before = last.get(each.reading.signal)
        if before is not None and before.outside and each.outside and _side(before) == _side(each):
            pairs.append((before, each))
        last[each.reading.signal] = each
    return tuple(pairs)


def _side(verdict: Judged) -> bool:
    return verdict.lower < verdict.higher


def _judged(reading: Observation, low: float, high: float, lower: float, /) -> Judged:
    """The verdict; a score at its top is as high as can be, so that everything above counts as it.

    A sample below a limit can be anything there, so that it is never too low for it.
    """
    back = SCALES[reading.signal][1]
    top = TOP.get(reading.signal, math.inf)
    first, last = np.minimum(back(np.array([low, high])), top).tolist()
    open_above = reading.value >= top or isinstance(reading, BelowLimit)
    higher = 1.0 if open_above else 1.0 - lower
    return Judged(reading, first, last, lower, higher)


def _below(expected: Floats, sds: Floats, values: Floats) -> Floats:
    """The probability of a reading below each value: the mean over the draws of the error's distribution."""
    return np.asarray(normal_cdf((values - expected) / sds).mean(axis=0), dtype=np.float64)


def _edge(expected: Floats, sds: Floats, part: float) -> Floats:
    """The value that a reading stays below with this probability, by halving."""
    low, high = expected.min(axis=0) - 8 * sds, expected.max(axis=0) + 8 * sds
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        less = _below(expected, sds, middle) < part
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return np.asarray(0.5 * (low + high), dtype=np.float64)
