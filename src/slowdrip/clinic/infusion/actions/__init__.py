"""What staff do to a drip, one function per intent."""

from slowdrip.clinic.infusion.actions.alarms import acknowledge, resolve
from slowdrip.clinic.infusion.actions.charting import chart, void_event
from slowdrip.clinic.infusion.actions.closing import discharge, end_otherwise, waste
from slowdrip.clinic.infusion.actions.day import add_chair, arrive, check_kit, leave
from slowdrip.clinic.infusion.actions.preparing import (
    attach_order,
    bedside_check,
    confirm_ready,
    decide_go_no_go,
    draw_up,
)
from slowdrip.clinic.infusion.actions.tasks import close_task
from slowdrip.clinic.infusion.actions.visits import check_in, expect, move_to_chair

__all__ = [
    "acknowledge",
    "add_chair",
    "arrive",
    "attach_order",
    "bedside_check",
    "chart",
    "check_in",
    "check_kit",
    "close_task",
    "confirm_ready",
    "decide_go_no_go",
    "discharge",
    "draw_up",
    "end_otherwise",
    "expect",
    "leave",
    "move_to_chair",
    "resolve",
    "void_event",
    "waste",
]
