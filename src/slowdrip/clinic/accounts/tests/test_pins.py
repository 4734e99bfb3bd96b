"""PINs: as many tries as the policy gives, then a full sign-in by that person or the director gives new ones."""

from datetime import timedelta

import pytest

from slowdrip.clinic.accounts import pins
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.pins import allow_tries, note_sign_in, prove_pin, set_pin
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast, Person

from .screens import TRIES, numbers

WRONG = "0192"


def fail(cast: Cast, person: Person, *, times: int) -> Refused:
    """Types a wrong PIN that often and gives the last refusal."""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            prove_pin(cast.nurse.acting, person.member.pk, WRONG, at=DAY)
    return refused.value


def failures(person: Person) -> int:
    """How many wrong tries are counted now."""
    return Membership.objects.get(pk=person.member.pk).pin_failures


def actions(cast: Cast) -> list[str]:
    """What the clinic's chain says happened, in order."""
    return list(AuditEntry.objects.visible_to(cast.system).order_by("seq").values_list("action", flat=True))


def test_the_right_pin_gives_fresh_proof_of_that_person(cast: Cast) -> None:
    proof = prove_pin(cast.nurse.acting, cast.prescriber.member.pk, cast.prescriber.pin, at=DAY)
    assert proof.signer.actor_id == cast.prescriber.acting.actor_id
    assert proof.signer.session_actor_id == cast.nurse.acting.actor_id
    assert (proof.method, proof.at) == ("pin", DAY)
    assert actions(cast)[-1] == "pin.shown"


def test_a_wrong_pin_says_how_many_tries_are_left(cast: Cast) -> None:
    refused = fail(cast, cast.prescriber, times=2)
    assert (refused.code, refused.params["tries_left"]) == ("pin_wrong", TRIES - 2)


def test_a_wrong_pin_is_counted_and_audited_although_it_is_refused(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=1)
    assert failures(cast.prescriber) == 1
    assert actions(cast)[-1] == "pin.failed"


def test_after_four_wrong_tries_the_right_pin_still_opens_and_starts_anew(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=TRIES - 1)
    assert prove_pin(cast.nurse.acting, cast.prescriber.member.pk, cast.prescriber.pin, at=DAY).method == "pin"
    assert failures(cast.prescriber) == 0


def test_after_five_wrong_tries_the_right_pin_opens_nothing(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=TRIES)
    with pytest.raises(Refused, match="pin_locked"):
        prove_pin(cast.nurse.acting, cast.prescriber.member.pk, cast.prescriber.pin, at=DAY)


@pytest.mark.parametrize(("wrong", "code"), [(1, "pin_wrong"), (2, "pin_locked"), (3, "pin_locked")])
def test_a_clinic_s_policy_may_give_fewer_tries(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, wrong: int, code: str
) -> None:
    monkeypatch.setattr(pins, "timing_of", numbers(pin_tries=2))
    fail(cast, cast.prescriber, times=wrong)
    assert fail(cast, cast.prescriber, times=1).code == code


def test_waiting_does_not_give_new_tries(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=TRIES)
    with pytest.raises(Refused, match="pin_locked"):
        prove_pin(cast.nurse.acting, cast.prescriber.member.pk, cast.prescriber.pin, at=DAY + timedelta(days=7))


def test_one_person_s_wrong_tries_are_not_another_s(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=TRIES)
    assert prove_pin(cast.nurse.acting, cast.nurse.member.pk, cast.nurse.pin, at=DAY).method == "pin"


def test_a_full_sign_in_by_that_person_gives_new_tries(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=TRIES)
    note_sign_in(cast.prescriber.member, at=DAY)
    assert failures(cast.prescriber) == 0
    assert actions(cast)[-2:] == ["signed_in", "pin.tries_renewed"]


def test_the_director_gives_new_tries(cast: Cast) -> None:
    fail(cast, cast.prescriber, times=TRIES)
    allow_tries(cast.director.acting, cast.prescriber.member.pk, at=DAY)
    assert prove_pin(cast.nurse.acting, cast.prescriber.member.pk, cast.prescriber.pin, at=DAY).method == "pin"


def test_a_nurse_does_not_give_new_tries(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        allow_tries(cast.nurse.acting, cast.prescriber.member.pk, at=DAY)


def test_nobody_sets_another_person_s_pin(cast: Cast) -> None:
    with pytest.raises(Refused, match="pin_own_only"):
        set_pin(cast.director.acting, cast.nurse.member.pk, "4826", at=DAY)
    assert prove_pin(cast.nurse.acting, cast.nurse.member.pk, cast.nurse.pin, at=DAY).method == "pin"


def test_a_person_of_another_clinic_signs_nothing_here(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_such_signer"):
        prove_pin(cast.nurse.acting, cast.outsider.member.pk, cast.outsider.pin, at=DAY)


def test_a_closed_place_signs_nothing(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.desk.member.pk).update(active=False)
    with pytest.raises(Refused, match="no_such_signer"):
        prove_pin(cast.nurse.acting, cast.desk.member.pk, cast.desk.pin, at=DAY)


def test_without_a_pin_nobody_signs(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.desk.member.pk).update(pin_hash="")
    with pytest.raises(Refused, match="pin_not_set"):
        prove_pin(cast.nurse.acting, cast.desk.member.pk, "", at=DAY)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "", "١٢٣٤", "12 34"])
def test_a_pin_has_four_to_twelve_digits(cast: Cast, pin: str) -> None:
    with pytest.raises(Refused, match="pin_form"):
        set_pin(cast.nurse.acting, cast.nurse.member.pk, pin, at=DAY)


@pytest.mark.parametrize("pin", ["1234", "123456789012"])
def test_a_pin_at_its_bounds_is_taken(cast: Cast, pin: str) -> None:
    set_pin(cast.nurse.acting, cast.nurse.member.pk, pin, at=DAY)
    assert prove_pin(cast.nurse.acting, cast.nurse.member.pk, pin, at=DAY).method == "pin"


def test_a_pin_of_one_digit_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="pin_all_same"):
        set_pin(cast.nurse.acting, cast.nurse.member.pk, "7777", at=DAY)


def test_the_pin_is_stored_as_argon2_and_appears_in_no_audit_entry(cast: Cast) -> None:
    set_pin(cast.nurse.acting, cast.nurse.member.pk, "482604", at=DAY)
    assert Membership.objects.get(pk=cast.nurse.member.pk).pin_hash.startswith("$argon2id$")
    assert not AuditEntry.objects.filter(detail__contains="482604").exists()
    assert not AuditEntry.objects.filter(detail__contains="argon2").exists()


def test_planted_fault_without_the_limit_a_sixth_try_opens(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(cast, cast.prescriber, times=TRIES)
    monkeypatch.setattr(pins, "timing_of", numbers(pin_tries=10_000))
    assert prove_pin(cast.nurse.acting, cast.prescriber.member.pk, cast.prescriber.pin, at=DAY).method == "pin"
