"""The person an update is for: models, covariates, what was measured before the start, and how people differ."""

import math
from dataclasses import dataclass
from statistics import fmean

from slowdrip.knowledge.types.model_parts import Site
from slowdrip.knowledge.types.models import Model, ModelSet
from slowdrip.science.pharmacology.effects import Baseline
from slowdrip.science.pharmacology.linear import InputRefused
from slowdrip.science.pharmacology.models import Given, Person


@dataclass(frozen=True, slots=True)
class BaselineReadings:
    """Cuff readings before the start: pressures in mmHg and heart rates in beats per minute, one or more of each."""

    sbp_mmhg: tuple[float, ...]
    dbp_mmhg: tuple[float, ...]
    hr_bpm: tuple[float, ...]

    def __post_init__(self) -> None:
        for name, readings in (("sbp", self.sbp_mmhg), ("dbp", self.dbp_mmhg), ("hr", self.hr_bpm)):
            if not readings:
                raise InputRefused("reading_missing", f"baseline.{name}", "measure_before_start")
            if not all(1.0 <= each <= 350.0 for each in readings):
                raise InputRefused("reading_impossible", f"baseline.{name}", "check_value_and_unit")

    @property
    def mean(self) -> Baseline:
        """The means of the readings."""
        return Baseline(fmean(self.sbp_mmhg), fmean(self.dbp_mmhg), fmean(self.hr_bpm))


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One person; without `baseline` nothing is said about blood pressure and heart rate.

    `variability` names the set of spreads of the kinetics, `clinic` or `healthy`.
    """

    models: ModelSet
    person: Person
    baseline: BaselineReadings | None = None
    variability: str = "clinic"
    given: Given = Given.RACEMATE

    def effect_with(self, curve: str) -> Model | None:
        """The effect model that has a curve of this name: `map`, `hr` or `dissociation`."""
        for effect in self.models.effects:
            if curve in {each.name for each in effect.curves}:
                return effect
        return None

    def samples(self, site: Site) -> bool:
        """Whether the models say what a sample of the parent drug at this site would show."""
        kinetics, link = self.models.kinetics.kinetics, self.models.link
        if kinetics is None:
            return False
        own = {each.site for each in kinetics.readouts if each.analyte == kinetics.drug}
        linked = link is not None and link.link is not None and link.link.start in own and link.link.end is site
        return site in own or linked

    def highest_conc(self, curve: str) -> float:
        """The highest effect-site concentration in ng/mL that the model of a curve is made for."""
        effect = self.effect_with(curve)
        allowed = None if effect is None else effect.validity.get("conc")
        return math.inf if allowed is None else float(allowed.high)
