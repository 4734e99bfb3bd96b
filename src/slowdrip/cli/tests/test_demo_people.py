"""One cast: those who work in the demo are those whom the tests know."""

import pytest

from slowdrip.cli.demo.people import EMPLOYEES
from tests.cast import build_cast


@pytest.mark.django_db
def test_the_demo_s_people_are_the_tests_people() -> None:
    cast = build_cast()
    people = (*cast.staff, cast.outsider)
    told = {(person.user.name, person.user.email, person.pin, *person.member.roles) for person in people}
    assert told == {(each.name, each.email, each.pin, each.role) for each in EMPLOYEES}
