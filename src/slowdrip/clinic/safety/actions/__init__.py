"""What staff do in a case of suicide risk, one function per intent."""

from slowdrip.clinic.safety.actions.closing import close, dispose, reopen
from slowdrip.clinic.safety.actions.concern import note_concern
from slowdrip.clinic.safety.actions.doing import mark_read, name_owner, note_action, take
from slowdrip.clinic.safety.actions.known import sign_known
from slowdrip.clinic.safety.actions.screening import screen

__all__ = [
    "close",
    "dispose",
    "mark_read",
    "name_owner",
    "note_action",
    "note_concern",
    "reopen",
    "screen",
    "sign_known",
    "take",
]
