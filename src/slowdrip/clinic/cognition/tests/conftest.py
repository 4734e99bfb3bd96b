"""A drip under way, and its house."""

from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit

__all__ = ["built", "house", "running", "visit"]
