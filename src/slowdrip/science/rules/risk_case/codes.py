"""The codes of a case: how urgent a sign is, what a screen said, what was done, where it ended, who is called."""

from enum import StrEnum
from typing import Final


class Urgency(StrEnum):
    """How fast a sign is met by a person."""

    URGENT = "urgent"
    REVIEW = "review"


class Tier(StrEnum):
    """What a screen said. `undetermined` (not answered, or answers that contradict) is met as fast as `high`."""

    HIGH = "high"
    UNDETERMINED = "undetermined"
    MODERATE = "moderate"
    LOW = "low"
    NONE = "none"

    @property
    def rank(self) -> int:
        """How bad it is; 0 is none."""
        return RANKS[self]


RANKS: Final = {Tier.HIGH: 4, Tier.UNDETERMINED: 4, Tier.MODERATE: 2, Tier.LOW: 1, Tier.NONE: 0}


class What(StrEnum):
    """What somebody did in a case."""

    CONTACT_TRIED = "contact_tried"
    CONTACT_REACHED = "contact_reached"
    MEANS_SAFETY = "means_safety"
    ESCORT = "escort"
    EMERGENCY = "emergency"
    HANDED_OVER = "handed_over"
    OTHER = "other"


# These meet the deadline to act; a call that nobody answered does not, nor does a note.
MEETS_ANY: Final = frozenset({What.CONTACT_REACHED, What.MEANS_SAFETY, What.ESCORT, What.EMERGENCY, What.HANDED_OVER})
# A plan on paper meets the deadline of a moderate or low tier; with a high one a person is reached first.
MEETS_BY_PLAN: Final = frozenset({Tier.MODERATE, Tier.LOW})


class Disposal(StrEnum):
    """Where a case ended, before it is closed."""

    NO_CONCERN = "no_concern"
    SAFETY_PLAN = "safety_plan"
    FOLLOW_UP = "follow_up"
    REFERRED = "referred"
    EMERGENCY_CARE = "emergency_care"
    ADMITTED = "admitted"
    KNOWN = "known_ideation"
    OTHER = "other"


class OwnerWhy(StrEnum):
    """Why somebody answers for a case."""

    ON_CALL = "on_call"
    BACKUP = "backup"
    NOBODY_ON_CALL = "nobody_on_call"
    TAKEN = "taken"
    NAMED = "named"


class Step(StrEnum):
    """Who is called: told at once, reminded soon before, and after a missed deadline one after the other."""

    TOLD = "told"
    SOON = "soon"
    OWNER = "owner"
    FIRST = "first"
    BACKUP = "backup"
    EVERYONE = "everyone"


LADDER: Final = (Step.OWNER, Step.FIRST, Step.BACKUP, Step.EVERYONE)
