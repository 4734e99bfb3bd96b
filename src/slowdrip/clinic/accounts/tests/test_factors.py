"""A lost second factor goes with every open session, and nothing opens until a new one is set up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from slowdrip.clinic.accounts import factors, rules, seats
from slowdrip.clinic.accounts.actions import join, set_active
from slowdrip.clinic.accounts.factors import ALL_BUT_PASSKEYS, EVERY_FACTOR, Reset, every_place, reset_second_factor
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, PASSWORD, Cast, Person
from tests.fixtures import ClientAs

from .screens import STAFF_PAGE, is_locked, open_by_pin, tablet

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits live in the cache; each test starts without them."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def nurse(cast: Cast) -> Person:
    """The nurse with a code app, recovery codes and a passkey."""
    TOTP.activate(cast.nurse.user, SECRET)
    RecoveryCodes.activate(cast.nurse.user)
    Authenticator.objects.create(user=cast.nurse.user, type="webauthn", data={"name": "Key", "credential": {}})
    return cast.nurse


def reset(cast: Cast, person: Person, kinds: frozenset[str] = EVERY_FACTOR) -> Reset:
    return reset_second_factor(cast.system, person.member.pk, kinds=kinds, at=now())


def factors_of(person: Person) -> set[str]:
    return set(Authenticator.objects.filter(user=person.user).values_list("type", flat=True))


def nothing_opens_with_a_password(person: Person) -> None:
    client = Client()
    client.post("/account/login/", {"login": person.user.email, "password": PASSWORD})
    assert client.get(STAFF_PAGE)["Location"].startswith("/account/2fa/"), "let_in"
    assert client.get("/")["Location"] == "/account/2fa/", "let_in"


def the_old_session_is_worth_nothing(client: Client) -> None:
    assert client.get(STAFF_PAGE).status_code == 302, "still_open"


def test_code_app_recovery_codes_and_passkeys_go(cast: Cast, nurse: Person) -> None:
    done = reset(cast, nurse)
    assert (done.removed, factors_of(nurse)) == (("recovery_codes", "totp", "webauthn"), set())


def test_passkeys_can_be_kept(cast: Cast, nurse: Person) -> None:
    assert reset(cast, nurse, ALL_BUT_PASSKEYS).removed == ("recovery_codes", "totp")
    assert factors_of(nurse) == {"webauthn"}


def test_another_person_s_factor_stays(cast: Cast, nurse: Person) -> None:
    TOTP.activate(cast.desk.user, SECRET)
    reset(cast, nurse)
    assert factors_of(cast.desk) == {"totp"}


def test_afterwards_a_password_leads_to_the_set_up_and_to_nothing_else(cast: Cast, nurse: Person) -> None:
    reset(cast, nurse)
    nothing_opens_with_a_password(nurse)


def test_planted_fault_a_sign_in_that_takes_the_second_factor_for_shown_lets_in(
    cast: Cast, nurse: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reset(cast, nurse)
    for where in (seats, rules):
        monkeypatch.setattr(where, "second_factor_shown", lambda _request: True)
    with pytest.raises((AssertionError, KeyError)):
        nothing_opens_with_a_password(nurse)


def test_open_sessions_end_and_those_of_others_go_on(cast: Cast, nurse: Person, client_as: ClientAs) -> None:
    mine, theirs = client_as(nurse), client_as(cast.director)
    assert reset(cast, nurse).sessions == 1
    the_old_session_is_worth_nothing(mine)
    assert theirs.get(STAFF_PAGE).status_code == 200


def test_planted_fault_sessions_that_do_not_end_stay_open(
    cast: Cast, nurse: Person, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = client_as(nurse)
    monkeypatch.setattr(factors, "_end_sessions", lambda _member: 0)
    reset(cast, nurse)
    with pytest.raises(AssertionError, match="still_open"):
        the_old_session_is_worth_nothing(mine)


def test_a_tablet_opened_by_pin_locks(cast: Cast, nurse: Person) -> None:
    screen = tablet(cast)
    open_by_pin(screen, nurse)
    assert screen.get(STAFF_PAGE).status_code == 200
    assert reset(cast, nurse).sessions == 1
    assert is_locked(screen.get(STAFF_PAGE))


def test_each_clinic_of_the_person_has_an_entry_by_the_system(cast: Cast, nurse: Person) -> None:
    there = join(cast.outside_system, nurse.user, roles=["nurse"], initials="NO", at=DAY)
    set_active(cast.director.acting, nurse.member.pk, active=False, at=DAY)
    assert every_place(nurse.user) == [Membership.objects.get(pk=nurse.member.pk), there]
    for system, member in ((cast.system, nurse.member), (cast.outside_system, there)):
        reset_second_factor(system, member.pk, kinds=EVERY_FACTOR, at=now())
        entry = AuditEntry.objects.visible_to(system).latest("seq")
        assert (entry.action, entry.actor_id, entry.subject_id) == ("second_factor.reset", system.actor_id, member.pk)


def test_a_factor_set_up_after_the_reset_began_stays(cast: Cast, nurse: Person) -> None:
    early = now() - timedelta(minutes=1)
    assert reset_second_factor(cast.system, nurse.member.pk, kinds=EVERY_FACTOR, at=early).removed == ()
    assert len(factors_of(nurse)) == 3


def test_not_even_a_director_takes_a_second_factor_away(cast: Cast, nurse: Person) -> None:
    with pytest.raises(Refused, match="factor_owner_only"):
        reset_second_factor(cast.director.acting, nurse.member.pk, kinds=EVERY_FACTOR, at=now())
    assert len(factors_of(nurse)) == 3


def test_another_clinic_s_system_finds_nobody(cast: Cast, nurse: Person) -> None:
    with pytest.raises(Membership.DoesNotExist):
        reset_second_factor(cast.outside_system, nurse.member.pk, kinds=EVERY_FACTOR, at=now())
    assert len(factors_of(nurse)) == 3
