"""The person a picture is for, and the pressure measured before the start."""

from dataclasses import dataclass

POPULATION_SEED = 0
"""The same virtual patients for everybody: a picture at the chair and one on the order show the same numbers."""


@dataclass(frozen=True, slots=True)
class Pressure:
    """The pressure measured before the start."""

    sbp_mmhg: float
    dbp_mmhg: float

    @property
    def map_mmhg(self) -> float:
        """Mean pressure: a third of systolic and two thirds of diastolic."""
        return (self.sbp_mmhg + 2 * self.dbp_mmhg) / 3


@dataclass(frozen=True, slots=True)
class Subject:
    """The person a picture is for; with the same seed the same virtual patients are drawn, so that nothing flickers."""

    weight_kg: float | None
    age_years: float | None
    seed: int = POPULATION_SEED
    before: Pressure | None = None
    hr_bpm: float | None = None
