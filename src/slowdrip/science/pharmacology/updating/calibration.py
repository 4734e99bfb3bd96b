"""Whether bands keep their word: how often the truth lies inside them, over many simulated visits.

The truth may be the subject's own model or another one: what a band is worth is measured where its model is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, InputRefused, Regimen
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import factor_of, normal_columns
from slowdrip.science.pharmacology.updating.bands import Band, bands
from slowdrip.science.pharmacology.updating.beliefs import MISFIT, Belief, Level, prior_of
from slowdrip.science.pharmacology.updating.errors import SCALES, error_sd
from slowdrip.science.pharmacology.updating.forward import Forward, forward_of
from slowdrip.science.pharmacology.updating.signals import TOP, Observation, Signal
from slowdrip.science.pharmacology.updating.subject import Subject
from slowdrip.science.pharmacology.updating.update import NoUpdate, Posterior, updated


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A visit to simulate: what is given, what is read when, and where the bands are compared with the truth."""

    regimen: Regimen
    readings: tuple[tuple[Signal, float], ...]
    signals: frozenset[Signal]
    t_min: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Simulated visits: the true courses, shape (visits, times) each, the readings of each visit, and who came.

    `people` has a row for each visit, in the coordinates of what is believed before it.
    """

    truth: Mapping[Signal, Floats]
    readings: tuple[tuple[Observation, ...], ...]
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """The people of these visits come again: what belongs to a person stays, a visit is drawn anew.

    `also` names further coordinates that stay, by how they begin: with the misfit, the model is off in the same way.
    """

    visits: Visits
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How often the 90 % band held the truth at each time, in how many visits it was there; visits with no update."""

    inside: Floats
    visits: int
    without_update: int

    @property
    def overall(self) -> float:
        """The mean over the times."""
        return float(self.inside.mean())


def simulated(
    truth: Subject, plan: Plan, *, visits: int, seed: int, misfit: bool, again: Again | None = None
) -> Visits:
    """Visits of people drawn from the truth's own spreads; with `misfit` its model is off as a belief assumes."""
    belief = prior_of(truth)
    people = _drawn(belief, visits, seed, misfit=misfit)
    if again is not None:
        people = _back(belief, people, again)
    forward = forward_of(truth, plan.regimen, belief.names)
    unsaid = forward.refusal(plan.signals | {signal for signal, _ in plan.readings})
    if unsaid is not None:
        raise InputRefused("not_simulated", unsaid.code, "choose_model_and_plan_that_fit")
    courses = forward.courses(people, plan.t_min, plan.signals)
    columns = [_read(forward, people, signal, t_min, seed) for signal, t_min in plan.readings]
    readings = tuple(zip(*columns, strict=True)) if columns else ((),) * visits
    return Visits(courses.signals, readings, people)


def coverage(
    subject: Subject, plan: Plan, visits: Visits, *, belief: Belief | None = None, draws: int = 500
) -> dict[Signal, Coverage]:
    """How often the bands of this subject's model, updated by the readings of each visit, hold the truth."""
    hits: dict[Signal, list[Floats]] = {signal: [] for signal in plan.signals}
    without = 0
    for number, readings in enumerate(visits.readings):
        answer = updated(subject, plan.regimen, readings, belief=belief, draws=draws)
        without += isinstance(answer, NoUpdate)
        for signal, band in bands(_shown(answer), plan.regimen, plan.t_min, plan.signals).items():
            if isinstance(band, Band):
                hits[signal].append(_inside(band, visits.truth[signal][number]))
    return {signal: Coverage(_mean(each), len(each), without) for signal, each in hits.items()}


def _drawn(belief: Belief, visits: int, seed: int, /, *, misfit: bool) -> Floats:
    people = belief.mean + normal_columns(seed, belief.names, 0, visits) @ factor_of(belief.covariance).T
    if not misfit:
        people[:, [place for place, name in enumerate(belief.names) if name.startswith(MISFIT)]] = 0.0
    return people


def _back(belief: Belief, fresh: Floats, again: Again) -> Floats:
    """The same people with fresh visits."""
    pairs = zip(belief.names, belief.levels, strict=True)
    stays = np.array([level is Level.PERSON or name.startswith(again.also) for name, level in pairs])
    return np.where(stays, again.visits.people, fresh)


def _read(forward: Forward, people: Floats, signal: Signal, t_min: float, seed: int, /) -> list[Observation]:
    """One reading of each visit, with its error."""
    courses = forward.courses(people, np.array([t_min]), frozenset({signal}))
    sd = error_sd(forward.subject, Observation(signal, t_min, 1.0))
    if sd is None:
        raise InputRefused("not_readable", signal.value, "choose_model_and_plan_that_fit")
    to_scale, back = SCALES[signal]
    noise = normal_columns(seed, [f"reading.{signal}.{t_min}"], 0, len(people))[:, 0]
    read = np.minimum(back(to_scale(courses.signals[signal][:, 0]) + sd * noise), TOP.get(signal, np.inf))
    return [Observation(signal, t_min, float(each)) for each in read]


def _shown(answer: Posterior | NoUpdate | NoPrediction) -> Posterior:
    """What a chair would show: the posterior, or the prior where there is no update."""
    if isinstance(answer, NoPrediction):
        raise InputRefused("not_predicted", answer.code, "choose_plan_inside_range")
    return answer.prior if isinstance(answer, NoUpdate) else answer


def _inside(band: Band, truth: Floats) -> Floats:
    return ((truth >= band.at(0.05)) & (truth <= band.at(0.95))).astype(np.float64)


def _mean(hits: list[Floats]) -> Floats:
    if not hits:
        raise InputRefused("not_predicted", "signals", "choose_plan_inside_range")
    return np.asarray(np.mean(hits, axis=0), dtype=np.float64)
