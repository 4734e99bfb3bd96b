"""Adverse events and the tasks that answers give, as a fold of entries with deadlines that are functions of the state.

state = replay(entries)                 # the same for any order of arrival, repeats counted once
due_at(state, limits_of(policy.adverse)) # until when somebody has to look; never None while it is open
judge(answers, at_least=2)              # what a bladder screen says, whatever is missing
"""

from slowdrip.science.rules.adverse.codec import OtherVersion, decoded, encoded, from_json, kind_of, to_json
from slowdrip.science.rules.adverse.due import Limits, due_at, limits_of
from slowdrip.science.rules.adverse.events import Entry
from slowdrip.science.rules.adverse.fold import replay, step
from slowdrip.science.rules.adverse.may import not_closable, takes_back
from slowdrip.science.rules.adverse.state import EMPTY, State

__all__ = [
    "EMPTY",
    "Entry",
    "Limits",
    "OtherVersion",
    "State",
    "decoded",
    "due_at",
    "encoded",
    "from_json",
    "kind_of",
    "limits_of",
    "not_closable",
    "replay",
    "step",
    "takes_back",
    "to_json",
]
