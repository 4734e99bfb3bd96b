"""Who sits at a screen: by sign-in, by PIN on an enrolled device, or nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from slowdrip.clinic.accounts import seats
from slowdrip.clinic.accounts.actions import join, revoke, set_active
from slowdrip.clinic.accounts.pins import set_pin
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE, SEAT
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.moment import now
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs, signed_in

from .screens import (
    LOCK_S,
    LOCKED,
    LONGEST_H,
    STAFF_PAGE,
    TRIES,
    enrolled,
    is_locked,
    leave_alone,
    numbers,
    open_by_pin,
    tablet,
)


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    answer = Client().get(f"{STAFF_PAGE}?sort=name")
    assert answer["Location"] == "/account/login/?next=%2Fharbor%2Fstaff%2F%3Fsort%3Dname"


def test_a_password_alone_opens_no_clinic_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.nurse.user)
    assert client.get(STAFF_PAGE)["Location"].startswith("/account/2fa/")
    assert client.get("/")["Location"] == "/account/2fa/"


def test_an_outsider_finds_nothing(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.outsider)
    for page in (STAFF_PAGE, LOCKED, "/harbor/devices/", "/harbor/pin/", "/harbor/switch/", "/no-such-clinic/staff/"):
        assert client.get(page).status_code == 404
    assert open_by_pin(client, cast.nurse).status_code == 404


def test_a_closed_place_opens_nothing(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.desk)
    assert client.get(STAFF_PAGE).status_code == 200
    set_active(cast.director.acting, cast.desk.member.pk, active=False, at=DAY)
    assert client.get(STAFF_PAGE).status_code == 404


def test_one_tap_and_a_pin_open_an_enrolled_tablet(cast: Cast) -> None:
    client = tablet(cast)
    assert is_locked(client.get(STAFF_PAGE))
    assert open_by_pin(client, cast.nurse)["Location"] == "/harbor/"
    page = client.get(STAFF_PAGE)
    assert page.status_code == 200
    assert page.context["acting"].name == "Nia Okafor RN"


def test_the_session_key_changes_with_every_pin(cast: Cast) -> None:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    first = client.session.session_key
    open_by_pin(client, cast.second_nurse)
    assert first is not None
    assert client.session.session_key != first
    stale = tablet(cast)
    stale.cookies["sessionid"] = first
    assert is_locked(stale.get(STAFF_PAGE))


def test_an_idle_screen_locks(cast: Cast, client_as: ClientAs) -> None:
    for client in (client_as(cast.nurse), _opened(cast)):
        assert client.get(STAFF_PAGE).status_code == 200
        leave_alone(client)
        assert is_locked(client.get(STAFF_PAGE))


def clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Every page is opened at this instant."""
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: at)


@pytest.mark.parametrize("lock_s", [LOCK_S, 30, 3600])
@pytest.mark.parametrize(("over_s", "locks"), [(-1, False), (0, False), (1, True)])
def test_a_screen_stays_open_as_long_as_the_policy_says(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lock_s: int, over_s: int, locks: bool
) -> None:
    monkeypatch.setattr(seats, "timing_of", numbers(lock_after_s=lock_s))
    client = tablet(cast)
    clock(monkeypatch, DAY)
    open_by_pin(client, cast.nurse)
    clock(monkeypatch, DAY + timedelta(seconds=lock_s + over_s))
    assert is_locked(client.get(STAFF_PAGE)) is locks


@pytest.mark.parametrize(("over_s", "ends"), [(-1, False), (0, False), (1, True)])
def test_a_sign_in_lasts_as_long_as_the_policy_says(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch, over_s: int, ends: bool
) -> None:
    client = client_as(cast.nurse)
    signed_in_at = datetime.fromtimestamp(client.session[AUTHENTICATION_METHODS_SESSION_KEY][1]["at"], tz=UTC)
    last = signed_in_at + timedelta(hours=LONGEST_H, seconds=over_s)
    _busy_until(client, last - timedelta(seconds=1))
    clock(monkeypatch, last)
    answer = client.get(STAFF_PAGE)
    assert answer.get("Location", "").startswith("/account/login/") is ends
    assert (answer.status_code == 200) is not ends
    assert ("_auth_user_id" in client.session) is not ends


def _busy_until(client: Client, at: datetime) -> None:
    """The screen was touched all the time, last at this instant."""
    client.get(STAFF_PAGE)
    session = client.session
    session[SEAT] = {**session[SEAT], "seen": at.isoformat()}
    session.save()


def test_a_clinic_that_waits_longer_does_not_open_one_that_locks_sooner(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(cast.outside_system, cast.nurse.user, roles=["nurse"], initials="NO", at=DAY)
    patient = {cast.harbor.pk: 120, cast.northside.pk: 600}
    monkeypatch.setattr(seats, "timing_of", lambda clinic_id: numbers(lock_after_s=patient[clinic_id])(clinic_id))
    client = client_as(cast.nurse)
    start = now()
    clock(monkeypatch, start)
    assert client.get("/northside/staff/").status_code == 200
    clock(monkeypatch, start + timedelta(seconds=300))
    assert client.get("/northside/staff/").status_code == 200
    assert is_locked(client.get(STAFF_PAGE))
    clock(monkeypatch, start + timedelta(seconds=310))
    assert client.get("/northside/staff/").status_code == 200
    assert is_locked(client.get(STAFF_PAGE))
    assert open_by_pin(client, cast.nurse).status_code == 302
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_live_refresh_is_not_activity(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = tablet(cast)
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: DAY)
    open_by_pin(client, cast.nurse)
    for away_s in (40, 80, LOCK_S):
        monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda s=away_s: DAY + timedelta(seconds=s))
        assert client.get(STAFF_PAGE, headers={"X-Slowdrip-Live": "1"}).status_code == 200
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: DAY + timedelta(seconds=LOCK_S + 1))
    assert is_locked(client.get(STAFF_PAGE))


def test_a_person_who_signed_in_long_ago_and_opened_nothing_is_locked_out(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats, "timing_of", numbers(lock_after_s=-1))
    assert is_locked(client_as(cast.nurse).get(STAFF_PAGE))


def test_a_locked_fragment_sends_the_whole_page_to_the_lock(cast: Cast) -> None:
    answer = tablet(cast).get(STAFF_PAGE, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == LOCKED


def test_a_lock_in_one_clinic_is_not_opened_by_way_of_another(cast: Cast, client_as: ClientAs) -> None:
    join(cast.outside_system, cast.nurse.user, roles=["nurse"], initials="NO", at=DAY)
    client = client_as(cast.nurse)
    assert client.get(STAFF_PAGE).status_code == 200
    client.post("/harbor/lock/")
    assert client.get("/northside/staff/").status_code == 302
    assert is_locked(client.get(STAFF_PAGE))


def test_a_pin_of_one_clinic_opens_nothing_in_another(cast: Cast) -> None:
    member = join(cast.outside_system, cast.nurse.user, roles=["nurse"], initials="NO", at=DAY)
    set_pin(cast.outside_system, member.pk, "3141", at=DAY)
    client = _opened(cast)
    assert client.get("/northside/staff/")["Location"].startswith("/account/login/")


def test_a_revoked_device_shows_nothing(cast: Cast) -> None:
    device, client = enrolled(cast), Client()
    client.cookies[DEVICE_COOKIE] = device.token
    open_by_pin(client, cast.nurse)
    assert client.get(STAFF_PAGE).status_code == 200
    revoke(cast.director.acting, device.device.pk, at=DAY)
    assert client.get(STAFF_PAGE)["Location"].startswith("/account/login/")
    assert client.get(LOCKED)["Location"].startswith("/account/login/")
    assert open_by_pin(client, cast.nurse)["Location"].startswith("/account/login/")


def test_a_device_of_one_clinic_is_a_stranger_in_another(cast: Cast) -> None:
    assert tablet(cast).get("/northside/locked/")["Location"].startswith("/account/login/")


def test_the_token_is_stored_as_a_hash_only(cast: Cast) -> None:
    new = enrolled(cast)
    assert new.token not in str(vars(new.device))
    assert Actor.objects.get(pk=new.device.actor_id).kind == Actor.Kind.DEVICE


def test_a_changed_token_opens_nothing(cast: Cast) -> None:
    client = Client()
    client.cookies[DEVICE_COOKIE] = enrolled(cast).token + "x"
    assert client.get(LOCKED)["Location"].startswith("/account/login/")


def test_someone_else_s_sign_in_ends_when_the_screen_changes_hands(cast: Cast) -> None:
    client = signed_in(tablet(cast), cast.director.user)
    assert client.get(STAFF_PAGE).context["acting"].name == "Dr Dana Whitfield"
    open_by_pin(client, cast.nurse)
    assert client.get("/account/2fa/")["Location"].startswith("/account/login/")
    leave_alone(client)
    assert is_locked(client.get(STAFF_PAGE))


def test_five_wrong_pins_close_the_door_for_that_person_alone(cast: Cast) -> None:
    client = tablet(cast)
    for _ in range(TRIES):
        assert open_by_pin(client, cast.nurse, pin="0192").status_code == 422
    answer = open_by_pin(client, cast.nurse)
    assert answer.status_code == 422
    assert "Too many wrong PINs" in answer.content.decode()
    assert open_by_pin(client, cast.second_nurse).status_code == 302


def test_planted_fault_a_seat_that_never_grows_idle_stays_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _opened(cast)
    leave_alone(client)
    monkeypatch.setattr(seats, "_idle", lambda *_, **__: False)
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_forged_seat_for_another_clinic_s_member_opens_nothing(cast: Cast) -> None:
    client = _opened(cast)
    session = client.session
    session[SEAT] = {**session[SEAT], "membership": str(cast.outsider.member.pk)}
    session.save()
    assert is_locked(client.get(STAFF_PAGE))


def _opened(cast: Cast) -> Client:
    client = tablet(cast)
    open_by_pin(client, cast.nurse)
    return client
