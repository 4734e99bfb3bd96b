"""The output times and the regimen on one axis: stretches between events, and runs of output times inside them.

A run of equal steps is computed by doubling, any other times one by one. Steps are compared with a tolerance, because
evenly spaced times are not evenly spaced once rounded: what the tolerance lets through moves a result by less than
4e-12 of a mode's size (rate x error x exp(-rate x offset) is at most error / (e x offset)).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from slowdrip.science.pharmacology.linear.regimen import Regimen
from slowdrip.science.pharmacology.linear.values import Floats, InputRefused, PerPatient, Places

EVEN = 1e-11
SAME_STEP = 1e-12
SHORTEST_RUN = 4

Dose = tuple[int, PerPatient]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Output times `first` to `first` + len(offsets_min) - 1, as minutes since the stretch began.

    `step_min` is the step of an even run, 0.0 when the times are not even.
    """

    first: int
    offsets_min: Floats
    step_min: float

    @property
    def count(self) -> int:
        """How many output times."""
        return self.offsets_min.size

    @property
    def start_min(self) -> float:
        """The first of them."""
        return float(self.offsets_min[0])

    @property
    def is_even(self) -> bool:
        """Whether it can be computed by doubling; a single time can."""
        return self.step_min > 0 or self.count == 1


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """From one event to the next: the boluses at its start, the rates during it, its length and its output times."""

    boluses: tuple[Dose, ...]
    rates: tuple[Dose, ...]
    length_min: float
    runs: tuple[Run, ...]


def sorted_times(t_min: object) -> tuple[Floats, Places | None]:
    """The output times in rising order, and where each came from; None when they rise already."""
    times = np.asarray(t_min, np.float64)
    if times.ndim != 1:
        raise InputRefused("not_one_axis", "t_min", "give_array_of_shape_times")
    if not np.isfinite(times).all():
        raise InputRefused("not_finite", "t_min", "give_finite_numbers")
    if times.size < 2 or (times[1:] >= times[:-1]).all():
        return times, None
    order = np.argsort(times, kind="stable")
    return times[order], order


def schedule_of(
    regimen: Regimen, inputs: tuple[str, ...], times_min: Floats, *, shortest_run: int = SHORTEST_RUN
) -> tuple[Stretch, ...]:
    """The stretches from the first event on that matter for the output times, which must rise.

    Even runs of fewer times than `shortest_run` are not looked for.
    """
    place = {name: number for number, name in enumerate(inputs)}
    events = {time for each in regimen.infusions for time in (each.start_min, each.end_min)}
    events.update(each.t_min for each in regimen.boluses)
    last = times_min[-1] if times_min.size else -np.inf
    starts = [time for time in sorted(events) if time <= last]
    if not starts:
        return ()
    cuts = [*np.searchsorted(times_min, starts, side="left").tolist(), times_min.size]
    steps: list[float] = []
    stretches = []
    for (start, end), (first, stop) in zip(pairwise([*starts, np.inf]), pairwise(cuts), strict=True):
        runs = _runs(times_min[first:stop] - start, first, steps, shortest_run)
        boluses = tuple((place[each.into], each.amount_ug) for each in regimen.boluses if each.t_min == start)
        rates = tuple(
            (place[each.into], each.rate_ug_per_min)
            for each in regimen.infusions
            if each.start_min <= start < each.end_min
        )
        stretches.append(Stretch(boluses, rates, end - start, runs))
    return tuple(stretches)


def before_first(stretches: tuple[Stretch, ...], times: int) -> int:
    """How many output times lie before the first event."""
    return min((run.first for stretch in stretches for run in stretch.runs), default=times)


def _runs(offsets: Floats, first: int, steps: list[float], shortest_run: int) -> tuple[Run, ...]:
    """Even stretches that are long enough as runs of their own, what lies between as uneven ones."""
    if not offsets.size:
        return ()
    if offsets.size < shortest_run:
        return (Run(first, offsets, 0.0),)
    if _is_even(offsets):
        return (Run(first, offsets, _known_step(offsets, steps)),)
    runs: list[Run] = []
    done = 0
    for start, stop in _candidates(offsets, shortest_run):
        if _is_even(offsets[start:stop]):
            if start > done:
                runs.append(Run(first + done, offsets[done:start], 0.0))
            runs.append(Run(first + start, offsets[start:stop], _known_step(offsets[start:stop], steps)))
            done = stop
    if done < offsets.size:
        runs.append(Run(first + done, offsets[done:], 0.0))
    return tuple(runs)


def _candidates(offsets: Floats, shortest_run: int) -> list[tuple[int, int]]:
    """Where neighbouring steps look alike, as (start, stop), no time in two of them."""
    step = np.diff(offsets)
    alike = np.abs(np.diff(step)) <= 1e-9 * step[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], alike.view(np.int8), [0]))))
    found, done = [], 0
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        start = max(start, done)
        if stop + 2 - start >= shortest_run:
            found.append((start, stop + 2))
            done = stop + 2
    return found


def _is_even(offsets: Floats) -> bool:
    step = (offsets[-1] - offsets[0]) / (offsets.size - 1)
    even = offsets[0] + step * np.arange(offsets.size)
    return bool(step > 0 and (np.abs(even - offsets) <= EVEN * offsets).all())


def _known_step(offsets: Floats, steps: list[float]) -> float:
    """The step of an even run; one met before if they differ by rounding alone, so that its powers are shared."""
    step = float((offsets[-1] - offsets[0]) / (offsets.size - 1))
    for known in steps:
        if abs(known - step) <= SAME_STEP * step:
            return known
    steps.append(step)
    return step
