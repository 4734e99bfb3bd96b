"""The most probable parameters (MAP) of many patients at once: the search of one patient, all in step.

Each round asks for every patient who is not done: the point and its neighbours along each direction. Steps, damping and
the last step are those of `updating.mode`, so the modes are the same.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slowdrip.population.engine import threads_of
from slowdrip.population.expected import Expected, expected
from slowdrip.population.frame import Frame, frame_of
from slowdrip.population.sampled import NO_SAMPLE, Group, Sampled
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.updating.mode import ENOUGH, LEAST_DAMPING, LITTLE, MOST, MOST_STEPS, STEP

AT_ONCE = 1024
"""Patients of one search: smaller groups spend their time in the calls of NumPy."""
FACTS = ("cost", "steps", "converged", "counted")


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """What was found: `coordinates` has shape (patients, names), the others (patients,).

    A patient who is in `refused` has not-a-number; `counted` is how many samples taught something, `cost` half the
    squared misses. `factors` are the multipliers of the parameters, as `system_of` takes them.
    """

    names: tuple[str, ...]
    coordinates: Floats
    factors: Mapping[str, Floats]
    cost: Floats
    steps: npt.NDArray[np.int64]
    converged: npt.NDArray[np.bool_]
    counted: npt.NDArray[np.int64]
    refused: Mapping[int, NoPrediction]


def most_probable_of_many(sampled: Sampled, *, threads: int = 0) -> Modes:
    """The modes of all patients, from their concentrations; `updating.most_probable` of each gives the same."""
    frame = frame_of(sampled)
    names = frame.forward.names
    with ThreadPoolExecutor(threads_of(threads)) as pool:
        searched = list(pool.map(lambda group: _searched(frame, group), sampled.groups(AT_ONCE)))
    coordinates, facts = np.full((sampled.patients, len(names)), np.nan), np.zeros((sampled.patients, len(FACTS)))
    refused: dict[int, NoPrediction] = {}
    for patients, found, about, unsaid in searched:
        coordinates[patients], facts[patients] = found, about
        refused |= unsaid
    cost, steps, converged, counted = facts.T
    cost[list(refused)] = np.nan
    factors = frame.forward.factors(coordinates, frozenset())
    kinds = (steps.astype(np.int64), converged.astype(np.bool_), counted.astype(np.int64))
    return Modes(names, coordinates, factors, cost, *kinds, refused)


Searched = tuple[npt.NDArray[np.intp], Floats, Floats, dict[int, NoPrediction]]


def _searched(frame: Frame, group: Group) -> Searched:
    """Who was searched, their coordinates and facts, and who could not be."""
    refusals = frame.refusals(group)
    places = np.array([place for place in range(len(group.patients)) if place not in refusals], dtype=np.intp)
    unsaid = {int(group.patients[place]): refusal for place, refusal in refusals.items()}
    if not places.size:
        return group.patients[:0], np.zeros((0, len(frame.forward.names))), np.zeros((0, len(FACTS))), unsaid
    found, facts = Search(expected(frame, group.part(places))).found()
    return group.patients[places], found, facts, unsaid


class Search:
    """The search of a group: where each patient is, what is missed there, and how that changes."""

    def __init__(self, expected: Expected) -> None:
        many, size = len(expected.group.patients), expected.frame.space.seen_size
        self.expected, self.size = expected, size
        self.at = np.zeros((many, size))
        self.misses, self.slopes = self._look(np.arange(many), self.at)
        self.damping = np.zeros(many)
        self.steps, self.converged = np.full(many, MOST_STEPS), np.zeros(many, dtype=np.bool_)

    def found(self) -> tuple[Floats, Floats]:
        """The coordinates, and for each patient cost, steps, whether converged, and how many samples counted."""
        active = np.arange(len(self.at))
        cost = self._cost(self.at, self.misses)
        for number in range(1, MOST_STEPS + 1):
            step, promised = self._steps(active)
            last = promised < ENOUGH
            done = active[last]
            self.at[done] += step[last]
            self.steps[done], self.converged[done] = number, True
            active, step, promised = active[~last], step[~last], promised[~last]
            if not active.size:
                break
            self._try(active, step, promised, cost)
        facts = [cost, self.steps, self.converged, (self.expected.group.readout != NO_SAMPLE).sum(axis=1)]
        return self.expected.frame.space.coordinates(self.at), np.stack(
            [np.asarray(each, float) for each in facts], axis=1
        )

    def _try(self, active: npt.NDArray[np.intp], step: Floats, promised: Floats, cost: Floats, /) -> None:
        """Takes the steps that help, and damps the next ones."""
        there = self.at[active] + step
        misses, slopes = self._look(active, there)
        with np.errstate(invalid="ignore"):
            tried = self._cost(there, misses)
            kept = (cost[active] - tried) / promised
            better = kept > 0
        moved = active[better]
        self.at[moved], self.misses[moved], self.slopes[moved] = there[better], misses[better], slopes[better]
        cost[moved] = tried[better]
        self.damping[active] = _damping(self.damping[active], kept)

    def _look(self, active: npt.NDArray[np.intp], at: Floats) -> tuple[Floats, Floats]:
        around = np.concatenate((np.zeros((1, self.size)), STEP * np.eye(self.size)))
        misses = self.expected.misses(active, at[:, None, :] + around)
        slopes = ((misses[:, 1:] - misses[:, :1]) / STEP).transpose(0, 2, 1)
        return misses[:, 0], slopes

    def _cost(self, at: Floats, misses: Floats) -> Floats:
        costs: Floats = 0.5 * (np.square(misses).sum(axis=1) + np.square(at).sum(axis=1))
        return costs

    def _steps(self, active: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
        slopes, at, misses = self.slopes[active], self.at[active], self.misses[active]
        curvature = slopes.transpose(0, 2, 1) @ slopes + np.eye(self.size)
        downhill = -((slopes.transpose(0, 2, 1) @ misses[:, :, None])[:, :, 0] + at)
        diagonal = np.einsum("pii->pi", curvature)
        damped = curvature + (self.damping[active][:, None] * diagonal)[:, :, None] * np.eye(self.size)
        step = np.linalg.solve(damped, downhill[:, :, None])[:, :, 0]
        bend = np.einsum("pi,pij,pj->p", step, curvature, step)
        return step, (downhill * step).sum(axis=1) - 0.5 * bend


def _damping(damping: Floats, kept: Floats) -> Floats:
    """The rule of one patient, for many."""
    with np.errstate(invalid="ignore"):
        less = np.where((kept > MOST) & (damping > LEAST_DAMPING), damping / 10, damping * (damping > LEAST_DAMPING))
        more = np.where(kept < LITTLE, np.maximum(3 * damping, 0.03), less)
        return np.where(kept > 0, more, np.maximum(10 * damping, 0.1))
