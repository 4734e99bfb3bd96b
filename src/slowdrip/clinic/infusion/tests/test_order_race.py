"""An order voided at the very moment in which a drip takes it: no drip has a voided order in force."""

from threading import Event
from uuid import UUID

import pytest

from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import preparing
from slowdrip.clinic.infusion.tests.test_at_the_same_time import together
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.actions import void_order
from tests.houses import Prototype

pytestmark = pytest.mark.postgres_only


def an_order_is_voided_or_taken(committed: Prototype, monkeypatch: pytest.MonkeyPatch, *, waits_s: float = 0.4) -> None:
    """The prescriber's look finds the order unused; the nurse attaches it before the void is written.

    Whoever is held by the lock cannot attach it, so the prescriber waits no longer than that.
    """
    house, looked, taken, real = committed.house, Event(), Event(), gates.in_use
    nurse, prescriber = house.team.nurse.acting(), house.team.prescriber.acting()
    visit = house.book(start=committed.drip.at(240))
    actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[1], at=visit.at(-40))

    def looks_and_waits(order_id: UUID) -> bool:
        found = real(order_id)
        looked.set()
        taken.wait(waits_s)
        return found

    def takes() -> None:
        looked.wait(30)
        actions.attach_order(nurse, visit.infusion.pk, visit.order.pk, at=visit.at(-32))
        taken.set()

    monkeypatch.setattr(gates, "in_use", looks_and_waits)
    raised = together(lambda: void_order(prescriber, visit.order.pk, reason="wrong dose", at=visit.at(-32)), takes)
    with tenant(nurse.clinic_id):
        order = visit.state().drip.order
        assert order is None or not Void.objects.filter(target_id=visit.order.pk).exists()
    assert [why.code for why in raised if isinstance(why, Refused)] == ["order_void"]


def test_no_drip_takes_an_order_that_is_being_voided(committed: Prototype, monkeypatch: pytest.MonkeyPatch) -> None:
    an_order_is_voided_or_taken(committed, monkeypatch)


def test_planted_fault_without_the_patient_s_lock_a_voided_order_is_in_force(
    committed: Prototype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "lock_patient_of", lambda tx, infusion_id: None)
    with pytest.raises(AssertionError):
        an_order_is_voided_or_taken(committed, monkeypatch, waits_s=30)
