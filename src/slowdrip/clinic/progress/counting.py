"""Counts a clinic's points: asked, answered, compared first; then response, remission, worsening, new ideation.

What leaves the clinic shows no small number of people: see `suppressed`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.progress.models import PointOutcome
from slowdrip.clinic.progress.told import earlier_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.response import Ideation

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


KEYS: Final = ("indication", "phase", "point", "scale")
COUNTS: Final = tuple(each.name for each in fields(Counted) if each.name not in KEYS)
OF: Final = "n_"
"""A count has the name of a column, and a query keeps the two apart."""
PARTS: Final = {
    "response": "response_of",
    "remission": "remission_of",
    "worsened": "worsened_of",
    "new_ideation": "ideation_of",
}
"""A count and the number of people it is out of."""


def counted(actor: Acting, *, since: datetime | None = None, until: datetime | None = None) -> list[Counted]:
    """Gives every point that was asked in this time, by indication, phase, point and scale, in that order."""
    rows = PointOutcome.objects.visible_to(actor)
    if since is not None:
        rows = rows.filter(closed_at__gte=since)
    if until is not None:
        rows = rows.filter(closed_at__lt=until)
    found = rows.order_by(*KEYS).values(*KEYS).annotate(**{f"{OF}{name}": each for name, each in _counts().items()})
    return [Counted(**{name.removeprefix(OF): value for name, value in row.items()}) for row in found]


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


def _counts() -> dict[str, Count]:
    answered = PointOutcome.Answered
    return {
        "asked": Count("pk"),
        "answered": _where(answered=answered.WHOLE),
        "part": _where(answered=answered.PART),
        "not_answered": _where(answered=answered.NOT),
        "compared": _where(better_by_milli__isnull=False),
        "response": _where(response=True),
        "response_of": _where(response__isnull=False),
        "remission": _where(remission=True),
        "remission_of": _where(remission__isnull=False),
        "worsened": _where(worsened=True),
        "worsened_of": _where(worsened__isnull=False),
        "new_ideation": _where(ideation=Ideation.NEW.value),
        "ideation_of": Count("pk", filter=Q(ideation__gt="") & ~Q(ideation=Ideation.OPEN.value)),
        "patients": Count("patient", distinct=True),
    }


def _where(**told: object) -> Count:
    return Count("pk", filter=Q(**told))


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
