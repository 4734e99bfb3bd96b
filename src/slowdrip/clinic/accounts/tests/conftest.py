"""A database with real commits, for what happens at the same time."""

from tests.houses import committed, prototype

__all__ = ["committed", "prototype"]
