"""The drip as a fold of events: the kinds, the state, `step` for one event more, `replay` for the whole story.

state = replay(events, at)          # the same for any arrival order; nothing from after `at`
delivered_ug(state, at)             # exact, by the record, up to what the pump was programmed to give
text = to_json(state)               # the projection row; from_json(text) == state
"""

from slowdrip.science.infusion.events import ENDINGS, KINDS, BadPayload, Event, Kind, problems, validated
from slowdrip.science.infusion.fold import (
    Account,
    Difference,
    account,
    advance,
    delivered_ug,
    delivered_ul,
    difference_at_end,
    replay,
    step,
    time_left_s,
)
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import EMPTY, InfusionState
from slowdrip.science.infusion.state.canonical import OtherVersion, from_json, is_present, to_json

__all__ = [
    "EMPTY",
    "ENDINGS",
    "KINDS",
    "Account",
    "BadPayload",
    "Difference",
    "Event",
    "InfusionState",
    "Kind",
    "OtherVersion",
    "Phase",
    "account",
    "advance",
    "delivered_ug",
    "delivered_ul",
    "difference_at_end",
    "from_json",
    "is_present",
    "problems",
    "replay",
    "step",
    "time_left_s",
    "to_json",
    "validated",
]
