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
from slowdrip.science.rules.adapters.own import own_bounds

NAMES: Final[Mapping[str, Words]] = {
    "sbp_high_mmhg": gettext_lazy("Systolic"),
    "dbp_high_mmhg": gettext_lazy("Diastolic"),
    "hr_high_per_min": gettext_lazy("Fast heart"),
    "hr_low_per_min": gettext_lazy("Slow heart"),
    "spo2_low_pct": gettext_lazy("SpO₂"),
    "rr_low_per_min": gettext_lazy("Respiratory rate"),
}

POINTED_OUT: Final = frozenset({"hr_low_per_min", "rr_low_per_min"})
"""Of these the policy has a quiet limit only, down to the emergency."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The own limits of a drip in words: which, by whom and since when, and why."""

    limits: tuple[str, ...]
    by: str
    reason: str
    event_id: str


def in_force(state: InfusionState, names: Mapping[str, str], *, zone: ZoneInfo) -> InForce | None:
    """Gives the own limits that hold now; nothing while the policy's do."""
    if not state.own_limits:
        return None
    own = state.own_limits[-1]
    given = tuple(limit_words(name, value) for name in LIMITS if (value := getattr(own, name)) is not None)
    time = clock_words(own.at, state.as_of or own.at, zone=zone)
    by = _("set by %(name)s %(time)s") % {"name": names.get(own.prescriber, "–"), "time": time}
    return InForce(given, by, own.reason, own.event_id)


def limit_lines(infusion: Infusion, state: InfusionState) -> tuple[Line, ...]:
    """Gives for each number what calls now, and up to where an own limit may go."""
    policy = pinned_policy(infusion)
    bounds, now = own_bounds(policy), _now(policy, state)
    return tuple(
        Line(
            str(NAMES[name]),
            _("%(now)s, at most %(bound)s") % {"now": now[name], "bound": bounds[name].value}
            if bounds[name].is_high
            else _("%(now)s, at least %(bound)s") % {"now": now[name], "bound": bounds[name].value},
        )
        for name in NAMES
    )


def _now(policy: Policy, state: InfusionState) -> Mapping[str, str]:
    urgent, advisory = policy.alarms.urgent, policy.alarms.advisory
    found = {
        "sbp_high_mmhg": urgent.sbp_mmhg.value,
        "dbp_high_mmhg": urgent.dbp_mmhg.value,
        "hr_high_per_min": urgent.hr_high_bpm.value,
        "hr_low_per_min": advisory.hr_low_bpm.value,
        "spo2_low_pct": urgent.spo2_low_percent.value,
        "rr_low_per_min": advisory.rr_low_per_min.value,
    }
    own = state.own_limits[-1] if state.own_limits else None
    told = {name: getattr(own, name, None) for name in found}
    return {name: _calls(name, told[name], value) for name, value in found.items()}


def _calls(name: str, own: int | None, policy: int) -> str:
    """Gives what a number has to reach; where the policy only points out, it says so."""
    sign = "≥" if name.split("_")[1] == "high" else "<"
    quiet = own is None and name in POINTED_OUT
    text = f"{sign} {policy if own is None else own}"
    return _("%(limit)s (quiet)") % {"limit": text} if quiet else text
