"""Gives the inputs of the ready gates from a state and from what only the clinic knows: order, weight, people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.lasting import consent_withdrawn_at
from slowdrip.science.rules.adapters.watch import last_at
from slowdrip.science.rules.blood_pressure import CuffRange
from slowdrip.science.rules.go_no_go import GoNoGoVitals
from slowdrip.science.rules.ready import (
    Arrival,
    Baseline,
    BedsideCheck,
    DrawUp,
    GoDecision,
    Order,
    PreCheck,
    Preparation,
    PumpShown,
    ReadyInputs,
    Weight,
)
from slowdrip.science.rules.staffing import House

SIGNS: Mapping[str, str] = {"hr_per_min": "hr_per_min", "rr_per_min": "rr_per_min", "spo2_percent": "spo2_pct"}
"""The signs of go / no-go and the state's measures behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What the signed order says that the drip's log does not."""

    signed_by: str | None
    read_back_missing: bool
    void: bool
    verified_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicFacts:
    """What the clinic knows around one drip; `roles_of` holds the roles of each person by actor id."""

    order: OrderFacts | None
    weight: Weight
    house: House
    pregnancy_possible: bool
    roles_of: Mapping[str, frozenset[str]] = field(default_factory=dict)


def ready_inputs(state: InfusionState, facts: ClinicFacts, *, cuff: CuffRange) -> ReadyInputs:
    """Everything the ready gates read."""
    return ReadyInputs(
        arrival=arrival(state, pregnancy_possible=facts.pregnancy_possible),
        weight=facts.weight,
        baseline=baseline(state, cuff=cuff),
        preparation=preparation(state, facts),
        house=facts.house,
    )


def arrival(state: InfusionState, *, pregnancy_possible: bool) -> Arrival:
    """Identity, consent and the pre-check."""
    identity, consent = state.checks.get("identity_confirmed"), state.checks.get("consent_seen")
    seen: Mapping[str, Any] = consent.answers if consent else {}
    return Arrival(
        identity_confirmed_at=identity.at if identity else None,
        consent_signed_on=date.fromisoformat(seen["signed_on"]) if seen.get("signed_on") else None,
        consent_version=seen.get("version"),
        consent_withdrawn_at=consent_withdrawn_at(state),
        precheck=precheck(state),
        pregnancy_possible=pregnancy_possible,
        reviewed=reviewed(state),
    )


def precheck(state: InfusionState) -> PreCheck:
    """The answers so far."""
    check = state.checks.get("precheck")
    told: Mapping[str, Any] = check.answers if check else {}
    return PreCheck(
        solids_since=_instant(told.get("fasting_solid_since")),
        clear_liquids_since=_instant(told.get("fasting_clear_liquid_since")),
        escort_name=told.get("escort_name") or "",
        escort_phone=told.get("escort_phone") or "",
        pregnancy_test=told.get("pregnancy_test"),
        medicines=told.get("medicines"),
        allergies=told.get("allergies"),
        new_illness=told.get("new_illness"),
        suicidality_asked=told.get("suicidality_asked"),
        suicidality_before=told.get("suicidality_before"),
    )


def _instant(written: object) -> datetime | None:
    return datetime.fromisoformat(written) if isinstance(written, str) else None


def reviewed(state: InfusionState) -> bool:
    """True when a prescriber said go after the last answer of the pre-check."""
    check, decided = state.checks.get("precheck"), state.checks.get("go_no_go")
    if check is None or decided is None:
        return False
    return decided.answers.get("decision") == "go" and decided.at >= check.at


def baseline(state: InfusionState, *, cuff: CuffRange) -> Baseline:
    """The latest vital signs, when each channel was charted, and the prescriber's last word."""
    decided = state.checks.get("go_no_go")
    return Baseline(
        vitals=vitals(state),
        last_at=last_at(state, cuff=cuff),
        decision=GoDecision(str(decided.answers.get("decision")), decided.at) if decided else None,
    )


def vitals(state: InfusionState) -> GoNoGoVitals:
    """The latest vital signs, as old as the oldest of them."""
    found = {sign: reading for sign, name in SIGNS.items() if (reading := state.observed.last(name))}
    values = {sign: reading.value for sign, reading in found.items()}
    moments = [reading.at for reading in found.values()]
    pressure = state.observed.last_blood_pressure
    if pressure:
        values |= {"systolic_mmhg": pressure.sbp_mmhg, "diastolic_mmhg": pressure.dbp_mmhg}
        moments.append(pressure.at)
    repeats = max(0, len(state.observed.blood_pressures) - 1)
    return GoNoGoVitals(at=min(moments, default=None), values=values, repeats=repeats)


def preparation(state: InfusionState, facts: ClinicFacts) -> Preparation:
    """Order, draw-up, line, bedside check and pump."""
    drip = state.drip
    shown = drip.pump_shown
    lines = [site for site in state.sites if site.removed_at is None]
    return Preparation(
        order=_order(state, facts),
        draw_up=_draw_up(state, facts),
        line_in=state.line_in,
        line_finding=lines[-1].finding if lines else "",
        bedside=_bedside(state),
        pump=PumpShown(at=shown.at, rate_ul_per_h=shown.rate_ul_per_h, vtbi_ul=shown.vtbi_ul) if shown else None,
        people_in_building=len(facts.house.in_building),
        today=facts.house.today,
    )


def _order(state: InfusionState, facts: ClinicFacts) -> Order | None:
    order, signed = state.drip.order, facts.order
    if order is None or signed is None:
        return None
    return Order(
        order_id=order.order_id,
        in_force_at=order.at,
        signed_by=signed.signed_by,
        read_back_missing=signed.read_back_missing,
        void=signed.void,
        verified_by=signed.verified_by,
        verifier_roles=facts.roles_of.get(signed.verified_by or "", frozenset()),
        rate_ul_per_h=order.rate_ul_per_h,
        vtbi_ul=order.vtbi_ul,
        draw_volume_ul=order.draw_volume_ul,
    )


def _draw_up(state: InfusionState, facts: ClinicFacts) -> DrawUp | None:
    check = state.checks.get("drawn_up")
    if check is None:
        return None
    label, second = str(check.answers.get("label", "")), check.answers.get("second_person")
    bags = [bag for bag in state.drip.bags if bag.label == label]
    return DrawUp(
        order_id=bags[-1].order_id if bags else "",
        at=check.at,
        by=check.by,
        second_person=second,
        second_roles=facts.roles_of.get(second or "", frozenset()),
        draw_volume_ul=bags[-1].drawn_ul if bags else int(check.answers.get("draw_volume_ul", 0)),
        expires_on=date.fromisoformat(check.answers["expires_on"]),
        label=label,
    )


def _bedside(state: InfusionState) -> BedsideCheck | None:
    check = state.checks.get("bedside_check")
    if check is None:
        return None
    told = check.answers
    return BedsideCheck(
        at=check.at,
        first_person=str(told.get("first_person") or check.by),
        second_person=told.get("second_person"),
        label=str(told.get("label") or ""),
    )
