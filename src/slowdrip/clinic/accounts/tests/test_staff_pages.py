"""Staff, credentials, devices and one's own PIN."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from slowdrip.clinic.accounts.actions import add_credential, change_roles, join
from slowdrip.clinic.accounts.models import Credential, Device, Membership, User
from slowdrip.clinic.accounts.permissions import DIRECTOR, NURSE
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.accounts.queries import credential_state
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

from .screens import STAFF_PAGE, TRIES, enrolled

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(("days", "state"), [(-1, "expired"), (0, "soon"), (30, "soon"), (31, "valid")])
def test_a_credential_holds_through_its_last_day(days: int, state: str) -> None:
    assert credential_state(TODAY + timedelta(days=days), day=TODAY) == state
    assert Credential(expires_on=TODAY + timedelta(days=days)).valid_on(TODAY) is (state != "expired")


def test_an_expired_credential_is_marked_in_the_list(cast: Cast, client_as: ClientAs) -> None:
    yesterday = (now() - timedelta(days=2)).date()
    Credential.objects.filter(membership=cast.nurse.member, kind="acls").update(expires_on=yesterday)
    page = client_as(cast.desk).get(STAFF_PAGE)
    lines = {line.name: line for line in page.context["staff"]}
    assert lines["Nia Okafor RN"].expired
    assert not lines["Dr Paul Reyes"].expired
    assert page.content.decode().count('data-credential="expired"') == 1


def test_a_renewed_credential_takes_the_old_one_s_place(cast: Cast, client_as: ClientAs) -> None:
    Credential.objects.filter(membership=cast.nurse.member, kind="acls").update(expires_on=date(2020, 1, 1))
    add_credential(
        cast.director.acting, cast.nurse.member.pk, kind="acls", number="", expires_on=date(2090, 1, 1), at=DAY
    )
    page = client_as(cast.desk).get(STAFF_PAGE)
    assert 'data-credential="expired"' not in page.content.decode()


@pytest.mark.parametrize("who", ["nurse", "prescriber", "desk", "auditor"])
def test_only_the_director_changes_staff(cast: Cast, client_as: ClientAs, who: str) -> None:
    client = client_as(getattr(cast, who))
    person = f"/harbor/staff/{cast.nurse.member.pk}/"
    for page in (person, "/harbor/staff/new/"):
        refused = client.get(page)
        assert refused.status_code == 403
        assert "Dr Dana Whitfield" in refused.content.decode()
        assert 'data-refused="staff.edit"' in refused.content.decode()
    for page in ("roles/", "credentials/", "pin-tries/", "close/", "reopen/"):
        assert client.post(person + page, {"roles": [DIRECTOR]}).status_code == 403
    assert Membership.objects.get(pk=cast.nurse.member.pk).roles == [NURSE]


def test_the_director_changes_roles_and_the_chain_keeps_before_and_after(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.director)
    answer = client.post(f"/harbor/staff/{cast.nurse.member.pk}/roles/", {"roles": [NURSE, "auditor"]})
    assert answer.status_code == 302
    assert Membership.objects.get(pk=cast.nurse.member.pk).roles == ["auditor", NURSE]
    entry = AuditEntry.objects.visible_to(cast.system).latest("seq")
    assert entry.action == "accounts.membership.changed"
    assert entry.actor_id == cast.director.acting.actor_id


def test_no_role_at_all_is_refused_with_the_fix(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as(cast.director).post(f"/harbor/staff/{cast.nurse.member.pk}/roles/", {})
    assert answer.status_code == 422
    assert Membership.objects.get(pk=cast.nurse.member.pk).roles == [NURSE]


def test_a_director_cannot_leave_the_clinic_without_one(cast: Cast, client_as: ClientAs) -> None:
    with pytest.raises(Refused, match="not_yourself"):
        change_roles(cast.director.acting, cast.director.member.pk, roles=[NURSE], at=DAY)
    answer = client_as(cast.director).post(f"/harbor/staff/{cast.director.member.pk}/close/")
    assert answer.status_code == 422
    assert "cannot take this away from yourself" in answer.content.decode()


def test_the_director_adds_a_credential(cast: Cast, client_as: ClientAs) -> None:
    posted = {"kind": "licence", "number": " D-7 ", "expires_on": "2031-05-01"}
    url = f"/harbor/staff/{cast.desk.member.pk}/credentials/"
    assert client_as(cast.director).post(url, posted).status_code == 302
    assert Credential.objects.get(membership=cast.desk.member).number == "D-7"


def test_a_credential_without_a_day_keeps_what_was_typed(cast: Cast, client_as: ClientAs) -> None:
    url = f"/harbor/staff/{cast.desk.member.pk}/credentials/"
    answer = client_as(cast.director).post(url, {"kind": "licence", "number": "D-77"})
    assert answer.status_code == 422
    assert 'value="D-77"' in answer.content.decode()
    assert not Credential.objects.filter(membership=cast.desk.member).exists()


def test_the_director_gives_new_pin_tries_on_the_page(cast: Cast, client_as: ClientAs) -> None:
    Membership.objects.filter(pk=cast.nurse.member.pk).update(pin_failures=TRIES)
    client, person = client_as(cast.director), f"/harbor/staff/{cast.nurse.member.pk}/"
    assert "PIN locked" in client.get(person).content.decode()
    assert client.post(f"{person}pin-tries/").status_code == 302
    assert prove_pin(cast.nurse.acting, cast.nurse.member.pk, cast.nurse.pin, at=DAY).method == "pin"


def test_another_clinic_s_person_is_not_found(cast: Cast, client_as: ClientAs) -> None:
    client, person = client_as(cast.director), f"/harbor/staff/{cast.outsider.member.pk}/"
    assert client.get(person).status_code == 404
    for page in ("roles/", "pin-tries/", "close/"):
        assert client.post(person + page, {"roles": [NURSE]}).status_code == 404


def test_a_new_person_gets_a_link_and_chooses_a_password(cast: Cast, client_as: ClientAs) -> None:
    posted = {"name": "Kim Sato RN", "email": "Kim@Harbor.example", "initials": "KS", "roles": [NURSE]}
    added = client_as(cast.director).post("/harbor/staff/new/", posted, follow=True)
    link = added.context["first_password_url"].removeprefix("http://testserver")
    browser = Client()
    form = browser.get(link, follow=True)
    chosen = {"password1": "a quiet room at dawn", "password2": "a quiet room at dawn"}
    browser.post(form.context["action_url"], chosen)
    user = User.objects.get(email="kim@harbor.example")
    assert user.check_password("a quiet room at dawn")
    assert "used already" in Client().get(link, follow=True).content.decode()


def test_a_person_of_two_clinics_gets_no_password_link_from_either(cast: Cast, client_as: ClientAs) -> None:
    posted = {"name": "Kim Sato RN", "email": "kim@harbor.example", "initials": "KS", "roles": [NURSE]}
    client = client_as(cast.director)
    added = client.post("/harbor/staff/new/", posted, follow=True)
    assert added.context["first_password_url"]
    user = User.objects.get(email="kim@harbor.example")
    join(cast.outside_system, user, roles=[NURSE], initials="KS", at=DAY)
    member = Membership.objects.get(user=user, clinic=cast.harbor)
    assert client.get(f"/harbor/staff/{member.pk}/").context["first_password_url"] == ""


def test_a_person_joins_once(cast: Cast, client_as: ClientAs) -> None:
    posted = {"name": "Nia", "email": cast.nurse.user.email, "initials": "N", "roles": [NURSE]}
    answer = client_as(cast.director).post("/harbor/staff/new/", posted)
    assert answer.status_code == 422
    assert "already has a place" in answer.content.decode()


def test_enrolling_sets_a_long_lived_cookie_that_scripts_cannot_read(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    answer = client.post("/harbor/devices/", {"name": "Tablet, room 4", "kind": "tablet"})
    cookie = answer.cookies[DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    assert cookie.value not in client.get("/harbor/devices/").content.decode()
    assert client.get("/harbor/devices/").context["this"].name == "Tablet, room 4"


def test_with_tls_the_device_cookie_travels_encrypted_only(cast: Cast, client_as: ClientAs, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = client_as(cast.nurse).post("/harbor/devices/", {"name": "Tablet", "kind": "tablet"}, secure=True)
    assert answer.cookies[DEVICE_COOKIE]["secure"] is True


def test_a_device_needs_a_name(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as(cast.nurse).post("/harbor/devices/", {"name": "   ", "kind": "tablet"})
    assert answer.status_code == 422
    assert not Device.objects.exists()


def test_the_desk_enrols_no_device(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as(cast.desk).post("/harbor/devices/", {"name": "Mine", "kind": "phone"})
    assert answer.status_code == 403
    assert not Device.objects.exists()


def test_revoking_is_kept_once(cast: Cast, client_as: ClientAs) -> None:
    device, client = enrolled(cast).device, client_as(cast.director)
    for _ in range(2):
        assert client.post(f"/harbor/devices/{device.pk}/revoke/").status_code == 302
    changes = AuditEntry.objects.visible_to(cast.system).filter(action="accounts.device.changed")
    assert changes.count() == 1


def test_another_clinic_s_device_is_not_found(cast: Cast, client_as: ClientAs) -> None:
    device = enrolled(cast).device
    assert client_as(cast.outsider).post(f"/northside/devices/{device.pk}/revoke/").status_code == 404
