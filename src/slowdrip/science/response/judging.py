"""From two values of one score to response, remission, worsening; from two risk items to what ideation did."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Kind
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales.changing import between
from slowdrip.science.scales.results import Fired


@dataclass(frozen=True, slots=True)
class Judged:
    """The default line of each kind: reached, not reached, or None while nobody can say.

    `better_by` is in points, positive when better. None also where a word makes no sense: a response of somebody whose
    baseline was below the line of illness, a remission without a line in force.
    """

    better_by: Fraction | None
    response: bool | None
    remission: bool | None
    changed: bool | None
    reliable: bool | None
    worsened: bool | None


NOTHING = Judged(None, None, None, None, None, None)


def judged(scale: Scale, name: str, *, baseline: Fraction | None, current: Fraction | None) -> Judged:
    """What one score did; both values have to come from this very scale, version and coding."""
    if baseline is None or current is None:
        return NOTHING
    found = between(scale, scale.score(name), baseline, current)
    met = {kind: label.met for kind, label in found.by_kind.items()}
    return Judged(
        better_by=found.better_by,
        response=met.get(Kind.RESPONSE),
        remission=met.get(Kind.REMISSION),
        changed=met.get(Kind.CHANGE),
        reliable=met.get(Kind.RELIABLE),
        worsened=met.get(Kind.WORSENING),
    )


class Ideation(StrEnum):
    """What suicidal ideation did since baseline, by the risk items alone."""

    NONE = "none"
    NEW = "new"
    CONTINUES = "continues"
    GONE = "gone"
    OPEN = "open"  # one of the two was not answered


def ideation(before: Fired | None, now: Fired | None) -> Ideation:
    """New, going on, gone or none; open as soon as either time has no answer."""
    known = (Fired.FIRES, Fired.CLEAR)
    if before not in known or now not in known:
        return Ideation.OPEN
    if now is Fired.FIRES:
        return Ideation.CONTINUES if before is Fired.FIRES else Ideation.NEW
    return Ideation.GONE if before is Fired.FIRES else Ideation.NONE
