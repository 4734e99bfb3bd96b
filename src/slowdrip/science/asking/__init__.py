"""Asking: visits, answers, phase and policy in, the asks that are due out; moved with the drip, merged, never at night.

asks = plan(visits, answered, limits, zone=zone, at=now, following=Followed(), settled=settled(rows, states, at=now))
changes = reconcile(rows, asks, states, at=now)   # what to add, move and withdraw on record
"""

from slowdrip.science.asking.facts import (
    LATER,
    Answered,
    Followed,
    Limits,
    Phase,
    PlannedAsk,
    Point,
    Settled,
    Visit,
    VisitState,
)
from slowdrip.science.asking.hours import Clock
from slowdrip.science.asking.planning import plan, scales_at_opening
from slowdrip.science.asking.reconciling import Changes, Standing, is_settled, reconcile, settled

__all__ = [
    "LATER",
    "Answered",
    "Changes",
    "Clock",
    "Followed",
    "Limits",
    "Phase",
    "PlannedAsk",
    "Point",
    "Settled",
    "Standing",
    "Visit",
    "VisitState",
    "is_settled",
    "plan",
    "reconcile",
    "scales_at_opening",
    "settled",
]
