"""Links: opened by a deed, closed the same for everyone, and worth nothing elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.tests.asked import NOON, at_noon, linked, opened, patient_of, sent, tap
from slowdrip.clinic.portal import codes, links
from slowdrip.clinic.portal.models import ANSWER, SEE, PatientLink
from slowdrip.clinic.portal.openings import OPENING_COOKIE
from slowdrip.clinic.portal.rules import LINK_COOKIE
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at_noon(monkeypatch)


def closed_page(answer: Any) -> str:
    """The page that every link gets that opens nothing, without what differs by request."""
    assert answer.status_code == 404
    page: str = answer.content.decode()
    assert "This link does not work" in page
    return page


def revoked(link: PatientLink, cast: Cast) -> None:
    with act(cast.nurse.acting, at=NOON) as tx:
        links.revoke(tx, link)


def test_fetching_the_address_opens_nothing(cast: Cast) -> None:
    one = sent(cast, "phq9")
    scanner = Client()
    before = AuditEntry.objects.count()
    for _ in range(3):
        page = scanner.get(one.path)
        assert page.status_code == 200
        assert scanner.head(one.path).status_code == 200
    shown = page.content.decode()
    assert cast.harbor.name in shown
    assert not [word for word in ("Maya", "Ferreira", "PHQ") if word in shown]
    assert LINK_COOKIE not in scanner.cookies
    assert PatientLink.objects.get(pk=one.link.pk).opened_at is None
    assert AuditEntry.objects.count() == before


def test_planted_a_door_that_opens_when_fetched_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner that fetches addresses would then hold the patient's link."""
    from django.core.handlers.wsgi import WSGIRequest

    monkeypatch.setattr(WSGIRequest, "method", "POST", raising=False)
    monkeypatch.setattr(WSGIRequest, "__setattr__", _keeps_method)
    with pytest.raises(AssertionError):
        test_fetching_the_address_opens_nothing(cast)


def _keeps_method(request: Any, name: str, value: Any) -> None:
    object.__setattr__(request, name, "POST" if name == "method" else value)


def test_the_key_opens_it_and_the_token_stands_in_no_later_address(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone = Client()
    answer = phone.post(one.path)
    assert answer["Location"] == "/p/harbor/"
    kept = phone.cookies[LINK_COOKIE]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/p/", True, "Lax")
    assert PatientLink.objects.get(pk=one.link.pk).opened_at == NOON
    page = phone.get(phone.get("/p/harbor/")["Location"])
    assert kept.value not in page.content.decode()


def test_the_cookie_needs_an_encrypted_line_where_there_is_one(cast: Cast) -> None:
    one = sent(cast, "phq9")
    with override_settings(SESSION_COOKIE_SECURE=True):
        phone = Client()
        phone.post(one.path)
    assert phone.cookies[LINK_COOKIE]["secure"] is True


def test_only_the_hash_of_the_token_is_kept(cast: Cast) -> None:
    link, path = linked(cast, patient_of(cast))
    token = path.strip("/").split("/")[-1]
    assert link.token_sha256 == sha256(token)
    assert token not in str(list(PatientLink.objects.values()))
    assert not AuditEntry.objects.filter(detail__contains=token).exists()


@pytest.mark.parametrize("path", ["/p/harbor/", "/p/harbor/{ask}/phq9/q1/", "/p/harbor/{ask}/words/"])
def test_no_page_of_a_patient_stays_in_a_browser_or_tells_its_address(cast: Cast, path: str) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    there = path.format(ask=one.ask.pk)
    stranger = Client()
    for answer in (phone.get(there), *(stranger.get(path) for path in (there, one.path, "/p/harbor/no/way/out/"))):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_expired_revoked_guessed_and_foreign_links_get_the_same_page(cast: Cast) -> None:
    patient = patient_of(cast)
    _old, expired = linked(cast, patient, lasts=timedelta(hours=1))
    gone, ended = linked(cast, patient)
    revoked(gone, cast)
    theirs = patient_of(cast, cast.outsider)
    _link, foreign = linked(cast, theirs, person=cast.outsider)
    paths = [expired, ended, foreign.replace("northside", "harbor"), "/p/harbor/guess/", "/p/harbor/" + "A" * 43 + "/"]
    pages = {closed_page(getattr(Client(), method)(path)) for path in paths for method in ("get", "post")}
    pages.add(closed_page(Client().get("/p/harbor/")))
    assert len(pages) == 1
    (page,) = pages
    assert 'href="tel:988"' in page
    assert 'href="tel:+1 555 0100"' in page


def test_a_clinic_that_is_not_there_says_no_more_than_that(cast: Cast) -> None:
    page = closed_page(Client().get("/p/nowhere/guess/"))
    assert 'href="tel:988"' in page


def test_a_link_that_was_opened_ends_at_once_when_it_is_revoked(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    revoked(one.link, cast)
    closed_page(phone.get("/p/harbor/"))
    closed_page(tap(phone, one, "phq9", "q1", "2"))
    closed_page(phone.post(one.path))
    assert Answer.objects.count() == 0


def test_a_link_that_was_opened_ends_when_its_time_is_over(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    at_noon(monkeypatch, DAY + timedelta(days=7))
    closed_page(tap(phone, one, "phq9", "q1", "2"))
    assert Answer.objects.count() == 0


def test_a_link_of_one_patient_opens_nothing_of_another(cast: Cast) -> None:
    one, other = sent(cast, "phq9"), sent(cast, "phq9")
    phone = opened(one.path)
    assert phone.get(other.at("phq9/q1/")).status_code == 404
    assert tap(phone, other, "phq9", "q1", "2").status_code == 404
    assert phone.post(other.at("words/"), {"text": "x"}).status_code == 404
    assert Response.objects.count() == 0


def test_a_link_of_one_clinic_opens_nothing_of_another(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    closed_page(phone.get("/p/northside/"))
    closed_page(phone.get(one.at("phq9/q1/").replace("harbor", "northside")))


def test_an_action_takes_no_answer_to_another_patients_ask(cast: Cast) -> None:
    """Also where a page would forget to look."""
    from uuid import uuid4

    from slowdrip.clinic.outcomes.answering import save_answers
    from slowdrip.clinic.outcomes.given import Filling, Given

    one, other = sent(cast, "phq9"), sent(cast, "phq9")
    filling = Filling(one.patient.pk, "phq9", "link", uuid4(), ask_id=other.ask.pk)
    with pytest.raises(Refused, match="not_asked"):
        save_answers(one.link.acting(), filling, (Given("q1", "value", "1"),), at=NOON)


def test_planted_a_look_up_that_forgets_the_clinic_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(clinic: Any, token: str) -> PatientLink | None:
        found: PatientLink | None = PatientLink.objects.filter(token_sha256=sha256(token)).first()
        return found

    for place in ("rules", "views.door"):
        monkeypatch.setattr(f"slowdrip.clinic.portal.{place}.found_link", careless)
    with pytest.raises(AssertionError):
        test_a_link_of_one_clinic_opens_nothing_of_another(cast)


def test_the_staff_have_no_power_under_p(cast: Cast, client_as: ClientAs) -> None:
    one = sent(cast, "phq9")
    for person in cast.staff:
        browser = client_as(person)
        closed_page(browser.get("/p/harbor/"))
        closed_page(tap(browser, one, "phq9", "q1", "2"))
    assert Answer.objects.count() == 0


def test_a_patients_link_has_no_power_among_the_staff(cast: Cast) -> None:
    phone = opened(sent(cast, "phq9").path)
    phone.cookies[LINK_COOKIE]["path"] = "/"
    for path in ("/harbor/", "/harbor/people/", "/harbor/staff/"):
        assert phone.get(path)["Location"].startswith("/account/login/"), path
    assert phone.cookies.keys() <= {LINK_COOKIE, OPENING_COOKIE, "csrftoken"}


def test_a_link_that_only_answers_shows_nothing_and_may_do_nothing_else(cast: Cast) -> None:
    one = sent(cast, "phq9")
    assert one.link.acting(has_shown_code=True).permissions == {"link.answer"}
    with pytest.raises(Refused, match="no_such_patient"), act(cast.outsider.acting, at=NOON) as tx:
        links.make_link(tx, one.patient.pk, scopes=["link.answer"], lasts=timedelta(days=1))


def test_reading_ones_own_numbers_stands_in_the_record_once_in_a_while(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = patient_of(cast)
    link, path = linked(cast, patient, scopes=[ANSWER, SEE])
    phone = opened(path)
    with act(cast.system, at=NOON) as tx:
        digits = codes.make_code(tx, link, None)
        tx.wrote("code.made", link)
    phone.get("/p/harbor/mine/")  # only leads to the code
    assert not AuditEntry.objects.filter(action="viewed").exists()
    there = phone.post("/p/harbor/code/", {"code": digits})["Location"]
    for minutes in (0, 5, 16):
        at_noon(monkeypatch, NOON + timedelta(minutes=minutes))
        assert phone.get(there).status_code == 200
    entries = AuditEntry.objects.filter(action="viewed").order_by("at")
    assert [(each.actor_id, each.at) for each in entries] == [
        (link.actor_id, NOON),
        (link.actor_id, NOON + timedelta(minutes=16)),
    ]
    assert str(patient.pk) in entries[0].detail
