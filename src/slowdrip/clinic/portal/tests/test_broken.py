"""What a patient sees when something breaks, and what the log keeps of it: whom to call, never the address."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from slowdrip.clinic.outcomes.models import Answer
from slowdrip.clinic.outcomes.tests.asked import in_house_at_noon, opened, sent, tap
from slowdrip.clinic.record.models import Clinic
from slowdrip.site.masked import Links, masked
from tests.cast import Cast

pytestmark = pytest.mark.django_db
UNKNOWN = "We do not know if your last answer was saved"
NOT_SAVED = "What you sent last was not saved"


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def written() -> Any:
    """What the log of the house writes, with its own filters."""
    handler = next(each for each in logging.getLogger().handlers if any(isinstance(f, Links) for f in each.filters))
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(text := io.StringIO())
    yield text
    handler.setStream(before)


def away(*_: object, **__: object) -> None:
    raise OperationalError("the connection is lost")


def phone_that_shows(path: str) -> Client:
    phone = opened(path)
    phone.raise_request_exception = False
    return phone


def test_a_token_never_reaches_the_log(cast: Cast, written: io.StringIO) -> None:
    one = sent(cast, "phq9")
    token = one.path.rstrip("/").rpartition("/")[2]
    assert Client(enforce_csrf_checks=True).post(one.path).status_code == 403
    assert Client().put(one.path).status_code == 405
    assert Client().get(f"/p/nowhere/{token}/").status_code == 404
    said = written.getvalue()
    assert "/p/harbor/…" in said
    assert "Method Not Allowed" in said
    assert token not in said


def test_only_what_follows_the_clinic_is_masked() -> None:
    assert masked("/p/harbor/abc/ and /p/harbor/1/phq9/q9/?x=1 end") == "/p/harbor/… and /p/harbor/… end"
    assert masked("/harbor/people/") == "/harbor/people/"
    assert masked(404) == 404


def test_broken_after_it_was_reached_it_is_not_known_whether_it_was_saved(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(cast, "phq9")
    phone = phone_that_shows(one.path)
    monkeypatch.setattr("slowdrip.clinic.outcomes.views.patient._onward", away)
    answer = tap(phone, one, "phq9", "q1", "2")
    page = answer.content.decode()
    assert Answer.objects.count() == 1
    assert (answer.status_code, UNKNOWN in page, NOT_SAVED in page) == (503, True, False)
    assert 'href="tel:988"' in page
    assert "monitor" not in page
    assert answer["Cache-Control"] == "no-store"


def test_away_before_the_page_is_reached_nothing_was_saved(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sent(cast, "phq9")
    phone = phone_that_shows(one.path)
    monkeypatch.setattr("slowdrip.clinic.portal.rules.held_link", away)
    answer = tap(phone, one, "phq9", "q1", "2")
    assert (answer.status_code, NOT_SAVED in answer.content.decode()) == (503, True)


def test_a_page_that_breaks_shows_whom_to_call_and_asks_no_database(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    one = sent(cast, "phq9")
    phone = phone_that_shows(one.path)
    monkeypatch.setattr("slowdrip.clinic.portal.rules.held_link", wrong)
    with django_assert_max_num_queries(8):
        answer = phone.get(one.at("phq9/q1/"))
    assert (answer.status_code, UNKNOWN in answer.content.decode()) == (500, True)
    assert 'href="tel:988"' in answer.content.decode()


def test_an_old_page_and_an_unknown_one_show_the_clinics_own_numbers(cast: Cast) -> None:
    Clinic.objects.filter(pk=cast.harbor.pk).update(phone="555 0100")
    one = sent(cast, "phq9")
    stale = Client(enforce_csrf_checks=True).post(one.path)
    unknown = Client().get("/p/harbor/what/is/this/now/and/then/")
    for answer, status in ((stale, 403), (unknown, 404)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert cast.harbor.name in page
        assert answer["Cache-Control"] == "no-store"
    assert "tel:555 0100" in unknown.content.decode()
    assert Client().get("/p/nowhere/what/is/this/now/").status_code == 404
