"""A clinic whose commits are real, for what a rolled-back transaction cannot show."""

from tests.houses import committed, prototype

__all__ = ["committed", "prototype"]
