"""What was serious at a drip, or ended it, asks for a look back: a task, so that nobody has to remember it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from slowdrip.clinic.adverse.raising import raise_task
from slowdrip.clinic.infusion.charted import register_on_charted
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion.events import Event
from slowdrip.science.rules.adverse.codes import Task

SYMPTOM_KINDS: Final = frozenset({"symptom_started", "symptom_changed", "symptom_ended"})
STOPPED: Final = "stopped"


def on_charted(tx: Tx, infusion: Infusion, events: Sequence[Event]) -> None:
    """Raises the task for a symptom that was charted as serious and for a stop because of an adverse event."""
    for event in events:
        if code := code_of(event):
            raise_task(
                tx,
                infusion.patient_id,
                Task.CHAIR_EVENT,
                codes=(code,),
                subject_id=UUID(event.id),
                infusion_id=infusion.pk,
            )


def code_of(event: Event) -> str:
    """Gives why an entry of a drip is looked back at; an empty text where it is not."""
    if event.kind == STOPPED:
        return "stopped_for_it" if event.payload.get("reason") == "adverse_event" else ""
    return "charted_serious" if event.payload.get("seriousness") == "serious" else ""


def register_all() -> None:
    """Hears what is charted from now on."""
    register_on_charted(SYMPTOM_KINDS | {STOPPED}, on_charted)
