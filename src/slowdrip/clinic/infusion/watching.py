"""Lets the rules look at a drip's state and turns what they decide into events of the system."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.clinic.infusion import channels
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy, pinned_version
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.alarms import alarm_lives, escalated_payload, raised_payload, resolved_payload
from slowdrip.science.rules.adapters.clock import ClockWork, clock_work
from slowdrip.science.rules.adapters.streamed import listens, own_alarms, streamed_limits
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.alarm_stage import AlarmLife
from slowdrip.science.rules.due import DueItem
from slowdrip.science.rules.streamed import Sample, open_channels

SOURCE = "rule"


@dataclass(frozen=True, slots=True)
class Watched:
    """What the rules want stored now, and when the next check is due."""

    drafts: tuple[Draft, ...] = ()
    next_due_at: datetime | None = None


def watch(infusion: Infusion, state: InfusionState, *, at: datetime) -> Watched:
    """Gives what the rules make of the state at this instant; nothing before check-in."""
    if state.phase is Phase.EXPECTED:
        return Watched()
    heard = channels.heard_at(infusion) if state.phase is not Phase.ENDED else ()
    samples = _samples(infusion, state, at=at) if heard else None
    work = clock_work(state, pinned_policy(infusion), infusion_id=infusion.pk, at=at, heard=heard, samples=samples)
    due = min((item.due_at for item in work.due), default=None)
    return Watched(_drafts(work, at=at, version=str(pinned_version(infusion).number)), due)


def _samples(infusion: Infusion, state: InfusionState, *, at: datetime) -> tuple[Sample, ...]:
    """Every paired monitor is heard of, so only then its numbers are asked for."""
    if not listens(state):
        return ()
    limits = streamed_limits(pinned_policy(infusion), state)
    return channels.numbers_of(infusion, limits, wanted=open_channels(own_alarms(state)), at=at)


def _drafts(work: ClockWork, *, at: datetime, version: str) -> tuple[Draft, ...]:
    raised = [
        Draft("alarm_raised", raised_payload(each, policy_version=version), at, each.id, SOURCE) for each in work.raise_
    ]
    resolved = [Draft("alarm_resolved", resolved_payload(each), at, each.id, SOURCE) for each in work.resolve]
    escalated = [Draft("alarm_escalated", escalated_payload(each), at, each.id, SOURCE) for each in work.escalate]
    return (*raised, *resolved, *escalated)


def life_of(state: InfusionState, alarm_id: str) -> AlarmLife | None:
    """Gives one alarm's life, or None for an alarm this drip never had."""
    return next((life for life in alarm_lives(state) if str(life.id) == alarm_id), None)


def silence_s(infusion: Infusion, tier: Tier) -> int:
    """Gives how long an acknowledged alarm of this tier stays quiet."""
    alarms = pinned_policy(infusion).alarms
    tiers: dict[Tier, int] = {
        Tier.ADVISORY: alarms.advisory.silence_s.value,
        Tier.URGENT: alarms.urgent.silence_s.value,
        Tier.EMERGENCY: alarms.emergency.silence_s.value,
    }
    return tiers[tier]


def due_of(infusion: Infusion, state: InfusionState, *, at: datetime) -> tuple[DueItem, ...]:
    """Gives what is waited for at this drip, the earliest first; nothing before check-in."""
    if state.phase is Phase.EXPECTED:
        return ()
    return clock_work(state, pinned_policy(infusion), infusion_id=infusion.pk, at=at).due
