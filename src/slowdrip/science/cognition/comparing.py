"""One person's runs beside their own baseline: plain differences, how often they did it before, and what practice did.

There is no threshold here and there must be none: nothing in this package says fit or unfit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

MIXED: Final = "mixed"
"""An input kind of a run that used several: it is compared with nothing."""

NO_BASELINE: Final = "no_baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """On what a run was done: runs are compared only where all of it is the same."""

    way: str
    agent: str
    input_kind: str
    length: int
    scorer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one task that has ended, in any way; `value` is None where there is no score."""

    key: str
    occasion: str
    visit: str | None
    started_at: datetime
    setup: Setup
    value: int | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A run beside its baseline: `earlier` runs came before it; `change` is None where `why` says so."""

    run: Run
    earlier: int
    is_baseline: bool = False
    baseline: Run | None = None
    change: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """What the second run of a person without any infusion differs from the first: nothing but practice and chance."""

    first: Run
    second: Run

    @property
    def change(self) -> int:
        """The second less the first."""
        return (self.second.value or 0) - (self.first.value or 0)


def compared(runs: Iterable[Run], *, first_drip_at: datetime | None, had_earlier: bool = False) -> tuple[Compared, ...]:
    """Gives each run of one task, oldest first, beside the last scored one before the first drip.

    Whoever had infusions elsewhere (`had_earlier`) has no run from before the first one.
    """
    ordered = sorted(runs, key=lambda each: (each.started_at, each.key))
    if had_earlier:
        return tuple(
            Compared(run=run, earlier=number, why=run.why or NO_BASELINE) for number, run in enumerate(ordered)
        )
    before = _before_any_drip(ordered, first_drip_at)
    return tuple(_beside(run, number, before) for number, run in enumerate(ordered))


def practice_of(runs: Iterable[Run], *, first_drip_at: datetime | None, had_earlier: bool = False) -> Practice | None:
    """Gives the effect of practice, from the first two scored runs before any drip on the same kind of device."""
    if had_earlier:
        return None
    ordered = sorted(runs, key=lambda each: (each.started_at, each.key))
    before = _before_any_drip(ordered, first_drip_at)
    if len(before) < 2 or _differs(before[1].setup, before[0].setup):
        return None
    return Practice(before[0], before[1])


def _before_any_drip(ordered: Sequence[Run], first_drip_at: datetime | None) -> list[Run]:
    scored = [each for each in ordered if each.value is not None]
    return [each for each in scored if first_drip_at is None or each.started_at < first_drip_at]


def _beside(run: Run, earlier: int, before: Sequence[Run]) -> Compared:
    if run.value is None:
        return Compared(run=run, earlier=earlier, why=run.why)
    if run in before:
        last = next(each for each in reversed(before) if each is run or not _differs(each.setup, run.setup))
        return Compared(run=run, earlier=earlier, is_baseline=last is run)
    if not before:
        return Compared(run=run, earlier=earlier, why=NO_BASELINE)
    same = [each for each in before if not _differs(run.setup, each.setup)]
    if not same:
        return Compared(run=run, earlier=earlier, why=_differs(run.setup, before[-1].setup))
    baseline = same[-1]
    return Compared(run=run, earlier=earlier, baseline=baseline, change=run.value - (baseline.value or 0))


def _differs(one: Setup, other: Setup) -> str:
    """The code of what differs first between two set-ups; empty when they can be compared."""
    if one.way != other.way:
        return "other_way"
    if one.agent != other.agent:
        return "other_device"
    if one.input_kind != other.input_kind or one.input_kind == MIXED:
        return "other_input"
    if one.length != other.length:
        return "other_length"
    return "" if one.scorer == other.scorer else "other_scorer"
