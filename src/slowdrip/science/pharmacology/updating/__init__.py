"""What is believed about one patient, before and after readings, with bands, and when there is no answer.

    subject = Subject(default_set(), Person(70.0, 40.0), BaselineReadings((122.0,), (78.0,), (70.0,)))
    order = Regimen((Infusion(0.0, 40.0, 875.0, into=DOSE),))
    first = before(subject)
    answer = updated(subject, order, (Observation(Signal.SBP_MMHG, 15.0, 131.0),))
    shown = bands(answer, order, [0.0, 20.0, 40.0], frozenset({Signal.SBP_CHANGE_MMHG}))

`updated` gives a `Posterior`, a `NoUpdate` (with the prior to show instead) or a `NoPrediction`; each of the latter two
says why by a code. How it works and what it cannot do: docs/explanation/updating.md.
"""

from slowdrip.science.pharmacology.updating.bands import LEVELS, Band, bands
from slowdrip.science.pharmacology.updating.beliefs import Belief, Level, next_visit, prior_of
from slowdrip.science.pharmacology.updating.calibration import Again, Coverage, Plan, Visits, coverage, simulated
from slowdrip.science.pharmacology.updating.departures import departures
from slowdrip.science.pharmacology.updating.mode import Mode
from slowdrip.science.pharmacology.updating.predictive import Judged, in_turn, judged, outside, two_in_a_row
from slowdrip.science.pharmacology.updating.psis import MOST_K, Weights, smoothed
from slowdrip.science.pharmacology.updating.signals import BelowLimit, Observation, Signal
from slowdrip.science.pharmacology.updating.subject import BaselineReadings, Subject
from slowdrip.science.pharmacology.updating.update import (
    NoUpdate,
    Posterior,
    before,
    most_probable,
    uncut,
    updated,
)

__all__ = [
    "LEVELS",
    "MOST_K",
    "Again",
    "Band",
    "BaselineReadings",
    "Belief",
    "BelowLimit",
    "Coverage",
    "Judged",
    "Level",
    "Mode",
    "NoUpdate",
    "Observation",
    "Plan",
    "Posterior",
    "Signal",
    "Subject",
    "Visits",
    "Weights",
    "bands",
    "before",
    "coverage",
    "departures",
    "in_turn",
    "judged",
    "most_probable",
    "next_visit",
    "outside",
    "prior_of",
    "simulated",
    "smoothed",
    "two_in_a_row",
    "uncut",
    "updated",
]
