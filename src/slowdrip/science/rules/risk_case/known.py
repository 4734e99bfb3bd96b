"""Which triggers are signs of suicide risk, and which of them a signed plan for known ideation may answer for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

NOT_RISK: Final = frozenset({"bladder.urine_test", "mdq.positive"})
"""Triggers that are somebody's task and no sign of suicide risk; every other one is taken for a sign."""

IDEATION_UP_TO: Final[Mapping[str, int]] = MappingProxyType(
    {
        "phq9.item9": 3,
        "qids_sr16.item12": 2,
        "qids_sr16.item12_high": 2,
        "hamd17.item3": 2,
        "madrs.item10": 4,
        "madrs.item10_high": 4,
        "bdi2.item9": 2,
        "asq.positive": 3,
        "chart.suicidality_before": 3,
        "chart.suicidality_after": 3,
    }
)
"""The highest value of a trigger that is thoughts alone; above it stand intent, plan, attempt [proposal].

Of the ASQ it is the highest question answered yes (4 asks for an attempt), of the chair the Columbia question.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A sign as it comes in, before anybody decided about it."""

    code: str
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A signed plan for known ideation: the height that is known of each trigger, and until when it holds."""

    heights: Mapping[str, int]
    review_by: datetime


def is_known(heard: Heard, plan: Plan | None, at: datetime) -> bool:
    """Whether a signed plan answers for this sign: thoughts alone, no higher than is known, before the review.

    Everything that is not on the list escalates: intent, plan, behaviour, acute, refused, silence, a worry of staff.
    """
    if plan is None or heard.height is None or at >= plan.review_by:
        return False
    known = plan.heights.get(heard.code)
    return known is not None and heard.height <= min(known, IDEATION_UP_TO.get(heard.code, -1))


def is_risk(trigger: str) -> bool:
    """Whether a trigger (`phq9.item9`) is a sign of suicide risk."""
    return trigger not in NOT_RISK
