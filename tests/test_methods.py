"""Every page says which methods it takes: one that only shows takes no post, none takes what no form sends."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from tests.cast import Cast, Person
from tests.fixtures import ClientAs
from tests.ids import ids_of
from tests.visit import build_visit
from tests.walk import Door, doors

SHOWS_ONLY = {
    "board", "board_live", "board_compact", "day", "tasks", "chair", "chair_live", "record", "record_pdf", "stream",
    "list", "patient", "current", "version", "text", "waiting", "order", "label", "locked", "switch", "staff", "person",
}  # fmt: skip


@pytest.fixture
def every_door(cast: Cast) -> list[Door]:
    """The doors of the staff; those of a patient's screen are tried from one, in the tests of the bedside."""
    return [door for door in doors(ids_of(cast, build_visit(cast))) if not door.rule.is_patients]


def allowed(cast: Cast, door: Door) -> Person:
    """Somebody whom the page lets in."""
    if door.rule.at_the_lock:
        return cast.nurse
    return next(person for person in cast.staff if door.rule.permission in person.acting.permissions)


def taken(cast: Cast, client_as: ClientAs, found: list[Door], method: str) -> list[str]:
    """The pages that do not refuse this method."""
    clients: dict[str, Client] = {}
    names = []
    for door in found:
        person = allowed(cast, door)
        client = clients.setdefault(person.member.name, client_as(person))
        response = getattr(client, method)(door.path)
        if hasattr(response, "streaming_content"):
            response.close()
        if response.status_code != 405:
            names.append(door.name)
    return names


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_page_takes_what_no_form_sends(cast: Cast, client_as: ClientAs, every_door: list[Door], method: str) -> None:
    assert taken(cast, client_as, every_door, method) == []


@pytest.mark.django_db
def test_a_page_that_only_shows_takes_no_post(cast: Cast, client_as: ClientAs, every_door: list[Door]) -> None:
    shown = [door for door in every_door if door.name in SHOWS_ONLY]
    assert {door.name for door in shown} == SHOWS_ONLY
    assert taken(cast, client_as, shown, "post") == []


@staff_page("board.see")
def careless(request: ClinicRequest) -> HttpResponse:
    """A page that forgot to say what it takes."""
    return HttpResponse("ok")


class Careless:
    """The real addresses and a careless one."""

    urlpatterns = (path("<slug:clinic>/careless/", careless, name="careless"), path("", include("slowdrip.site.urls")))


@pytest.mark.django_db
def test_planted_fault_a_page_that_takes_anything_is_found(cast: Cast, client_as: ClientAs, settings: Settings) -> None:
    settings.ROOT_URLCONF = Careless
    found = [door for door in doors(ids_of(cast, build_visit(cast))) if door.name in ("careless", "staff")]
    assert taken(cast, client_as, found, "put") == ["careless"]
