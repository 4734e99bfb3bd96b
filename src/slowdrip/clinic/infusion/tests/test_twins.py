"""A form sent twice after its answer was lost is stored and signed once; other content under its id is refused."""

from collections.abc import Callable
from uuid import UUID

import pytest

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.leaving import complete, last_look, recover
from slowdrip.cli.demo.stories import CHECKS_MIN
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import closing, preparing
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House

Send = Callable[[Visit, UUID, float], object]


def drawn_up(visit: Visit, event_id: UUID, minute: float, *, lot: str = "K1") -> None:
    drawn = {
        "product": walk.PRODUCT, "lot": lot, "expires_on": "2027-01-01", "container": "bag", "label": "B1",
        "draw_volume_ul": 800, "vial_ug_per_ml": 50_000, "bag_volume_ul": 100_000,
    }  # fmt: skip
    second = shown_by(visit.team.second.acting(), at=visit.at(minute))
    actions.draw_up(
        visit.team.nurse.acting(), visit.infusion.pk, drawn, second=second, at=visit.at(minute), event_id=event_id
    )


def bedside_check(visit: Visit, event_id: UUID, minute: float) -> None:
    second = shown_by(visit.team.second.acting(), at=visit.at(minute))
    actions.bedside_check(
        visit.team.nurse.acting(), visit.infusion.pk, label="B1", second=second, at=visit.at(minute), event_id=event_id
    )


def go_no_go(visit: Visit, event_id: UUID, minute: float) -> None:
    prescriber, at = visit.team.prescriber.acting(), visit.at(minute)
    actions.decide_go_no_go(
        prescriber, visit.infusion.pk, decision="delay", reason="wait",
        proof=shown_by(prescriber, at=at), at=at, event_id=event_id,
    )  # fmt: skip


def wasted(visit: Visit, event_id: UUID, minute: float) -> None:
    payload = {"volume_ul": 500, "container": "vial"}
    witness = shown_by(visit.team.second.acting(), at=visit.at(minute))
    actions.waste(
        visit.team.nurse.acting(), visit.infusion.pk, payload, witness=witness, at=visit.at(minute), event_id=event_id
    )


SIGNED: dict[str, Send] = {
    "drawn_up": drawn_up,
    "bedside_check": bedside_check,
    "go_no_go": go_no_go,
    "wasted": wasted,
}


def once(visit: Visit, kind: str, send: Send) -> None:
    before, event_id = Signature.objects.count(), uuid7()
    for minute in (-15, -14):
        send(visit, event_id, minute)
    assert InfusionEvent.objects.filter(infusion=visit.infusion, kind=kind).count() == 1
    assert Signature.objects.count() == before + 1


@pytest.mark.parametrize("kind", list(SIGNED))
def test_a_signed_form_sent_twice_is_stored_and_signed_once(visit: Visit, house: House, kind: str) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    once(visit, kind, SIGNED[kind])


@pytest.mark.parametrize("kind", list(SIGNED))
def test_planted_fault_an_action_that_knows_no_twin_is_found(
    visit: Visit, house: House, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    for module in (preparing, closing):
        monkeypatch.setattr(module, "is_twin", lambda infusion, draft: False)
    with pytest.raises(AssertionError):
        once(visit, kind, SIGNED[kind])


def test_another_lot_under_the_same_id_is_refused_and_not_swallowed(visit: Visit, house: House) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    event_id = uuid7()
    drawn_up(visit, event_id, -15)
    with pytest.raises(Refused, match="id_used_twice"):
        drawn_up(visit, event_id, -14, lot="K2")


def test_a_discharge_sent_twice_ends_once_and_asks_no_gate_again(running: Visit, house: House) -> None:
    for minute in CHECKS_MIN:
        check(running, minute)
    complete(running)
    recover(running)
    last_look(running, 100)
    nurse, event_id = running.team.nurse.acting(), uuid7()
    for minute in (110, 111):
        at = running.at(minute)
        state = actions.discharge(
            nurse, running.infusion.pk, {"escort_name": "Robin Hale"},
            proof=shown_by(nurse, at=at), at=at, event_id=event_id,
        )  # fmt: skip
    assert state.ending is not None
    assert (state.ending.at, state.flagged("ended_twice")) == (running.at(110), False)
    assert Signature.objects.filter(subject_id=running.infusion.pk, meaning="discharged").count() == 1


def test_check_in_ready_and_a_move_sent_twice_are_one(visit: Visit, house: House) -> None:
    nurse, ids = house.team.nurse.acting(), [uuid7() for _ in range(3)]
    for minute in (-50, -49):
        actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[0], at=visit.at(minute), event_id=ids[0])
    for minute in (-48, -47):
        actions.move_to_chair(nurse, visit.infusion.pk, chair_id=house.chairs[1], at=visit.at(minute), event_id=ids[1])
    kinds = InfusionEvent.objects.filter(infusion=visit.infusion).values_list("kind", flat=True)
    assert sorted(kinds) == ["chair_changed", "checked_in"]


def test_ready_sent_twice_is_one(visit: Visit, house: House) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    walk.draw_up(visit)
    walk.measure_before(visit)
    walk.check_bedside(visit)
    event_id = uuid7()
    for minute in (-2, -1):
        actions.confirm_ready(house.team.nurse.acting(), visit.infusion.pk, at=visit.at(minute), event_id=event_id)
    assert InfusionEvent.objects.filter(infusion=visit.infusion, kind="ready_confirmed").count() == 1
