"""A clock over a record: what it writes through a whole drip, once, and until somebody acts."""

from collections.abc import Sequence

from slowdrip.science.infusion.events import Event
from slowdrip.science.infusion.fold import replay
from slowdrip.science.rules.adapters.alarms import stored_alarms
from slowdrip.science.rules.tests.cases import after
from slowdrip.science.rules.tests.visit import Clock, check, event, started


def charted(*minutes: float) -> list[Event]:
    return [one for minute in minutes for one in check(minute)]


def clock(*more: Event | Sequence[Event]) -> Clock:
    line = [*started()]
    for one in more:
        line.extend([one] if isinstance(one, Event) else one)
    return Clock(line)


def test_a_quiet_drip_writes_nothing() -> None:
    quiet = clock(charted(5, 10, 15, 25, 35), event("completed", 40), charted(45, 60, 75, 90))
    quiet.run(0, 98)
    assert quiet.written == []


def test_a_forgotten_check_is_raised_turned_loud_and_escalated_to_the_ceiling() -> None:
    forgotten = clock()
    forgotten.run(0, 20)
    raised = forgotten.kinds("alarm_raised")
    assert [(each.payload["tier"], each.occurred_at) for each in raised[:2]] == [
        ("advisory", after(7)),
        ("urgent", after(12)),
    ]
    levels = [each.payload["level"] for each in forgotten.kinds("alarm_escalated")]
    called = [each.payload["to_role"] for each in forgotten.kinds("alarm_escalated")]
    assert called[:3] == ["prescriber", "medical_director", "medical_director"]
    assert levels == [1, 2, 2, 2, 2, 2, 2]
    assert [each.occurred_at for each in forgotten.kinds("alarm_escalated")][:2] == [after(13), after(14)]


def test_the_charted_check_ends_it_and_the_calls() -> None:
    late = clock(charted(13.5))
    late.run(0, 18)
    assert [each.payload["reason"] for each in late.kinds("alarm_resolved")] == ["superseded", "check_charted"]
    assert len(late.kinds("alarm_escalated")) == 1
    assert not replay(late.events, after(18)).open_alarms


def test_two_excursions_call_until_a_person_resolves() -> None:
    high = clock(check(5, sbp_mmhg=185), check(8, sbp_mmhg=186), check(11), check(16), check(26))
    high.run(0, 14)
    assert [each.payload["tier"] for each in high.kinds("alarm_raised")] == ["advisory", "urgent"]
    assert high.kinds("alarm_raised")[1].occurred_at == after(8)
    assert len(high.kinds("alarm_escalated")) == 6
    alarm_id = high.kinds("alarm_raised")[1].id
    high.events.append(event("alarm_acknowledged", 14.1, {"alarm_id": alarm_id}))
    high.run(14.25, 19)
    assert len(high.kinds("alarm_escalated")) == 6
    high.run(19.1, 20)
    assert len(high.kinds("alarm_escalated")) == 7
    high.events.append(event("alarm_resolved", 20.1, {"alarm_id": alarm_id, "reason": "treated"}))
    before = len(high.written)
    high.run(20.25, 28)
    assert len(high.written) == before


def test_a_repeat_that_nobody_takes_becomes_an_alarm() -> None:
    asked = clock(check(5, sbp_mmhg=185))
    work = asked.tick(6)
    assert ("repeat", after(10)) in [(item.kind, item.due_at) for item in work.due]
    asked.run(6, 10)
    rules = [(each.payload["rule"], each.payload["inputs"]["kind"]) for each in asked.kinds("alarm_raised")[1:]]
    assert ("overdue_check", "repeat") in rules


def test_two_clocks_write_the_same_events() -> None:
    line = (check(5, sbp_mmhg=185), check(8, sbp_mmhg=205))
    one, other = clock(*line), clock(*line)
    one.run(0, 12)
    other.run(0, 12)
    assert [each.id for each in one.written] == [each.id for each in other.written]
    one.events.extend(other.written)
    before = len(one.written)
    one.tick(12)
    assert len(one.written) == before


def test_a_drip_written_down_afterwards_raises_its_alarms_once() -> None:
    late = clock(check(5, sbp_mmhg=185), check(8, sbp_mmhg=186), charted(11, 16), event("completed", 40))
    late.tick(300)
    late.tick(300)
    pressure = [each for each in late.kinds("alarm_raised") if each.payload["rule"] == "blood_pressure"]
    assert [each.payload["tier"] for each in pressure] == ["urgent"]
    kept = next(each for each in stored_alarms(replay(late.events, after(300))) if each.rule == "blood_pressure")
    assert kept.trigger_at == after(8)


def test_an_alarm_keeps_its_inputs_limits_and_sources() -> None:
    high = clock(check(5, sbp_mmhg=205))
    high.tick(5)
    (alarm,) = high.kinds("alarm_raised")
    told = alarm.payload["inputs"]
    assert (told["reading_1_systolic_mmhg"], told["limit_systolic_mmhg"]) == (205, 200)
    assert told["confidence_alarms.emergency.sbp_mmhg"] == "proposal"
    assert alarm.payload["source"] == "alarms.emergency.sbp_mmhg alarms.emergency.dbp_mmhg"


def test_after_the_ending_quiet_alarms_end_and_loud_ones_wait_for_a_person() -> None:
    gone = clock(check(5, sbp_mmhg=205), event("transferred_ems", 8, {"reason": "pressure"}))
    gone.run(5, 60)
    open_alarms = replay(gone.events, after(60)).open_alarms.values()
    assert [(each.rule, each.tier) for each in open_alarms] == [("blood_pressure", "emergency")]
