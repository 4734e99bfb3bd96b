"""One table for go-live that waits for a decision at Harbor, for the walk of every address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.golive.tests.importing import uploaded
from slowdrip.clinic.golive.tests.tables import good
from tests.cast import Cast


def batch_ids(cast: Cast, *, at: datetime) -> dict[str, UUID]:
    """The id of an uploaded table."""
    return {"batch": uploaded(cast.director, good(), at=at).pk}
