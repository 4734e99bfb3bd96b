"""What staff do to a drip, one function per intent."""

from slowdrip.clinic.infusion.actions.alarms import acknowledge, resolve
from slowdrip.clinic.infusion.actions.chairs import add_chair, rename_chair, retire_chair, use_chair_again
from slowdrip.clinic.infusion.actions.charting import chart, chart_symptom, void_event
from slowdrip.clinic.infusion.actions.closing import discharge, end_otherwise, waste
from slowdrip.clinic.infusion.actions.correcting import chart_again, give_stop_reason
from slowdrip.clinic.infusion.actions.day import arrive, check_kit, check_sound, leave
from slowdrip.clinic.infusion.actions.emergency import begin_emergency
from slowdrip.clinic.infusion.actions.handing import hand_over, take_over
from slowdrip.clinic.infusion.actions.helping import answer_help, call_nurse
from slowdrip.clinic.infusion.actions.limits import set_limits
from slowdrip.clinic.infusion.actions.on_call import call_first
from slowdrip.clinic.infusion.actions.preparing import (
    attach_order,
    bedside_check,
    confirm_ready,
    decide_go_no_go,
    draw_up,
)
from slowdrip.clinic.infusion.actions.shifts import close_shift, open_shift
from slowdrip.clinic.infusion.actions.tasks import close_task
from slowdrip.clinic.infusion.actions.visits import check_in, expect, move_to_chair

__all__ = [
    "acknowledge",
    "add_chair",
    "answer_help",
    "arrive",
    "attach_order",
    "bedside_check",
    "begin_emergency",
    "call_first",
    "call_nurse",
    "chart",
    "chart_again",
    "chart_symptom",
    "check_in",
    "check_kit",
    "check_sound",
    "close_shift",
    "close_task",
    "confirm_ready",
    "decide_go_no_go",
    "discharge",
    "draw_up",
    "end_otherwise",
    "expect",
    "give_stop_reason",
    "hand_over",
    "leave",
    "move_to_chair",
    "open_shift",
    "rename_chair",
    "resolve",
    "retire_chair",
    "set_limits",
    "take_over",
    "use_chair_again",
    "void_event",
    "waste",
]
