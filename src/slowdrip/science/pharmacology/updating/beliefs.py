"""What is believed about one person: a normal distribution over coordinates, before or after readings.

Coordinates are logarithms of multipliers, a standard normal number for a parameter that is drawn evenly, the true
baseline in its own unit, and how far the kinetic model itself is off. Those of the person stay from visit to visit,
those of the visit start anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.population import Spreading, spreadings
from slowdrip.science.pharmacology.updating.assumptions import (
    EFFECT_DELAY_LOG_SD,
    EFFECT_SHAPE_LOG_SD,
    EFFECT_VISIT_CV,
    HR_SD_BPM,
)
from slowdrip.science.pharmacology.updating.misfit import AT_EFFECT, IN_PLASMA
from slowdrip.science.pharmacology.updating.subject import Subject

VISIT, BASELINE, MISFIT = "visit.", "baseline.", "misfit."
"""How the names of coordinates begin that are not a parameter of a person."""
BASELINE_SBP, BASELINE_HR = "baseline.sbp_mmhg", "baseline.hr_bpm"


class Level(StrEnum):
    """Whether a coordinate belongs to the person or to one visit."""

    PERSON = "person"
    VISIT = "visit"


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """Names and levels of the coordinates, their mean, shape (coordinates,), and their covariance."""

    names: tuple[str, ...]
    levels: tuple[Level, ...]
    mean: Floats
    covariance: Floats

    @property
    def sd(self) -> Floats:
        """The standard deviation of each coordinate."""
        return np.sqrt(np.diag(self.covariance))

    def place(self, name: str) -> int | None:
        """Where a coordinate is, or nothing when this belief does not have it."""
        return self.names.index(name) if name in self.names else None


def prior_of(subject: Subject) -> Belief:
    """What is believed before any reading of the visit: the population, and the baseline readings."""
    spread = tuple(spreadings(subject.models, subject.variability))
    parts = [part for start, each in spread for part in _spread(start, each)]
    parts += _effect_spreads(subject, spread[1:])
    parts += _baseline(subject)
    misfits = (*IN_PLASMA, *(AT_EFFECT if subject.models.effects else ()))
    parts += [_alone(MISFIT + each.name, 0.0, each.sd, Level.VISIT) for each in misfits]
    return _joined(parts)


def next_visit(subject: Subject, person: Belief) -> Belief:
    """The belief a visit starts from when the person is known: the person's coordinates as they are, a new visit.

    What differed at the visit that taught it is drawn anew, so the carried belief is wider than the posterior was.
    """
    fresh = prior_of(subject)
    mean, covariance = fresh.mean.copy(), fresh.covariance.copy()
    known = [name for name, level in zip(fresh.names, fresh.levels, strict=True) if level is Level.PERSON]
    known = [name for name in known if name in person.names]
    here, there = [fresh.names.index(name) for name in known], [person.names.index(name) for name in known]
    mean[here] = person.mean[there]
    covariance[np.ix_(here, here)] = person.covariance[np.ix_(there, there)]
    return Belief(fresh.names, fresh.levels, mean, covariance)


_Part = tuple[Sequence[str], Level, Floats, Floats]


def _spread(start: str, each: Spreading) -> list[_Part]:
    names = [start + name for name in each.names]
    visit = [VISIT + start + name for name in each.visit_names]
    even = [_alone(start + name, 0.0, 1.0, Level.PERSON) for name in each.even]
    person = (names, Level.PERSON, each.centre, each.omega)
    return [person, *even, (visit, Level.VISIT, each.visit_centre, each.visit_omega)]


def _effect_spreads(subject: Subject, spread: tuple[tuple[str, Spreading], ...]) -> list[_Part]:
    """How effects differ where their files say nothing: between visits, and in how late, early and steeply they come.

    Without the latter, the course of a strong response would teach a clearance that nobody measured.
    """
    visit = float(np.log1p(EFFECT_VISIT_CV**2))
    known: set[str] = set()
    found: list[_Part] = []
    for start, each in spread:
        known |= {start + name for name in each.columns}
        if not each.visit_names:
            found += [_alone(VISIT + start + name, -0.5 * visit, visit**0.5, Level.VISIT) for name in each.names]
    for name, sd in _shapes(subject).items():
        if name not in known:
            found.append(_alone(name, 0.0, sd, Level.PERSON))
    return found


def _shapes(subject: Subject) -> dict[str, float]:
    """The parameters that give the curves of all effects their shape, each with its spread."""
    found: dict[str, float] = {}
    for effect in subject.models.effects:
        for curve in effect.curves:
            found[f"{effect.name}.{curve.half_life}"] = EFFECT_DELAY_LOG_SD
            if curve.name == "map":
                found |= {f"{effect.name}.{name}": EFFECT_SHAPE_LOG_SD for name in (curve.c50, curve.gamma)}
    return found


def _baseline(subject: Subject) -> list[_Part]:
    """The true baseline given its readings; each reading has the error that every later one has."""
    pressure = subject.effect_with("map")
    if subject.baseline is None or pressure is None:
        return []
    measured = subject.baseline.mean
    cuff_sd = float(pressure.value("cuff_sd"))
    sbp_sd = cuff_sd / len(subject.baseline.sbp_mmhg) ** 0.5
    hr_sd = HR_SD_BPM / len(subject.baseline.hr_bpm) ** 0.5
    return [
        _alone(BASELINE_SBP, float(measured.sbp_mmhg), sbp_sd, Level.VISIT),
        _alone(BASELINE_HR, float(measured.hr_bpm), hr_sd, Level.VISIT),
    ]


def _alone(name: str, mean: float, sd: float, level: Level, /) -> _Part:
    return [name], level, np.array([mean]), np.array([[sd**2]])


def _joined(parts: list[_Part]) -> Belief:
    names = tuple(name for part in parts for name in part[0])
    levels = tuple(part[1] for part in parts for _ in part[0])
    covariance = np.zeros((len(names), len(names)))
    done = 0
    for part in parts:
        stop = done + len(part[0])
        covariance[done:stop, done:stop] = part[3]
        done = stop
    return Belief(names, levels, np.concatenate([part[2] for part in parts]), covariance)
