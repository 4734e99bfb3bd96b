"""Void and replace: a running drip is never without an order."""

from datetime import timedelta

import pytest

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.actions import (
    Worked,
    cosign,
    enter_verbal_order,
    replace_order,
    void_order,
    write_order,
)
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.proposals import preview
from slowdrip.clinic.treatment.queries import State, cosigns_due, order_status, orders_of, verified_order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.tests.ordering import Running, proof_of, typed, verify, write
from tests.cast import DAY, Cast

LATER = DAY + timedelta(minutes=10)
SLOWER = Asked(typed=typed(duration_min="60"))
SLOWER_WORKED = Worked("40", "100")


def replace(house: Cast, old: Order) -> Order:
    return replace_order(house.nurse.acting, old.pk, SLOWER, proof=proof_of(house.prescriber, LATER), at=LATER)


def state(house: Cast, order: Order) -> State:
    return order_status(house.nurse.acting, order.pk, at=LATER).state


def test_a_voided_order_stays_and_says_why(house: Cast, ben: Patient, alone: None) -> None:
    order = write(house, ben)
    void_order(house.prescriber.acting, order.pk, reason=" Wrong  vial ", at=DAY)
    assert (state(house, order), Void.objects.get(target_id=order.pk).reason) == (State.VOIDED, "Wrong vial")
    assert not any(each.stands for each in orders_of(house.nurse.acting, ben.pk, at=DAY))
    with pytest.raises(Refused, match="order_void"):
        verify(house, order)
    with pytest.raises(Refused, match="order_void"):
        void_order(house.prescriber.acting, order.pk, reason="Again", at=DAY)


@pytest.mark.parametrize(("reason", "code"), [("  ", "missing"), ("x" * 201, "too_long"), ("Replaced", "says_nothing")])
def test_a_void_needs_a_reason(house: Cast, ben: Patient, alone: None, reason: str, code: str) -> None:
    order = write(house, ben)
    with pytest.raises(Refused, match=code):
        void_order(house.prescriber.acting, order.pk, reason=reason, at=DAY)


def test_a_nurse_voids_what_she_entered_and_no_more(house: Cast, ben: Patient, alone: None) -> None:
    order = write(house, ben)
    with pytest.raises(Refused, match="order_not_yours_to_void"):
        void_order(house.nurse.acting, order.pk, reason="Wrong", at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        void_order(house.desk.acting, order.pk, reason="Wrong", at=DAY)
    with pytest.raises(Order.DoesNotExist):
        void_order(house.outsider.acting, order.pk, reason="Wrong", at=DAY)


def test_an_order_of_a_running_drip_is_not_voided(house: Cast, ben: Patient, running: Running) -> None:
    order = write(house, ben)
    verify(house, order)
    running.start(order.pk)
    with pytest.raises(Refused, match="order_in_use"):
        void_order(house.prescriber.acting, order.pk, reason="Too fast", at=LATER)
    assert state(house, order) == State.VERIFIED


def test_before_the_drip_the_old_order_ends_with_the_new_signature(house: Cast, ben: Patient, alone: None) -> None:
    old = write(house, ben)
    verify(house, old)
    new = replace(house, old)
    assert (new.replaces_id, state(house, old), state(house, new)) == (old.pk, State.REPLACED, State.SIGNED)
    with pytest.raises(Refused, match="order_void"):
        verified_order(house.nurse.acting, old.pk)


def test_a_refused_replacement_leaves_the_old_order_standing(house: Cast, ben: Patient, alone: None) -> None:
    old = write(house, ben)
    tenfold = Asked(typed=typed(dose_mg_per_kg="5"))
    with pytest.raises(Refused):
        replace_order(house.nurse.acting, old.pk, tenfold, proof=proof_of(house.prescriber), at=DAY)
    assert (state(house, old), Order.objects.count()) == (State.SIGNED, 1)


def test_mid_drip_the_old_order_stands_until_the_new_one_is_verified(
    house: Cast, ben: Patient, running: Running
) -> None:
    old = write(house, ben)
    verify(house, old)
    running.start(old.pk)
    new = replace(house, old)
    assert (state(house, old), running.order_id) == (State.VERIFIED, old.pk)
    with pytest.raises(Refused):
        verify(house, new, worked=Worked("40", "150"), at=LATER)
    assert (state(house, old), running.order_id) == (State.VERIFIED, old.pk)
    verify(house, new, worked=SLOWER_WORKED, at=LATER)
    assert (state(house, old), state(house, new)) == (State.REPLACED, State.VERIFIED)
    assert running.history == [old.pk, new.pk]
    assert verified_order(house.nurse.acting, new.pk).replaces_id == old.pk


def test_a_drip_that_does_not_take_over_keeps_its_order(
    house: Cast, ben: Patient, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write(house, ben)
    verify(house, old)
    running.start(old.pk)
    new = replace(house, old)
    monkeypatch.setattr(gates, "_take_over", [])
    verify(house, new, worked=SLOWER_WORKED, at=LATER)
    assert (state(house, old), state(house, new), running.order_id) == (State.VERIFIED, State.VERIFIED, old.pk)


def test_when_the_hand_over_breaks_nothing_happened(
    house: Cast, ben: Patient, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write(house, ben)
    verify(house, old)
    running.start(old.pk)
    new = replace(house, old)

    def broken(*_: object) -> None:
        raise RuntimeError("the drip cannot be written")

    monkeypatch.setattr(gates, "_take_over", [broken])
    with pytest.raises(RuntimeError):
        verify(house, new, worked=SLOWER_WORKED, at=LATER)
    assert (state(house, old), state(house, new)) == (State.VERIFIED, State.SIGNED)


def test_voiding_too_early_would_leave_the_drip_without_an_order(
    house: Cast, ben: Patient, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: with the gate silenced, the drip runs on an order that no longer stands."""
    old = write(house, ben)
    verify(house, old)
    running.start(old.pk)
    monkeypatch.setattr(gates, "_in_use", [])
    replace(house, old)
    assert running.order_id == old.pk
    with pytest.raises(Refused, match="order_void"):
        verified_order(house.nurse.acting, old.pk)


def test_one_replacement_waits_at_a_time(house: Cast, ben: Patient, running: Running) -> None:
    old = write(house, ben)
    verify(house, old)
    running.start(old.pk)
    first = replace(house, old)
    with pytest.raises(Refused, match="order_replacement_waits"):
        replace(house, old)
    void_order(house.prescriber.acting, first.pk, reason="Still too fast", at=LATER)
    assert replace(house, old).replaces_id == old.pk


def test_an_order_that_was_replaced_is_not_replaced_again(house: Cast, ben: Patient, alone: None) -> None:
    old = write(house, ben)
    replace(house, old)
    with pytest.raises(Refused, match="order_void"):
        replace(house, old)


def test_a_spoken_replacement_follows_the_same_rules(house: Cast, ben: Patient, running: Running) -> None:
    old = write(house, ben)
    verify(house, old)
    running.start(old.pk)
    new = enter_verbal_order(
        house.nurse.acting,
        ben.pk,
        SLOWER,
        prescriber_id=house.prescriber.member.pk,
        read_back=True,
        proof=proof_of(house.nurse, LATER),
        at=LATER,
        replaces_id=old.pk,
    )
    assert running.order_id == old.pk
    verify(house, new, by=house.second_nurse, worked=SLOWER_WORKED, at=LATER)
    assert (running.order_id, state(house, old)) == (new.pk, State.REPLACED)


def test_a_spoken_order_that_was_given_and_replaced_is_still_signed(house: Cast, ben: Patient, alone: None) -> None:
    by = house.prescriber.member.pk
    spoken = enter_verbal_order(
        house.nurse.acting,
        ben.pk,
        Asked(typed=typed()),
        prescriber_id=by,
        read_back=True,
        proof=proof_of(house.nurse),
        at=DAY,
    )
    replace(house, spoken)
    assert [each.order.pk for each in cosigns_due(house.nurse.acting, at=LATER)] == [spoken.pk]
    cosign(house.prescriber.acting, spoken.pk, proof_of(house.prescriber, LATER), at=LATER)
    assert cosigns_due(house.nurse.acting, at=LATER) == []


def test_a_replaced_order_is_the_last_dose_and_a_voided_one_is_not(house: Cast, ben: Patient, alone: None) -> None:
    first = write(house, ben)
    wrong = write_order(
        house.prescriber.acting,
        ben.pk,
        Asked(typed=typed(duration_min="50")),
        proof=proof_of(house.prescriber, LATER),
        at=LATER,
    )
    void_order(house.prescriber.acting, wrong.pk, reason="Wrong patient", at=LATER)
    last = preview(house.nurse.acting, ben.pk, typed(), at=LATER).body.last
    assert last is not None
    assert last.order_id == first.pk
