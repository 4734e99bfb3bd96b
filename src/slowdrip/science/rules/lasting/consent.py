"""Gives whether the patient's last word is no: a yes that was said from the start of the drip on does not count."""

from datetime import datetime


def withdrawn_at(
    said_no_at: datetime | None, said_yes_at: datetime | None, *, started_at: datetime | None
) -> datetime | None:
    """When the consent was withdrawn; nothing while it stands. A no and a yes of the same instant are a no."""
    if said_no_at is None or said_yes_at is None or said_yes_at <= said_no_at:
        return said_no_at
    too_late = started_at is not None and said_yes_at >= started_at
    return said_no_at if too_late else None
