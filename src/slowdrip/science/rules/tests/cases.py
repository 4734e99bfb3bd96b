"""Gives the usual numbers of the tests: the default policy's limits, a clock, and a visit where every gate is open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from slowdrip.science.rules import blood_pressure
from slowdrip.science.rules.alarm import AlarmRaise, Decision, StoredAlarm, Tier
from slowdrip.science.rules.alarm_stage import AlarmLife, LifeLimits, Patience
from slowdrip.science.rules.blood_pressure import Baseline, BpLimits, BpReading, CuffRange, TierLimit
from slowdrip.science.rules.go_no_go import Bound, GoNoGoLimits, GoNoGoVitals
from slowdrip.science.rules.overdue import OverdueLimits
from slowdrip.science.rules.ready import (
    Arrival,
    ArrivalLimits,
    BedsideCheck,
    DrawUp,
    GoDecision,
    Order,
    PreCheck,
    Preparation,
    PreparationLimits,
    PumpShown,
    ReadyInputs,
    ReadyLimits,
    Weight,
    WeightLimits,
)
from slowdrip.science.rules.ready import Baseline as BeforeStart
from slowdrip.science.rules.recovered import DischargeLimits, Finding, Pressure, Recovery
from slowdrip.science.rules.schedule import Interval, Schedule
from slowdrip.science.rules.staffing import Credential, House, HouseLimits

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
INFUSION = UUID("0195a000-0000-7000-8000-000000000001")

CUFF = CuffRange(1, 300)
BP_LIMITS = BpLimits(
    advisory=TierLimit(160, 100),
    advisory_rise_percent=30,
    urgent=TierLimit(180, 110),
    emergency=TierLimit(200, 120),
    confirming_readings=2,
    repeat_after_min=2,
    repeat_within_min=5,
    cuff=CUFF,
)
BEFORE = Baseline(120, 80)

WATCHED = ("bp", "hr", "spo2")
SCHEDULE = Schedule(
    intervals=(
        Interval(phase="running", from_min=0, every_min=5, grace_min=2, channels=WATCHED),
        Interval(phase="running", from_min=15, every_min=10, grace_min=3, channels=(*WATCHED, "dissociation")),
        Interval(phase="recovery", from_min=0, every_min=15, grace_min=5, channels=WATCHED),
    ),
    recheck_grace_min=3,
)
OVERDUE_LIMITS = OverdueLimits(urgent_after_min=5)
LIFE_LIMITS = LifeLimits(
    urgent=Patience(60, 300),
    emergency=Patience(30, 120),
    ladder=("nurse", "prescriber", "medical_director"),
    ceiling_calls=6,
)
GO_LIMITS = GoNoGoLimits(
    bounds={
        "systolic_mmhg": Bound(caution_below=90, caution_above=140, beyond_above=180),
        "diastolic_mmhg": Bound(caution_above=90),
        "hr_per_min": Bound(caution_below=50, caution_above=120),
        "rr_per_min": Bound(caution_below=10, caution_above=30),
        "spo2_percent": Bound(caution_below=95),
    },
    repeat_after_min=5,
    max_repeats=2,
)
HOUSE_LIMITS = HouseLimits(acls_required=True, second_person_credential="bls", people_at_least=2, rescue_kit_today=True)
DISCHARGE_LIMITS = DischargeLimits(
    min_after_end_min=60,
    max_age_min=15,
    moaas_at_least=5,
    orientation_at_least=4,
    bp_within_percent=Decimal(20),
    spo2_air_at_least_percent=94,
    dissociation_at_most=1,
    nausea_at_most=2,
    gait="steady",
)
READY_LIMITS = ReadyLimits(
    arrival=ArrivalLimits(solids_h=Decimal(6), clear_liquids_h=Decimal(2), consent_version="v3"),
    weight=WeightLimits(7, True),
    go_no_go=GO_LIMITS,
    baseline_channels=("bp", "hr", "moaas"),
    baseline_max_age_min=15,
    preparation=PreparationLimits(
        verifier_roles=("nurse", "prescriber"),
        draw_up_second_roles=("nurse", "prescriber"),
        preparer_may_verify_when_two=True,
        signer_may_check_when_two=True,
        draw_up_tolerance_percent=Decimal(2),
        pump_tolerance_percent=Decimal(2),
    ),
    house=HOUSE_LIMITS,
)


def after(minutes: float) -> datetime:
    """That many minutes after noon; below zero before it."""
    return NOON + timedelta(minutes=minutes)


def reading(systolic_mmhg: int, diastolic_mmhg: int = 80, *, minute: float = 0) -> BpReading:
    """A pressure at that minute with an id of its own."""
    name = f"{systolic_mmhg}/{diastolic_mmhg}@{minute}"
    return BpReading(
        id=str(uuid5(INFUSION, name)),
        at=after(minute),
        systolic_mmhg=systolic_mmhg,
        diastolic_mmhg=diastolic_mmhg,
    )


def decided(*readings: BpReading, alarms: tuple[StoredAlarm, ...] = (), baseline: Baseline | None = None) -> Decision:
    """What the blood-pressure rule says to these readings."""
    return blood_pressure.decide(readings, alarms, infusion_id=INFUSION, limits=BP_LIMITS, baseline=baseline)


def stored(raised: AlarmRaise, *, resolved_at: datetime | None = None) -> StoredAlarm:
    """A raised alarm as it comes back from the record."""
    read = (raised.inputs.get("reading_1_event"), raised.inputs.get("reading_2_event"))
    return StoredAlarm(
        id=raised.id,
        rule=raised.rule,
        tier=raised.tier,
        trigger=raised.trigger,
        trigger_at=raised.trigger_at,
        resolved_at=resolved_at,
        evidence=tuple(str(each) for each in read if each is not None),
    )


def life(tier: Tier = Tier.URGENT, *, rule: str = "blood_pressure") -> AlarmLife:
    """An alarm that was raised at noon."""
    return AlarmLife(id=uuid5(INFUSION, f"{rule}.{tier}"), rule=rule, tier=tier, raised_at=NOON)


HEALTHY = {"systolic_mmhg": 120, "diastolic_mmhg": 80, "hr_per_min": 70, "rr_per_min": 14, "spo2_percent": 98}
HOUSE = House(
    today=TODAY,
    acls_clinician="ann",
    second_person="ben",
    in_building=frozenset({"ann", "ben", "cid"}),
    credentials=(Credential("acls", "ann", date(2027, 1, 1)), Credential("bls", "ben", date(2027, 1, 1))),
    rescue_kit_checked_on=TODAY,
    rescue_kit_complete=True,
)
PRECHECK = PreCheck(
    solids_since=after(-480),
    clear_liquids_since=after(-180),
    escort_name="Eve",
    escort_phone="555",
    pregnancy_test="negative",
    medicines="confirmed",
    allergies="confirmed",
    new_illness=False,
    suicidality_asked=True,
    suicidality_before="none",
)
READY = ReadyInputs(
    arrival=Arrival(
        identity_confirmed_at=after(-40),
        consent_signed_on=TODAY,
        consent_version="v3",
        consent_withdrawn_at=None,
        precheck=PRECHECK,
        pregnancy_possible=True,
        reviewed=False,
    ),
    weight=Weight(measured_at=after(-60), measured_by="ann", reread_by="ben", first_visit=True),
    baseline=BeforeStart(
        vitals=GoNoGoVitals(at=after(-5), values=HEALTHY),
        last_at={"bp": after(-5), "hr": after(-5), "moaas": after(-5)},
    ),
    preparation=Preparation(
        order=Order(
            order_id="o1",
            in_force_at=after(-50),
            signed_by="dora",
            read_back_missing=False,
            void=False,
            verified_by="ben",
            verifier_roles=frozenset({"nurse"}),
            rate_ul_per_h=150_000,
            vtbi_ul=100_000,
            draw_volume_ul=800,
        ),
        draw_up=DrawUp(
            order_id="o1",
            at=after(-20),
            by="ann",
            second_person="ben",
            second_roles=frozenset({"nurse"}),
            draw_volume_ul=800,
            expires_on=TODAY,
            label="b1",
        ),
        line_in=True,
        line_finding="patent",
        bedside=BedsideCheck(at=after(-4), first_person="ann", second_person="ben", label="b1"),
        pump=PumpShown(at=after(-3), rate_ul_per_h=150_000, vtbi_ul=100_000),
        people_in_building=3,
        today=TODAY,
    ),
    house=HOUSE,
)
GO = GoDecision("go", after(-1))

RECOVERED = Recovery(
    ended_at=after(-60),
    pressure=Pressure(125, 82, after(-5)),
    baseline=Pressure(120, 80, after(-110)),
    spo2_percent=Finding(97, after(-5)),
    on_air=True,
    moaas=Finding(5, after(-5)),
    orientation=Finding(4, after(-5)),
    dissociation=Finding(0, after(-5)),
    dissociation_baseline=0,
    nausea=Finding(0, after(-5)),
    gait="steady",
    gait_at=after(-5),
    suicidality_before="none",
    suicidality_after="none",
    suicidality_after_at=after(-4),
    escort_seen=True,
    receipt_by_escort=True,
    phone_given=True,
    line_in=False,
)


def recovered(**changes: Any) -> Recovery:
    """The recovered patient with these changes."""
    return replace(RECOVERED, **changes)
