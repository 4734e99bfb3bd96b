"""What follows an emergency wherever its events are written: screens hear of it, and somebody writes the debrief."""

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.tasking import open_task
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion.state import InfusionState

DEBRIEF = "emergency_debrief"
"""The task that opens when an emergency is over; its key is the entry with which the emergency began."""
TOPIC = "emergency"


def tell_screens(tx: Tx, infusion: Infusion, state: InfusionState) -> None:
    """Lets every screen of the clinic ask anew which emergencies are open, once there was one at this drip."""
    if state.emergencies:
        tx.publish(TOPIC, infusion.pk)


def ask_for_debrief(tx: Tx, infusion: Infusion, state: InfusionState) -> None:
    """Opens one task for each emergency that is over; one already there (open or done) is left alone."""
    for emergency in state.emergencies:
        if emergency.over_at is not None:
            detail = {"at": emergency.began_at.isoformat(), "event": emergency.event_id}
            open_task(tx, infusion, kind=DEBRIEF, key=emergency.event_id, detail=detail)
