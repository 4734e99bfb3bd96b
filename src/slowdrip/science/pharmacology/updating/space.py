"""The few directions that the readings of a visit can say anything about, and the rest.

A person's and a visit's clearance are only ever seen as their sum, and a blood pressure says nothing about how
somebody rates dissociation. In directions that no reading depends on the posterior is the prior, exactly; leaving them
out of the search makes it shorter, and the importance weights better.
"""

from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.model_parts import Curve
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.population import factor_of
from slowdrip.science.pharmacology.updating.beliefs import BASELINE, BASELINE_HR, BASELINE_SBP, MISFIT, VISIT, Belief
from slowdrip.science.pharmacology.updating.misfit import IN_PLASMA
from slowdrip.science.pharmacology.updating.signals import CONCENTRATIONS, CURVES, HEART_RATES, PRESSURES, Signal
from slowdrip.science.pharmacology.updating.subject import Subject

FLAT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Coordinates are `mean` + `seen` w + `unseen` v, where w and v are independent standard normals in the prior."""

    mean: Floats
    seen: Floats
    unseen: Floats

    @property
    def seen_size(self) -> int:
        """How many directions readings can say something about."""
        return int(self.seen.shape[1])

    def coordinates(self, seen: Floats) -> Floats:
        """Coordinates, shape (draws, coordinates), with nothing added in the unseen directions."""
        return self.mean + seen @ self.seen.T

    def place(self, coordinates: Floats) -> Floats:
        """Where coordinates lie in the seen directions."""
        found = np.linalg.lstsq(np.hstack([self.seen, self.unseen]), coordinates - self.mean, rcond=None)[0]
        return np.asarray(found[: self.seen_size], dtype=np.float64)


def space_of(subject: Subject, prior: Belief, signals: frozenset[Signal]) -> Space:
    """The directions that readings of these signals depend on, and the others."""
    features = _features(subject, prior.names, signals)
    factor = factor_of(prior.covariance)
    left, sizes, _ = np.linalg.svd((features @ factor).T)
    rank = int(np.sum(sizes > FLAT * sizes[0])) if sizes.size else 0
    turned = factor @ left
    return Space(prior.mean, turned[:, :rank], turned[:, rank:])


def _features(subject: Subject, names: tuple[str, ...], signals: frozenset[Signal]) -> Floats:
    """One row for each number that the signals are computed from: which coordinates add up to it."""
    seen = _parameters(subject, signals)
    rows: dict[str, Floats] = {}
    for place, name in enumerate(names):
        parameter = name.removeprefix(VISIT)
        if _is_seen(parameter, seen, signals):
            rows.setdefault(parameter, np.zeros(len(names)))[place] = 1.0
    return np.stack(list(rows.values())) if rows else np.zeros((0, len(names)))


def _is_seen(name: str, effect_parameters: frozenset[str], signals: frozenset[Signal]) -> bool:
    if name.startswith(MISFIT):
        in_plasma = name.removeprefix(MISFIT) in {each.name for each in IN_PLASMA}
        return bool(signals & CONCENTRATIONS if in_plasma else signals - CONCENTRATIONS)
    if name.startswith(BASELINE):
        return bool(signals & {BASELINE_SBP: PRESSURES, BASELINE_HR: HEART_RATES}[name])
    return "." not in name or name in effect_parameters


def _parameters(subject: Subject, signals: frozenset[Signal]) -> frozenset[str]:
    """The parameters of the effects that these signals come from; those of no curve belong to every one of its file."""
    found: set[str] = set()
    for curve, shown in CURVES.items():
        effect = subject.effect_with(curve)
        if effect is None or not signals & shown:
            continue
        others = {name for each in effect.curves if each.name != curve for name in _fields(each)}
        mine = _fields(effect.curve(curve))
        found |= {f"{effect.name}.{name}" for name in effect.parameters if name in mine or name not in others}
    return frozenset(found)


def _fields(curve: Curve) -> frozenset[str]:
    return frozenset({curve.e_max, curve.c50, curve.gamma, curve.half_life})
