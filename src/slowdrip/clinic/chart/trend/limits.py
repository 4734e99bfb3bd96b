"""The limits that the pinned policy sets, as lines with words; words that would meet are moved apart, lines never."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend.marks import Mark, line, words
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, Panel
from slowdrip.knowledge.types import Policy

WORD_HEIGHT = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: where its line is, its tier, its words."""

    value: int
    tier: str
    text: str


def pressure_limits(policy: Policy) -> tuple[Limit, ...]:
    """The three tiers of the blood pressure; the line is the systolic limit, the words name both."""
    alarms = policy.alarms
    found = (
        (alarms.emergency.sbp_mmhg.value, alarms.emergency.dbp_mmhg.value, "emergency", _("emergency")),
        (alarms.urgent.sbp_mmhg.value, alarms.urgent.dbp_mmhg.value, "urgent", _("urgent")),
        (alarms.advisory.sbp_mmhg.value, alarms.advisory.dbp_mmhg.value, "advisory", _("advisory")),
    )
    return tuple(Limit(sbp, tier, f"≥ {sbp}/{dbp} {word}") for sbp, dbp, tier, word in found)


def saturation_limits(policy: Policy) -> tuple[Limit, ...]:
    """The three tiers of the oxygen saturation."""
    alarms = policy.alarms
    found = (
        (alarms.advisory.spo2_low_percent.value, "advisory", _("advisory")),
        (alarms.urgent.spo2_low_percent.value, "urgent", _("urgent")),
        (alarms.emergency.spo2_low_percent.value, "emergency", _("emergency")),
    )
    return tuple(Limit(percent, tier, f"< {percent} {word}") for percent, tier, word in found)


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
