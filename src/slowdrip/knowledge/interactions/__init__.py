"""Interactions of ketamine with other medicines, as data."""

from slowdrip.knowledge.interactions.loader import InteractionsError, default_interactions, load_interactions

__all__ = ["InteractionsError", "default_interactions", "load_interactions"]
