"""Paper for when the server is away: a sheet per drip under way with its due times, and a blank one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.cards import Card, policy_interval_s
from slowdrip.clinic.chart.chair import chair_page
from slowdrip.clinic.chart.record.times import clock
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy

COVERED: Final = timedelta(hours=4)
MOST_ROWS: Final = 24
BLANK_ROWS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: the drip as the server last knew it, and a row for each time at which vital signs are due."""

    infusion: Infusion
    card: Card
    rate_ml_per_h: str
    vtbi_ml: str
    left_until: str
    interval_min: int
    dues: Sequence[tuple[str, str]]
    """What is due: its label, and the clock."""
    rows: Sequence[str]
    """The clock of each row."""


def sheet_of(card: Card, *, at: datetime, slug: str, zone: ZoneInfo) -> Sheet:
    """Gives the sheet of a drip as it stands at an instant."""
    seen = chair_page(card.infusion, at=at, slug=slug, zone=zone)
    interval_s = policy_interval_s(pinned_policy(card.infusion), seen.state)
    first = min((datetime.fromisoformat(due.due_at) for due in card.dues), default=at)
    return Sheet(
        infusion=card.infusion,
        card=card,
        rate_ml_per_h=seen.rate_ml_per_h,
        vtbi_ml=seen.vtbi_ml,
        left_until=_clock(card.left_until, zone),
        interval_min=interval_s // 60,
        dues=[(due.label, _clock(due.due_at, zone)) for due in card.dues],
        rows=due_times(first, interval_s=interval_s, at=at, zone=zone),
    )


def due_times(first: datetime, *, interval_s: int, at: datetime, zone: ZoneInfo) -> list[str]:
    """Gives the clinic's times of day at which a check is due, from the first on, for as long as a sheet covers."""
    step = timedelta(seconds=interval_s)
    times = [first + number * step for number in range(MOST_ROWS)]
    return [clock(one, zone) for one in times if one <= at + COVERED]


def _clock(iso: str, zone: ZoneInfo) -> str:
    return clock(datetime.fromisoformat(iso), zone) if iso else ""
