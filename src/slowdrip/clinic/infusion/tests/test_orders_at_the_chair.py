"""An order at the chair: attached once verified, replaced mid-drip without a moment in which none is in force."""

from datetime import date

import pytest

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, ordering, projecting
from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.actions import replace_order, void_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.typed import Typed
from slowdrip.science.infusion import replay
from tests.cast import DAY
from tests.drips import House

SLOWER = Typed(dose_mg_per_kg="0.5", duration_min="60", product=walk.PRODUCT, volume_ml="100")


def replaced(visit: Visit, minute: float) -> Order:
    prescriber, at = visit.team.prescriber.acting(), visit.at(minute)
    return replace_order(prescriber, visit.order.pk, Asked(typed=SLOWER), proof=shown_by(prescriber, at=at), at=at)


def in_force(visit: Visit) -> str | None:
    order = visit.state().drip.order
    return order.order_id if order else None


def stands(order: Order) -> bool:
    return not Void.objects.filter(target_id=order.pk).exists()


def test_an_order_that_nobody_verified_is_not_attached(visit: Visit, house: House) -> None:
    unverified = walk.ordered(house.team, house.patient_id, at=visit.at(-45))
    nurse = house.team.nurse.acting()
    actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[0], at=visit.at(-40))
    with pytest.raises(Refused, match="order_not_verified"):
        actions.attach_order(nurse, visit.infusion.pk, unverified.pk, at=visit.at(-32))
    assert in_force(visit) is None


def test_one_patient_s_order_is_not_attached_to_another(visit: Visit, house: House) -> None:
    facts = PatientFacts(
        legal_given="Bo", legal_family="Hale", birth_date=date(1985, 5, 1), sex_for_dosing="male", mrn="H-1002"
    )
    other = register_patient(house.cast.desk.acting, facts, at=visit.at(-90))
    nurse = house.team.nurse.acting()
    infusion = actions.expect(nurse, other.pk, planned_at=DAY, at=visit.at(-80))
    actions.check_in(nurse, infusion.pk, chair_id=house.chairs[1], at=visit.at(-40))
    with pytest.raises(Refused, match="order_of_other_patient"):
        actions.attach_order(nurse, infusion.pk, visit.order.pk, at=visit.at(-32))


def test_the_order_in_force_is_not_attached_again(running: Visit, house: House) -> None:
    with pytest.raises(Refused, match="order_already_in_force"):
        actions.attach_order(house.team.nurse.acting(), running.infusion.pk, running.order.pk, at=running.at(3))


def test_a_running_drip_s_order_cannot_be_voided(running: Visit, house: House) -> None:
    with pytest.raises(Refused, match="order_in_use"):
        void_order(house.team.prescriber.acting(), running.order.pk, reason="changed my mind", at=running.at(3))
    assert stands(running.order)


def test_a_replacement_hands_over_when_it_is_verified_and_not_before(running: Visit, house: House) -> None:
    new = replaced(running, 10)
    assert in_force(running) == str(running.order.pk)
    assert stands(running.order)
    walk.verified(house.team, new, at=running.at(12))
    assert in_force(running) == str(new.pk)
    assert not stands(running.order)
    state = running.state()
    assert [order.version for order in state.drip.orders] == [1, 2]
    assert state.drip.order is not None
    assert state.drip.order.rate_ul_per_h == 100_000
    assert Infusion.objects.get(id=running.infusion.pk).order_id == new.pk
    assert projecting.drifted(house.cast.harbor.pk) == []


def test_at_no_event_of_a_running_drip_is_there_no_order(running: Visit, house: House) -> None:
    walk.verified(house.team, replaced(running, 10), at=running.at(12))
    running.chart((13, "rate_changed", {"rate_ul_per_h": 100_000}))
    events = events_of(running.infusion.pk)
    since_start = [event.occurred_at for event in events if event.occurred_at >= running.at(0)]
    assert len(since_start) >= 3
    assert all(replay(events, at).drip.order is not None for at in since_start)


def test_what_came_before_the_replacement_stays_as_it_was(running: Visit, house: House) -> None:
    before = running.state().drip.segments[0]
    walk.verified(house.team, replaced(running, 10), at=running.at(12))
    assert running.state().drip.segments[0] == before


def test_planted_fault_without_the_hand_over_the_old_order_stays_in_force(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "_take_over", [])
    new = replaced(running, 10)
    walk.verified(house.team, new, at=running.at(12))
    assert in_force(running) == str(running.order.pk)
    assert stands(running.order), "an order in use stands until another is in force"


def test_registering_again_asks_nobody_twice() -> None:
    before = (len(gates._in_use), len(gates._people), len(gates._take_over))
    ordering.register()
    assert (len(gates._in_use), len(gates._people), len(gates._take_over)) == before
