"""What a person does about adverse events and tasks: one function per intent."""

from slowdrip.clinic.adverse.actions.events import (
    assess,
    close_event,
    keep_symptom,
    look_again,
    void_event,
    write_event,
)
from slowdrip.clinic.adverse.actions.opening import reopen
from slowdrip.clinic.adverse.actions.tasks import settle_task

__all__ = [
    "assess",
    "close_event",
    "keep_symptom",
    "look_again",
    "reopen",
    "settle_task",
    "void_event",
    "write_event",
]
