"""What people do around an emergency, one function per intent; the emergency itself is entries of the drip."""

from slowdrip.clinic.emergency.actions.cards import sign_card
from slowdrip.clinic.emergency.actions.debriefs import write_debrief
from slowdrip.clinic.emergency.actions.drills import begin_drill, drill_tap, end_drill, void_drill_step

__all__ = ["begin_drill", "drill_tap", "end_drill", "sign_card", "void_drill_step", "write_debrief"]
