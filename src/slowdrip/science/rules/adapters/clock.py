"""Gives what the clock has to write for one drip at one moment, and what is due next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules import blood_pressure, overdue, silence
from slowdrip.science.rules.adapters.alarms import alarm_lives, overdue_alarms, stored_alarms
from slowdrip.science.rules.adapters.lasting import BackOn, back_on, lasting_decisions
from slowdrip.science.rules.adapters.measured import measured_decisions
from slowdrip.science.rules.adapters.own import pressure_in_time
from slowdrip.science.rules.adapters.policy_alarms import (
    life_limits,
    overdue_limits,
    schedule,
    silence_limits,
    watch_limits,
)
from slowdrip.science.rules.adapters.streamed import listens, streamed_decision
from slowdrip.science.rules.adapters.watch import bp_baseline, bp_readings, due_inputs
from slowdrip.science.rules.alarm import AlarmRaise, AlarmResolve, Decision
from slowdrip.science.rules.alarm_life import advisories_at_end, due_transitions
from slowdrip.science.rules.alarm_stage import Escalation
from slowdrip.science.rules.due import DueItem, due_items
from slowdrip.science.rules.silence import ChannelHeard
from slowdrip.science.rules.staffing import House
from slowdrip.science.rules.streamed import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWork:
    """Events to write (each under its fixed id), and the due items for the screens."""

    raise_: tuple[AlarmRaise, ...]
    resolve: tuple[AlarmResolve, ...]
    escalate: tuple[Escalation, ...]
    due: tuple[DueItem, ...]
    back_on: BackOn | None = None


def clock_work(
    state: InfusionState,
    policy: Policy,
    *,
    infusion_id: UUID,
    at: datetime,
    heard: Iterable[ChannelHeard] = (),
    samples: Collection[Sample] | None = None,
    house: House | None = None,
) -> ClockWork:
    """What to write for this drip now, on every tick and after every commit; writing it twice changes nothing.

    `heard` says when each continuous channel of the paired monitors last gave a number; `samples` are the numbers they
    gave in the last minutes, None where no monitor is paired. `house` says who is in the building, None when
    nobody asked.
    """
    pressure = pressure_decision(state, policy, infusion_id=infusion_id)
    items = due_now(state, policy, pressure=pressure)
    late = overdue.decide(items, overdue_alarms(state), infusion_id=infusion_id, at=at, limits=overdue_limits(policy))
    silent = silence_decision(state, policy, infusion_id=infusion_id, at=at, heard=heard)
    unseen = streamed_decision(state, policy, infusion_id=infusion_id, samples=samples)
    standing = lasting_decisions(state, policy, infusion_id=infusion_id, at=at, house=house)
    decisions = (pressure, *measured_decisions(state, policy, infusion_id=infusion_id), late, silent, unseen, *standing)
    over = (*_at_end(state, infusion_id), *(each for decision in decisions for each in decision.resolve))
    resolve = {each.id: each for each in over}
    calls = due_transitions(alarm_lives(state), infusion_id=infusion_id, at=at, limits=life_limits(policy))
    ending = {each.alarm_id for each in resolve.values()}
    return ClockWork(
        raise_=tuple(each for decision in decisions for each in decision.raise_),
        resolve=tuple(resolve.values()),
        escalate=tuple(each for each in calls if each.alarm_id not in ending),
        due=items,
        back_on=back_on(state, policy, infusion_id=infusion_id, at=at, samples=samples),
    )


def pressure_decision(state: InfusionState, policy: Policy, *, infusion_id: UUID) -> Decision:
    """What the blood-pressure rule wants for this drip."""
    return blood_pressure.decide(
        bp_readings(state),
        stored_alarms(state),
        infusion_id=infusion_id,
        limits=pressure_in_time(state, policy),
        baseline=bp_baseline(state),
    )


def silence_decision(
    state: InfusionState, policy: Policy, *, infusion_id: UUID, at: datetime, heard: Iterable[ChannelHeard]
) -> Decision:
    """What the silent-channel rule wants for this drip."""
    return silence.decide(
        heard if listens(state) else (),
        stored_alarms(state),
        infusion_id=infusion_id,
        at=at,
        limits=silence_limits(policy),
    )


def due_now(state: InfusionState, policy: Policy, *, pressure: Decision) -> tuple[DueItem, ...]:
    """Everything that is waited for in this drip."""
    return due_items(due_inputs(state, watch_limits(policy), repeat=pressure.repeat), schedule(policy))


def _at_end(state: InfusionState, infusion_id: UUID) -> tuple[AlarmResolve, ...]:
    return advisories_at_end(stored_alarms(state), infusion_id) if state.ending is not None else ()
