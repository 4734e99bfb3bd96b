"""Gives the id under which an alarm comes again, when it ended by itself and its cause is back.

A check that was charted and then voided is owed again; a typo that took the place of a true alarm may be voided. Each
id follows from the one before it, so two processes that see the same alarms still give the same id.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID, uuid5

from slowdrip.science.rules.alarm import AlarmRaise


def again_id(infusion_id: UUID, before: UUID) -> UUID:
    """The one id that follows that alarm's."""
    return uuid5(infusion_id, f"again:{before}")


def under_free_id(
    wanted: AlarmRaise,
    *,
    infusion_id: UUID,
    known: Collection[UUID],
    over: Collection[UUID],
) -> AlarmRaise | None:
    """That alarm under its first id that is not over; nothing when it is open under it, or a person ended it."""
    before, own = None, wanted.id
    while own in over:
        before, own = own, again_id(infusion_id, own)
    if own in known:
        return None
    if before is None:
        return wanted
    return replace(wanted, id=own, inputs={**wanted.inputs, "again_after": str(before)})
