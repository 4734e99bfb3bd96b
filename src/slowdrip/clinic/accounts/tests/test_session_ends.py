"""What a session keeps and when it ends: a lock beats every request under way, and nothing in it grows for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from pytest_django import Settings

from slowdrip.clinic.accounts import rules
from slowdrip.clinic.accounts.expiring import expire_sessions
from slowdrip.clinic.accounts.rules import VIEWED, VIEWING_LASTS, ClinicRequest, device_page, shows, staff_page
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

from .screens import LOCKED, STAFF_PAGE, is_locked, open_by_pin, tablet

PATIENT = UUID(int=7)
meanwhile: list[Callable[[], object]] = []


@staff_page("board.see", shows_patient=True)
def chair(request: ClinicRequest, patient: UUID) -> HttpResponse:
    """A page that shows a patient, and during which other things happen."""
    for happening in meanwhile:
        happening()
    shows(request, patient)
    return HttpResponse("chart")


@device_page("board.see", shows_patient=True)
def drips(request: ClinicRequest) -> HttpResponse:
    """What an enrolled device shows of its patients also while it is locked."""
    shows(request, PATIENT)
    return HttpResponse("drips")


class Map:
    """The real addresses and the page of this test."""

    urlpatterns = (
        path("<slug:clinic>/chair/<uuid:patient>/", chair, name="chair"),
        path("<slug:clinic>/drips/", drips, name="drips"),
        path("account/", include("slowdrip.site.sign_in")),
        path("", include("slowdrip.clinic.accounts.urls")),
    )


@pytest.fixture(autouse=True)
def own_map(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = Map
    meanwhile.clear()


def same_browser(client: Client) -> Client:
    """A second request of the same browser: it has the same cookies."""
    twin = Client()
    twin.cookies.load(client.cookies.output(header=""))
    return twin


def locked_meanwhile(client: Client) -> tuple[int, Client]:
    """A refresh that is still under way when Lock is tapped: its status, and the browser after the lock."""
    other = same_browser(client)
    meanwhile.append(lambda: other.post("/harbor/lock/"))
    answer = client.get(f"/harbor/chair/{PATIENT}/", headers={"X-Slowdrip-Live": "1"})
    meanwhile.clear()
    return answer.status_code, other


def test_a_refresh_under_way_does_not_undo_a_lock_on_a_tablet(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    status, after = locked_meanwhile(client)
    assert status == 400
    assert is_locked(after.get(STAFF_PAGE))
    assert is_locked(client.get(STAFF_PAGE))


def test_a_refresh_under_way_does_not_undo_a_lock_of_a_signed_in_person(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    client.get(STAFF_PAGE)
    _status, after = locked_meanwhile(client)
    assert is_locked(after.get(STAFF_PAGE))
    assert client.get(STAFF_PAGE).status_code == 302


def test_planted_fault_a_lock_that_keeps_the_session_s_key_is_undone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    monkeypatch.setattr(SessionBase, "cycle_key", lambda _session: None)
    _status, after = locked_meanwhile(client)
    assert after.get(STAFF_PAGE).status_code == 200


def test_after_the_lock_the_pin_opens_the_screen_and_the_left_page(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    client.post("/harbor/lock/", {"next": "/harbor/pin/"})
    assert open_by_pin(client, cast.nurse)["Location"] == "/harbor/pin/"


def test_a_tap_that_meets_the_lock_comes_back_to_its_page(cast: Cast) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/harbor/drips/7/?x=1"}
    answer = tablet(cast).post(f"/harbor/chair/{PATIENT}/", headers=asked)
    assert answer["HX-Redirect"] == f"{LOCKED}?next=%2Fharbor%2Fdrips%2F7%2F%3Fx%3D1"


def test_a_tap_from_another_host_comes_back_nowhere(cast: Cast) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/harbor/"}
    assert tablet(cast).get(STAFF_PAGE, headers=asked)["HX-Redirect"] == LOCKED


def look(client: Client, monkeypatch: pytest.MonkeyPatch, patient: UUID, at: datetime) -> None:
    """Looks at a patient at that moment."""
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: at)
    assert client.get(f"/harbor/chair/{patient}/").status_code == 200


def views(cast: Cast) -> int:
    """How many access entries the chain has."""
    return AuditEntry.objects.filter(clinic=cast.harbor, action="viewed").count()


def test_what_was_viewed_long_ago_leaves_the_session(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = tablet(cast)
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: DAY)
    open_by_pin(client, cast.nurse)
    for minute in range(60):
        look(client, monkeypatch, uuid4(), DAY + timedelta(minutes=minute))
        assert len(client.session[VIEWED]) <= VIEWING_LASTS // timedelta(minutes=1) + 1
    assert views(cast) == 60


def test_planted_fault_a_session_that_forgets_nothing_grows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = tablet(cast)
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: DAY)
    open_by_pin(client, cast.nurse)
    monkeypatch.setattr(rules, "VIEWING_LASTS", timedelta(days=365))
    for minute in range(20):
        look(client, monkeypatch, uuid4(), DAY + timedelta(minutes=minute))
    assert len(client.session[VIEWED]) == 20


@pytest.mark.parametrize(("later_s", "entries"), [(0, 1), (900, 1), (901, 2)])
def test_a_viewing_lasts_fifteen_minutes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, later_s: int, entries: int
) -> None:
    client = tablet(cast)
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: DAY)
    open_by_pin(client, cast.nurse)
    for second in range(0, later_s, 60):
        monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda s=second: DAY + timedelta(seconds=s))
        client.get(STAFF_PAGE)
        if second == 0:
            look(client, monkeypatch, PATIENT, DAY)
    look(client, monkeypatch, PATIENT, DAY + timedelta(seconds=later_s))
    assert views(cast) == entries


def test_sessions_that_ran_out_are_deleted_and_others_stay(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    Session.objects.create(session_key="long-gone", session_data="", expire_date=timezone.now() - timedelta(seconds=1))
    expire_sessions()
    expire_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == [client.session.session_key]


def a_late_answer_takes_no_key_away(client: Client) -> None:
    late = same_browser(client)
    client.post("/harbor/lock/")
    answer = late.get(f"/harbor/chair/{PATIENT}/", headers={"X-Slowdrip-Live": "1"})
    assert "sessionid" not in answer.cookies
    assert client.get("/harbor/locked/").status_code == 200  # the PIN pad, not the door for password and code


def test_a_request_that_arrives_after_the_lock_does_not_sign_the_browser_out(cast: Cast, client_as: ClientAs) -> None:
    a_late_answer_takes_no_key_away(client_as(cast.nurse))


def test_planted_fault_a_late_answer_that_deletes_the_cookie_is_found(
    cast: Cast, client_as: ClientAs, settings: Settings
) -> None:
    ours, theirs = "slowdrip.site.sessions.LastingSessions", "django.contrib.sessions.middleware.SessionMiddleware"
    client = client_as(cast.nurse)
    settings.MIDDLEWARE = [theirs if each == ours else each for each in settings.MIDDLEWARE]
    with pytest.raises(AssertionError):
        a_late_answer_takes_no_key_away(client)


def a_late_look_of_a_tablet_replaces_no_key(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    late = same_browser(client)
    client.post("/harbor/lock/", {"next": "/harbor/pin/"})
    answer = late.get("/harbor/drips/", headers={"X-Slowdrip-Live": "1"})
    assert (answer.status_code, views(cast)) == (200, 1)
    assert "sessionid" not in answer.cookies
    assert open_by_pin(client, cast.nurse)["Location"] == "/harbor/pin/"


def test_a_look_that_arrives_after_the_lock_of_a_tablet_leaves_its_new_key_alone(cast: Cast) -> None:
    a_late_look_of_a_tablet_replaces_no_key(cast)


def test_planted_fault_a_late_look_that_begins_a_session_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_comes_late", lambda _request: False)
    with pytest.raises(AssertionError):
        a_late_look_of_a_tablet_replaces_no_key(cast)


def test_a_locked_tablet_that_never_had_a_session_notes_one_look_once(cast: Cast) -> None:
    client = tablet(cast)
    for _ in range(3):
        assert client.get("/harbor/drips/", headers={"X-Slowdrip-Live": "1"}).status_code == 200
    assert views(cast) == 1


def test_signing_out_still_deletes_the_cookie(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as(cast.nurse).post("/account/logout/")
    assert answer.cookies["sessionid"]["max-age"] == 0
