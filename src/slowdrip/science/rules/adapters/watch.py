"""Gives what the alarm and due rules read from a state: pressures, phases, when each channel was charted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.alarms import channels_of
from slowdrip.science.rules.alarm import SYSTEM_REASONS, RepeatRequest
from slowdrip.science.rules.blood_pressure import Baseline, BpReading, CuffRange, artifact_reason
from slowdrip.science.rules.due import DueInputs, Recheck, latest
from slowdrip.science.rules.overdue import RULE as OVERDUE_RULE
from slowdrip.science.rules.schedule import RECOVERY, RUNNING, PhaseStart

MEASURES: Mapping[str, str] = {
    "hr": "hr_per_min",
    "spo2": "spo2_pct",
    "rr": "rr_per_min",
    "temperature": "temp_decicelsius",
    "moaas": "moaas",
    "dissociation": "dissociation",
    "nausea": "nausea",
    "anxiety": "anxiety",
    "pain": "pain",
}
"""The policy's channels and the state's measures behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLimits:
    """What a cuff can show; what a medication re-check measures, and how early it may be measured."""

    cuff: CuffRange
    recheck_channels: tuple[str, ...]
    recheck_early_min: int


def bp_readings(state: InfusionState) -> tuple[BpReading, ...]:
    """Every pressure since the start; earlier ones belong to go / no-go."""
    started_at = state.drip.started_at
    return tuple(each for each in _pressures(state) if started_at is not None and each.at >= started_at)


def _pressures(state: InfusionState) -> tuple[BpReading, ...]:
    return tuple(
        BpReading(id=each.event_id, at=each.at, systolic_mmhg=each.sbp_mmhg, diastolic_mmhg=each.dbp_mmhg)
        for each in state.observed.blood_pressures
    )


def bp_baseline(state: InfusionState) -> Baseline | None:
    """The pressure before the start."""
    seen = state.observed.baseline
    return Baseline(seen.sbp_mmhg, seen.dbp_mmhg) if seen else None


def phases(state: InfusionState) -> tuple[PhaseStart, ...]:
    """The phases that checks are due in; a pause is part of the running phase."""
    drip = state.drip
    marks = (
        (RUNNING, drip.started_at),
        (RECOVERY, drip.ended_at),
        ("ended", state.ending.at if state.ending else None),
    )
    return tuple(PhaseStart(phase, at) for phase, at in marks if at is not None)


def last_at(state: InfusionState, *, cuff: CuffRange) -> dict[str, datetime]:
    """When each channel was last charted; an artifact is no check."""
    seen = state.observed
    found = {channel: reading.at for channel, name in MEASURES.items() if (reading := seen.last(name))}
    true_pressures = [each.at for each in _pressures(state) if artifact_reason(each, cuff) is None]
    if true_pressures:
        found["bp"] = max(true_pressures)
    if seen.orientation:
        found["orientation"] = seen.orientation.at
    looked = latest(*(moment for site in state.sites for moment in (site.placed_at, site.checked_at)))
    return {**found, "iv_site": looked} if looked else found


def deferred_at(state: InfusionState) -> dict[str, datetime]:
    """When a person last resolved an overdue check with a reason, per channel."""
    found: dict[str, datetime] = {}
    for alarm in state.alarms.values():
        by_person = alarm.rule == OVERDUE_RULE and alarm.resolved_at and alarm.reason not in SYSTEM_REASONS
        for channel in channels_of(alarm) if by_person else ():
            found[channel] = latest(found.get(channel), alarm.resolved_at) or found[channel]
    return found


def rechecks(state: InfusionState, limits: WatchLimits) -> tuple[Recheck, ...]:
    """The re-checks that medications asked for; one measured a little early still answers."""
    early = timedelta(minutes=limits.recheck_early_min)
    return tuple(
        Recheck(
            trigger=each.event_id,
            channels=limits.recheck_channels,
            due_at=each.recheck_due,
            not_before=max(each.at, each.recheck_due - early),
        )
        for each in state.medications
        if each.recheck_due is not None
    )


def due_inputs(state: InfusionState, limits: WatchLimits, *, repeat: RepeatRequest | None) -> DueInputs:
    """Everything the due clock reads; after the ending nothing is due."""
    if state.ending is not None:
        return DueInputs(phases=(), last_at={})
    return DueInputs(
        phases=phases(state),
        last_at=last_at(state, cuff=limits.cuff),
        deferred_at=deferred_at(state),
        repeats=(repeat,) if repeat else (),
        rechecks=rechecks(state, limits),
    )
