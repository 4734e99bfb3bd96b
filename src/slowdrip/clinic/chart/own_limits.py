"""What a page says about alarm limits of one drip's own: that they are in force, what calls, how far out one may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.ordered import Line
from slowdrip.clinic.chart.words.kinds.limits import LIMITS, limit_words
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.chart.words.telling import clock_words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import InfusionState
from slowdrip.science.rules.adapters.own import (
    breathing_in_time,
    fast_in_time,
    own_bounds,
    pressure_in_time,
    saturation_in_time,
    slow_in_time,
)

NAMES: Final[Mapping[str, Words]] = {
    "sbp_high_mmhg": gettext_lazy("Systolic"),
    "dbp_high_mmhg": gettext_lazy("Diastolic"),
    "hr_high_per_min": gettext_lazy("Fast heart"),
    "hr_low_per_min": gettext_lazy("Slow heart"),
    "spo2_low_pct": gettext_lazy("SpO₂"),
    "rr_low_per_min": gettext_lazy("Respiratory rate"),
}


@dataclass(frozen=True, slots=True)
class InForce:
    """The own limits of a drip in words: which, by whom and since when, and why."""

    limits: tuple[str, ...]
    by: str
    reason: str
    event_id: str


def in_force(state: InfusionState, names: Mapping[str, str], *, zone: ZoneInfo) -> InForce | None:
    """Gives the own limits that hold now; nothing while the policy's do."""
    own = state.own_limits_now
    if own is None:
        return None
    given = tuple(limit_words(name, value) for name in LIMITS if (value := getattr(own, name)) is not None)
    time = clock_words(own.at, state.as_of or own.at, zone=zone)
    by = _("set by %(name)s %(time)s") % {"name": names.get(own.prescriber, "–"), "time": time}
    return InForce(given, by, own.reason, own.event_id)


def limit_lines(infusion: Infusion, state: InfusionState) -> tuple[Line, ...]:
    """Gives for each number what calls now and what stays quiet, and up to where an own limit may go."""
    policy = pinned_policy(infusion)
    bounds, now = own_bounds(policy), _now(policy, state)
    return tuple(
        Line(
            str(NAMES[name]),
            _("%(now)s; at most %(bound)s") % {"now": now[name], "bound": bounds[name].value}
            if bounds[name].is_high
            else _("%(now)s; at least %(bound)s") % {"now": now[name], "bound": bounds[name].value},
        )
        for name in NAMES
    )


def _now(policy: Policy, state: InfusionState) -> Mapping[str, str]:
    pressure = pressure_in_time(state, policy).newest
    calling, quiet = pressure.urgent, pressure.advisory
    measured = {
        "hr_high_per_min": fast_in_time,
        "hr_low_per_min": slow_in_time,
        "spo2_low_pct": saturation_in_time,
        "rr_low_per_min": breathing_in_time,
    }
    found = {name: limits_in_time(state, policy).newest for name, limits_in_time in measured.items()}
    return {
        "sbp_high_mmhg": _tiers("≥", calling.systolic_mmhg, quiet.systolic_mmhg),
        "dbp_high_mmhg": _tiers("≥", calling.diastolic_mmhg, quiet.diastolic_mmhg),
        **{
            name: _tiers("≥" if name == "hr_high_per_min" else "<", limits.urgent, limits.advisory)
            for name, limits in found.items()
        },
    }


def _tiers(sign: str, calling: int | None, quiet: int | None) -> str:
    """Gives what a number has to reach to call, and to be pointed out; where nothing calls, only that."""
    told = [_("%(limit)s calls") % {"limit": f"{sign} {calling}"}] if calling is not None else []
    if quiet is not None and quiet != calling:
        told.append(_("%(limit)s quiet") % {"limit": f"{sign} {quiet}"})
    return ", ".join(told)
