"""Concentrations and amounts of a linear system under a regimen, exactly, at any times."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import (
    Assembled,
    Chunk,
    assembled,
    assembled_amounts,
    inputs_of,
)
from slowdrip.science.pharmacology.linear.direct import FEW, directly
from slowdrip.science.pharmacology.linear.folding import Folded, folded
from slowdrip.science.pharmacology.linear.march import March, Steps, steps_of
from slowdrip.science.pharmacology.linear.regimen import Regimen
from slowdrip.science.pharmacology.linear.response import Response, response_of
from slowdrip.science.pharmacology.linear.safe import SafePath
from slowdrip.science.pharmacology.linear.schedule import Stretch, before_first, schedule_of, sorted_times
from slowdrip.science.pharmacology.linear.system import LinearSystem
from slowdrip.science.pharmacology.linear.values import Floats, InputRefused, Places, empty, patients_in

SOLVED_AT_ONCE = 2048
MARCHED_AT_ONCE = 2048
CACHED = 16_384
"""Times x patients of one block: a few of them fit in the second-level cache."""

Assemble = Callable[[LinearSystem, tuple[str, ...], Chunk], Assembled]


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What is to be computed: the schedule, ready for any chunk of patients."""

    system: LinearSystem
    inputs: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    steps: Steps | None
    patients: int
    times: int
    before: int
    readouts: int
    assemble: Assemble


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A chunk and its modes: arranged for a march, or as they are; None where only the safe path works."""

    system: Assembled
    modes: Folded | Response | None
    unsafe: Places


def concentrations(system: LinearSystem, regimen: Regimen, t_min: Sequence[float] | Floats) -> Floats:
    """The readouts in ng/mL, shape (patients, readouts, times), float64.

    `t_min` may be in any order and repeat; results are in the order asked. Before the first event everything is 0. At
    the instant of a bolus its amount is there already. Patients is the length of the arrays in system or regimen; a
    plain one of the two is the same for all. The array is a view whose memory order is (readouts, times, patients):
    copy it with `np.ascontiguousarray` when another order matters. Many patients: see `stream`.
    """
    return _whole(system, regimen, t_min, assembled)


def amounts(system: LinearSystem, regimen: Regimen, t_min: Sequence[float] | Floats) -> Floats:
    """The amounts in µg, shape (patients, compartments + 1, times): each compartment, and last what was excreted.

    Compartments are in the order of `system.compartments`; at each time the sum is what has been given so far.
    """
    return _whole(system, regimen, t_min, assembled_amounts)


def stream(
    system: LinearSystem, regimen: Regimen, t_min: Sequence[float] | Floats, *, most_patients: int = SOLVED_AT_ONCE
) -> Iterator[tuple[slice, Floats]]:
    """The same as `concentrations`, a part of the patients at a time: which patients, and their (n, readouts, times).

    Memory is that of one part. Each part is a new array; keep or drop it.
    """
    if most_patients < 1:
        raise InputRefused("no_patients", "most_patients", "give_one_or_more")
    times, order = sorted_times(t_min)
    job = job_of(system, regimen, times, assembled)
    return _parts(job, order, most_patients)


def job_of(system: LinearSystem, regimen: Regimen, times_min: Floats, assemble: Assemble = assembled) -> Job:
    """The job for times that rise already."""
    inputs = inputs_of(system, regimen)
    patients = patients_in((*system.numbers(), *regimen.numbers()), "system_and_regimen")
    if patients * times_min.size <= FEW:
        stretches, steps = schedule_of(regimen, inputs, times_min, shortest_run=times_min.size + 1), None
    else:
        stretches = schedule_of(regimen, inputs, times_min)
        steps = steps_of(stretches, _block(min(patients, MARCHED_AT_ONCE), times_min.size))
    readouts = len(system.readouts) if assemble is assembled else len(system.compartments) + 1
    before = before_first(stretches, times_min.size)
    return Job(system, inputs, stretches, steps, patients, times_min.size, before, readouts, assemble)


def prepared(job: Job) -> list[Prepared]:
    """The modes of all patients, to be used again by several jobs that differ in their times alone."""
    return [_prepared(job, chunk) for chunk in _chunks(Chunk(0, job.patients))]


def solve_into(job: Job, chunk: Chunk, out: Floats, ready: Sequence[Prepared] = ()) -> None:
    """Fills `out`, shape (readouts, times, patients of the chunk)."""
    out[:, : job.before] = 0.0
    if not job.stretches:
        return
    for each in ready or (_prepared(job, part) for part in _chunks(chunk)):
        start = each.system.chunk.start - chunk.start
        _solve(job, each, out[:, :, start : start + each.system.chunk.patients])


def _chunks(chunk: Chunk) -> Iterator[Chunk]:
    for start in range(chunk.start, chunk.stop, SOLVED_AT_ONCE):
        yield Chunk(start, min(start + SOLVED_AT_ONCE, chunk.stop))


def _prepared(job: Job, chunk: Chunk) -> Prepared:
    system = job.assemble(job.system, job.inputs, chunk)
    response = response_of(system)
    if response is None:
        return Prepared(system, None, np.arange(chunk.patients))
    modes = response if job.steps is None else folded(response, len(job.inputs))
    return Prepared(system, modes, np.flatnonzero(response.unsafe))


def _solve(job: Job, ready: Prepared, out: Floats) -> None:
    chunk = ready.system.chunk
    if isinstance(ready.modes, Response):
        directly(ready.modes, chunk, job.stretches, out)
    elif ready.modes is not None and job.steps is not None:
        for start in range(0, chunk.patients, MARCHED_AT_ONCE):
            stop = min(start + MARCHED_AT_ONCE, chunk.patients)
            few = Chunk(chunk.start + start, chunk.start + stop)
            March(ready.modes.part(start, stop), job.steps, few, out[:, :, start:stop]).along(job.stretches)
    if ready.unsafe.size:
        out[:, :, ready.unsafe] = SafePath(ready.system, ready.unsafe, job.stretches).readings(job.times)


def _whole(system: LinearSystem, regimen: Regimen, t_min: Sequence[float] | Floats, assemble: Assemble) -> Floats:
    times, order = sorted_times(t_min)
    job = job_of(system, regimen, times, assemble)
    return _part(job, order, Chunk(0, job.patients))


def _parts(job: Job, order: Places | None, most_patients: int) -> Iterator[tuple[slice, Floats]]:
    for start in range(0, job.patients, most_patients):
        stop = min(start + most_patients, job.patients)
        yield slice(start, stop), _part(job, order, Chunk(start, stop))


def _part(job: Job, order: Places | None, chunk: Chunk) -> Floats:
    out = empty(job.readouts, job.times, chunk.patients)
    solve_into(job, chunk, out)
    if order is not None:
        asked = np.empty_like(out)
        asked[:, order] = out
        out = asked
    return out.transpose(2, 0, 1)


def _block(patients: int, times: int) -> int:
    """How many output times one block has: a power of two."""
    wanted = min(max(CACHED // patients, 8), max(times, 1))
    return 1 << (wanted - 1).bit_length()
