"""A drip that ran, and scores around it."""

from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit

__all__ = ["built", "house", "running", "visit"]
