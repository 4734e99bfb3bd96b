"""What is known of a case at one moment: signs, screens, what was done, who answers for it, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slowdrip.science.rules.risk_case.codes import Disposal, OwnerWhy, Step, Tier, Urgency, What
from slowdrip.science.rules.risk_case.events import NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of risk; each demands a screen after it. `calls` is how many calls had been made when it came."""

    id: str
    at: datetime
    source: str
    code: str
    urgency: Urgency
    height: int | None = None
    subject: str = ""
    words: str = ""
    by: str = ""
    calls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a patient wrote and somebody has to read."""

    id: str
    at: datetime
    subject: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen and what it said; of `clinician` undetermined says that it was not possible."""

    id: str
    at: datetime
    tool: str
    tier: Tier
    outcome: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that was done."""

    id: str
    at: datetime
    what: What
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a clinician signed as known; `open` until somebody looked again."""

    id: str
    plan: str
    review_by: datetime
    open: bool = True
    heights: Mapping[str, int] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """Where the case ended, by whom."""

    id: str
    at: datetime
    disposal: Disposal
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The case was closed or opened again."""

    id: str
    at: datetime
    is_open: bool
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody was reminded or called because of a deadline."""

    deadline: str
    step: Step
    at: datetime
    number: int = 0
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An entry that the fold did not follow, and why."""

    code: str
    event: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """A case. `screened_signs` and `acted_screens` say how many of each were met when the last screen or act came.

    `tried_signs` is how many stood when somebody last said that no screen was possible, which screens nobody.
    `moved` and `moved_at` are the last thing a person did or a patient said: an open case is never left without a next
    look counted from there.
    """

    is_open: bool = False
    opened_at: datetime | None = None
    signs: tuple[Sign, ...] = ()
    screened_signs: int = 0
    tried_signs: int = 0
    unread: tuple[OwnWords, ...] = ()
    read: tuple[OwnWords, ...] = ()
    screens: tuple[Screen, ...] = ()
    acted_screens: int = 0
    acts: tuple[Act, ...] = ()
    owner: str = ""
    owner_why: OwnerWhy | None = None
    plan: str = ""
    known: Known | None = None
    disposition: Disposition | None = None
    turns: tuple[Turn, ...] = ()
    calls: tuple[Call, ...] = ()
    problems: tuple[Problem, ...] = ()
    moved: str = ""
    moved_at: datetime | None = None
    events: int = 0
    as_of: datetime | None = None

    @property
    def unscreened(self) -> tuple[Sign, ...]:
        """The signs after the last screen."""
        return self.signs[self.screened_signs :]

    @property
    def is_screen_demanded(self) -> bool:
        """Whether a person has to screen, first or again."""
        return bool(self.unscreened)

    @property
    def tier(self) -> Tier | None:
        """What the last screen said; None before the first."""
        return self.screens[-1].tier if self.screens else None

    @property
    def unacted(self) -> tuple[Screen, ...]:
        """The screens after which nobody acted yet."""
        return self.screens[self.acted_screens :]

    @property
    def worst_unacted(self) -> Screen | None:
        """The first of the worst screens after which nobody acted: a lower one later takes no duty away."""
        return max(self.unacted, key=lambda one: one.tier.rank, default=None)

    @property
    def could_not_screen(self) -> bool:
        """Whether somebody said after the last sign that no screen was possible, and nobody screened since."""
        return self.is_screen_demanded and self.tried_signs == len(self.signs)


EMPTY = CaseState()
