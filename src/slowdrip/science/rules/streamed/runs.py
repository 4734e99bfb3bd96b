"""Gives the runs of a series: unbroken stretches beyond a limit that last long enough to mean something.

All numbers of the stretch have to be beyond, not most of them or their median: a nurse can check "below 90 for 15
seconds, every number" on the monitor's own screen, and a true fall does not flicker at the depth that calls. A median
over the same time would call on a finger that moved for half of it, so it would have to look over twice the time; it is
the better filter for single wrong numbers within a true event, which the monitor's own averaging takes out already, and
a stretch begins anew right after one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from slowdrip.science.rules.streamed.samples import Line, Sample


@dataclass(frozen=True, slots=True)
class Run:
    """One stretch of one series, in the order of its times."""

    samples: Line

    @property
    def start(self) -> datetime:
        """The time of its first number."""
        return self.samples[0].at

    @property
    def end(self) -> datetime:
        """The time of its last number."""
        return self.samples[-1].at

    def lasts(self, at_least: timedelta) -> bool:
        """True when its first and last number are so far apart."""
        return self.end - self.start >= at_least

    def until(self, at_least: timedelta) -> "Run":
        """Its beginning, up to the number with which it lasted that long: what is known when an alarm comes in time."""
        after = [number for number, each in enumerate(self.samples) if each.at - self.start >= at_least]
        return Run(self.samples[: after[0] + 1]) if after else self


def runs(
    line: Line, beyond: Collection[int], *, longest_gap: timedelta, ends: Collection[datetime] = ()
) -> tuple[Run, ...]:
    """Every run of values `beyond`: any other value breaks it, so does a gap; a person's word (`ends`) begins one."""
    found: list[list[Sample]] = []
    before: Sample | None = None
    for each in line:
        if each.value not in beyond:
            before = None
            continue
        if before is None or parted(before, each, longest_gap=longest_gap, ends=ends):
            found.append([])
        found[-1].append(each)
        before = each
    return tuple(Run(each) for each in found)


def parted(before: Sample, after: Sample, *, longest_gap: timedelta, ends: Iterable[datetime]) -> bool:
    """True when two neighbours cannot be of one run: too far apart, or somebody ended an alarm between them."""
    if after.at - before.at > longest_gap:
        return True
    return any(before.at <= end < after.at for end in ends) if ends else False
