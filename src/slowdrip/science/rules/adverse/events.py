"""What can happen to an adverse event or a task, one class per kind; the class says what its payload holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from slowdrip.science.rules.adverse.codes import Action, Outcome, Relation, Result, Seriousness, Symptom, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody wrote an adverse event down; `own_words` name a symptom that has no code, `subject` is its source.

    `offset` is since when it is over, where that was charted; a person still says how it ended.
    """

    symptom: Symptom
    onset: datetime
    offset: datetime | None = None
    own_words: str = ""
    source: str = "staff"
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """Somebody judged it: how strong (0 to 3), how related, whether serious, what was done."""

    severity: int
    relation: Relation
    seriousness: tuple[Seriousness, ...] = ()
    actions: tuple[Action, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAgain:
    """Somebody looked how it stands."""

    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Somebody said how it ended, and since when it is over where it is."""

    outcome: Outcome
    offset: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """What was closed is open again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An answer gave this task, or came while it was open; `codes` say why, `subject` is the response."""

    task: Task
    codes: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Somebody said what came of a task; `referred_to` names whom the patient was sent to."""

    result: Result
    note: str = ""
    referred_to: str = ""


Payload = Opened | Assessed | LookedAgain | Closed | Reopened | Raised | Settled
KINDS: Final[Mapping[str, type[Payload]]] = MappingProxyType(
    {
        "opened": Opened,
        "assessed": Assessed,
        "looked_again": LookedAgain,
        "closed": Closed,
        "reopened": Reopened,
        "raised": Raised,
        "settled": Settled,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was told: when, and by whom."""

    id: str
    payload: Payload
    at: datetime
    by: str

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("entry_without_zone")
