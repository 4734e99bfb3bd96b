"""What a device sent of a run: read, and refused with a code where no run can have been like that.

Times are the device's own, whole milliseconds: a touch screen, a mouse and a keyboard each add a delay of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from slowdrip.science.cognition.forms import items_of, waits_ms_of

LONGEST_REACTION_MS: Final = 3000
"""A mark that nobody answered goes away after so long (own rule, proposal)."""


class Press(StrEnum):
    """What happened at one mark: pressed before it came, pressed after it, or not pressed at all."""

    EARLY = "early"
    PRESSED = "pressed"
    NONE = "none"


class BadTrials(ValueError):
    """Trials that no run can have had; carries a code and its parameters."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True, slots=True)
class SymbolTrial:
    """One answer of the symbol task: which symbol was shown, which digit was tapped, when since the start."""

    shown: str
    digit: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class ReactionTrial:
    """One mark of the reaction task: `ms` counts from the mark, or for an early press from the start of the wait."""

    what: Press
    ms: int
    wait_ms: int = field(default=0)


def symbol_trials(raw: Any, *, form: int, limit_s: int) -> tuple[SymbolTrial, ...]:
    """Reads the answers of a symbol run, `[digit, at_ms]` each, or raises BadTrials."""
    shown = items_of(form, limit_s)
    pairs = _pairs(raw, most=len(shown))
    trials = tuple(
        SymbolTrial(symbol, _whole(digit), _whole(at_ms)) for symbol, (digit, at_ms) in zip(shown, pairs, strict=False)
    )
    if any(not 1 <= each.digit <= len(set(shown)) for each in trials):
        raise BadTrials("trials_no_such_digit")
    times = [each.at_ms for each in trials]
    if times != sorted(times) or any(not 0 <= each <= limit_s * 1000 for each in times):
        raise BadTrials("trials_outside_the_time")
    return trials


def reaction_trials(raw: Any, *, form: int, reactions: int) -> tuple[ReactionTrial, ...]:
    """Reads the marks of a reaction run, `[what, ms]` each, or raises BadTrials."""
    waits = waits_ms_of(form, reactions)
    pairs = _pairs(raw, most=reactions)
    return tuple(_mark(what, ms, wait_ms) for wait_ms, (what, ms) in zip(waits, pairs, strict=False))


def _mark(what: Any, ms: Any, wait_ms: int) -> ReactionTrial:
    if what not in list(Press):
        raise BadTrials("trials_unreadable")
    trial = ReactionTrial(Press(what), _whole(ms), wait_ms)
    most = wait_ms if trial.what is Press.EARLY else LONGEST_REACTION_MS
    if not 0 <= trial.ms <= most:
        raise BadTrials("trials_outside_the_time")
    return trial


def _pairs(raw: Any, *, most: int) -> list[tuple[Any, Any]]:
    if not isinstance(raw, list) or any(not isinstance(each, list) or len(each) != 2 for each in raw):
        raise BadTrials("trials_unreadable")
    if len(raw) > most:
        raise BadTrials("trials_too_many", {"sent": len(raw), "most": most})
    return [(each[0], each[1]) for each in raw]


def _whole(value: Any) -> int:
    """A whole number; true and false are none, though Python counts with them."""
    if type(value) is not int:
        raise BadTrials("trials_unreadable")
    return value
