"""Gives go, caution or beyond from the vital signs before the start. A value on a limit has not crossed it.

Caution: measure again after the policy's minutes, then the prescriber decides. Beyond: no start with these values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from slowdrip.science.rules.outcome import Reason, because


class Verdict(StrEnum):
    """What the vital signs say; incomplete means that they do not say anything yet."""

    PASSED = "pass"
    CAUTION = "caution"
    BEYOND = "beyond"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The limits of one vital sign; a missing limit is never crossed."""

    caution_below: int | None = None
    caution_above: int | None = None
    beyond_below: int | None = None
    beyond_above: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoNoGoLimits:
    """A bound per vital sign, keyed by its name with unit; every sign named here must be measured."""

    bounds: Mapping[str, Bound]
    repeat_after_min: int
    max_repeats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoNoGoVitals:
    """The latest set before the start. `repeats` counts the sets taken again before this one."""

    at: datetime | None
    values: Mapping[str, int] = field(default_factory=dict)
    repeats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoNoGoOutcome:
    """The verdict with its reasons, and when to measure again; no time when the repeats are used up."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    repeat_at: datetime | None = None

    @property
    def prescriber_decides(self) -> bool:
        """True when a prescriber's go would be a go."""
        return self.verdict is Verdict.CAUTION


def judge(vitals: GoNoGoVitals, limits: GoNoGoLimits) -> GoNoGoOutcome:
    """What the latest set says against the limits."""
    missing = [name for name in limits.bounds if name not in vitals.values]
    if vitals.at is None or missing:
        unmeasured = tuple(because("not_measured", sign=sign) for sign in missing)
        return GoNoGoOutcome(verdict=Verdict.INCOMPLETE, reasons=unmeasured)
    if no_pulse_pressure(vitals.values):
        return _again(Verdict.INCOMPLETE, (because("no_pulse_pressure"),), vitals=vitals, limits=limits)
    found = [(sign, crossed(vitals.values[sign], bound)) for sign, bound in limits.bounds.items()]
    reasons = tuple(
        because(side, sign=sign, value=vitals.values[sign], limit=limit)
        for sign, hit in found
        if hit is not None
        for side, limit in [hit]
    )
    if not reasons:
        return GoNoGoOutcome(verdict=Verdict.PASSED)
    return _again(worst(reasons), reasons, vitals=vitals, limits=limits)


def crossed(value: int, bound: Bound) -> tuple[str, int] | None:
    """The gravest limit that the value crosses, by its code; nothing when it crosses none."""
    checks = (
        ("beyond_above", bound.beyond_above, 1),
        ("beyond_below", bound.beyond_below, -1),
        ("caution_above", bound.caution_above, 1),
        ("caution_below", bound.caution_below, -1),
    )
    return next(
        ((code, limit) for code, limit, sign in checks if limit is not None and sign * (value - limit) > 0),
        None,
    )


def worst(reasons: tuple[Reason, ...]) -> Verdict:
    """Beyond when any limit of that kind is crossed, else caution."""
    return Verdict.BEYOND if any(reason.code.startswith("beyond") for reason in reasons) else Verdict.CAUTION


def no_pulse_pressure(values: Mapping[str, int]) -> bool:
    """True when the diastolic pressure is not below the systolic one, so one of them is wrong."""
    systolic, diastolic = values.get("systolic_mmhg"), values.get("diastolic_mmhg")
    return systolic is not None and diastolic is not None and systolic <= diastolic


def _again(
    verdict: Verdict,
    reasons: tuple[Reason, ...],
    *,
    vitals: GoNoGoVitals,
    limits: GoNoGoLimits,
) -> GoNoGoOutcome:
    left = vitals.repeats < limits.max_repeats
    repeat_at = vitals.at + timedelta(minutes=limits.repeat_after_min) if left and vitals.at else None
    return GoNoGoOutcome(verdict=verdict, reasons=reasons, repeat_at=repeat_at)
