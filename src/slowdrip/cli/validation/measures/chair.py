"""The chair's own configuration: systolic cuffs with their error, a baseline, and nothing else; as `twin` shows it.

What is judged is what can be seen there: how often the band of readings held the next charted ones, before the first
reading of the drip and after three.
"""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.cli.validation.courses import SEVENTY, USUAL, NotPredicted
from slowdrip.cli.validation.measures.heavy import Held
from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import (
    Band,
    Course,
    Learned,
    Pressure,
    Reading,
    Stretch,
    Subject,
    learned,
    pictured,
)
from slowdrip.science.pharmacology.updating import BaselineReadings, Observation, Plan, Signal, simulated
from slowdrip.science.pharmacology.updating import Subject as Truth

CUFFS_MIN = (5.0, 15.0, 25.0, 35.0, 45.0, 60.0, 80.0)
TAUGHT = 3
COURSE = Course(tuple(Stretch(each.start_min, each.end_min, 875.0) for each in USUAL.infusions))
MOST_WITHOUT = 0.05


def held(truths: Mapping[str, Callable[[], Truth]], visits: int, seed: int) -> dict[str, Held]:
    """By `reading_truth` what the band held before the first reading, by `next_truth` after three of the visit."""
    found: dict[str, Held] = {}
    for name, truth in truths.items():
        person = truth()
        told = simulated(person, _plan(), visits=visits, seed=seed, misfit=name == "own").readings
        subject = _subject(person.baseline)
        found[f"reading_{name}"] = Held(np.array(CUFFS_MIN), _before(subject, told))
        found[f"next_{name}"] = Held(np.array(CUFFS_MIN[TAUGHT:]), _after(subject, told))
    return found


def _plan() -> Plan:
    cuffs = tuple((Signal.SBP_MMHG, t_min) for t_min in CUFFS_MIN)
    return Plan(COURSE.regimen, cuffs, frozenset({Signal.SBP_CHANGE_MMHG}), np.array(CUFFS_MIN))


def _subject(baseline: BaselineReadings | None) -> Subject:
    if baseline is None:
        raise NotPredicted("baseline_missing")
    before = Pressure(baseline.sbp_mmhg[0], baseline.dbp_mmhg[0])
    return Subject(float(SEVENTY.weight_kg), float(SEVENTY.age_years or 0.0), before=before, hr_bpm=baseline.hr_bpm[0])


def _before(subject: Subject, told: tuple[tuple[Observation, ...], ...]) -> Floats:
    shown = pictured(default_set(), subject, COURSE, CUFFS_MIN)
    if isinstance(shown, NoPrediction) or isinstance(shown.sbp_read_mmhg, NoPrediction):
        raise NotPredicted("no_band_of_readings")
    band = shown.sbp_read_mmhg
    return np.asarray(np.mean([_inside(band, readings) for readings in told], axis=0), dtype=np.float64)


def _after(subject: Subject, told: tuple[tuple[Observation, ...], ...]) -> Floats:
    """A visit without an update shows no own line: nothing of it is judged, and few may be so."""
    hits = []
    for readings in told:
        taught = tuple(Reading(each.t_min, each.value) for each in readings[:TAUGHT])
        own = learned(default_set(), subject, COURSE, taught, CUFFS_MIN[TAUGHT:])
        if isinstance(own, Learned):
            hits.append(_inside(own.sbp_mmhg, readings[TAUGHT:]))
    if len(hits) < (1 - MOST_WITHOUT) * len(told):
        raise NotPredicted("no_update_in_many_visits")
    return np.asarray(np.mean(hits, axis=0), dtype=np.float64)


def _inside(band: Band, readings: tuple[Observation, ...]) -> Floats:
    read = np.array([each.value for each in readings])
    return np.asarray((read >= np.array(band.low)) & (read <= np.array(band.high)), dtype=np.float64)
