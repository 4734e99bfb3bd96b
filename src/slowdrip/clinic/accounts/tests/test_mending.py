"""A name or an address that was typed wrong is mended; an address in use stays."""

from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.accounts import mending
from slowdrip.clinic.accounts.actions import invite, join
from slowdrip.clinic.accounts.first_password import give_password_link, password_link
from slowdrip.clinic.accounts.mending import mend_person
from slowdrip.clinic.accounts.models import Membership, User
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, PASSWORD, Cast
from tests.fixtures import ClientAs


@pytest.fixture
def new(cast: Cast) -> Membership:
    """Somebody who has not signed in yet."""
    return invite(
        cast.director.acting, email="kim@habor.example", name="Kim Sato", initials="KS", roles=["nurse"], at=DAY
    )


def mended(cast: Cast, member: Membership, **other: str) -> Membership:
    told = {"name": member.name, "initials": member.initials, "email": member.user.email, **other}
    return mend_person(cast.director.acting, member.pk, **told, at=DAY)


def opens(path: str) -> bool:
    page = Client().get(path, follow=True)
    return "used already" not in page.content.decode()


def test_a_name_is_mended_where_people_read_it(cast: Cast, client_as: ClientAs) -> None:
    nurse = cast.nurse.member
    posted = {"name": "Nia Reyes RN", "initials": "NR", "email": nurse.user.email}
    assert client_as(cast.director).post(f"/harbor/staff/{nurse.pk}/name/", posted).status_code == 302
    member = Membership.objects.select_related("actor").get(pk=nurse.pk)
    assert (member.name, member.initials, member.actor.label) == ("Nia Reyes RN", "NR", "Nia Reyes RN")
    entry = AuditEntry.objects.visible_to(cast.system).filter(action="accounts.membership.changed").latest("seq")
    assert "Nia Okafor RN" in entry.detail


def test_an_address_is_mended_until_somebody_signs_in_with_it(cast: Cast, new: Membership) -> None:
    old = password_link(new.user)
    mended(cast, new, email="Kim@Harbor.example")
    user = User.objects.get(pk=new.user_id)
    assert user.email == "kim@harbor.example"
    assert not opens(old)
    assert opens(password_link(user))
    user.set_password(PASSWORD)
    user.save()
    with pytest.raises(Refused, match="address_in_use"):
        mended(cast, Membership.objects.get(pk=new.pk), email="other@harbor.example")


def test_an_address_that_opens_another_clinic_too_stays(cast: Cast, new: Membership) -> None:
    join(cast.outside_system, new.user, roles=["nurse"], initials="KS", at=DAY)
    with pytest.raises(Refused, match="address_in_use"):
        mended(cast, new, email="other@harbor.example")


def test_somebody_else_s_address_is_refused(cast: Cast, new: Membership, client_as: ClientAs) -> None:
    posted = {"name": "Kim Sato", "initials": "KS", "email": cast.nurse.user.email}
    answer = client_as(cast.director).post(f"/harbor/staff/{new.pk}/name/", posted)
    assert answer.status_code == 422
    assert "Somebody else signs in with this address" in answer.content.decode()


def test_only_a_director_of_this_clinic_mends(cast: Cast, new: Membership, client_as: ClientAs) -> None:
    posted = {"name": "X", "initials": "X", "email": "x@harbor.example"}
    assert client_as(cast.nurse).post(f"/harbor/staff/{new.pk}/name/", posted).status_code == 403
    there = f"/harbor/staff/{cast.outsider.member.pk}/name/"
    assert client_as(cast.director).post(there, posted).status_code == 404
    assert not User.objects.filter(email="x@harbor.example").exists()


def test_a_link_looked_at_is_not_used_up_and_dies_with_its_use(new: Membership) -> None:
    path = password_link(new.user)
    assert opens(path)
    browser = Client()
    form = browser.get(path, follow=True)
    browser.post(form.context["action_url"], {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(pk=new.user_id).check_password(PASSWORD)
    assert not opens(path)


def test_a_link_dies_after_three_days(new: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    path, made = password_link(new.user), PasswordResetTokenGenerator()._now()
    for days, good in ((2.9, True), (3.1, False)):
        later = made + timedelta(days=days)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self, later=later: later)
        assert opens(path) is good


def test_a_link_is_given_by_the_system_alone_and_written_down(cast: Cast, new: Membership) -> None:
    with pytest.raises(Refused, match="password_owner_only"):
        give_password_link(cast.director.acting, new.pk, at=DAY)
    give_password_link(cast.system, new.pk, at=DAY)
    entry = AuditEntry.objects.visible_to(cast.system).latest("seq")
    assert (entry.action, entry.detail) == ("password_link.given", '{"first":true}')


def test_whoever_has_no_pin_sets_it_first_and_then_the_day_begins(cast: Cast, client_as: ClientAs) -> None:
    Membership.objects.filter(pk=cast.nurse.member.pk).update(pin_hash="")
    client = client_as(cast.nurse)
    assert client.get("/")["Location"] == "/harbor/pin/"
    assert client.get("/harbor/").status_code == 200


def test_a_mended_name_is_audited_old_and_new_for_the_place_and_for_its_actor(cast: Cast) -> None:
    mended(cast, cast.nurse.member, name="Nia Reyes RN")
    for subject in (cast.nurse.member.pk, cast.nurse.member.actor_id):
        entry = AuditEntry.objects.visible_to(cast.system).filter(subject_id=subject).latest("seq")
        assert '["Nia Okafor RN","Nia Reyes RN"]' in entry.detail


def test_an_address_given_away_in_between_is_a_refusal(
    cast: Cast, new: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "_is_taken", lambda address: False)
    with pytest.raises(Refused, match="address_taken"):
        mended(cast, new, email=cast.nurse.user.email)
    assert User.objects.get(pk=new.user_id).email == "kim@habor.example"


def test_an_address_is_decided_over_the_person_s_locked_row(cast: Cast, new: Membership) -> None:
    with CaptureQueriesContext(connection) as seen:
        mended(cast, new, email="Kim@Harbor.example")
    about_user = [query["sql"] for query in seen if 'FROM "accounts_user"' in query["sql"]]
    assert connection.vendor == "sqlite" or any("FOR NO KEY UPDATE" in sql for sql in about_user)
