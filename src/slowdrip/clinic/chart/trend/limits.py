"""The limits in force, the policy's or the drip's own, as lines; words that would meet are moved apart, lines never."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend.marks import Mark, line, words
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, Panel
from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import InfusionState
from slowdrip.science.rules.adapters.own import pressure_in_time, saturation_in_time

WORD_HEIGHT = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: where its line is, its tier, its words."""

    value: int
    tier: str
    text: str


def pressure_limits(state: InfusionState, policy: Policy) -> tuple[Limit, ...]:
    """The tiers of the blood pressure in force now; the line is the systolic limit, the words name both."""
    now, word = pressure_in_time(state, policy).newest, _own(state, "sbp_high_mmhg", "dbp_high_mmhg")
    found = (
        (now.emergency, "emergency", _("emergency")),
        (now.urgent, "urgent", word),
        (now.advisory, "advisory", _("advisory")),
    )
    return tuple(
        Limit(limit.systolic_mmhg, tier, f"≥ {limit.systolic_mmhg}/{limit.diastolic_mmhg} {name}")
        for limit, tier, name in found
        if tier != "advisory" or limit != now.urgent
    )


def saturation_limits(state: InfusionState, policy: Policy) -> tuple[Limit, ...]:
    """The tiers of the oxygen saturation in force now."""
    now, word = saturation_in_time(state, policy).newest, _own(state, "spo2_low_pct")
    found = (
        (now.advisory, "advisory", _("advisory")),
        (now.urgent, "urgent", word),
        (now.emergency, "emergency", _("emergency")),
    )
    return tuple(
        Limit(percent, tier, f"< {percent} {name}")
        for percent, tier, name in found
        if percent is not None and (tier != "advisory" or percent != now.urgent)
    )


def _own(state: InfusionState, *names: str) -> str:
    """The word beside the line that calls: whose limit it is."""
    own = state.own_limits_now
    return _("own limit") if any(getattr(own, name, None) is not None for name in names) else _("urgent")


def limit_marks(limits: tuple[Limit, ...], panel: Panel) -> list[Mark]:
    """Gives the lines at their true height, and their words beside them, moved apart where they would meet."""
    drawn = [limit for limit in limits if panel.low <= limit.value <= panel.high]
    heights = apart([panel.y(limit.value) for limit in drawn])
    marks: list[Mark] = []
    for limit, height in zip(drawn, heights, strict=True):
        y = panel.y(limit.value)
        marks.append(line(f"limit limit--{limit.tier}", start=(LEFT, y), end=(RIGHT, y)))
        marks.append(words("limit-word", (RIGHT + 6, height + 4), limit.text))
    return marks


def apart(heights: list[Fraction]) -> list[Fraction]:
    """Gives the heights, top to bottom, with room for a word between each two."""
    placed: list[Fraction] = []
    for height in heights:
        placed.append(height if not placed else max(height, placed[-1] + WORD_HEIGHT))
    return placed
