"""The session numbers of the signed policy are the ones that screens and PINs go by."""

from datetime import timedelta

import pytest

from slowdrip.clinic.accounts import timing
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.accounts.timing import Timing, timing_of
from slowdrip.clinic.policy.actions import change_value, sign_policy
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

PAGE = "/harbor/staff/"


def decide(house: Cast, base: PolicyVersion, key: str, value: str, *, signed: bool = True) -> PolicyVersion:
    """The director changes a value, and signs it or not yet."""
    director = house.director.acting
    version = change_value(director, base.pk, key, value, reason="Our rooms", at=DAY)
    if signed:
        sign_policy(director, version.pk, Proof(signer=director, method=Signature.Method.PIN, at=DAY), at=DAY)
    return version


def test_a_clinic_without_a_policy_goes_by_the_shipped_default(cast: Cast) -> None:
    assert timing_of(cast.harbor.pk) == Timing(lock_after_s=120, max_session_h=12, pin_tries=5)


def test_a_value_counts_once_it_is_signed(house: Cast, first: PolicyVersion) -> None:
    draft = decide(house, first, "sessions.lock_after_s", "300", signed=False)
    assert timing_of(house.harbor.pk).lock_after_s == 120
    decide(house, draft, "sessions.lock_after_s", "310")
    assert timing_of(house.harbor.pk).lock_after_s == 310
    assert timing_of(house.northside.pk).lock_after_s == 120


@pytest.mark.parametrize(("away_s", "locks"), [(299, False), (300, False), (301, True)])
def test_pages_lock_by_the_signed_policy(
    house: Cast, first: PolicyVersion, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch, away_s: int, locks: bool
) -> None:
    decide(house, first, "sessions.lock_after_s", "300")
    client, start = client_as(house.nurse), now()
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: start)
    assert client.get(PAGE).status_code == 200
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: start + timedelta(seconds=away_s))
    assert (client.get(PAGE).status_code == 302) is locks


@pytest.mark.parametrize(("wrong", "code"), [(1, "pin_wrong"), (2, "pin_locked"), (3, "pin_locked")])
def test_pins_are_tried_as_often_as_the_signed_policy_says(
    house: Cast, first: PolicyVersion, wrong: int, code: str
) -> None:
    decide(house, first, "sessions.pin_tries", "2")
    for _ in range(wrong + 1):
        with pytest.raises(Refused) as refused:
            prove_pin(house.nurse.acting, house.nurse.member.pk, "0192", at=DAY)
    assert refused.value.code == code


def test_planted_fault_a_provider_that_ignores_the_policy_is_found(
    house: Cast, first: PolicyVersion, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = Timing(lock_after_s=3600, max_session_h=12, pin_tries=5)
    monkeypatch.setattr(timing, "_provider", [lambda _clinic_id: careless])
    with pytest.raises(AssertionError):
        test_pages_lock_by_the_signed_policy(house, first, client_as, monkeypatch, 301, True)


def test_without_a_provider_nothing_is_guessed(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "_provider", [])
    with pytest.raises(LookupError):
        timing_of(house.harbor.pk)
