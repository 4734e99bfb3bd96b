"""Uploads and confirmations of these tests, as the pages make them."""

from __future__ import annotations

from datetime import datetime, timedelta

from slowdrip.clinic.golive.actions import confirm_batch, upload_batch
from slowdrip.clinic.golive.models import GoLiveBatch
from slowdrip.clinic.golive.previewing import Preview, preview
from slowdrip.clinic.golive.tests.tables import table
from tests.cast import DAY, Person

NOW = DAY + timedelta(hours=1)


def uploaded(person: Person, *lines: dict[str, str], at: datetime = NOW) -> GoLiveBatch:
    """A table that waits for a decision."""
    return upload_batch(person.acting, table(*lines), name="patients.csv", at=at)


def previewed(person: Person, batch: GoLiveBatch, *, at: datetime = NOW) -> Preview:
    """What its page shows."""
    return preview(person.acting, batch, at=at)


def confirmed(person: Person, batch: GoLiveBatch, *, leave_out: bool = False, at: datetime = NOW) -> GoLiveBatch:
    """The table imported after a look at its preview."""
    seen = previewed(person, batch, at=at).mark
    return confirm_batch(person.acting, batch.pk, seen=seen, leave_out=leave_out, at=at)


def imported(person: Person, *lines: dict[str, str], at: datetime = NOW) -> GoLiveBatch:
    """Lines as they stand in the clinic after upload, look and confirmation."""
    return confirmed(person, uploaded(person, *lines, at=at), at=at)
