"""Gives the safety checks of the rules as functions, so that a planted fault can show that each of them bites."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from slowdrip.science.rules import alarm_life, due, overdue
from slowdrip.science.rules.alarm import StoredAlarm, Tier
from slowdrip.science.rules.alarm_stage import AlarmLife, AlarmState
from slowdrip.science.rules.blood_pressure import BpReading
from slowdrip.science.rules.overdue import OverdueAlarm
from slowdrip.science.rules.tests import cases
from slowdrip.science.rules.tests.cases import (
    BP_LIMITS,
    INFUSION,
    LIFE_LIMITS,
    OVERDUE_LIMITS,
    SCHEDULE,
    decided,
    stored,
)


def ranks_of(readings: Iterable[BpReading]) -> list[int]:
    """What an independent eye makes of the true readings: -1 nothing, else the rank of the tier."""
    limits = (BP_LIMITS.advisory, BP_LIMITS.urgent, BP_LIMITS.emergency)
    true = [each for each in readings if 0 < each.diastolic_mmhg < each.systolic_mmhg <= 300]
    return [
        sum(each.systolic_mmhg >= one.systolic_mmhg or each.diastolic_mmhg >= one.diastolic_mmhg for one in limits) - 1
        for each in true
    ]


def live(readings: Iterable[BpReading]) -> tuple[StoredAlarm, ...]:
    """The alarms of a drip in which every reading is decided when it is charted."""
    seen: list[BpReading] = []
    alarms: dict[object, StoredAlarm] = {}
    for reading in readings:
        seen.append(reading)
        decision = decided(*seen, alarms=tuple(alarms.values()))
        for raised in decision.raise_:
            assert raised.id not in alarms, "raised_twice"
            alarms[raised.id] = stored(raised)
        for over in decision.resolve:
            assert alarms[over.alarm_id].is_open, "resolved_twice"
            alarms[over.alarm_id] = replace(alarms[over.alarm_id], resolved_at=reading.at)
    return tuple(alarms.values())


def check_every_confirmed_excursion_calls(readings: Sequence[BpReading]) -> None:
    """Two true urgent readings in a row, or one emergency reading, leave an alarm of that loudness open."""
    alarms = live(readings)
    open_rank = max((alarm.tier.rank for alarm in alarms if alarm.is_open), default=-1)
    ranks = ranks_of(readings)
    if any(min(pair) >= Tier.URGENT.rank for pair in pairwise(ranks)):
        assert open_rank >= Tier.URGENT.rank, "two_urgent_in_a_row_do_not_call"
    if Tier.EMERGENCY.rank in ranks:
        assert open_rank == Tier.EMERGENCY.rank, "one_emergency_does_not_call"


def check_one_excursion_only_asks(readings: Sequence[BpReading]) -> None:
    """Without confirmation and without an emergency reading nothing calls; an open excursion waits for its repeat."""
    ranks = ranks_of(readings)
    if Tier.EMERGENCY.rank in ranks or any(min(pair) >= Tier.URGENT.rank for pair in pairwise(ranks)):
        return
    assert all(alarm.tier is Tier.ADVISORY for alarm in live(readings)), "called_without_confirmation"
    if ranks and ranks[-1] == Tier.URGENT.rank:
        assert decided(*readings).repeat is not None, "excursion_without_repeat"


def check_deciding_again_changes_nothing(readings: Sequence[BpReading]) -> None:
    """What is stored is not raised again, whatever the order of arrival."""
    alarms = tuple(stored(raised) for raised in decided(*readings).raise_)
    for order in (readings, readings[::-1]):
        assert decided(*order, alarms=alarms).raise_ == (), "raised_again"


def check_an_advisory_ends_when_the_pressure_is_back(high: BpReading, normal: BpReading) -> None:
    """A quiet alarm does not outlive its reason."""
    assert all(not alarm.is_open for alarm in live((high, normal))), "advisory_stays_open"


def follow(
    alarm: AlarmLife,
    *,
    seconds: int,
    acknowledged_after_s: Sequence[int] = (),
    step_s: int = 1,
) -> tuple[list[datetime], list[str], AlarmLife]:
    """The calls of one alarm while a clock ticks and people acknowledge; nobody resolves it, and it stays loud."""
    calls: list[datetime] = [alarm.raised_at]
    roles: list[str] = []
    for second in range(0, seconds, step_s):
        at = alarm.raised_at + timedelta(seconds=second)
        if second in acknowledged_after_s:
            alarm = replace(alarm, acknowledged_at=at)
        for move in alarm_life.due_transitions((alarm,), infusion_id=INFUSION, at=at, limits=LIFE_LIMITS):
            before = alarm.calls_at_level if move.level <= alarm.level else 0
            alarm = replace(
                alarm,
                escalated_at=move.at,
                level=max(alarm.level, move.level),
                calls_at_level=before + 1,
            )
            calls.append(at)
            roles.append(move.role)
        check_it_is_loud_or_was_just_answered(alarm, at=at, step_s=step_s)
    return calls, roles, alarm


def check_it_is_loud_or_was_just_answered(alarm: AlarmLife, *, at: datetime, step_s: int) -> None:
    """An unresolved alarm is quiet on the screens only for the policy's time after an answer."""
    if alarm.state in {AlarmState.RAISED, AlarmState.ESCALATED}:
        return
    longest = timedelta(seconds=LIFE_LIMITS.of(alarm.tier).unresolved_s + step_s)
    assert alarm.acknowledged_at is not None, "quiet_without_an_answer"
    assert at - alarm.acknowledged_at <= longest, "alarm_fell_silent"


def check_an_unresolved_alarm_keeps_calling(tier: Tier, acknowledged_after_s: Sequence[int]) -> None:
    """No silence is longer than the policy's; unanswered it reaches the ceiling, and calls there as often as it is."""
    patience = LIFE_LIMITS.of(tier)
    step_s = 5
    longest = timedelta(seconds=patience.unresolved_s + patience.unacknowledged_s + step_s)
    hour = 3600
    calls, roles, last = follow(
        cases.life(tier),
        seconds=hour,
        acknowledged_after_s=acknowledged_after_s,
        step_s=step_s,
    )
    done = last.state is AlarmState.ESCALATED and last.calls_at_level >= LIFE_LIMITS.ceiling_calls
    ends = calls[1:] if done else [*calls[1:], last.raised_at + timedelta(seconds=hour)]
    for one, other in zip(calls, ends, strict=False):
        answers = sum(one < last.raised_at + timedelta(seconds=s) <= other for s in acknowledged_after_s)
        assert other - one <= longest * max(1, answers) or called_out_at(calls, one), "alarm_fell_silent"
    if not acknowledged_after_s:
        assert set(LIFE_LIMITS.ladder[1:]) == set(roles), "ceiling_not_reached"
        assert roles[-1] == LIFE_LIMITS.ladder[-1], "ceiling_left"
        assert roles.count(LIFE_LIMITS.ladder[-1]) == LIFE_LIMITS.ceiling_calls, "ceiling_not_called_often_enough"


def called_out_at(calls: Sequence[datetime], moment: datetime) -> bool:
    """True when by then the whole ladder had been called, and its top as often as it is."""
    return calls.index(moment) >= len(LIFE_LIMITS.ladder) - 2 + LIFE_LIMITS.ceiling_calls


def check_the_record_does_not_grow_for_ever(tier: Tier, acknowledged_after_s: Sequence[int]) -> None:
    """However long nobody resolves it, the rows are as many as the ladder, the repeats at its top and the answers."""
    _, roles, last = follow(cases.life(tier), seconds=7200, acknowledged_after_s=acknowledged_after_s, step_s=5)
    most = len(LIFE_LIMITS.ladder) - 2 + LIFE_LIMITS.ceiling_calls + len(acknowledged_after_s)
    assert len(roles) <= most, "record_grows_for_ever"
    assert last.state is AlarmState.ESCALATED, "alarm_fell_silent"


def check_two_clocks_write_one_escalation(alarm: AlarmLife, at: datetime) -> None:
    """Two processes that see the same alarm write the same event, even at different moments."""
    one = alarm_life.due_transitions((alarm,), infusion_id=INFUSION, at=at, limits=LIFE_LIMITS)
    later = at + timedelta(seconds=1)
    two = alarm_life.due_transitions((alarm,), infusion_id=INFUSION, at=later, limits=LIFE_LIMITS)
    assert [move.id for move in one] == [move.id for move in two] != [], "two_escalations"


def check_an_unmeasured_channel_becomes_overdue(inputs: due.DueInputs, at: datetime) -> None:
    """Whatever was not charted for a whole interval and its grace raises an alarm for each of its channels."""
    items = due.due_items(inputs, SCHEDULE)
    decision = overdue.decide(items, (), infusion_id=INFUSION, at=at, limits=OVERDUE_LIMITS)
    raised = {each for alarm in decision.raise_ for each in str(alarm.inputs["channels"]).split(",")}
    phase = "running" if inputs.phases[-1].phase == "paused" else inputs.phases[-1].phase
    for channel in (each for each in SCHEDULE.channels if SCHEDULE.asks(each, phase)):
        rows = SCHEDULE.rows(channel, phase)
        longest = max(row.from_min + row.every_min + row.grace_min for row in rows)
        since = max(inputs.last_at.get(channel, inputs.phases[0].at), inputs.phases[0].at)
        if at - max(since, inputs.phases[-1].at) >= timedelta(minutes=longest):
            assert channel in raised, f"{channel}_forgotten"


def check_a_charted_check_ends_its_alarm(alarm: OverdueAlarm, items: Sequence[due.DueItem], at: datetime) -> None:
    """When nothing of it is overdue any more, the alarm resolves and says why."""
    decision = overdue.decide(items, (alarm,), infusion_id=INFUSION, at=at, limits=OVERDUE_LIMITS)
    assert [each.reason.code for each in decision.resolve] == ["check_charted"], "overdue_alarm_stays"
