"""Gives the gates of the measurements before the start: all taken, fresh, and a go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slowdrip.science.rules.go_no_go import GoNoGoLimits, GoNoGoVitals, Verdict, judge
from slowdrip.science.rules.outcome import Gate, Reason, because, gate


@dataclass(frozen=True, slots=True)
class GoDecision:
    """What the prescriber decided last: go, delay or cancel."""

    decision: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The vital signs before the start, when each channel was last measured, and the prescriber's last decision."""

    vitals: GoNoGoVitals
    last_at: Mapping[str, datetime] = field(default_factory=dict)
    decision: GoDecision | None = None


def baseline_gates(
    baseline: Baseline,
    limits: GoNoGoLimits,
    *,
    at: datetime,
    channels: tuple[str, ...],
    max_age_min: int,
) -> tuple[Gate, Gate]:
    """Everything measured and fresh; and the values, or the prescriber, say go."""
    reasons = [fresh_reason(each, baseline.last_at.get(each), at=at, max_age_min=max_age_min) for each in channels]
    return gate("baseline", *reasons), go_gate(baseline, limits)


def fresh_reason(channel: str, measured_at: datetime | None, *, at: datetime, max_age_min: int) -> Reason | None:
    """Why that measurement cannot stand for now; the last minute still counts."""
    if measured_at is None:
        return because("not_measured", channel=channel)
    if at - measured_at <= timedelta(minutes=max_age_min):
        return None
    return because("measurement_too_old", channel=channel, measured_at=measured_at, max_age_min=max_age_min)


def go_gate(baseline: Baseline, limits: GoNoGoLimits) -> Gate:
    """Open when the values pass, or when they ask for caution, were repeated, and the prescriber then said go."""
    outcome = judge(baseline.vitals, limits)
    refused = _refused(baseline.decision)
    if outcome.verdict is Verdict.PASSED:
        return gate("go_no_go", refused)
    if not outcome.prescriber_decides:
        return gate("go_no_go", refused, *(outcome.reasons or (because("vitals_incomplete"),)))
    undecided = refused or _undecided(baseline)
    return gate("go_no_go", *((undecided, *outcome.reasons) if undecided else ()))


def _refused(decision: GoDecision | None) -> Reason | None:
    if decision is None or decision.decision == "go":
        return None
    return because(f"prescriber_decided_{decision.decision}")


def _undecided(baseline: Baseline) -> Reason | None:
    if baseline.vitals.repeats == 0:
        return because("repeat_before_deciding")
    taken_at = baseline.vitals.at
    if baseline.decision is None or taken_at is None or baseline.decision.at < taken_at:
        return because("prescriber_decides")
    return None
