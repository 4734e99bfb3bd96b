"""What a person does about adverse events and tasks: one function per intent."""

from slowdrip.clinic.adverse.actions.ending import close_event, void_event
from slowdrip.clinic.adverse.actions.events import assess, keep_symptom, look_again, write_event
from slowdrip.clinic.adverse.actions.opening import reopen
from slowdrip.clinic.adverse.actions.reports import sign_report
from slowdrip.clinic.adverse.actions.tasks import settle_task

__all__ = [
    "assess",
    "close_event",
    "keep_symptom",
    "look_again",
    "reopen",
    "settle_task",
    "sign_report",
    "void_event",
    "write_event",
]
