"""How well draws explain the readings of a visit."""

from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.linear.values import Marks
from slowdrip.science.pharmacology.updating.assumptions import FIRST_VENOUS_MIN
from slowdrip.science.pharmacology.updating.beliefs import Belief
from slowdrip.science.pharmacology.updating.errors import SCALES, error_sd, missed_below
from slowdrip.science.pharmacology.updating.forward import Forward
from slowdrip.science.pharmacology.updating.signals import CONCENTRATIONS, CURVES, BelowLimit, Observation, Signal


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """The readings that count, on their scales, with their errors; and how to compute what they should have been.

    `rows` says which signal and which of `t_min` each reading is, `below` which are samples below a limit.
    """

    forward: Forward
    readings: tuple[Observation, ...]
    t_min: Floats
    rows: tuple[tuple[Signal, int], ...]
    values: Floats
    sds: Floats
    below: Marks

    @property
    def signals(self) -> frozenset[Signal]:
        """The signals that were read."""
        return frozenset(signal for signal, _ in self.rows)

    def expected(self, draws: Floats) -> Floats:
        """What each draw says the readings are, on their scales, shape (draws, readings)."""
        courses = self.forward.courses(draws, self.t_min, self.signals)
        scaled = [SCALES[signal][0](courses.signals[signal][:, place]) for signal, place in self.rows]
        return np.stack(scaled, axis=1)

    def misses(self, draws: Floats) -> Floats:
        """How many SDs the draws miss each reading by, shape (draws, readings); not a number where one is absurd."""
        with np.errstate(over="ignore", invalid="ignore"):
            found = (self.expected(draws) - self.values) / self.sds
            if self.below.any():
                found[:, self.below] = missed_below(found[:, self.below])
            return found

    def log(self, draws: Floats) -> Floats:
        """The logarithm of the likelihood of each draw, up to a constant; an absurd draw explains nothing."""
        logs = -0.5 * np.sum(np.square(self.misses(draws)), axis=1)
        return np.where(np.isfinite(logs), logs, -np.inf)


def likelihood_of(forward: Forward, readings: tuple[Observation, ...]) -> Likelihood:
    """The likelihood of the readings that `counted` lets through."""
    t_min = np.unique(np.array([each.t_min for each in readings], dtype=np.float64))
    rows = tuple((each.signal, int(np.searchsorted(t_min, each.t_min))) for each in readings)
    values = [SCALES[each.signal][0](np.array([each.value]))[0] for each in readings]
    sds = [error_sd(forward.subject, each) or np.nan for each in readings]
    below = np.array([isinstance(each, BelowLimit) for each in readings], dtype=np.bool_)
    return Likelihood(forward, readings, t_min, rows, np.array(values), np.array(sds), below)


def counted(
    forward: Forward, prior: Belief, readings: tuple[Observation, ...]
) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    """The readings an update can use, and those it leaves out.

    Left out is what the models cannot compute or are not made for at the concentrations expected, what no error is
    known for, and what was sampled before drug can be in the sample.
    """
    start_min = min((each.start_min for each in forward.regimen.infusions), default=np.inf)
    used = tuple(each for each in readings if _can_count(forward, each, start_min))
    beyond = _beyond_range(forward, prior, used)
    used = tuple(each for each in used if each.signal not in beyond)
    return used, tuple(each for each in readings if each not in used)


def _can_count(forward: Forward, reading: Observation, start_min: float, /) -> bool:
    if forward.unsaid(reading.signal) is not None or error_sd(forward.subject, reading) is None:
        return False
    if reading.signal not in CONCENTRATIONS:
        return True
    wait_min = FIRST_VENOUS_MIN if reading.signal is Signal.VENOUS_NG_PER_ML else 0.0
    return reading.t_min > start_min + wait_min


def _beyond_range(forward: Forward, prior: Belief, readings: tuple[Observation, ...], /) -> frozenset[Signal]:
    """The signals whose effect model is not made for the concentrations that are expected at the readings."""
    felt = frozenset(each.signal for each in readings) - CONCENTRATIONS
    if not felt:
        return frozenset()
    t_min = np.array([each.t_min for each in readings if each.signal in felt])
    drivers = forward.courses(prior.mean[np.newaxis], t_min, felt).drivers
    too_high = (curve for curve, conc in drivers.items() if conc.max() > forward.subject.highest_conc(curve))
    return frozenset(signal for curve in too_high for signal in CURVES[curve])
