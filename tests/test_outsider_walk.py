"""Every page, every role, and somebody of another clinic: nobody sees or does what is not theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from slowdrip.clinic.record.models import AuditEntry
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.ids import ids_of
from tests.visit import Visit, build_visit
from tests.walk import Door, doors

METHODS = ("get", "post")
ROLES = ("nurse", "prescriber", "director", "desk", "auditor")


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return build_visit(cast)


@pytest.fixture
def every_door(cast: Cast, visit: Visit) -> list[Door]:
    return doors(ids_of(cast, visit))


def answer(client: Client, door: Door, method: str) -> int:
    """The status; a stream is left unread, because closing it by hand would end the test's database connection."""
    return int(getattr(client, method)(door.path).status_code)


@pytest.mark.django_db
def test_the_walk_knows_every_kind_of_address(every_door: list[Door]) -> None:
    assert len(every_door) > 40
    assert all("<" not in door.path for door in every_door)


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
def test_somebody_of_another_clinic_learns_nothing(
    cast: Cast, client_as: ClientAs, every_door: list[Door], method: str
) -> None:
    client = client_as(cast.outsider)
    before = AuditEntry.objects.filter(clinic=cast.harbor).count()
    wrong = {door.path: status for door in every_door if (status := answer(client, door, method)) not in (404, 405)}
    assert wrong == {}
    assert AuditEntry.objects.filter(clinic=cast.harbor).count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_is_sent_to_sign_in(every_door: list[Door], method: str) -> None:
    client = Client()
    for door in every_door:
        response = getattr(client, method)(door.path)
        assert response.status_code in (302, 405), door.path
        if response.status_code == 302:
            assert response["Location"].startswith("/account/login/"), door.path


@pytest.mark.django_db
def test_a_role_without_the_permission_is_refused(cast: Cast, client_as: ClientAs, every_door: list[Door]) -> None:
    for role, door in [(role, door) for role in ROLES for door in every_door if not door.rule.at_the_lock]:
        person = getattr(cast, role)
        if door.rule.permission in person.acting.permissions:
            continue
        client = client_as(person)
        for method in METHODS:
            assert answer(client, door, method) in (403, 405), f"{role} {method} {door.path}"


@pytest.mark.django_db
def test_a_role_with_the_permission_may_look(cast: Cast, client_as: ClientAs, every_door: list[Door]) -> None:
    for role in ROLES:
        person = getattr(cast, role)
        client = client_as(person)
        allowed = [door for door in every_door if door.rule.permission in person.acting.permissions]
        seen = {door.path: answer(client, door, "get") for door in allowed}
        assert {path: status for path, status in seen.items() if status not in (200, 302, 405)} == {}, role
        assert 200 in seen.values()


@pytest.mark.django_db
def test_the_walk_would_find_a_page_that_forgot_its_clinic(
    cast: Cast, client_as: ClientAs, every_door: list[Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: a seat that takes anybody for a member of the clinic in the address."""
    monkeypatch.setattr(
        "slowdrip.clinic.accounts.rules.seat_of", lambda request, clinic, *, at: _careless(cast, clinic)
    )
    client = client_as(cast.outsider)
    assert any(answer(client, door, "get") == 200 for door in every_door)


def _careless(cast: Cast, clinic: Any) -> Any:
    from slowdrip.clinic.accounts.seats import Seat

    return Seat(clinic, cast.nurse.acting, cast.nurse.member, None, locked=False)
