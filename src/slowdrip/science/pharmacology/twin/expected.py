"""What is believed about a patient before any reading of this drip, and what a cuff would read if it were put on."""

from dataclasses import replace

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.population import standard_normals
from slowdrip.science.pharmacology.twin.subject import Pressure, Subject
from slowdrip.science.pharmacology.updating import Posterior

DRAWS = 1000
BASELINE_SBP = "baseline.sbp_mmhg"
USUAL_PRESSURE, USUAL_HR_BPM = Pressure(120.0, 80.0), 70.0
"""Stand where nothing was measured, so that a rise can be said in percent: it does not depend on them."""


def expected(models: ModelSet, subject: Subject, *, draws: int = DRAWS) -> Posterior | NoPrediction:
    """What is believed before the first reading: people, visits, the baseline's error, and how far the model is off."""
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    person = Person(subject.weight_kg, subject.age_years)
    return updating.before(updating.Subject(models, person, baseline_of(subject)), draws=draws, seed=subject.seed)


def baseline_of(subject: Subject) -> updating.BaselineReadings:
    """The readings before the start."""
    pressure = subject.before or USUAL_PRESSURE
    hr_bpm = USUAL_HR_BPM if subject.hr_bpm is None else subject.hr_bpm
    return updating.BaselineReadings((pressure.sbp_mmhg,), (pressure.dbp_mmhg,), (hr_bpm,))


def as_read(models: ModelSet, known: Posterior, *, seed: int) -> Posterior:
    """The same belief with the error of one cuff reading in systolic pressure: what is charted, not what is true."""
    draws = known.draws.copy()
    noise = standard_normals(seed, "twin.cuff", 0, len(draws))
    draws[:, known.prior.names.index(BASELINE_SBP)] += cuff_sd_mmhg(models) * noise
    return replace(known, draws=draws)


def cuff_sd_mmhg(models: ModelSet) -> float:
    """The SD of one systolic cuff reading."""
    effect = next(each for each in models.effects if "map" in {curve.name for curve in each.curves})
    return float(effect.value("cuff_sd"))
