"""The one place that reads the wall clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """Gives the present instant in UTC; call it once at the edge and pass it down."""
    return datetime.now(UTC)
