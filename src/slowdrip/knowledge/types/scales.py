"""What a scale is: items, answers, scores, thresholds, text and licence, as its file says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from slowdrip.knowledge.types.scale_rules import (
    Asks,
    Condition,
    Origin,
    OutcomeRule,
    ScoreRule,
    Threshold,
    TriggerRule,
)


class Distribution(StrEnum):
    """What may lie in this repository, and what a clinic may be shown out of the box."""

    WITH_TEXT = "with_text"
    ON_PERMISSION = "on_permission"  # off until the site has recorded its permission
    SCORE_ONLY = "score_only"  # numbered items or a total, from the clinician's own licensed form


class Entry(StrEnum):
    """How answers come in."""

    ITEMS = "items"
    TOTAL = "total"


class Rater(StrEnum):
    """Who answers."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


class NotApplicable(StrEnum):
    """What an item does to a score when it does not apply to the person."""

    NEVER = "never"  # this item always applies
    ADDS_ZERO = "adds_zero"
    DROPS_OUT = "drops_out"  # the highest possible score gets smaller, and bands no longer hold
    NO_TOTAL = "no_total"


class Stray(StrEnum):
    """What an answer to an item means that did not apply."""

    COUNTS = "counts"
    IGNORED = "ignored"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """The values an answer may take: from `low` to `high` in steps of `step`, and one that says "not assessed"."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal = Decimal(1)
    not_assessed: Decimal | None = None
    not_assessed_adds_zero: bool = False
    loinc: Mapping[Decimal, str] | None = None

    def holds(self, value: Decimal) -> bool:
        """Whether a value is one of them."""
        if value == self.not_assessed:
            return True
        return self.low <= value <= self.high and (value - self.low) % self.step == 0


@dataclass(frozen=True, slots=True)
class Item:
    """One question; with `assumed` it is a fact about the person that is not scored and need not be answered."""

    name: str
    answers: AnswerSet
    reverse: bool = False
    loinc: str = ""
    applies_when: Condition | None = None
    not_applicable: NotApplicable = NotApplicable.NEVER
    stray: Stray = Stray.COUNTS
    either: str = ""  # the other item of a pair of which one is enough
    assumed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that is written down before the first answer, in the person's own words; it is never scored."""

    name: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class ScaleText:
    """The words of a scale in one language; `is_official` says whether they may be shown as its official wording.

    `compare_before_use` says that they were read in a copy: whoever shows them is told to compare them with the
    owner's page first. `prompts` are always our own words.
    """

    language: str
    title: str
    stem: str
    items: Mapping[str, str]
    answers: Mapping[str, Mapping[Decimal, str]]  # by answer set, then by value
    notice: str
    origin: Origin
    prompts: Mapping[str, str]
    compare_before_use: bool = False

    @property
    def is_official(self) -> bool:
        """False while nobody has compared the words with a copy of the form."""
        return self.origin.is_in_force


@dataclass(frozen=True, slots=True)
class Licence:
    """Who owns a scale and what may be done with it, as far as it was read."""

    distribution: Distribution
    holder: str
    terms: str
    origin: Origin
    url: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """The days that an answer looks back on; 0 means now, or the session, or a whole life."""

    days: int
    window: str  # such as two_weeks, now, lifetime
    origin: Origin


@dataclass(frozen=True, slots=True)
class Example:
    """Answers and what they must give: a golden row that lives with the scale; `answers` in the order of the items."""

    answers: tuple[str, ...]
    expects: Mapping[str, str]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ChangeExample:
    """Two values of one score and the labels that they must give."""

    score: str
    baseline: Decimal
    current: Decimal
    expects: Mapping[str, str]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale; `coding` says how answers are numbered, because the same name often has several."""

    name: str
    content_sha256: str
    title: str
    version: str
    coding: str
    minutes: int
    rater: Rater
    entries: tuple[Entry, ...]
    licence: Licence
    recall: Recall
    structure: Origin
    items: tuple[Item, ...]
    scores: tuple[ScoreRule, ...]
    outcomes: tuple[OutcomeRule, ...]
    thresholds: tuple[Threshold, ...]
    triggers: tuple[TriggerRule, ...]
    texts: Mapping[str, ScaleText]
    examples: tuple[Example, ...]
    changes: tuple[ChangeExample, ...]
    loinc_panel: str = ""
    prompts: tuple[Prompt, ...] = ()

    def item(self, name: str) -> Item:
        """One item; KeyError when there is none of that name."""
        return {each.name: each for each in self.items}[name]

    def score(self, name: str) -> ScoreRule:
        """One score; KeyError when there is none of that name."""
        return {each.name: each for each in self.scores}[name]

    @property
    def risk_items(self) -> frozenset[str]:
        """Items that a trigger rests on: never completed by arithmetic, never hidden by a total."""
        return frozenset(name for each in self.triggers for name in self.items_behind(each.when))

    def items_behind(self, condition: Condition) -> frozenset[str]:
        """Every item that a condition rests on, through scores and outcomes too."""
        found = items_of(condition).union(*(self.items_behind(part) for part in condition.parts))
        if condition.asks is Asks.SCORE:
            return found.union(*(self._items_under(name) for name in condition.names))
        if condition.asks is Asks.OUTCOME:
            rules = [each for each in self.outcomes if each.name in condition.names]
            return found.union(*(self.items_behind(when) for rule in rules for when in rule.when))
        return found

    def _items_under(self, name: str) -> frozenset[str]:
        below = {each.name: each.of for each in self.scores}
        if name not in below:
            return frozenset({name})
        return frozenset[str]().union(*(self._items_under(each) for each in below[name]))


@dataclass(frozen=True, slots=True)
class Permission:
    """A site's record that it may use a scale: who gave it, when, and for what."""

    scale: str
    given_by: str
    given_on: date
    scope: str


def items_of(condition: Condition) -> frozenset[str]:
    """Every item that a condition looks at directly."""
    own = frozenset(condition.names) if condition.asks in {Asks.ITEM, Asks.COUNT} else frozenset()
    return own.union(*(items_of(part) for part in condition.parts))
