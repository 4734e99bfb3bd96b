"""What is known of an adverse event or of a task at one moment."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.adverse.codes import Action, Outcome, Relation, Result, Seriousness, Symptom, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An entry that the fold did not follow, and why."""

    code: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An adverse event (`symptom`) or a task (`task`); before the first entry it is neither.

    `moved_at` is when somebody last looked; `ever_serious` stays once it was told, whatever is judged later.
    `worst` is the highest severity that was ever told, `answers` names each response that gave the task.
    """

    is_open: bool = False
    opened_at: datetime | None = None
    symptom: Symptom | None = None
    own_words: str = ""
    onset: datetime | None = None
    offset: datetime | None = None
    severity: int | None = None
    worst: int | None = None
    relation: Relation | None = None
    seriousness: tuple[Seriousness, ...] = ()
    ever_serious: bool = False
    actions: tuple[Action, ...] = ()
    outcome: Outcome | None = None
    source: str = ""
    subject: str = ""
    task: Task | None = None
    codes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    result: Result | None = None
    note: str = ""
    referred_to: str = ""
    moved_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    problems: tuple[Problem, ...] = ()
    entries: int = 0
    as_of: datetime | None = None

    @property
    def is_serious(self) -> bool:
        """Whether at least one reason makes it serious."""
        return bool(self.seriousness)

    @property
    def is_on_hold(self) -> bool:
        """Whether a prescriber holds treatment until further notice."""
        return self.is_open and self.result is Result.HOLD


EMPTY = State()
