"""The person a prediction is for, and what was put into the vein."""

from dataclasses import dataclass
from enum import StrEnum

from slowdrip.science.pharmacology.linear import PerPatient


class Given(StrEnum):
    """The drug whose base is counted in a regimen."""

    RACEMATE = "racemate"
    S_KETAMINE = "s_ketamine"


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person, or many with one value each in the arrays.

    `size_weight_kg` sizes volumes and clearances in place of the total weight, for what-ifs about obesity.
    `switches` names the covariates that count only when asked for, such as `female`.
    """

    weight_kg: PerPatient
    age_years: PerPatient | None
    size_weight_kg: PerPatient | None = None
    switches: frozenset[str] = frozenset()

    @property
    def size_kg(self) -> PerPatient:
        """The weight that volumes and clearances follow."""
        return self.weight_kg if self.size_weight_kg is None else self.size_weight_kg
