"""The schedule as arrays for a device: what each stretch gives, and the output times in one of two forms.

A plan says of each output time in which stretch it lies, so that all can be computed at once. Ticks are the same as a
walk: from one output time or event to the next, in order.
"""

from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, PerPatient
from slowdrip.science.pharmacology.linear.assembly import Chunk
from slowdrip.science.pharmacology.linear.schedule import Dose, Run, Stretch, before_first
from slowdrip.science.pharmacology.linear.values import Places, of_patients

Array: TypeAlias = Any
"""An array of NumPy or of JAX, which the environment that checks types does not have."""
NO_STRETCH, NO_TIME = 0, -1


class Given(NamedTuple):
    """What each stretch gives at its start and each minute, shape (stretches, inputs, patients or 1).

    Before the first event lies a stretch in which nothing is given.
    """

    boluses: Array
    inflows: Array


class Plan(NamedTuple):
    """How long each stretch is, the last 0; for each output time, as asked, its stretch and the minutes since then."""

    lengths_min: Array
    stretch: Array
    offsets_min: Array


class Ticks(NamedTuple):
    """Each tick goes so many minutes on, in the stretch `during`; `renewed` where either differs from the tick before.

    Then the stretch `begins`, if it is not 0, or the time that was asked at `place` is read, if that is not -1.
    """

    gap_min: Array
    renewed: Array
    during: Array
    begins: Array
    place: Array


def given_of(stretches: tuple[Stretch, ...], inputs: int, chunk: Chunk, width: int, /) -> Given:
    """What a part of the patients is given, widened to a number of patients."""
    boluses, inflows = (
        _given([getattr(each, kind) for each in stretches], inputs, chunk, width) for kind in ("boluses", "rates")
    )
    return Given(boluses, inflows)


def plan_of(stretches: tuple[Stretch, ...], places: Places) -> Plan:
    """The plan; `places` says of each time in rising order at which place it was asked."""
    stretch, offsets_min = np.zeros(places.size, dtype=np.int32), np.zeros(places.size)
    for number, each in enumerate(stretches, start=1):
        for run in each.runs:
            mine = places[run.first : run.first + run.count]
            stretch[mine], offsets_min[mine] = number, run.offsets_min
    lengths = [each.length_min if np.isfinite(each.length_min) else 0.0 for each in stretches]
    return Plan(np.array([0.0, *lengths]), stretch, offsets_min)


def ticks_of(stretches: tuple[Stretch, ...], places: Places) -> Ticks:
    """The ticks; `places` as for a plan."""
    before = before_first(stretches, places.size)
    parts = [_part(np.zeros(before), NO_STRETCH, places[:before])]
    rest_min = 0.0
    for number, each in enumerate(stretches, start=1):
        parts.append(_part(np.array([rest_min]), number - 1, np.array([NO_TIME]), begins=number))
        at_min = 0.0
        for run in each.runs:
            parts.append(_part(_gaps(run, at_min), number, places[run.first : run.first + run.count]))
            at_min = float(run.offsets_min[-1])
        rest_min = each.length_min - at_min
    gap_min, during, begins, place = (np.concatenate(each) for each in zip(*parts, strict=True))
    renewed = np.ones(gap_min.size, dtype=np.int32)
    renewed[1:] = (np.diff(gap_min) != 0) | (np.diff(during) != 0)
    return Ticks(gap_min, renewed, during, begins, place)


def widened(values: Floats, width: int) -> Floats:
    """The last patient again and again up to a width: one shape is one program, and a second one takes its time."""
    more = width - values.shape[-1]
    return np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, more)], mode="edge") if more > 0 else values


def _given(doses: list[tuple[Dose, ...]], inputs: int, chunk: Chunk, width: int, /) -> Floats:
    """What each stretch gives into each input; one column where all patients are given the same."""
    each_own = any(isinstance(amount, np.ndarray) for _, amount in chain.from_iterable(doses))
    found = np.zeros((1 + len(doses), inputs, chunk.patients if each_own else 1))
    for number, given in enumerate(doses, start=1):
        for into, amount in given:
            found[number, into] += _of_chunk(amount, chunk)
    return widened(found, width) if each_own else found


def _of_chunk(amount: PerPatient, chunk: Chunk) -> PerPatient:
    return of_patients(amount, chunk.start, chunk.stop)


def _gaps(run: Run, at_min: float) -> Floats:
    """The minutes from each time to the next; all the same in an even run, so that they are computed with once."""
    gaps = np.diff(run.offsets_min, prepend=at_min)
    if run.is_even:
        gaps[1:] = run.step_min
    return gaps


def _part(gaps: Floats, during: int, place: Places, *, begins: int = NO_STRETCH) -> tuple[Array, ...]:
    many = gaps.size
    return gaps, np.full(many, during, np.int32), np.full(many, begins, np.int32), place.astype(np.int32)
