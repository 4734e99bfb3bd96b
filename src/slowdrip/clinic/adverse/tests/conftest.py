"""A house with people and a patient, looked at by day."""

from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit

__all__ = ["built", "house", "running", "visit"]
