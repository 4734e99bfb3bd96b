"""What a scale's file says about numbers: conditions, scores, bands, thresholds, outcomes and triggers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from slowdrip.knowledge.types.sourced import Confidence


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement comes from and how far it may be trusted."""

    source: str
    confidence: Confidence
    note: str = ""

    @property
    def is_in_force(self) -> bool:
        """False while nobody has verified it or taken it over as a proposal: then it labels no patient."""
        return self.confidence is not Confidence.UNVERIFIED


class Asks(StrEnum):
    """What a condition looks at."""

    ITEM = "item"
    COUNT = "count"
    SCORE = "score"
    OUTCOME = "outcome"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Condition:
    """A question about answers that is true, false, or open while an answer it needs is not there.

    `item`, `count` and `score` compare a number with `at_least` and `at_most` (both count as inside); `count` is how
    many of `names` have an answer of at least `each_at_least`. `outcome` is true for one of `codes`.
    """

    asks: Asks
    names: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    each_at_least: Decimal | None = None
    codes: tuple[str, ...] = ()
    parts: tuple["Condition", ...] = ()


class Rule(StrEnum):
    """How a score is made from items and from scores named before it."""

    SUM = "sum"
    MAX = "max"
    MEAN = "mean"
    COUNT = "count"  # how many are at least `each_at_least`, or what `but` says for one of them
    PROFILE = "profile"  # the answers side by side, such as 29315; missing is 9; no number
    CLOCK_GAP = "clock_gap"  # minutes from the first clock time to the second, over midnight where needed
    PERCENT_OF = "percent_of"  # the first as percent of the second


class Better(StrEnum):
    """In which direction a score gets better."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbers read off by steps: from `starts[i]` on it is `values[i]`, until the next start."""

    starts: tuple[Decimal, ...]
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """Named ranges of a score: from `starts[i]` on it is `codes[i]`, until the next start."""

    codes: tuple[str, ...]
    starts: tuple[Decimal, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Prorating:
    """When a score may be completed from what was answered: on request, labelled, never around a risk item."""

    missing_at_most: int
    whole: bool  # rounded half up to a whole number
    origin: Origin


@dataclass(frozen=True, slots=True)
class Unless:
    """A condition under which a score means nothing, with the code that says why."""

    code: str
    when: Condition


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """One score: `rule` over `of`, then steps or a table, then (x - minus) × times / over; all of it exact."""

    name: str
    rule: Rule
    of: tuple[str, ...]
    low: Decimal
    high: Decimal
    origin: Origin
    better: Better = Better.LOWER
    is_shown: bool = True
    places: int = 0
    each_at_least: Decimal = Decimal(1)
    but: Mapping[str, Decimal] | None = None
    steps: Steps | None = None
    minus: Decimal = Decimal(0)
    times: Decimal = Decimal(1)
    over: Decimal = Decimal(1)
    bands: Bands | None = None
    prorating: Prorating | None = None
    unless: tuple[Unless, ...] = ()
    loinc: str = ""


class Kind(StrEnum):
    """What a threshold is for."""

    RESPONSE = "response"
    REMISSION = "remission"
    CHANGE = "meaningful_change"
    RELIABLE = "reliable_change"
    WORSENING = "worsening"
    CASENESS = "caseness"
    SCREEN = "screen"  # the side that somebody has to look at
    PASSED = "passed"  # the good side: normal, or ready for the next step


class Measured(StrEnum):
    """How a threshold is compared."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETTER_BY_PERCENT = "better_by_percent"  # of what lay between the baseline and the best possible score
    BETTER_BY_POINTS = "better_by_points"
    WORSE_BY_POINTS = "worse_by_points"
    RISES_TO = "rises_to"  # at least that now, and more than at baseline or with no baseline to compare with


@dataclass(frozen=True, slots=True)
class Threshold:
    """One line that a score is compared with; a label with its source, never a decision about a dose."""

    name: str
    score: str
    kind: Kind
    measured: Measured
    value: Decimal
    origin: Origin
    is_default: bool = False
    raises_task: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """A result in words rather than points: `codes` from worst to best; the last one is what is left over."""

    name: str
    codes: tuple[str, ...]
    when: tuple[Condition, ...]  # one for each code but the last; the first that is true decides
    escalates: frozenset[str]
    origin: Origin


class Urgency(StrEnum):
    """How fast somebody has to look."""

    REVIEW = "review"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """An answer or outcome that always makes a task, whatever the total is."""

    name: str
    when: Condition
    urgency: Urgency
    origin: Origin
