"""Gives what the rules over a matter that lasts read of a drip, and what they want written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.phases import DURING_DRIP, HERE
from slowdrip.science.infusion.state import Help, InfusionState, OffMonitor
from slowdrip.science.rules import lasting
from slowdrip.science.rules.adapters.alarms import stored_alarms
from slowdrip.science.rules.adapters.policy_gates import house_limits
from slowdrip.science.rules.adapters.policy_measured import source_of
from slowdrip.science.rules.alarm import Decision
from slowdrip.science.rules.lasting import Matter, withdrawn_at
from slowdrip.science.rules.lasting.back import back_since
from slowdrip.science.rules.lasting.deciding import CONSENT_WITHDRAWN, MONITOR_RETURN, PATIENT_CALL, STAFFING_LOW
from slowdrip.science.rules.staffing import House, acls_gate, second_person_gate
from slowdrip.science.rules.streamed import Sample

NURSE = "nurse"
"""Whom a patient calls."""
COMING_AT_MOST = timedelta(minutes=10)
"""For how long "is coming" may hold, whatever the policy says of an alarm."""
STAFFING_KEYS = ("acls_clinician_required", "second_person_credential", "people_in_building_at_least")


@dataclass(frozen=True, slots=True)
class BackOn:
    """An event for the clock to write: the monitor's numbers say that the patient is back on it."""

    id: UUID
    since: datetime


def lasting_decisions(
    state: InfusionState, policy: Policy, *, infusion_id: UUID, at: datetime, house: House | None
) -> tuple[Decision, ...]:
    """One decision per rule; without a `house` nobody asked who is there, and that rule is left as it stands."""
    alarms, runs = stored_alarms(state), state.phase in DURING_DRIP
    found = [
        (MONITOR_RETURN, _return(state, policy, at=at), _return_over(state)),
        (CONSENT_WITHDRAWN, _withdrawn(state), "withdrawal_voided" if runs else "pump_no_longer_runs"),
    ]
    found.append((PATIENT_CALL, _unheard(state, policy, at=at), _unheard_over(state)))
    if not runs:
        found.append((STAFFING_LOW, None, "pump_no_longer_runs"))
    elif house is not None:
        found.append((STAFFING_LOW, _staffing(state, policy, house, at=at), "staffing_met"))
    return tuple(
        lasting.decide(rule, matter, alarms, infusion_id=infusion_id, over=over) for rule, matter, over in found
    )


def off_monitor(state: InfusionState) -> OffMonitor | None:
    """The patient who is here and off the monitor on purpose."""
    return state.observed.off if state.phase in HERE and state.observed.monitored is False else None


def return_at(off: OffMonitor, policy: Policy) -> datetime:
    """By when the patient is to be back on; an entry without a time counts as the longest that the policy offers."""
    longest = timedelta(minutes=policy.alarms.off_monitor_long_min.value)
    return off.back_at if off.back_at is not None else off.at + longest


def coming_for(policy: Policy) -> timedelta:
    """How long the word that a nurse is coming holds; nobody charted the arrival, so the patient waits again."""
    return min(timedelta(seconds=policy.alarms.urgent.escalate_after_s.value), COMING_AT_MOST)


def waits_since(one: Help, *, at: datetime, coming: timedelta) -> datetime | None:
    """Since when a patient's call waits: as it was made, or anew since whoever was on the way did not come."""
    if one.who != NURSE or one.late or one.arrived_at is not None:
        return None
    if one.coming_at is None:
        return one.called_at
    again = one.coming_at + coming
    return again if at >= again else None


def unheard_since(state: InfusionState, *, at: datetime, coming: timedelta) -> datetime | None:
    """Since when the patient waits for a nurse who is not on the way; nothing once the visit has ended."""
    if state.ending is not None:
        return None
    waiting = (waits_since(one, at=at, coming=coming) for one in state.help)
    return min((since for since in waiting if since is not None), default=None)


def back_on(
    state: InfusionState, policy: Policy, *, infusion_id: UUID, at: datetime, samples: Collection[Sample] | None
) -> BackOn | None:
    """What the clock writes when numbers of the patient come again; once for each time."""
    off = off_monitor(state)
    if off is None or not samples:
        return None
    seconds, gap_s = policy.alarms.monitor_back_s.value, policy.alarms.channel_silent_s.value
    since = back_since(samples, off_at=off.at, at=at, lasting_s=seconds, gap_s=gap_s)
    return None if since is None else BackOn(uuid5(infusion_id, f"back_on:{off.event_id}"), since)


def consent_withdrawn_at(state: InfusionState) -> datetime | None:
    """When the patient's last word that counts was no."""
    no, yes = state.checks.get("consent_withdrawn"), state.checks.get("consent_renewed")
    return withdrawn_at(no.at if no else None, yes.at if yes else None, started_at=state.drip.started_at)


def _return(state: InfusionState, policy: Policy, *, at: datetime) -> Matter | None:
    off = off_monitor(state)
    if off is None or at < return_at(off, policy):
        return None
    due_at, key = return_at(off, policy), "off_monitor_long_min"
    return Matter(
        trigger=off.event_id,
        at=due_at,
        inputs={"off_at": off.at.isoformat(), "back_at": due_at.isoformat()},
        sources=() if off.back_at else (source_of(f"alarms.{key}", policy.alarms.off_monitor_long_min),),
    )


def _return_over(state: InfusionState) -> str:
    """Why nothing calls for a return any more: a new time is not the same as being back."""
    if state.ending is not None:
        return "infusion_ended"
    return "patient_back_on" if off_monitor(state) is None else "return_time_moved"


def _withdrawn(state: InfusionState) -> Matter | None:
    said_at, said = consent_withdrawn_at(state), state.checks.get("consent_withdrawn")
    if said_at is None or said is None or state.phase not in DURING_DRIP:
        return None
    return Matter(trigger=said.event_id, at=said_at, inputs={"withdrawn_at": said_at.isoformat()})


def _unheard(state: InfusionState, policy: Policy, *, at: datetime) -> Matter | None:
    """A patient is not asked to wait for longer than an urgent alarm is."""
    longest = policy.alarms.urgent.escalate_after_s
    since = unheard_since(state, at=at, coming=coming_for(policy))
    if since is None or at < since + timedelta(seconds=longest.value):
        return None
    return Matter(
        trigger=f"nurse@{since.isoformat()}",
        at=since,
        inputs={"called_at": since.isoformat()},
        limits={"seconds": longest.value},
        sources=(source_of("alarms.urgent.escalate_after_s", longest),),
    )


def _unheard_over(state: InfusionState) -> str:
    return "infusion_ended" if state.ending is not None else "call_answered"


def _staffing(state: InfusionState, policy: Policy, house: House, *, at: datetime) -> Matter | None:
    limits = house_limits(policy)
    open_now = [each for gate in (acls_gate(house, limits), second_person_gate(house, limits)) for each in gate.reasons]
    if not open_now:
        return None
    since = house.changed_at
    return Matter(
        trigger=f"house@{since.isoformat() if since else house.today.isoformat()}",
        at=max(filter(None, (since, state.drip.started_at)), default=at),
        inputs={"missing": ",".join(reason.code for reason in open_now), "people": len(house.in_building)},
        limits={"people": limits.people_at_least},
        sources=tuple(source_of(f"staffing.{key}", getattr(policy.staffing, key)) for key in STAFFING_KEYS),
    )
