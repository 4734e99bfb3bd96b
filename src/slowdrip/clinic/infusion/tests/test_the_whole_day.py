"""A whole day through the actions: from the door to the way home, every gate shut until its work is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from slowdrip.cli.demo import leaving, walk
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions, gating, projecting
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent, Task
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.science.infusion import Phase
from tests.cast import DAY
from tests.drips import House


def shut(visit: Visit, minute: float) -> set[str]:
    infusion = Infusion.objects.get(id=visit.infusion.pk)
    result = gating.ready_gates(infusion, visit.state(), at=visit.at(minute))
    return {gate.code for gate in result.gates if not gate.passed}


def door_shut(visit: Visit, minute: float) -> set[str]:
    infusion = Infusion.objects.get(id=visit.infusion.pk)
    result = gating.discharge_gates(infusion, visit.state(), at=visit.at(minute))
    return {gate.code for gate in result.gates if not gate.passed}


def ready(visit: Visit, minute: float = -2) -> None:
    actions.confirm_ready(visit.team.nurse.acting(), visit.infusion.pk, at=visit.at(minute))


def test_check_in_pins_the_policy_and_takes_the_chair(visit: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[0], at=visit.at(-40))
    infusion = Infusion.objects.get(id=visit.infusion.pk)
    assert infusion.policy is not None
    assert (infusion.policy.number, infusion.chair_id) == (1, house.chairs[0])
    with pytest.raises(Refused, match="already_checked_in"):
        actions.check_in(nurse, visit.infusion.pk, chair_id=house.chairs[1], at=visit.at(-39))
    other = house.book(start=DAY + timedelta(hours=1))
    with pytest.raises(Refused, match="chair_taken"):
        actions.check_in(nurse, other.infusion.pk, chair_id=house.chairs[0], at=visit.at(-38))
    with pytest.raises(Refused, match="chair_taken"):
        actions.move_to_chair(nurse, other.infusion.pk, chair_id=house.chairs[0], at=visit.at(-38))


def test_each_step_opens_its_gates_and_only_then_the_drip_is_ready(visit: Visit, house: House) -> None:
    assert {"identity", "consent", "order_signed"} <= shut(visit, -41)
    walk.arrive(visit, chair_id=house.chairs[0])
    assert shut(visit, -25) == {"baseline", "go_no_go", "drawn_up", "bedside_check", "pump_shows_order"}
    walk.draw_up(visit)
    assert shut(visit, -15) == {"baseline", "go_no_go", "bedside_check", "pump_shows_order"}
    walk.measure_before(visit)
    assert shut(visit, -10) == {"bedside_check", "pump_shows_order"}
    with pytest.raises(Refused) as refused:
        ready(visit, -8)
    assert refused.value.params["gates"] == ["bedside_check", "pump_shows_order"]
    assert visit.state().phase is Phase.PREPARING
    walk.check_bedside(visit)
    assert shut(visit, -2) == set()
    ready(visit)
    assert visit.state().phase is Phase.READY
    assert set(visit.state().checks["ready_confirmed"].answers) == {
        "acls_clinician",
        "second_person",
        "rescue_kit_checked_at",
    }


def test_a_baseline_that_grew_old_shuts_its_gate_again(visit: Visit, house: House) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    walk.draw_up(visit)
    walk.measure_before(visit)
    walk.check_bedside(visit)
    assert shut(visit, 3) == set()
    assert shut(visit, 3.1) == {"baseline"}


@pytest.mark.parametrize("who_leaves", ["nurse", "second", "prescriber"])
def test_with_two_people_left_the_house_gates_still_hold(visit: Visit, house: House, who_leaves: str) -> None:
    leaver = getattr(house.team, who_leaves)
    walk.arrive(visit, chair_id=house.chairs[0])
    actions.leave(house.team.nurse.acting(), leaver.pk, at=visit.at(-29))
    assert not {"acls_clinician", "second_person"} & shut(visit, -25)


def test_one_person_alone_in_the_building_starts_no_drip(visit: Visit, house: House) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    for member in (house.team.second, house.team.prescriber):
        actions.leave(house.team.nurse.acting(), member.pk, at=visit.at(-29))
    assert "second_person" in shut(visit, -25)
    actions.arrive(house.team.nurse.acting(), house.team.second.pk, at=visit.at(-24))
    assert "second_person" not in shut(visit, -23)


def test_a_kit_that_lacks_something_or_was_checked_yesterday_shuts_its_gate(visit: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    walk.arrive(visit, chair_id=house.chairs[0])
    assert "rescue_kit" not in shut(visit, -25)
    lacking = {name: name != "oxygen" for name in actions.day.KIT}
    assert not actions.check_kit(nurse, lacking, at=visit.at(-24)).complete
    assert "rescue_kit" in shut(visit, -23)
    actions.check_kit(nurse, dict.fromkeys(actions.day.KIT, True), at=visit.at(-22))
    assert "rescue_kit" not in shut(visit, -21)
    assert "rescue_kit" in shut(visit, 60 * 24)
    with pytest.raises(Refused, match="unknown_kit_item"):
        actions.check_kit(nurse, {"defibrilator": True}, at=visit.at(-20))


def test_the_second_person_is_somebody_else(visit: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    walk.arrive(visit, chair_id=house.chairs[0])
    own = shown_by(nurse, at=visit.at(-20))
    with pytest.raises(Refused, match="second_person_is_the_first"):
        actions.draw_up(nurse, visit.infusion.pk, {}, second=own, at=visit.at(-20))
    with pytest.raises(Refused, match="second_person_is_the_first"):
        actions.bedside_check(nurse, visit.infusion.pk, label="B1", second=own, at=visit.at(-20))
    desk = shown_by(house.team.desk.acting(), at=visit.at(-20))
    with pytest.raises(Refused, match="not_permitted"):
        actions.bedside_check(nurse, visit.infusion.pk, label="B1", second=desk, at=visit.at(-20))


def test_a_proof_older_than_a_minute_signs_nothing(visit: Visit, house: House) -> None:
    nurse, second = house.team.nurse.acting(), house.team.second.acting()
    walk.arrive(visit, chair_id=house.chairs[0])
    old = shown_by(second, at=visit.at(-20) - timedelta(seconds=61))
    count = InfusionEvent.objects.count()
    with pytest.raises(Refused, match="proof_expired"):
        actions.bedside_check(nurse, visit.infusion.pk, label="B1", second=old, at=visit.at(-20))
    assert InfusionEvent.objects.count() == count


def test_a_form_sent_twice_is_signed_once(visit: Visit, house: House) -> None:
    nurse, second = house.team.nurse.acting(), house.team.second.acting()
    walk.arrive(visit, chair_id=house.chairs[0])
    event_id = Draft("note", {}, visit.at(0)).id
    for minute in (-20, -19):
        proof = shown_by(second, at=visit.at(minute))
        actions.bedside_check(
            nurse, visit.infusion.pk, label="B1", second=proof, at=visit.at(minute), event_id=event_id
        )
    assert Signature.objects.filter(subject_id=visit.infusion.pk, meaning="bedside_check.second_person").count() == 1


def test_no_go_on_vitals_beyond_the_limit_nor_without_a_reason(visit: Visit, house: House) -> None:
    nurse, prescriber = house.team.nurse.acting(), house.team.prescriber.acting()
    walk.arrive(visit, chair_id=house.chairs[0])

    def decide(decision: str, reason: str = "") -> None:
        proof = shown_by(prescriber, at=visit.at(-10))
        actions.decide_go_no_go(
            nurse, visit.infusion.pk, decision=decision, reason=reason, proof=proof, at=visit.at(-10)
        )

    with pytest.raises(Refused, match="go_refused"):
        decide("go")
    low = {**visit.course.vitals(-12), "hr_per_min": 49}
    visit.chart((-12, "vitals", {**low, "sbp_mmhg": 84, "dbp_mmhg": 50}))
    with pytest.raises(Refused, match="reason_missing"):
        decide("delay")
    decide("delay", "dizzy, drinks first")
    assert "go_no_go" in shut(visit, -9)
    nurse_signs = shown_by(nurse, at=visit.at(-10))
    with pytest.raises(Refused, match="not_permitted"):
        actions.decide_go_no_go(nurse, visit.infusion.pk, decision="go", reason="", proof=nurse_signs, at=visit.at(-10))


def test_a_start_outside_the_gates_is_stored_flagged_and_put_before_a_person(visit: Visit, house: House) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    visit.chart((-20, "started", {"rate_ul_per_h": visit.order.rate_ul_per_h}))
    assert visit.state().phase is Phase.RUNNING
    opened = {task.kind for task in Task.objects.filter(infusion=visit.infusion)}
    assert {"started_before_ready", "started_without_draw_up"} <= opened
    visit.chart((-19, "paused", {"reason": "other"}), (-18, "resumed", {}))
    assert Task.objects.filter(infusion=visit.infusion, kind="started_before_ready").count() == 1


def left_in(visit: Visit) -> None:
    visit.chart((101, "iv_site_placed", {"site": "hand", "side": "right"}))


def far_pressure(visit: Visit) -> None:
    visit.chart((101, "vitals", {"sbp_mmhg": 158, "dbp_mmhg": 99}))


def new_thoughts(visit: Visit) -> None:
    visit.chart((101, "suicidality_after", {"answer": "item_4", "clinician_told": True}))


def on_oxygen(visit: Visit) -> None:
    visit.chart((101, "vitals", {"spo2_pct": 97, "oxygen": "supplemental", "oxygen_l_per_min": "2"}))


def not_oriented(visit: Visit) -> None:
    visit.chart((101, "orientation", {**walk.oriented(), "time": False}))


def unsteady(visit: Visit) -> None:
    visit.chart((101, "recovery_score", {"gait": "assisted"}))


def no_receipt(visit: Visit) -> None:
    visit.chart((103, "instructions_given", {"receipt_signed_by_escort": False, "phone_number_given": True}))


def drowsy(visit: Visit) -> None:
    visit.chart((101, "moaas", {"score": 4}))


SHUTS: dict[str, Callable[[Visit], None]] = {
    "iv_out": left_in,
    "bp_near_baseline": far_pressure,
    "suicidality_after": new_thoughts,
    "spo2_on_air": on_oxygen,
    "orientation": not_oriented,
    "gait": unsteady,
    "instructions": no_receipt,
    "moaas": drowsy,
}


def recovered(visit: Visit) -> None:
    for minute in (5, 10, 15, 25, 35):
        check(visit, minute)
    leaving.complete(visit)
    leaving.recover(visit)


def go_home(visit: Visit, minute: float) -> None:
    nurse = visit.team.nurse.acting()
    proof = shown_by(nurse, at=visit.at(minute))
    actions.discharge(nurse, visit.infusion.pk, {"transport": "car"}, proof=proof, at=visit.at(minute))


@pytest.mark.parametrize("gate", SHUTS)
def test_one_shut_gate_keeps_the_patient_here(running: Visit, gate: str) -> None:
    recovered(running)
    leaving.last_look(running, 100)
    SHUTS[gate](running)
    with pytest.raises(Refused) as refused:
        go_home(running, 104)
    # New thoughts open a case of risk too, which keeps its own gate shut until it says where it ends.
    more = ["risk_case"] if gate == "suicidality_after" else []
    assert refused.value.params["gates"] == [gate, *more]
    assert running.state().phase is Phase.RECOVERY


def test_a_minute_early_is_too_early_and_then_home(running: Visit, house: House) -> None:
    recovered(running)
    leaving.last_look(running, 96)
    assert door_shut(running, 99.9) == {"time"}
    assert door_shut(running, 100) == set()
    go_home(running, 100)
    state = running.state()
    assert (state.phase, state.ending and state.ending.code) == (Phase.ENDED, "discharged")
    assert not Task.objects.filter(infusion=running.infusion).exists()
    assert Signature.objects.filter(subject_id=running.infusion.pk, meaning="discharged").count() == 1
    assert projecting.drifted(house.cast.harbor.pk) == []
    assert verify_chain(house.cast.harbor.pk) is None
    with pytest.raises(Refused, match="already_ended"):
        actions.end_otherwise(house.team.nurse.acting(), running.infusion.pk, "left_unseen", {}, at=running.at(105))


def test_an_open_alarm_keeps_the_patient_here(running: Visit) -> None:
    recovered(running)
    leaving.last_look(running, 100)
    running.chart((103, "vitals", {"sbp_mmhg": 201, "dbp_mmhg": 99}))
    running.chart((104, "vitals", running.course.vitals(104)))
    assert door_shut(running, 105) == {"alarms"}
