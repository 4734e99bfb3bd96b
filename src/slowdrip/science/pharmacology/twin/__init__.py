"""The twin at the chair: what a drip does to patients like this one, as bands, from what was run or from the order.

    course = course_of(state)  # what was run, and what the pump still gives
    shown = pictured(default_set(), Subject(70.0, 40.0), course, times_of(course))

Each may be a `NoPrediction` with its code instead. It advises: nothing here doses, and nothing here reaches a pump.
"""

from slowdrip.science.pharmacology.twin.band import Band
from slowdrip.science.pharmacology.twin.course import Course, Stretch, course_of, ordered, resumed_course
from slowdrip.science.pharmacology.twin.earlier import Remembered, Visit, remembered
from slowdrip.science.pharmacology.twin.heavy import HeavyPeak, heavy_peak
from slowdrip.science.pharmacology.twin.learned import Learned, learned
from slowdrip.science.pharmacology.twin.picture import Picture, pictured, times_of
from slowdrip.science.pharmacology.twin.series import Carried, carried_over, norketamine
from slowdrip.science.pharmacology.twin.subject import Pressure, Subject
from slowdrip.science.pharmacology.twin.sureness import Aspect, Sureness
from slowdrip.science.pharmacology.twin.surprise import Reading, Surprise, surprises
from slowdrip.science.pharmacology.twin.what_if import CHANGES, PAUSE_MIN, SLOW_TOTAL_MIN, WhatIf, changed

__all__ = [
    "CHANGES",
    "PAUSE_MIN",
    "SLOW_TOTAL_MIN",
    "Aspect",
    "Band",
    "Carried",
    "Course",
    "HeavyPeak",
    "Learned",
    "Picture",
    "Pressure",
    "Reading",
    "Remembered",
    "Stretch",
    "Subject",
    "Sureness",
    "Surprise",
    "Visit",
    "WhatIf",
    "carried_over",
    "changed",
    "course_of",
    "heavy_peak",
    "learned",
    "norketamine",
    "ordered",
    "pictured",
    "remembered",
    "resumed_course",
    "surprises",
    "times_of",
]
