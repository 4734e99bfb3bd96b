"""The scores that a line tells of: each with its day, the items that are known, and whether it is the newest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from slowdrip.clinic.golive.judging import Line

PHQ9, GAD7, ITEM9 = "phq9", "gad7", "q9"
SCALES: Final = (PHQ9, GAD7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One score of a line; `items` holds question 9 where it was told, and nothing where it is unknown.

    `is_newest` says that no later score of its scale stands in the line: only that one can be a sign of today.
    """

    scale: str
    total: int
    day: date
    items: Mapping[str, int]
    is_baseline: bool
    is_newest: bool

    @property
    def item9(self) -> int | None:
        """What was answered to question 9; None where nobody told, and for a scale without it."""
        return self.items.get(ITEM9)


def totals_of(line: Line) -> Iterator[Total]:
    """Gives the scores of a line, each baseline before what is compared with it; one that was told twice is one."""
    for scale in SCALES:
        total, day, items = _told(line, f"{scale}_")
        first, first_day, first_items = _told(line, f"baseline_{scale}_")
        is_same = day is not None and day == first_day
        if first is not None and first_day is not None:
            known = {**first_items, **items} if is_same else first_items
            is_newest = day is None or is_same
            yield Total(scale=scale, total=first, day=first_day, items=known, is_baseline=True, is_newest=is_newest)
        if total is not None and day is not None and not is_same:
            yield Total(scale=scale, total=total, day=day, items=items, is_baseline=False, is_newest=True)


def _told(line: Line, start: str) -> tuple[int | None, date | None, dict[str, int]]:
    item = getattr(line, f"{start}item9", None)
    return getattr(line, f"{start}total"), getattr(line, f"{start}date"), {} if item is None else {ITEM9: item}
