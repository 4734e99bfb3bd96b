"""A case of suicide risk as a fold of events, its deadlines as functions of the state, and who is called when.

state = replay(events)                       # the same for any order of arrival, repeats counted once
due_calls(state, limits_of(policy.risk), at) # who has to be told or called now
may_close(state)                             # codes of what is still in the way; () when only the signature is missing
"""

from slowdrip.science.rules.plain import Unreadable
from slowdrip.science.rules.risk_case.closing import holds_back, may_close, may_dispose
from slowdrip.science.rules.risk_case.codec import OtherVersion, decoded, encoded, from_json, kind_of, to_json
from slowdrip.science.rules.risk_case.codes import Disposal, OwnerWhy, Step, Tier, Urgency, What
from slowdrip.science.rules.risk_case.events import Event
from slowdrip.science.rules.risk_case.fold import replay, step
from slowdrip.science.rules.risk_case.ladder import DueCall, due_calls, next_look
from slowdrip.science.rules.risk_case.limits import Limits, limits_of
from slowdrip.science.rules.risk_case.state import EMPTY, CaseState
from slowdrip.science.rules.risk_case.waiting import Deadline, Duty, deadlines, late, next_deadline

__all__ = [
    "EMPTY",
    "CaseState",
    "Deadline",
    "Disposal",
    "DueCall",
    "Duty",
    "Event",
    "Limits",
    "OtherVersion",
    "OwnerWhy",
    "Step",
    "Tier",
    "Unreadable",
    "Urgency",
    "What",
    "deadlines",
    "decoded",
    "due_calls",
    "encoded",
    "from_json",
    "holds_back",
    "kind_of",
    "late",
    "limits_of",
    "may_close",
    "may_dispose",
    "next_deadline",
    "next_look",
    "replay",
    "step",
    "to_json",
]
