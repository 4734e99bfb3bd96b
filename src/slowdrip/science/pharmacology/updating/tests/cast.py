"""The person, the drip and the readings that the tests of updating share."""

import numpy as np

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.linear import Floats, Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, NoPrediction, Person
from slowdrip.science.pharmacology.updating import (
    Band,
    BaselineReadings,
    NoUpdate,
    Observation,
    Posterior,
    Signal,
    Subject,
    prior_of,
)
from slowdrip.science.pharmacology.updating.forward import Courses, forward_of

MODELS = default_set()
BASELINE = BaselineReadings((120.0,), (75.0,), (70.0,))
SUBJECT = Subject(MODELS, Person(70.0, 40.0), BASELINE)
DRIP = Regimen(infusions=(Infusion(0.0, 40.0, 875.0, into=DOSE),))
"""35 mg of racemic ketamine base in 40 minutes, 0.5 mg/kg."""

CUFF_MIN = (5.0, 15.0, 25.0, 35.0, 45.0, 60.0, 80.0)
STRONG = tuple(
    Observation(Signal.SBP_MMHG, t_min, value)
    for t_min, value in zip(CUFF_MIN, (124.0, 141.0, 160.0, 168.0, 162.0, 148.0, 131.0), strict=True)
)
HEART = tuple(
    Observation(Signal.HR_BPM, t_min, value)
    for t_min, value in zip(CUFF_MIN, (72.0, 75.0, 78.0, 80.0, 77.0, 70.0, 72.0), strict=True)
)
RATINGS = tuple(
    Observation(Signal.DISSOCIATION_0_TO_10, t_min, value) for t_min, value in ((15.0, 2.0), (40.0, 6.0), (60.0, 2.0))
)
SAMPLED_MIN = (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 110.0)
SAMPLES = tuple(
    Observation(Signal.VENOUS_NG_PER_ML, t_min, value)
    for t_min, value in zip(SAMPLED_MIN, (90.0, 150.0, 180.0, 220.0, 140.0, 120.0, 90.0, 60.0), strict=True)
)


def posterior(answer: Posterior | NoUpdate | NoPrediction) -> Posterior:
    """The answer, which must be an update."""
    assert isinstance(answer, Posterior), answer
    return answer


def band(found: Band | NoPrediction) -> Band:
    """The band, which must be there."""
    assert isinstance(found, Band), found
    return found


def courses(draws: Floats, t_min: tuple[float, ...], *signals: Signal, regimen: Regimen = DRIP) -> Courses:
    """The courses of the subject for draws in the order of its prior."""
    return forward_of(SUBJECT, regimen, prior_of(SUBJECT).names).courses(draws, np.array(t_min), frozenset(signals))
