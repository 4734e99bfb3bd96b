"""What has to happen to the asks on record so that they are as planned: added, moved, withdrawn, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.asking.facts import PlannedAsk, Point, Settled, VisitState

MERGED, NOT_HAPPENING, PAUSED, NOT_DUE = "merged", "visit_not_happening", "paused", "not_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An ask as it is on record; `begun` means that somebody has started to answer."""

    key: str
    serves: tuple[str, ...]
    point: str
    visit: str | None
    phase: str
    scales: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    begun: bool = False
    answered: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What to do; `moved` holds asks on record under the same key, withdrawn ones too, which are due again."""

    added: tuple[PlannedAsk, ...]
    moved: tuple[PlannedAsk, ...]
    withdrawn: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.withdrawn)


def is_settled(ask: Standing, states: Mapping[str, VisitState], *, at: datetime) -> bool:
    """Whether an ask stays as it is: answered, begun, or opened; one at the chair only once the patient is there."""
    if ask.withdrawn:
        return False
    if ask.answered or ask.begun:
        return True
    if ask.opens_at > at:
        return False
    return ask.point != Point.BEFORE or states.get(ask.visit or "") in {VisitState.UNDER_WAY, VisitState.ENDED}


def settled(asks: Iterable[Standing], states: Mapping[str, VisitState], *, at: datetime) -> tuple[Settled, ...]:
    """The asks that a plan has to go around."""
    return tuple(
        Settled(point=each.point, serves=each.serves, opens_at=each.opens_at)
        for each in asks
        if is_settled(each, states, at=at)
    )


def reconcile(
    asks: Iterable[Standing],
    planned: Iterable[PlannedAsk],
    states: Mapping[str, VisitState],
    *,
    at: datetime,
    paused_until: datetime | None = None,
) -> Changes:
    """The difference between the record and the plan; what closed unanswered stays on record as not answered."""
    known = {each.key: each for each in asks}
    fixed = {key for key, each in known.items() if is_settled(each, states, at=at)}
    wanted = {each.key: each for each in planned if each.key not in fixed}
    served = {key for each in wanted.values() for key in each.serves}
    served |= {key for name in fixed for key in known[name].serves}
    gone = (each for key, each in known.items() if key not in wanted and key not in fixed)
    return Changes(
        added=tuple(each for key, each in wanted.items() if key not in known),
        moved=tuple(each for key, each in wanted.items() if key in known and _differs(known[key], each)),
        withdrawn=tuple(
            (each.key, _why(each, served, states, paused_until=paused_until))
            for each in gone
            if not each.withdrawn and each.closes_at > at
        ),
    )


def _differs(ask: Standing, planned: PlannedAsk) -> bool:
    if ask.withdrawn:
        return True
    was = (ask.serves, ask.point, ask.visit, ask.phase, ask.scales, ask.opens_at, ask.closes_at)
    return was != (
        planned.serves,
        planned.point.value,
        planned.visit,
        planned.phase.value,
        planned.scales,
        planned.opens_at,
        planned.closes_at,
    )


def _why(ask: Standing, served: set[str], states: Mapping[str, VisitState], *, paused_until: datetime | None) -> str:
    if ask.key in served:
        return MERGED
    if ask.visit is not None and states.get(ask.visit) is VisitState.NOT_HAPPENED:
        return NOT_HAPPENING
    if paused_until is not None and ask.opens_at < paused_until:
        return PAUSED
    return NOT_DUE
