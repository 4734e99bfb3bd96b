"""What the tests of orders stand on: the cast, a policy, one patient who was weighed and re-read."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.tests.ordering import Running, weigh
from slowdrip.clinic.treatment.verified import VerifiedOrder
from tests.cast import DAY, Cast

BEN = PatientFacts(legal_given="Ben", legal_family="Harlow", birth_date=date(1979, 6, 2), sex_for_dosing="male")


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast, with the default policy in both clinics."""
    adopt_default(cast.system, at=DAY)
    adopt_default(cast.outside_system, at=DAY)
    return cast


@pytest.fixture
def unweighed(house: Cast) -> Patient:
    """A patient of whom nothing was measured yet."""
    return register_patient(house.desk.acting, BEN, at=DAY)


@pytest.fixture
def ben(house: Cast, unweighed: Patient) -> Patient:
    """A patient of 80 kg and 180 cm, measured by one nurse and re-read by another."""
    weigh(house, unweighed, kg="80", cm="180")
    return unweighed


@pytest.fixture
def stranger(house: Cast) -> Patient:
    """A patient of the other clinic."""
    return register_patient(house.outsider.acting, replace(BEN, legal_given="Bea"), at=DAY)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Running:
    """A drip that has an order in force, as the app to the right would register it."""
    drip = Running()

    def take_over(tx: Tx, old_id: UUID, new: VerifiedOrder) -> None:
        drip.take_over(old_id, new)

    monkeypatch.setattr(gates, "_in_use", [drip.has_in_force])
    monkeypatch.setattr(gates, "_take_over", [take_over])
    return drip


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other app has registered anything."""
    for registry in ("_in_use", "_take_over", "_people"):
        monkeypatch.setattr(gates, registry, [])
