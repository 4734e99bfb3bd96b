"""Charted numbers and symptoms that call, through the database: raised with the entry, climbing, resolved."""

import json

import pytest

from slowdrip.cli.demo.walk import Visit, arrive, check
from slowdrip.clinic.infusion import actions, clock, gating
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.state import Alarm
from tests.drips import House


def of_rule(visit: Visit, rule: str) -> dict[str, Alarm]:
    return {key: alarm for key, alarm in visit.state().alarms.items() if alarm.rule == rule}


def only(visit: Visit, rule: str) -> tuple[str, Alarm]:
    ((key, alarm),) = of_rule(visit, rule).items()
    return key, alarm


def test_a_saturation_of_89_calls_is_answered_climbs_and_is_resolved(running: Visit, house: House) -> None:
    check(running, 5, spo2_pct=89)
    key, alarm = only(running, "oxygen_saturation")
    row = InfusionEvent.objects.get(id=key)
    told = json.loads(row.payload)["inputs"]
    assert (alarm.tier, row.source, row.recorded_at) == ("emergency", "rule", running.at(5))
    assert (told["reading_1_spo2_percent"], told["limit_spo2_percent"]) == (89, 90)
    assert told["confidence_alarms.emergency.spo2_low_percent"] == "proposal"
    clock.tick(house.cast.harbor.pk, "one", at=running.at(5.5))
    assert running.state().alarms[key].level == 1
    nurse = house.team.nurse.acting()
    actions.acknowledge(nurse, running.infusion.pk, key, at=running.at(5.6))
    clock.tick(house.cast.harbor.pk, "one", at=running.at(7.5))
    assert running.state().alarms[key].level == 1
    clock.tick(house.cast.harbor.pk, "one", at=running.at(7.6))
    assert (running.state().alarms[key].stage, running.state().alarms[key].level) == ("escalated", 2)
    with pytest.raises(Refused, match="resolve_reason_not_listed"):
        actions.resolve(nurse, running.infusion.pk, key, reason="back_in_range", at=running.at(8))
    actions.resolve(nurse, running.infusion.pk, key, reason="oxygen_given", at=running.at(8))
    over = running.state().alarms[key]
    assert (over.stage, over.reason) == ("resolved", "oxygen_given")


@pytest.mark.parametrize(("spo2", "tier"), [(94, None), (93, "advisory"), (91, "urgent"), (89, "emergency")])
def test_each_tier_of_the_saturation_comes_with_its_entry(running: Visit, spo2: int, tier: str | None) -> None:
    check(running, 5, spo2_pct=spo2)
    assert [alarm.tier for alarm in of_rule(running, "oxygen_saturation").values()] == ([tier] if tier else [])


def test_a_fast_heart_is_quiet_then_urgent_when_it_stays_fast(running: Visit) -> None:
    check(running, 5, hr_per_min=122)
    assert [alarm.tier for alarm in of_rule(running, "heart_rate_high").values()] == ["advisory"]
    check(running, 10, hr_per_min=124)
    found = {alarm.tier: alarm.stage for alarm in of_rule(running, "heart_rate_high").values()}
    assert found == {"advisory": "resolved", "urgent": "raised"}


def test_a_quiet_alarm_ends_by_itself_and_comes_again(running: Visit) -> None:
    for minute, breaths in ((5, 9), (8, 14), (11, 9)):
        check(running, minute, rr_per_min=breaths)
    found = [(alarm.stage, alarm.reason) for alarm in of_rule(running, "respiratory_rate").values()]
    assert sorted(found) == [("raised", ""), ("resolved", "back_in_range")]


def test_a_sleeper_calls_already_before_the_drip(visit: Visit, house: House) -> None:
    arrive(visit, chair_id=house.chairs[0])
    visit.chart((-25, "moaas", {"score": 3}))
    assert only(visit, "sedation")[1].tier == "urgent"


def test_a_seizure_calls_once_and_stays_when_it_is_over(running: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    seizure = Draft("symptom_started", {"symptom": "seizure"}, running.at(6))
    assert actions.chart_symptom(nurse, running.infusion.pk, seizure, at=running.at(6))
    key, alarm = only(running, "emergency_symptom")
    running.chart((6.5, "symptom_changed", {"symptom": "seizure", "grade": "severe"}))
    running.chart((7, "symptom_ended", {"symptom": "seizure"}))
    assert (alarm.tier, only(running, "emergency_symptom")[1].resolved_at) == ("emergency", None)
    actions.resolve(nurse, running.infusion.pk, key, reason="symptom_over", at=running.at(8))
    running.chart((12, "symptom_started", {"symptom": "seizure"}))
    assert len(of_rule(running, "emergency_symptom")) == 2


def test_a_voided_number_leaves_its_alarm_and_hides_no_true_one(running: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    running.chart((5, "moaas", {"score": 3}))
    running.chart((8, "moaas", {"score": 1}))
    slip = InfusionEvent.objects.filter(infusion=running.infusion, kind="moaas").latest("occurred_at")
    (emergency,) = [key for key, alarm in of_rule(running, "sedation").items() if alarm.tier == "emergency"]
    actions.void_event(nurse, slip.pk, reason="typed 1 for 4", at=running.at(9))
    found = of_rule(running, "sedation")
    assert found[emergency].resolved_at is None
    assert sorted(alarm.tier for alarm in found.values() if alarm.resolved_at is None) == ["emergency", "urgent"]


def test_two_clocks_that_see_an_entry_store_its_alarm_once(running: Visit, house: House) -> None:
    check(running, 5, spo2_pct=88, rr_per_min=7)
    for holder in ("one", "two"):
        clock.tick(house.cast.harbor.pk, holder, at=running.at(5.2))
    raised = InfusionEvent.objects.filter(infusion=running.infusion, kind="alarm_raised")
    assert sorted(json.loads(row.payload)["rule"] for row in raised) == ["oxygen_saturation", "respiratory_rate"]


def test_an_open_alarm_of_a_charted_number_keeps_the_patient_here(running: Visit) -> None:
    check(running, 5, spo2_pct=91)
    running.chart((40, "completed", {}))
    result = gating.discharge_gates(running.infusion, running.state(), at=running.at(101))
    assert "alarms" in [gate.code for gate in result.gates if not gate.passed]
