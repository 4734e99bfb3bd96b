"""What follows an emergency wherever its events are written: screens hear of it, and somebody writes the debrief."""

import json
from uuid import UUID

from django.db.models import QuerySet

from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.clinic.infusion.tasking import open_task
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.science.infusion.state import InfusionState

DEBRIEF = "emergency_debrief"
"""The task that opens when an emergency is over; its key is the entry with which the emergency began."""
TOPIC = "emergency"
EARLIER = "earlier"
"""In a debrief's task: the entries with which the same emergency began before somebody corrected its time."""


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


def keep_debrief(tx: Tx, infusion: Infusion, *, old: str, new: str) -> None:
    """Lets an emergency keep its task, and through it its debrief, when its first entry is written anew.

    Also a task that is done: what was signed about this emergency is not asked for again because its clock was wrong.
    """
    rows = _debrief_tasks(infusion.pk).filter(key=old)
    for task in list(rows.select_for_update()):
        detail = json.loads(task.detail)
        told = {**detail, "event": new, EARLIER: [*detail.get(EARLIER, []), old]}
        tx.change(task, key=new, detail=canonical(told))
        tx.publish("task", task.pk)


def names_of_emergency(infusion_id: UUID, event_id: str) -> list[str]:
    """Gives the entry with which an emergency begins now, and those with which it began before a correction."""
    task = _debrief_tasks(infusion_id).filter(key=event_id).first()
    return [event_id, *(json.loads(task.detail).get(EARLIER, []) if task is not None else [])]


def name_now(infusion_id: UUID, event_id: str) -> str:
    """Gives the entry with which that emergency begins now; an address may still name an earlier one."""
    for task in _debrief_tasks(infusion_id):
        if event_id in json.loads(task.detail).get(EARLIER, []):
            return task.key
    return event_id


def _debrief_tasks(infusion_id: UUID) -> QuerySet[Task]:
    return Task.objects.filter(infusion_id=infusion_id, kind=DEBRIEF)
