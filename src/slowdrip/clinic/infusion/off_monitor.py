"""How long a patient may be off the monitor on purpose: until then neither its numbers nor its silence call."""

from datetime import datetime, timedelta
from typing import Final

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.record.refusal import Refused

LONGEST_OFF_MIN: Final = 60
"""Engineering default: the most that a policy can offer, too (`off_monitor_long_min`, knowledge/authored/units.py)."""


def may_be_off(minutes: float) -> bool:
    """Says whether the monitor may be off for so long."""
    return 0 < minutes <= LONGEST_OFF_MIN


def must_return_in_time(draft: Draft) -> None:
    """Refuses a return to the monitor that is too far off, or over before it began."""
    back_at = draft.payload.get("back_at")
    if isinstance(back_at, datetime) and not may_be_off((back_at - draft.occurred_at) / timedelta(minutes=1)):
        raise Refused("back_at_too_far", field="back_at", minutes=LONGEST_OFF_MIN)
