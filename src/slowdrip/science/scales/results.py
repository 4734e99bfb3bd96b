"""What scoring gives: scores, outcomes and triggers with everything that is not known about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from slowdrip.knowledge.types.scale_rules import Threshold, Urgency


class Status(StrEnum):
    """Whether there is a score."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_SCORABLE = "not_scorable"


@dataclass(frozen=True, slots=True)
class Label:
    """Whether one threshold is reached; `met` is None while that is open, with the code that says why."""

    threshold: Threshold
    met: bool | None
    why: str = ""

    @property
    def fired(self) -> "Fired":
        """The label as a trigger says it: reached, open because answers or a baseline are not there, or clear."""
        if self.met is None:
            return Fired.UNANSWERED
        return Fired.FIRES if self.met else Fired.CLEAR


@dataclass(frozen=True, slots=True)
class Score:
    """One score. `value` is there only when complete; `low` and `high` hold every score that is still possible.

    Exact fractions. `out_of` is the highest score for the items that apply; `bands` are those still possible, and
    `profile` is the text of a scale whose answers stand side by side. `why` is the code when it is not scorable.
    """

    name: str
    status: Status
    value: Fraction | None
    low: Fraction
    high: Fraction
    out_of: Fraction
    places: int
    is_shown: bool
    bands: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    missing: tuple[str, ...] = ()
    profile: str = ""
    why: str = ""

    @property
    def band(self) -> str | None:
        """The band of a complete score; None for an incomplete one, also when only one band is possible."""
        return self.bands[0] if self.status is Status.COMPLETE and self.bands else None

    @property
    def shown(self) -> Decimal | None:
        """The value rounded half up to its places, for people; None when there is none."""
        return None if self.value is None else rounded(self.value, self.places)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result in words. `possible` runs from worst to best; `code` is there only when one is left.

    `floor` is the best that is still possible, so "at least that bad"; `escalates` is true when even that has to be
    acted on, or when the answers contradict each other.
    """

    name: str
    code: str | None
    possible: tuple[str, ...]
    is_contradictory: bool
    escalates: bool

    @property
    def floor(self) -> str:
        """The mildest code that is still possible."""
        return self.possible[-1]


class Fired(StrEnum):
    """What a trigger says; everything but `clear` is somebody's task."""

    FIRES = "fires"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger, by its own items and whatever the total says."""

    name: str
    fired: Fired
    urgency: Urgency
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a score has to be stored with, so that it can be compared with another one or never is."""

    scale: str
    version: str
    coding: str
    language: str
    content_sha256: str
    scorer: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that one administration says; items by what was known about them."""

    stamp: Stamp
    scores: Mapping[str, Score]
    outcomes: Mapping[str, Outcome]
    triggers: Mapping[str, Trigger]
    missing: tuple[str, ...]
    refused: tuple[str, ...]
    not_assessed: tuple[str, ...]
    not_applicable: tuple[str, ...]
    contradictions: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every shown score and every outcome is settled and nothing contradicts."""
        scored = all(each.status is not Status.INCOMPLETE for each in self.scores.values() if each.is_shown)
        return scored and not self.contradictions and all(each.code for each in self.outcomes.values())

    @property
    def fired(self) -> tuple[Trigger, ...]:
        """The triggers that need somebody: fired, refused or unanswered."""
        return tuple(each for each in self.triggers.values() if each.fired is not Fired.CLEAR)


def rounded(value: Fraction, places: int) -> Decimal:
    """An exact fraction as a decimal, half up (away from zero); the only place where a score is rounded."""
    shifted = value * 10**places
    whole = (abs(shifted.numerator) * 2 + shifted.denominator) // (shifted.denominator * 2)
    signed = whole if value >= 0 else -whole
    return Decimal(signed).scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
