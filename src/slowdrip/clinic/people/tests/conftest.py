"""What the tests of people stand on: the cast, a policy, one patient."""

from dataclasses import replace
from datetime import date

import pytest

from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.actions import adopt_default
from tests.cast import DAY, Cast

ANA = PatientFacts(legal_given="Ana", legal_family="Núñez", birth_date=date(1984, 3, 9), sex_for_dosing="female")


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast, with the default policy in both clinics."""
    adopt_default(cast.system, at=DAY)
    adopt_default(cast.outside_system, at=DAY)
    return cast


@pytest.fixture
def ana(house: Cast) -> Patient:
    """A patient at Harbor."""
    return register_patient(house.desk.acting, ANA, at=DAY)


@pytest.fixture
def stranger(house: Cast) -> Patient:
    """A patient at Northside."""
    return register_patient(house.outsider.acting, replace(ANA, legal_given="Bea"), at=DAY)
