"""What can happen in a case, one class per kind; the class says what its payload holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from slowdrip.science.rules.risk_case.codes import Disposal, OwnerWhy, Step, Tier, Urgency, What

NOTHING: Final[Mapping[str, int]] = MappingProxyType({})
NO_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signalled:
    """A sign came: an answer, a worry of staff, silence, or words that somebody has to read (`own_words`).

    `code` names the trigger (`phq9.item9`), `height` the value that fired it, `subject` what it is about (a response,
    an ask, a visit). `words` are those of staff; what a patient wrote stays where it was written.
    """

    source: str
    code: str
    urgency: Urgency
    height: int | None = None
    subject: str = ""
    own_words: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A person screened the patient: by which tool, with which answers or outcome, and what tier that is.

    `answers` are texts, because one may be a word (`refused`).
    """

    tool: str
    tier: Tier
    outcome: str = ""
    answers: Mapping[str, str] = field(default_factory=lambda: NO_ANSWERS)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerNamed:
    """Somebody answers for the case from now on."""

    owner: str
    why: OwnerWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """Somebody was told of a deadline before it passed."""

    deadline: str
    step: Step
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """Somebody was called because a deadline passed; `number` counts the calls of the last step."""

    deadline: str
    step: Step
    number: int = 0
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """Somebody did something for the patient."""

    what: What
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMade:
    """A safety plan was signed."""

    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSigned:
    """A clinician signed that ideation of these heights is known, with a plan, and looked at again by then."""

    known: str
    plan: str
    review_by: datetime
    heights: Mapping[str, int] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposed:
    """Somebody decided where this ends."""

    disposal: Disposal
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The case was closed under a signature."""

    signed_by: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """A closed case was opened again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRead:
    """Somebody read what the patient wrote; `concern` is how urgent it is, nothing where it is no sign of risk."""

    sign: str
    concern: Urgency | None = None
    note: str = ""


Payload = (
    Signalled
    | Screened
    | OwnerNamed
    | Reminded
    | Escalated
    | Acted
    | PlanMade
    | KnownSigned
    | Disposed
    | Closed
    | Reopened
    | TextRead
)
KINDS: Final[Mapping[str, type[Payload]]] = MappingProxyType(
    {
        "signalled": Signalled,
        "screened": Screened,
        "owner_named": OwnerNamed,
        "reminded": Reminded,
        "escalated": Escalated,
        "acted": Acted,
        "plan_made": PlanMade,
        "known_signed": KnownSigned,
        "disposed": Disposed,
        "closed": Closed,
        "reopened": Reopened,
        "text_read": TextRead,
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when by the story, when it was written down, and by whom."""

    id: str
    payload: Payload
    occurred_at: datetime
    recorded_at: datetime
    by: str

    def __post_init__(self) -> None:
        if self.occurred_at.utcoffset() is None or self.recorded_at.utcoffset() is None:
            raise ValueError("event_without_zone")

    @property
    def known_at(self) -> datetime:
        """From when deadlines count: the earlier of the two clocks, so that one set ahead delays nobody."""
        return min(self.occurred_at, self.recorded_at)


def place(event: Event) -> tuple[datetime, str]:
    """The event's place in the story: when it occurred, then its id."""
    return (event.occurred_at, event.id)
