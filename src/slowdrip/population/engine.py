"""Concentrations of many patients by the compiled march, on all cores, in the memory of a few parts."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from slowdrip.population.jobs import Job, job_of, march_into, ready
from slowdrip.population.kernels import LANES
from slowdrip.science.pharmacology.linear import Floats, InputRefused, LinearSystem, Regimen
from slowdrip.science.pharmacology.linear.assembly import Chunk
from slowdrip.science.pharmacology.linear.schedule import sorted_times
from slowdrip.science.pharmacology.linear.values import Places, empty

AT_ONCE = 4096
"""Patients of one chunk: their modes are found together, by NumPy."""
PART = 1024
"""Patients of one streamed part, where nothing else is asked."""
CACHED = 200_000
"""Numbers that one core's cache holds."""

T = TypeVar("T")


def concentrations(
    system: LinearSystem, regimen: Regimen, t_min: Sequence[float] | Floats, *, threads: int = 0
) -> Floats:
    """The readouts in ng/mL, shape (patients, readouts, times): the numbers of `pharmacology.concentrations`.

    They differ by less than 1e-10 of the peak. `threads` 0 is one for each core that this process may use.
    """
    times, order = sorted_times(t_min)
    job = job_of(system, regimen, times)
    out = empty(job.readouts, job.times, job.patients)

    def solve(chunk: Chunk) -> None:
        march_into(job, ready(job, chunk), (0, chunk.patients), out, chunk.start)

    for _ in _in_turn(solve, _chunks(job, AT_ONCE), threads_of(threads)):
        pass
    return _asked(out, order)


def stream(
    system: LinearSystem,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    *,
    threads: int = 0,
    most_patients: int = PART,
) -> Iterator[tuple[slice, Floats]]:
    """The same, a part of the patients at a time and in order: which patients, and their (n, readouts, times).

    Memory is that of the parts being worked on, one for each thread, and of one that waits. Each part is a new array.
    """
    if most_patients < 1:
        raise InputRefused("no_patients", "most_patients", "give_one_or_more")
    times, order = sorted_times(t_min)
    job = job_of(system, regimen, times)

    def part(chunk: Chunk) -> tuple[slice, Floats]:
        out = empty(job.readouts, job.times, chunk.patients)
        for few in _chunks(chunk, AT_ONCE):
            march_into(job, ready(job, few), (0, few.patients), out, few.start - chunk.start)
        return slice(chunk.start, chunk.stop), _asked(out, order)

    return _in_turn(part, _chunks(job, most_patients), threads_of(threads))


def summarised(
    system: LinearSystem,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    look: Callable[[slice, Floats], T],
    *,
    threads: int = 0,
) -> Iterator[T]:
    """What `look` makes of each part of the patients, in order: the fastest way, because no part leaves the cache.

    `look` is given which patients, and their (n, readouts, times), an array that the next part will overwrite. It is
    called by several threads at once: it returns what it found, and changes nothing that others look at.
    """
    times, order = sorted_times(t_min)
    job = job_of(system, regimen, times)
    at_once = min(max(CACHED // max(job.readouts * job.times, 1) // LANES, 1) * LANES, AT_ONCE)

    def seen(chunk: Chunk) -> list[T]:
        found, modes = [], ready(job, chunk)
        room = empty(job.readouts, job.times, min(at_once, chunk.patients))
        for few in _chunks(chunk, at_once):
            march_into(job, modes, (few.start - chunk.start, few.stop - chunk.start), room, 0)
            found.append(look(slice(few.start, few.stop), _asked(room[:, :, : few.patients], order)))
        return found

    return (each for found in _in_turn(seen, _chunks(job, AT_ONCE), threads_of(threads)) for each in found)


def _in_turn(work: Callable[[Chunk], T], chunks: Iterable[Chunk], threads: int) -> Iterator[T]:
    """The results in order; only as many chunks are begun as there are threads, and one more."""
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for chunk in chunks:
                waiting.append(pool.submit(work, chunk))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _asked(out: Floats, order: Places | None) -> Floats:
    """Times in the order asked, patients first."""
    if order is not None:
        asked = np.empty_like(out)
        asked[:, order] = out
        out = asked
    return out.transpose(2, 0, 1)


def _chunks(whole: Job | Chunk, at_once: int) -> Iterator[Chunk]:
    first, stop = (0, whole.patients) if isinstance(whole, Job) else (whole.start, whole.stop)
    for start in range(first, stop, at_once):
        yield Chunk(start, min(start + at_once, stop))


def threads_of(asked: int) -> int:
    """How many threads that is: 0 asks for one for each core that this process may use."""
    if asked < 0:
        raise InputRefused("negative", "threads", "give_zero_or_more")
    # Which cores a process may use is asked in this way on Linux alone.
    may_use = getattr(os, "sched_getaffinity", None)
    return asked or (len(may_use(0)) if may_use is not None else os.cpu_count() or 1)
