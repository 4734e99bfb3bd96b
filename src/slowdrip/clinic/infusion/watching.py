"""Lets the rules look at a drip's state and turns what they decide into events of the system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slowdrip.clinic.infusion import channels
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.on_call import named_now
from slowdrip.clinic.infusion.pinned import pinned_policy, pinned_version
from slowdrip.clinic.record import prepared
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.alarms import alarm_lives, escalated_payload, raised_payload, resolved_payload
from slowdrip.science.rules.adapters.clock import ClockWork, clock_work
from slowdrip.science.rules.adapters.lasting import BackOn, off_monitor
from slowdrip.science.rules.adapters.streamed import listens, own_alarms, streamed_limits
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.alarm_life import person_called
from slowdrip.science.rules.alarm_stage import AlarmLife, Escalation
from slowdrip.science.rules.due import DueItem
from slowdrip.science.rules.lasting.back import OF_A_PATIENT
from slowdrip.science.rules.staffing import House
from slowdrip.science.rules.streamed import Sample, open_channels

SOURCE = "rule"


@dataclass(frozen=True, slots=True)
class Watched:
    """What the rules want stored now, and when the next check is due."""

    drafts: tuple[Draft, ...] = ()
    next_due_at: datetime | None = None


def watch(infusion: Infusion, state: InfusionState, *, at: datetime, house: House | None = None) -> Watched:
    """Gives what the rules make of the state at this instant; nothing before check-in.

    Only the clock asks who is in the building: once a second is soon enough, and every entry would pay for it.
    """
    if state.phase is Phase.EXPECTED:
        return Watched()
    heard = channels.heard_at(infusion) if state.phase is not Phase.ENDED else ()
    samples = _samples(infusion, state, at=at) if heard else None
    work = clock_work(
        state, pinned_policy(infusion), infusion_id=infusion.pk, at=at, heard=heard, samples=samples, house=house
    )
    due = min((item.due_at for item in work.due), default=None)
    return Watched(_drafts(infusion, state, work, at=at), due)


def _samples(infusion: Infusion, state: InfusionState, *, at: datetime) -> tuple[Sample, ...]:
    """Every paired monitor is heard of, so only then its numbers are asked for."""
    limits = streamed_limits(pinned_policy(infusion), state)
    if off_monitor(state) is not None:
        return channels.numbers_of(infusion, limits, wanted=OF_A_PATIENT, at=at)
    if not listens(state):
        return ()
    return channels.numbers_of(infusion, limits, wanted=open_channels(own_alarms(state)), at=at)


def _drafts(infusion: Infusion, state: InfusionState, work: ClockWork, *, at: datetime) -> tuple[Draft, ...]:
    version = str(pinned_version(infusion).number)
    raised = [
        Draft("alarm_raised", raised_payload(each, policy_version=version), at, each.id, SOURCE) for each in work.raise_
    ]
    resolved = [Draft("alarm_resolved", resolved_payload(each), at, each.id, SOURCE) for each in work.resolve]
    # Asked only when somebody has to be called: that is rare, and every entry and every second comes by here.
    named = named_now(infusion.clinic_id, at=at) if work.escalate else ()
    escalated = [
        Draft("alarm_escalated", escalated_payload(each, _called(state, each, named)), at, each.id, SOURCE)
        for each in work.escalate
    ]
    return (*raised, *resolved, *escalated, *_back(work.back_on, at=at))


def _called(state: InfusionState, step: Escalation, named: Sequence[str]) -> str:
    return person_called(step.number, named, before=state.alarms[str(step.alarm_id)].to_person)


def _back(found: BackOn | None, *, at: datetime) -> list[Draft]:
    """What the monitor's numbers say, once for each time off: who voided it knows better than they do."""
    if found is None or prepared.all_of(InfusionEvent, [found.id]):
        return []
    return [Draft("on_monitor", {}, at, found.id, SOURCE)]


def life_of(state: InfusionState, alarm_id: str) -> AlarmLife | None:
    """Gives one alarm's life, or None for an alarm this drip never had."""
    return next((life for life in alarm_lives(state) if str(life.id) == alarm_id), None)


def silence_s(infusion: Infusion, tier: Tier) -> int | None:
    """Gives how long an acknowledged alarm of this tier stays quiet; an advisory never calls, so it has none."""
    alarms = pinned_policy(infusion).alarms
    tiers: dict[Tier, int] = {
        Tier.URGENT: alarms.urgent.silence_s.value,
        Tier.EMERGENCY: alarms.emergency.silence_s.value,
    }
    return tiers.get(tier)


def due_of(infusion: Infusion, state: InfusionState, *, at: datetime) -> tuple[DueItem, ...]:
    """Gives what is waited for at this drip, the earliest first; nothing before check-in."""
    if state.phase is Phase.EXPECTED:
        return ()
    return clock_work(state, pinned_policy(infusion), infusion_id=infusion.pk, at=at).due
