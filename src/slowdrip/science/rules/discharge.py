"""Gives the gates of discharge, time and criteria; only the ending "discharged" waits for them.

A finding counts when it was charted after the end of the drip and not longer ago than the policy allows.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from slowdrip.science.rules.outcome import Gate, GateResult, Reason, because, gate
from slowdrip.science.rules.recovered import DischargeLimits, Finding, Recovery

HIGH_RISK = ("item_4", "item_5", "behaviour")
"""C-SSRS answers that keep the patient here until somebody else takes over; lower ones need a clinician told.

Triage of the Columbia guideline, read in copies (secondary); that it holds back the discharge is a proposal.
"""


def discharge_gates(recovery: Recovery, limits: DischargeLimits, *, at: datetime) -> GateResult:
    """Every gate before "discharged" at that moment; before the end of the drip only the time is judged."""
    if recovery.ended_at is None:
        return GateResult((gate("time", because("drip_not_ended")),))
    return GateResult(
        (
            time_gate(recovery.ended_at, limits, at=at),
            *_vital_gates(recovery, limits, at=at),
            *_mind_gates(recovery, limits, at=at),
            *_way_home_gates(recovery, limits),
        )
    )


def time_gate(ended_at: datetime, limits: DischargeLimits, *, at: datetime) -> Gate:
    """The shortest observation is over; its last minute is enough."""
    earliest_at = ended_at + timedelta(minutes=limits.min_after_end_min)
    early = because("too_early", earliest_at=earliest_at, min_after_end_min=limits.min_after_end_min)
    return gate("time", early if at < earliest_at else None)


def stale(
    what: str,
    found_at: datetime | None,
    *,
    recovery: Recovery,
    limits: DischargeLimits,
    at: datetime,
) -> Reason | None:
    """Why that finding cannot stand for now, or nothing."""
    if found_at is None or recovery.ended_at is None:
        return because("not_charted", what=what)
    if found_at < recovery.ended_at:
        return because("charted_before_end", what=what, charted_at=found_at)
    if at - found_at > timedelta(minutes=limits.max_age_min):
        return because("charted_too_long_ago", what=what, charted_at=found_at, max_age_min=limits.max_age_min)
    return None


def _judged(
    code: str,
    finding: Finding | None,
    *,
    recovery: Recovery,
    limits: DischargeLimits,
    at: datetime,
    at_least: int | None = None,
    at_most: int | None = None,
) -> Gate:
    old = stale(code, finding.at if finding else None, recovery=recovery, limits=limits, at=at)
    if old or finding is None:
        return gate(code, old or because("not_charted", what=code))
    return gate(code, outside(code, finding.value, at_least=at_least, at_most=at_most))


def outside(what: str, value: int, *, at_least: int | None, at_most: int | None) -> Reason | None:
    """Why that number does not meet its limit, or nothing; the limit itself meets it."""
    if at_least is not None and value < at_least:
        return because(f"{what}_below", value=value, at_least=at_least)
    if at_most is not None and value > at_most:
        return because(f"{what}_above", value=value, at_most=at_most)
    return None


def _vital_gates(recovery: Recovery, limits: DischargeLimits, *, at: datetime) -> Iterable[Gate]:
    saturation = _judged(
        "spo2",
        recovery.spo2_percent,
        recovery=recovery,
        limits=limits,
        at=at,
        at_least=limits.spo2_air_at_least_percent,
    )
    return pressure_gate(recovery, limits, at=at), gate("spo2_on_air", *saturation.reasons, air_reason(recovery))


def air_reason(recovery: Recovery) -> Reason | None:
    """Why the saturation was not measured on room air; not charted is not air."""
    if recovery.on_air is None:
        return because("oxygen_not_charted")
    return None if recovery.on_air else because("on_oxygen")


def pressure_gate(recovery: Recovery, limits: DischargeLimits, *, at: datetime) -> Gate:
    """Both pressures within the policy's percent of the baseline, above and below."""
    now, before = recovery.pressure, recovery.baseline
    old = stale("bp", now.at if now else None, recovery=recovery, limits=limits, at=at)
    if old or now is None:
        return gate("bp_near_baseline", old or because("not_charted", what="bp"))
    if before is None:
        return gate("bp_near_baseline", because("no_baseline", what="bp"))
    return gate(
        "bp_near_baseline",
        _far("systolic_mmhg", now.systolic_mmhg, before.systolic_mmhg, percent=limits.bp_within_percent),
        _far("diastolic_mmhg", now.diastolic_mmhg, before.diastolic_mmhg, percent=limits.bp_within_percent),
    )


def _far(what: str, now_mmhg: int, before_mmhg: int, *, percent: Decimal) -> Reason | None:
    if near(now_mmhg, before_mmhg, percent=percent):
        return None
    return because("bp_far_from_baseline", what=what, now=now_mmhg, baseline=before_mmhg, within_percent=percent)


def near(now: int, before: int, *, percent: Decimal) -> bool:
    """True when the number is at most that many percent from the baseline."""
    return abs(now - before) * 100 <= percent * before


def _mind_gates(recovery: Recovery, limits: DischargeLimits, *, at: datetime) -> Iterable[Gate]:
    dissociation_at_most = max(limits.dissociation_at_most, recovery.dissociation_baseline or 0)
    return (
        _judged("moaas", recovery.moaas, recovery=recovery, limits=limits, at=at, at_least=limits.moaas_at_least),
        _judged(
            "orientation",
            recovery.orientation,
            recovery=recovery,
            limits=limits,
            at=at,
            at_least=limits.orientation_at_least,
        ),
        _judged(
            "dissociation",
            recovery.dissociation,
            recovery=recovery,
            limits=limits,
            at=at,
            at_most=dissociation_at_most,
        ),
        _judged("nausea", recovery.nausea, recovery=recovery, limits=limits, at=at, at_most=limits.nausea_at_most),
        gait_gate(recovery, limits, at=at),
        gate("suicidality_before", before_reason(recovery, limits)),
        gate("suicidality_after", after_reason(recovery, limits)),
    )


def gait_gate(recovery: Recovery, limits: DischargeLimits, *, at: datetime) -> Gate:
    """The patient walks as the policy asks."""
    old = stale("gait", recovery.gait_at, recovery=recovery, limits=limits, at=at)
    if old:
        return gate("gait", old)
    unsteady = because("gait_not_safe", found=recovery.gait or "", needed=limits.gait)
    return gate("gait", None if recovery.gait == limits.gait else unsteady)


def before_reason(recovery: Recovery, limits: DischargeLimits) -> Reason | None:
    """Why the question before the drip is open; it can no longer be asked, only the missing answer told."""
    asked = recovery.suicidality_before is not None
    return because("suicidality_before_not_asked") if limits.suicidality_before_required and not asked else None


def after_reason(recovery: Recovery, limits: DischargeLimits) -> Reason | None:
    """Why the answer after the drip keeps the patient here, or nothing."""
    answer, asked_at = recovery.suicidality_after, recovery.suicidality_after_at
    if answer is None:
        return because("suicidality_after_not_asked") if limits.suicidality_after_required else None
    if recovery.ended_at is None or asked_at is None or asked_at < recovery.ended_at:
        return because("suicidality_asked_before_end")
    if answer in HIGH_RISK:
        return because("suicidality_high_risk", answer=answer)
    untold = answer != "none" and not recovery.clinician_told
    return because("suicidality_positive_clinician_not_told", answer=answer) if untold else None


def _way_home_gates(recovery: Recovery, limits: DischargeLimits) -> Iterable[Gate]:
    wanted = (
        ("escort", limits.escort_seen_required, recovery.escort_seen, "escort_not_seen"),
        ("instructions", limits.instructions_required, recovery.receipt_by_escort, "no_receipt_by_escort"),
        ("phone", limits.phone_required, recovery.phone_given, "phone_not_given"),
        ("iv_out", limits.iv_removed_required, not recovery.line_in, "iv_still_in"),
    )
    for code, required, done, missing in wanted:
        yield gate(code, because(missing) if required and not done else None)
    calling = because("alarms_unresolved", count=recovery.calling_alarms)
    yield gate("alarms", calling if recovery.calling_alarms else None)
