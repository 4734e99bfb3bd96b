"""Counts a clinic's points: asked, answered, compared first; then response, remission, worsening, new ideation.

What leaves the clinic shows no small number of people: see `suppressed`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.progress.models import COUNTED_BY, SAID, PointOutcome
from slowdrip.clinic.progress.told import earlier_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.response import Ideation

Key = tuple[str, ...]
SMALL_BELOW: Final = 11
"""Counts of people from one to ten are not given away: they point at persons. A proposal, as many registries do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One point of one indication and phase by one scale.

    `compared` are whole answers with a baseline; each word has its own number of people of whom it can be said.
    """

    indication: str
    phase: str
    point: str
    scale: str
    asked: int
    answered: int
    part: int
    not_answered: int
    compared: int
    response: int
    response_of: int
    remission: int
    remission_of: int
    worsened: int
    worsened_of: int
    new_ideation: int
    ideation_of: int
    patients: int

    @property
    def answered_percent(self) -> int:
        """How many of the asked were answered whole, in percent, rounded down."""
        return 100 * self.answered // self.asked if self.asked else 0


KEYS: Final = COUNTED_BY
COUNTS: Final = tuple(each.name for each in fields(Counted) if each.name not in KEYS)
ANSWERED: Final = {
    PointOutcome.Answered.WHOLE: "answered",
    PointOutcome.Answered.PART: "part",
    PointOutcome.Answered.NOT: "not_answered",
}
PARTS: Final = {
    "response": "response_of",
    "remission": "remission_of",
    "worsened": "worsened_of",
    "new_ideation": "ideation_of",
}
"""A count and the number of people it is out of."""


def counted(actor: Acting, *, since: datetime | None = None, until: datetime | None = None) -> list[Counted]:
    """Gives every point that was asked in this time, by indication, phase, point and scale, in that order."""
    rows = PointOutcome.objects.visible_to(actor).order_by()
    if since is not None:
        rows = rows.filter(closed_at__gte=since)
    if until is not None:
        rows = rows.filter(closed_at__lt=until)
    # Two passes, each in the order of its index, and sums of what is alike: counting every word per row is far dearer.
    alike = rows.values(*KEYS, *SAID).annotate(n_asked=Count("*"), n_compared=Count("better_by_milli"))
    people = rows.values_list(*KEYS).annotate(Count("patient", distinct=True))
    found = defaultdict[Key, Counter[str]](Counter)
    for *key, number in people:
        found[tuple(key)]["patients"] = number
    for row in alike:
        found[tuple(row[name] for name in KEYS)].update(_counts(row))
    return [_counted(key, counts) for key, counts in sorted(found.items())]


def left_out(actor: Acting, *, since: datetime | None = None, until: datetime | None = None) -> int:
    """Gives how many patients were asked in a series that began before Slowdrip: those points are in no count."""
    known = earlier_of(actor.clinic_id)
    if not known:
        return 0
    asks = Ask.objects.visible_to(actor).filter(phase=Following.Phase.SERIES, withdrawn_at=None, patient_id__in=known)
    asks = asks.exclude(pk__in=PointOutcome.objects.visible_to(actor).filter(patient_id__in=known).values("ask_id"))
    if since is not None:
        asks = asks.filter(closes_at__gte=since)
    if until is not None:
        asks = asks.filter(closes_at__lt=until)
    return asks.order_by().values("patient_id").distinct().count()


def _counted(key: Key, counts: Counter[str]) -> Counted:
    told: dict[str, Any] = {**dict(zip(KEYS, key, strict=True)), **{name: counts[name] for name in COUNTS}}
    return Counted(**told)


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    """What rows that are alike in all words add to each count."""
    number, said = row["n_asked"], PointOutcome.Answered(row["answered"])
    told = {"asked": number, ANSWERED[said]: number, "compared": row["n_compared"]}
    for name, of in (("response", "response_of"), ("remission", "remission_of"), ("worsened", "worsened_of")):
        told |= {name: number * (row[name] is True), of: number * (row[name] is not None)}
    ideation = row["ideation"]
    told["new_ideation"] = number * (ideation == Ideation.NEW.value)
    told["ideation_of"] = number * (ideation not in ("", Ideation.OPEN.value))
    return told


def suppressed(rows: Iterable[Counted], *, below: int = SMALL_BELOW) -> Iterator[dict[str, str]]:
    """Gives the rows as they may leave the clinic: small counts, and what would give them away, are left out.

    A row of few people has no numbers at all. A small count takes its counterpart with it (responders and those who did
    not respond add up), so that no subtraction brings it back.
    """
    for row in rows:
        told = {name: str(getattr(row, name)) for name in KEYS}
        few = row.patients < below
        hidden = set(COUNTS) if few else _hidden(row, below)
        yield {**told, **{name: f"<{below}" if name in hidden else str(getattr(row, name)) for name in COUNTS}}


def _hidden(row: Counted, below: int) -> set[str]:
    found = {name for name in COUNTS if 0 < getattr(row, name) < below}
    for part, whole in PARTS.items():
        if 0 < getattr(row, whole) - getattr(row, part) < below:
            found.add(part)
    shown: Sequence[str] = ("answered", "part", "not_answered")
    if sum(name in found for name in shown) == 1:
        # Asked less the other two would be the one that is hidden: the smallest other that is not zero goes too.
        others = [name for name in shown if name not in found and getattr(row, name)]
        found.update(sorted(others, key=lambda name: int(getattr(row, name)))[:1])
    return found
