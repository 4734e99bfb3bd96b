"""Scoring: answers in, a score or "incomplete, because" out; exact, and the same for any order of the answers.

result = score(scale, {"q1": 2, "q2": Absent.REFUSED})   # scores with bounds, outcomes, triggers; or BadAnswers
text = to_json(result)                                   # what is stored beside the answers
moved = change(scale, "total", baseline=before, current=result)   # response, remission, change, worsening
"""

from slowdrip.science.scales.answers import Absent, Answer, Answers, BadAnswers, Problem, problems
from slowdrip.science.scales.canonical import to_json
from slowdrip.science.scales.changing import Change, change
from slowdrip.science.scales.course import Administration, Baseline, Course, Overlap, overlaps, pinned_baseline
from slowdrip.science.scales.offering import Offer, may_load_text, offer
from slowdrip.science.scales.prorating import NotProrated, Prorated, prorated
from slowdrip.science.scales.results import Fired, Label, Outcome, Result, Score, Stamp, Status, Trigger
from slowdrip.science.scales.scoring import SCORER, score, score_total

__all__ = [
    "SCORER",
    "Absent",
    "Administration",
    "Answer",
    "Answers",
    "BadAnswers",
    "Baseline",
    "Change",
    "Course",
    "Fired",
    "Label",
    "NotProrated",
    "Offer",
    "Outcome",
    "Overlap",
    "Problem",
    "Prorated",
    "Result",
    "Score",
    "Stamp",
    "Status",
    "Trigger",
    "change",
    "may_load_text",
    "offer",
    "overlaps",
    "pinned_baseline",
    "problems",
    "prorated",
    "score",
    "score_total",
    "to_json",
]
