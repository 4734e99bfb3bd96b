"""The figures of the gates that take minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

from slowdrip.science.pharmacology.linear import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """How often a 90 % band held what it should, as a part of one, at each of these minutes."""

    t_min: Floats
    inside: Floats

    @property
    def overall_percent(self) -> float:
        """The mean over the times."""
        return float(100.0 * self.inside.mean())

    @property
    def worst_percent(self) -> float:
        """At the one time at which it held least often, which a mean over times hides."""
        return float(100.0 * self.inside.min())

    @property
    def worst_min(self) -> float:
        """That time."""
        return float(self.t_min[self.inside.argmin()])


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """The SD of one coordinate over its prior after the readings, the mean over visits.

    `cut` is at the chair, `uncut` what the same pressures would teach if they were taken at their word, `all_told` what
    pressures, pulses, ratings and four venous samples teach; `lowest_uncut` is the visit in which least was left.
    """

    cut: float
    uncut: float
    all_told: float
    lowest_uncut: float


@dataclass(frozen=True, slots=True, eq=False)
class Heavy:
    """The figures by gate, what bands held by `what_truth`, what was narrowed by coordinate, and in how many visits."""

    figures: Mapping[str, float]
    inside: Mapping[str, Held]
    narrowed: Mapping[str, Narrowed]
    visits: int
