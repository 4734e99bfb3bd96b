"""Interactions of ketamine with other medicines, as data, and what a free text means in them."""

from slowdrip.knowledge.interactions.loader import InteractionsError, default_interactions, load_interactions
from slowdrip.knowledge.interactions.matching import classes, codes_in, entries_of, suggestions

__all__ = [
    "InteractionsError",
    "classes",
    "codes_in",
    "default_interactions",
    "entries_of",
    "load_interactions",
    "suggestions",
]
