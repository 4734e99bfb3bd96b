"""Every address under /p/ is behind a link: a stranger, the staff and another clinic's link get the closed page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from slowdrip.clinic.outcomes.models import Answer
from slowdrip.clinic.outcomes.tests.asked import at_noon, linked, opened, patient_of, sent
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import Cast
from tests.fixtures import ClientAs

pytestmark = pytest.mark.django_db


def routes(resolver: URLResolver, prefix: str = "") -> list[str]:
    """Every route of the product that lies under /p/."""
    found: list[str] = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += routes(entry, route)
        elif route.startswith("p/"):
            found.append(route)
    return found


def filled(route: str, ids: dict[str, str]) -> str:
    """An address with a real id for each name in it."""
    parts = (ids[part.strip("<>").partition(":")[2]] if part.startswith("<") else part for part in route.split("/"))
    return "/" + "/".join(parts)


@pytest.fixture
def doors(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    at_noon(monkeypatch)
    one = sent(cast, "phq9")
    ids = {"clinic": "harbor", "ask": str(one.ask.pk), "scale": "phq9", "item": "q1", "token": "A" * 43}
    ids |= {"offer": str(one.ask.pk), "game": "symbols"}
    return [filled(route, ids) for route in routes(get_resolver())]


def test_the_walk_knows_the_pages_of_a_patient(doors: list[str]) -> None:
    assert len(doors) >= 8
    assert "/p/harbor/" in doors


def test_without_a_link_every_page_is_closed(cast: Cast, client_as: ClientAs, doors: list[str]) -> None:
    _link, path = linked(cast, patient_of(cast, cast.outsider), person=cast.outsider)
    before = AuditEntry.objects.filter(clinic=cast.harbor).count()
    browsers = {"stranger": Client(), "nurse": client_as(cast.nurse), "another clinic's patient": opened(path)}
    wrong = {
        (who, door, method): answer.status_code
        for who, browser in browsers.items()
        for door in doors
        for method in ("get", "post")
        if (answer := getattr(browser, method)(door)).status_code != 404
        or "This link does not work" not in answer.content.decode()
    }
    assert wrong == {}
    assert AuditEntry.objects.filter(clinic=cast.harbor).count() == before
    assert Answer.objects.count() == 0


def test_planted_a_page_that_takes_the_staff_for_the_patient_is_found(
    cast: Cast, client_as: ClientAs, doors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from slowdrip.clinic.portal.models import PatientLink

    monkeypatch.setattr("slowdrip.clinic.portal.rules.held_link", lambda request: PatientLink.objects.first())
    with pytest.raises(AssertionError):
        test_without_a_link_every_page_is_closed(cast, client_as, doors)
