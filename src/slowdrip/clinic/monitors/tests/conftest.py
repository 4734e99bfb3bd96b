"""The house of the drips' tests, and a monitor that speaks in it."""

from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit

__all__ = ["built", "house", "running", "visit"]
