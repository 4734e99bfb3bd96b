"""Closing tasks: what was found and decided, by whom."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.holding import NO_NURSE_TASK
from slowdrip.clinic.infusion.models import Task
from slowdrip.clinic.infusion.tasking import close
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused

CLOSED_BY = {"note_cosign": "task_closed_by_signing", NO_NURSE_TASK: "task_closed_by_a_nurse"}
"""Tasks that end with what they ask for, and how they refuse; a text instead would only hide that it is missing."""


def close_task(actor: Acting, task_id: UUID, *, outcome: str, at: datetime) -> Task:
    """Closes a task with what was found and decided."""
    actor.must("drip.chart")
    if not outcome.strip():
        raise Refused("outcome_missing", field="outcome")
    with act(actor, at=at) as tx:
        task = Task.objects.visible_to(actor).select_for_update().get(id=task_id)
        if task.kind in CLOSED_BY:
            raise Refused(CLOSED_BY[task.kind])
        if task.state == Task.State.DONE:
            raise Refused("task_closed")
        close(tx, [task], outcome=outcome.strip())
    found: Task = task
    return found
