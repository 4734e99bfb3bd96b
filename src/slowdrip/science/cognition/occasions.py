"""On which occasion a run is done, by where the patient's visits stand; nobody chooses it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from slowdrip.science.infusion.phases import Phase

SOONEST_OF: Final = 2
LATEST_TIMES: Final = 2
"""The next day reaches from half the policy's hours after the drip to twice as many (own rule, proposal)."""


class Occasion(StrEnum):
    """When a run is done."""

    BASELINE = "baseline"
    DISCHARGE = "discharge"
    NEXT_DAY = "next_day"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedVisit:
    """One visit whose drip ran: where it stands, and when the drip ended once it is over."""

    key: str
    started_at: datetime
    phase: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An occasion and the visit it belongs to, if it belongs to one."""

    occasion: Occasion
    visit: str | None = None


def moment_of(
    visits: Sequence[StartedVisit], *, next_day_after_h: int, at: datetime, had_earlier: bool = False
) -> Moment:
    """Gives the occasion of a run at this instant; a drip that runs is none of the three.

    Whoever had infusions elsewhere (`had_earlier`) has no moment before the first one.
    """
    if not visits:
        return Moment(Occasion.OTHER if had_earlier else Occasion.BASELINE)
    newest = max(visits, key=lambda each: (each.started_at, each.key))
    if newest.phase == Phase.RECOVERY:
        return Moment(Occasion.DISCHARGE, newest.key)
    if newest.ended_at is None:
        return Moment(Occasion.OTHER, newest.key)
    after = at - newest.ended_at
    hours = timedelta(hours=next_day_after_h)
    if hours / SOONEST_OF <= after <= hours * LATEST_TIMES:
        return Moment(Occasion.NEXT_DAY, newest.key)
    return Moment(Occasion.OTHER, newest.key)
