"""Gives what the blood-pressure rule wants written: one excursion asks for a repeat, enough in a row call."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from slowdrip.science.rules import excursions
from slowdrip.science.rules.alarm import Decision, Plain, StoredAlarm, Tier
from slowdrip.science.rules.blood_pressure.grading import graded
from slowdrip.science.rules.blood_pressure.limits import Baseline, BpLimits, BpReading
from slowdrip.science.rules.blood_pressure.repeat import repeat_wanted
from slowdrip.science.rules.excursions import Graded, Rule, ordered
from slowdrip.science.rules.in_time import InTime

RULE = "blood_pressure"


def decide(
    readings: Iterable[BpReading],
    alarms: Iterable[StoredAlarm],
    *,
    infusion_id: UUID,
    limits: InTime[BpLimits],
    baseline: Baseline | None,
) -> Decision:
    """Alarms to raise and to resolve, and the repeat asked for. The same for any order of arrival."""
    line = ordered(readings)
    decision = excursions.decide(
        graded(line, limits, baseline=baseline),
        alarms,
        infusion_id=infusion_id,
        rule=_rule(limits, baseline),
        standing={reading.id for reading in line},
    )
    return replace(decision, repeat=repeat_wanted(line, limits, baseline=baseline))


def _rule(limits: InTime[BpLimits], baseline: Baseline | None) -> Rule[BpReading]:
    return Rule(
        code=RULE,
        limits=limits,
        confirmed=lambda run: confirmed(run, limits.at(run[-1].reading.at)),
        inputs=lambda tier, cause: _inputs(tier, cause, baseline=baseline),
    )


def confirmed(run: Sequence[Graded[BpReading]], limits: BpLimits) -> Sequence[Graded[BpReading]]:
    """The first readings of the run, as many as confirm each other, however soon the last of them came."""
    return run[: limits.confirming_readings] if len(run) >= limits.confirming_readings else ()


def _inputs(tier: Tier, cause: Sequence[Graded[BpReading]], *, baseline: Baseline | None) -> dict[str, Plain]:
    inputs = {name: value for number, each in enumerate(cause, 1) for name, value in each.reading.plain(number).items()}
    if tier is Tier.ADVISORY and baseline:
        inputs["baseline_systolic_mmhg"] = baseline.systolic_mmhg
        inputs["baseline_diastolic_mmhg"] = baseline.diastolic_mmhg
    return inputs
