"""The house of the drips' tests, with a drip running in it."""

from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit

__all__ = ["built", "house", "running", "visit"]
