"""The life of an alarm: asked again, raised with the entry that caused it, answered, escalated, resolved."""

import json

import pytest

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions, clock
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion.state import Alarm
from tests.drips import House


def pressure(visit: Visit, minute: float, sbp: int, dbp: int = 80) -> None:
    check(visit, minute, sbp_mmhg=sbp, dbp_mmhg=dbp)


def alarms(visit: Visit, *, tier: str) -> dict[str, Alarm]:
    return {key: alarm for key, alarm in visit.state().alarms.items() if alarm.tier == tier}


def only(visit: Visit, *, tier: str) -> tuple[str, Alarm]:
    ((key, alarm),) = alarms(visit, tier=tier).items()
    return key, alarm


def tick(house: House, visit: Visit, minute: float, holder: str = "one") -> int:
    return clock.tick(house.cast.harbor.pk, holder, at=visit.at(minute))


def raised_urgent(visit: Visit) -> str:
    pressure(visit, 5, 184)
    pressure(visit, 8, 186)
    return only(visit, tier="urgent")[0]


def test_one_urgent_pressure_asks_for_a_repeat_and_raises_no_urgent_alarm(running: Visit) -> None:
    pressure(running, 5, 184)
    assert alarms(running, tier="urgent") == {}
    assert running.infusion.state.next_due_at == running.at(10)


def test_two_in_a_row_raise_it_in_the_transaction_of_the_second(running: Visit, house: House) -> None:
    pressure(running, 5, 184)
    before = AuditEntry.objects.count()
    pressure(running, 8, 186)
    key, alarm = only(running, tier="urgent")
    row = InfusionEvent.objects.get(id=key)
    assert (row.by_id, row.source, row.session_actor_id) == (house.cast.system.actor_id, "rule", None)
    assert row.recorded_at == running.at(8)
    written = list(AuditEntry.objects.order_by("seq").values_list("action", flat=True)[before:])
    assert "infusion.alarm_raised" in written
    assert len({entry.at for entry in AuditEntry.objects.order_by("-seq")[: len(written)]}) == 1
    assert alarm.policy_version == "1"
    inputs = json.loads(row.payload)["inputs"]
    assert (inputs["reading_1_systolic_mmhg"], inputs["reading_2_systolic_mmhg"]) == (184, 186)
    assert inputs["limit_systolic_mmhg"] == 180
    assert "source_alarms.urgent.sbp_mmhg" in inputs


@pytest.mark.parametrize(("second", "is_raised"), [(179, False), (180, True)])
def test_the_second_counts_from_the_limit_on(running: Visit, second: int, *, is_raised: bool) -> None:
    pressure(running, 5, 180)
    pressure(running, 8, second)
    assert bool(alarms(running, tier="urgent")) == is_raised


@pytest.mark.parametrize(("sbp", "is_raised"), [(199, False), (200, True)])
def test_one_critical_pressure_is_an_emergency_at_once(running: Visit, sbp: int, *, is_raised: bool) -> None:
    pressure(running, 5, sbp)
    assert bool(alarms(running, tier="emergency")) == is_raised


def test_answered_it_is_quiet_and_calls_again_until_somebody_resolves_it(running: Visit, house: House) -> None:
    key = raised_urgent(running)
    nurse = house.team.nurse.acting()
    actions.acknowledge(nurse, running.infusion.pk, key, at=running.at(8.5))
    with pytest.raises(Refused, match="alarm_already_acknowledged"):
        actions.acknowledge(nurse, running.infusion.pk, key, at=running.at(8.6))
    assert tick(house, running, 9) == 0
    check(running, 10)
    assert tick(house, running, 13.4) == 0
    tick(house, running, 13.5)
    alarm = running.state().alarms[key]
    assert (alarm.stage, alarm.level) == ("escalated", 1)
    with pytest.raises(Refused, match="resolve_reason_not_listed"):
        actions.resolve(nurse, running.infusion.pk, key, reason="bored", at=running.at(14))
    actions.resolve(nurse, running.infusion.pk, key, reason="treated", note="rested", at=running.at(14))
    assert running.state().alarms[key].stage == "resolved"
    with pytest.raises(Refused, match="alarm_already_resolved"):
        actions.resolve(nurse, running.infusion.pk, key, reason="treated", at=running.at(15))


def test_unanswered_it_climbs_the_ladder_once_a_minute_and_stays_at_the_top(running: Visit, house: House) -> None:
    key = raised_urgent(running)
    levels = []
    for minute in (8.9, 9, 9.5, 10, 11, 12):
        tick(house, running, minute)
        levels.append(running.state().alarms[key].level)
    assert levels == [0, 1, 1, 2, 2, 2]
    assert running.state().alarms[key].resolved_at is None


def test_an_answer_sent_twice_is_one_answer(running: Visit, house: House) -> None:
    key, event_id, nurse = raised_urgent(running), uuid7(), house.team.nurse.acting()
    for minute in (8.5, 8.6):
        actions.acknowledge(nurse, running.infusion.pk, key, at=running.at(minute), event_id=event_id)
    for minute in (9, 9.1):
        actions.resolve(
            nurse, running.infusion.pk, key, reason="treated", at=running.at(minute), event_id=running.order.pk
        )
    assert InfusionEvent.objects.filter(kind__in=("alarm_acknowledged", "alarm_resolved"), source="typed").count() == 2


def test_an_advisory_resolves_itself_and_asks_nobody(running: Visit, house: House) -> None:
    pressure(running, 5, 162)
    key, _alarm = only(running, tier="advisory")
    with pytest.raises(Refused, match="advisory_needs_no_acknowledgement"):
        actions.acknowledge(house.team.nurse.acting(), running.infusion.pk, key, at=running.at(6))
    pressure(running, 8, 128)
    alarm = running.state().alarms[key]
    assert (alarm.stage, alarm.reason, alarm.resolved_by) == (
        "resolved",
        "back_in_range",
        str(house.cast.system.actor_id),
    )


def test_an_alarm_of_no_drip_is_refused(running: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    with pytest.raises(Refused, match="no_such_alarm"):
        actions.acknowledge(nurse, running.infusion.pk, str(uuid7()), at=running.at(6))
    with pytest.raises(Refused, match="no_such_alarm"):
        actions.resolve(nurse, running.infusion.pk, str(uuid7()), reason="treated", at=running.at(6))


def test_an_alarm_outlives_the_entry_that_raised_it(running: Visit, house: House) -> None:
    pressure(running, 5, 212)
    key, _alarm = only(running, tier="emergency")
    slip = InfusionEvent.objects.filter(infusion=running.infusion, kind="vitals").latest("occurred_at")
    actions.void_event(house.team.nurse.acting(), slip.pk, reason="typed 212 for 122", at=running.at(6))
    assert running.state().alarms[key].resolved_at is None
    actions.resolve(house.team.nurse.acting(), running.infusion.pk, key, reason="entered_by_mistake", at=running.at(6))
    assert running.state().open_alarms == {}
