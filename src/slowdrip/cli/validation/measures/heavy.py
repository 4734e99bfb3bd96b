"""The figures of the gates that take minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

from slowdrip.science.pharmacology.linear import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Heavy:
    """The figures by gate, how often the band held the truth at each time, by truth, and in how many visits."""

    figures: Mapping[str, float]
    t_min: Floats
    inside: Mapping[str, Floats]
    visits: int
