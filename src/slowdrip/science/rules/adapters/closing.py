"""Gives the inputs of discharge and reconciliation from a state."""

from slowdrip.science.infusion.fold import account, difference_at_end
from slowdrip.science.infusion.phases import BEFORE_DRIP
from slowdrip.science.infusion.state import InfusionState, Orientation, Reading
from slowdrip.science.rules.reconcile import DrugAccount, ReconcileLimits, Volumes
from slowdrip.science.rules.recovered import Finding, Pressure, Recovery

CALLING = ("urgent", "emergency")


def recovery(state: InfusionState) -> Recovery:
    """What is known about the patient after the drip."""
    seen, checks = state.observed, state.checks
    pressure, before = seen.last_blood_pressure, seen.baseline
    precheck, after = checks.get("precheck"), checks.get("suicidality_after")
    scored, instructions = checks.get("recovery_score"), checks.get("instructions_given")
    gait = scored.answers.get("gait") if scored else None
    return Recovery(
        ended_at=state.drip.ended_at,
        pressure=Pressure(pressure.sbp_mmhg, pressure.dbp_mmhg, pressure.at) if pressure else None,
        baseline=Pressure(before.sbp_mmhg, before.dbp_mmhg, before.at) if before else None,
        spo2_percent=_finding(seen.last("spo2_pct")),
        on_air=seen.oxygen.source == "air" if seen.oxygen else None,
        moaas=_finding(seen.last("moaas")),
        orientation=_orientation(seen.orientation),
        dissociation=_finding(seen.last("dissociation")),
        dissociation_baseline=dissociation_baseline(state),
        nausea=_finding(seen.last("nausea")),
        gait=gait,
        gait_at=scored.at if scored and gait else None,
        suicidality_before=precheck.answers.get("suicidality_before") if precheck else None,
        suicidality_after=after.answers.get("answer") if after else None,
        suicidality_after_at=after.at if after else None,
        clinician_told=bool(after and after.answers.get("clinician_told")),
        escort_seen="escort_seen" in checks,
        receipt_by_escort=bool(instructions and instructions.answers.get("receipt_signed_by_escort")),
        phone_given=bool(instructions and instructions.answers.get("phone_number_given")),
        line_in=state.line_in,
        calling_alarms=sum(alarm.tier in CALLING for alarm in state.open_alarms.values()),
    )


def _finding(reading: Reading | None) -> Finding | None:
    return Finding(reading.value, reading.at) if reading else None


def _orientation(seen: Orientation | None) -> Finding | None:
    if seen is None:
        return None
    return Finding(sum((seen.person, seen.place, seen.time, seen.situation)), seen.at)


def dissociation_baseline(state: InfusionState) -> int | None:
    """The score before the start while the state still holds it; without it the policy's number counts alone."""
    before = [each for each in state.observed.measures.get("dissociation", ()) if each.phase in BEFORE_DRIP]
    return before[-1].value if before else None


def volumes(state: InfusionState) -> Volumes:
    """Record, pump and residual at the reading; without a reading only what is missing can be said."""
    found = difference_at_end(state)
    if found is None:
        return Volumes(recorded_ul=0, pump_ul=None, prepared_ul=None, residual_ul=None)
    recorded_ul = round(found.recorded_ul)
    expected = found.expected_residual_ul
    return Volumes(
        recorded_ul=recorded_ul,
        pump_ul=found.pump_volume_ul,
        residual_ul=found.residual_ul,
        prepared_ul=None if expected is None else recorded_ul + round(expected),
    )


def drug_account(state: InfusionState) -> DrugAccount:
    """The drug of this drip in whole micrograms."""
    found = account(state)
    return DrugAccount(
        drawn_ug=round(found.drawn_ug),
        given_ug=round(found.delivered_ug),
        residual_ug=round(found.residual_ug),
        wasted_ug=round(found.wasted_ug),
    )


def account_tolerance_ug(drawn_ug: int, limits: ReconcileLimits) -> int:
    """How far the account may be off: the policy's percent of what was drawn."""
    return int(drawn_ug * limits.difference_percent / 100)
