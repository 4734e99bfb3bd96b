"""Finding a patient by what people type."""

from dataclasses import replace
from datetime import date

import pytest

from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patients
from tests.cast import DAY, Cast

from .conftest import ANA


@pytest.fixture
def everyone(ana: Patient, stranger: Patient, house: Cast) -> Cast:
    others = [("Ben", "Osei", date(1980, 4, 3)), ("Cleo", "Vance", date(1980, 3, 4))]
    for given, family, born in others:
        facts = replace(ANA, legal_given=given, legal_family=family, birth_date=born, preferred_name=f"{given}y")
        register_patient(house.desk.acting, facts, at=DAY)
    return house


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Núñez", "Osei", "Vance"]),
        ("osei", ["Osei"]),
        ("Osei, Ben", ["Osei"]),
        ("beny", ["Osei"]),
        ("ben vance", []),
        ("SD-000003", ["Vance"]),
        ("1984-03-09", ["Núñez"]),
        ("9 Mar 1984", ["Núñez"]),
        ("03/04/1980", ["Osei", "Vance"]),
        ("vance 1980-03-04", ["Vance"]),
        ("vance 1980-04-03", []),
        ("Bea", []),
        ("%", []),
    ],
)
def test_a_search_finds_by_name_mrn_or_birth_date(everyone: Cast, search: str, found: list[str]) -> None:
    assert [patient.legal_family for patient in patients(everyone.desk.acting, search).patients] == found


def test_a_long_list_says_that_there_is_more(everyone: Cast) -> None:
    found = patients(everyone.desk.acting, most=2)
    assert (len(found.patients), found.more) == (2, True)
