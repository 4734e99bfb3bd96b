"""The accounts pages work for PostgreSQL's application role, to which an unbound query shows nothing."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.transaction import Atomic
from django.test import Client

from slowdrip.clinic.accounts import rules
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.permissions import NURSE
from slowdrip.clinic.accounts.views import landing
from tests.cast import Cast
from tests.fixtures import ClientAs, signed_in

from .screens import LOCKED, STAFF_PAGE, open_by_pin, tablet

pytestmark = pytest.mark.postgres_only


def unbind() -> None:
    """Forgets clinic and person, as the end of a real transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('slowdrip.clinic', '', true), set_config('slowdrip.user', '', true)")


@pytest.fixture
def application(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast seen by the application role; inside a test's own transaction each inner one ends unbound."""
    leave, outside = Atomic.__exit__, len(connection.savepoint_ids)

    def left(atomic: Atomic, *problem: Any) -> None:
        leave(atomic, *problem)
        if not problem[0] and len(connection.savepoint_ids) == outside:
            unbind()

    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SLOWDRIP_APP_ROLE or "slowdrip_app"}"')
    unbind()
    monkeypatch.setattr(Atomic, "__exit__", left)
    yield cast
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_the_role_sees_nothing_unbound(application: Cast) -> None:
    assert not Membership.objects.exists()


def test_a_tablet_is_enrolled_opened_and_changes_hands(application: Cast) -> None:
    client = tablet(application)
    assert len(client.get(LOCKED).context["people"]) == len(application.staff)
    assert open_by_pin(client, application.nurse, pin="0192").status_code == 422
    assert open_by_pin(client, application.nurse, next=STAFF_PAGE).status_code == 302
    assert client.get("/harbor/switch/").status_code == 200
    assert open_by_pin(client, application.second_nurse).status_code == 302
    assert client.get("/harbor/devices/").status_code == 200
    assert client.post("/harbor/pin/", {"pin": "1", "again": "1"}).status_code == 422


def test_a_person_finds_their_clinics(application: Cast, client_as: ClientAs) -> None:
    assert client_as(application.nurse).get("/")["Location"] == "/harbor/"
    assert client_as(application.outsider).get(STAFF_PAGE).status_code == 404


def test_planted_fault_a_view_that_forgets_to_bind_sees_nothing(
    application: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "own_rows", lambda _: nullcontext())
    assert client_as(application.nurse).get("/").status_code == 200, "no clinic was found, so none was opened"
    monkeypatch.setattr(rules, "tenant", lambda _: nullcontext())
    with pytest.raises(ObjectDoesNotExist):
        client_as(application.nurse).get(STAFF_PAGE)


def test_a_director_keeps_the_staff(application: Cast) -> None:
    client = signed_in(Client(), application.director.user)
    person = f"/harbor/staff/{application.nurse.member.pk}/"
    assert client.get(STAFF_PAGE).status_code == 200
    assert client.get(person).status_code == 200
    assert client.post(f"{person}roles/", {"roles": [NURSE]}).status_code == 302
    assert client.post(f"{person}roles/", {}).status_code == 422
    added = {"name": "Kim Sato", "email": "kim@harbor.example", "initials": "KS", "roles": [NURSE]}
    assert client.post("/harbor/staff/new/", added, follow=True).context["first_password_url"]


def test_a_refusal_names_who_can(application: Cast, client_as: ClientAs) -> None:
    refused = client_as(application.desk).get("/harbor/staff/new/")
    assert refused.status_code == 403
    assert "Dr Dana Whitfield" in refused.content.decode()
