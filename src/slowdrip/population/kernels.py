"""The march over output times, compiled: one block of patients at a time, the loop over patients innermost.

What the march touches at each step lies in one array, `work`, in rows of `LANES` numbers, `ROW` apart: because the
compiler knows the distance of any two rows it can see that they do not overlap, and turns each loop over a row into
vector instructions. Rows are not a power of two apart, or their loads and stores would seem to meet in the cache. A
readout is a sum of terms, each a mode times its weight; its four slowest terms take one loop for four output times.

All compiled functions are in this file: the compiler's cache on disk sees changes of a function's own file alone.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from slowdrip.science.pharmacology.linear import Floats

Numbers = npt.NDArray[np.int64]
F = TypeVar("F", bound=Callable[..., Any])

LANES = 128
ROW = 136
"""Of one row: 128 patients and one cache line."""
TOGETHER = 4
STATE, DECAY, INFLOW, OUT, ROWS = 0, 4, 8, 12, 16
"""Rows of `work` where the march of up to four terms is, and the four output times it gives."""
DEAD = 60.0
"""Rate times minutes after which a term is at 1e-26 of where it was, and left out."""
LOWEST = -138.0
"""Exponents below count as this one: 1e-60 is too small to matter, and smaller numbers would be slow."""
SMALL = 0.125
LOG2_E, LN2_HIGH, LN2_LOW = 1.4426950408889634, 6.93147180369123816490e-01, 1.90821492927058770002e-10
POWERS = 2.0 ** np.arange(-256, 257)
FAST = frozenset({"contract", "nsz", "nnan", "ninf"})


class Plan(NamedTuple):
    """The schedule as arrays, one row for each stretch, dose of a stretch, and run of output times.

    `stretches`: first and last dose at its start, first and last rate during it, first and last run. `doses`: the
    input and the row of `amounts`. `runs`: first output time, how many, whether they are even; `steps_min` the minutes
    to the first and from one to the next. `offsets_min`: for each output time the minutes since its stretch began.
    The length of a stretch without end is zero.
    """

    stretches: Numbers
    lengths_min: Floats
    doses: Numbers
    amounts: Floats
    runs: Numbers
    steps_min: Floats
    offsets_min: Floats


class Terms(NamedTuple):
    """The terms of all readouts, slowest first in each: `firsts[readout]` is its first term, `modes` the mode of each.

    `inputs` is the input that excites each term; after `dead_min` minutes without inflow it is gone in all patients.
    `weights` has shape (terms, patients), `minus_rates` (modes, patients).
    """

    firsts: Numbers
    modes: Numbers
    inputs: Numbers
    dead_min: Floats
    weights: Floats
    minus_rates: Floats


class Room(NamedTuple):
    """What one block works in: rows of the march, terms beyond the fourth, states and inflows of all terms, and for
    each mode what a duration leaves of it (upper half) and what a unit inflow brings (lower half)."""

    work: Floats
    extra: Floats
    state: Floats
    inflow: Floats
    start: Floats
    step: Floats


def compiled(function: F) -> F:
    """The function, compiled when first called, without the interpreter's lock; kept on disk for the next run."""
    return cast(F, numba.njit(nogil=True, cache=True, error_model="numpy", fastmath=set(FAST))(function))


@compiled
def four(work: Floats) -> None:
    """Four output times of four terms, and their states after."""
    for p in range(LANES):
        a, b, c, d = work[p], work[ROW + p], work[2 * ROW + p], work[3 * ROW + p]
        fa, fb, fc, fd = work[4 * ROW + p], work[5 * ROW + p], work[6 * ROW + p], work[7 * ROW + p]
        ga, gb, gc, gd = work[8 * ROW + p], work[9 * ROW + p], work[10 * ROW + p], work[11 * ROW + p]
        work[12 * ROW + p] = (a + b) + (c + d)
        a, b, c, d = a * fa + ga, b * fb + gb, c * fc + gc, d * fd + gd
        work[13 * ROW + p] = (a + b) + (c + d)
        a, b, c, d = a * fa + ga, b * fb + gb, c * fc + gc, d * fd + gd
        work[14 * ROW + p] = (a + b) + (c + d)
        a, b, c, d = a * fa + ga, b * fb + gb, c * fc + gc, d * fd + gd
        work[15 * ROW + p] = (a + b) + (c + d)
        work[p], work[ROW + p] = a * fa + ga, b * fb + gb
        work[2 * ROW + p], work[3 * ROW + p] = c * fc + gc, d * fd + gd


@compiled
def three(work: Floats) -> None:
    """The same of three terms."""
    for p in range(LANES):
        a, b, c = work[p], work[ROW + p], work[2 * ROW + p]
        fa, fb, fc = work[4 * ROW + p], work[5 * ROW + p], work[6 * ROW + p]
        ga, gb, gc = work[8 * ROW + p], work[9 * ROW + p], work[10 * ROW + p]
        work[12 * ROW + p] = a + b + c
        a, b, c = a * fa + ga, b * fb + gb, c * fc + gc
        work[13 * ROW + p] = a + b + c
        a, b, c = a * fa + ga, b * fb + gb, c * fc + gc
        work[14 * ROW + p] = a + b + c
        a, b, c = a * fa + ga, b * fb + gb, c * fc + gc
        work[15 * ROW + p] = a + b + c
        work[p], work[ROW + p], work[2 * ROW + p] = a * fa + ga, b * fb + gb, c * fc + gc


@compiled
def two(work: Floats) -> None:
    """The same of two terms."""
    for p in range(LANES):
        a, b = work[p], work[ROW + p]
        fa, fb = work[4 * ROW + p], work[5 * ROW + p]
        ga, gb = work[8 * ROW + p], work[9 * ROW + p]
        work[12 * ROW + p] = a + b
        a, b = a * fa + ga, b * fb + gb
        work[13 * ROW + p] = a + b
        a, b = a * fa + ga, b * fb + gb
        work[14 * ROW + p] = a + b
        a, b = a * fa + ga, b * fb + gb
        work[15 * ROW + p] = a + b
        work[p], work[ROW + p] = a * fa + ga, b * fb + gb


@compiled
def one(work: Floats) -> None:
    """The same of one term."""
    for p in range(LANES):
        a, fa, ga = work[p], work[4 * ROW + p], work[8 * ROW + p]
        work[12 * ROW + p] = a
        a = a * fa + ga
        work[13 * ROW + p] = a
        a = a * fa + ga
        work[14 * ROW + p] = a
        a = a * fa + ga
        work[15 * ROW + p] = a
        work[p] = a * fa + ga


@compiled
def more(work: Floats, state: Floats, decay: Floats, inflow: Floats) -> None:
    """Adds a further term to four output times."""
    for p in range(LANES):
        a, f, g = state[p], decay[p], inflow[p]
        work[12 * ROW + p] += a
        a = a * f + g
        work[13 * ROW + p] += a
        a = a * f + g
        work[14 * ROW + p] += a
        a = a * f + g
        work[15 * ROW + p] += a
        state[p] = a * f + g


@compiled
def at_once(room: Room, terms: int) -> None:
    """Four output times of so many terms, the first four of them in the rows of the march."""
    if terms <= 0:
        room.work[OUT * ROW : ROWS * ROW] = 0.0
    elif terms == 1:
        one(room.work)
    elif terms == 2:
        two(room.work)
    elif terms == 3:
        three(room.work)
    else:
        four(room.work)
    for number in range(terms - TOGETHER):
        more(room.work, room.extra[3 * number], room.extra[3 * number + 1], room.extra[3 * number + 2])


@compiled
def exponential(x: float) -> float:
    """exp(x) of a number from -138 to 0, in a form that turns into vector instructions."""
    x = max(x, LOWEST)
    whole = np.floor(x * LOG2_E + 0.5)
    r = (x - whole * LN2_HIGH) - whole * LN2_LOW
    total = 1.0 / 6227020800.0
    total = total * r + 1.0 / 479001600.0
    total = total * r + 1.0 / 39916800.0
    total = total * r + 1.0 / 3628800.0
    total = total * r + 1.0 / 362880.0
    total = total * r + 1.0 / 40320.0
    total = total * r + 1.0 / 5040.0
    total = total * r + 1.0 / 720.0
    total = total * r + 1.0 / 120.0
    total = total * r + 1.0 / 24.0
    total = total * r + 1.0 / 6.0
    total = total * r + 0.5
    total = total * r + 1.0
    total = total * r + 1.0
    power: float = POWERS[int(whole) + 256]
    return float(total * power)


@compiled
def brought(x: float, left: float) -> float:
    """(1 - exp(-x)) / x, with exp(-x) given; by a sum where the difference would cancel."""
    small = min(x, SMALL)
    total = 1.0 - small * (1.0 / 11.0)
    total = 1.0 - small * total * (1.0 / 10.0)
    total = 1.0 - small * total * (1.0 / 9.0)
    total = 1.0 - small * total * (1.0 / 8.0)
    total = 1.0 - small * total * (1.0 / 7.0)
    total = 1.0 - small * total * (1.0 / 6.0)
    total = 1.0 - small * total * (1.0 / 5.0)
    total = 1.0 - small * total * (1.0 / 4.0)
    total = 1.0 - small * total * (1.0 / 3.0)
    total = 1.0 - small * total * (1.0 / 2.0)
    large: float = (1.0 - left) / max(x, SMALL)
    return large if x >= SMALL else total


@compiled
def after(minus_rates: Floats, first: int, lanes: int, duration_min: float, is_given: bool, into: Floats) -> None:
    """For each mode what a duration leaves of it, and, where something flows in, what a unit inflow brings."""
    many = minus_rates.shape[0]
    for mode in range(many):
        rates, left, fill = minus_rates[mode, first : first + lanes], into[mode], into[many + mode]
        for p in range(lanes):
            left[p] = exponential(rates[p] * duration_min)
        if is_given:
            for p in range(lanes):
                fill[p] = duration_min * brought(-rates[p] * duration_min, left[p])


@compiled
def give(into: Floats, terms: Terms, plan: Plan, dose: int, first: int, lanes: int) -> None:
    """Adds a dose to each term that its input excites."""
    amounts = plan.amounts[plan.doses[dose, 1], first : first + lanes]
    for term in range(len(terms.modes)):
        if terms.inputs[term] == plan.doses[dose, 0]:
            row, weights = into[term], terms.weights[term, first : first + lanes]
            for p in range(lanes):
                row[p] += weights[p] * amounts[p]


@compiled
def advance(room: Room, modes: Numbers) -> None:
    """Each term's state after the duration in `room.start`."""
    many = room.start.shape[0] // 2
    for term in range(len(modes)):
        state, inflow = room.state[term], room.inflow[term]
        left, fill = room.start[modes[term]], room.start[many + modes[term]]
        for p in range(LANES):
            state[p] = state[p] * left[p] + inflow[p] * fill[p]


@compiled
def put(line: Floats, first: int, lanes: int, work: Floats, row: int) -> None:
    """Copies a row to the patients from `first` on."""
    into, values = line[first : first + lanes], work[row * ROW : row * ROW + lanes]
    for p in range(lanes):
        into[p] = values[p]


@compiled
def begin(state: Floats, decay: Floats, room: Room, term: int, mode: int) -> None:
    """A term at the first output time of a run, and what one step leaves of it."""
    was, left, step = room.state[term], room.start[mode], room.step[mode]
    for p in range(LANES):
        state[p] = was[p] * left[p]
    for p in range(LANES):
        decay[p] = step[p]


@compiled
def flow(state: Floats, gain: Floats, room: Room, term: int, mode: int) -> None:
    """Adds what has flowed in until the first output time, and says what flows in during one step."""
    many = room.start.shape[0] // 2
    inflow, start, step = room.inflow[term], room.start[many + mode], room.step[many + mode]
    for p in range(LANES):
        state[p] += inflow[p] * start[p]
    for p in range(LANES):
        gain[p] = inflow[p] * step[p]


@compiled
def placed(room: Room, terms: Terms, readout: int, is_given: bool) -> int:
    """Puts the terms of a readout where the march expects them; how many there are."""
    first = terms.firsts[readout]
    many = terms.firsts[readout + 1] - first
    for number in range(many):
        mode, at = terms.modes[first + number], 3 * (number - TOGETHER)
        state, decay, gain = room.extra[at], room.extra[at + 1], room.extra[at + 2]
        if number < TOGETHER:
            state, decay = room.work[number * ROW :], room.work[(DECAY + number) * ROW :]
            gain = room.work[(INFLOW + number) * ROW :]
        begin(state, decay, room, first + number, mode)
        gain[:LANES] = 0.0
        if is_given:
            flow(state, gain, room, first + number, mode)
    return int(many)


@compiled
def known(
    room: Room, terms: Terms, plan: Plan, run: int, block: tuple[int, int], is_given: bool, known_min: float
) -> float:
    """Works out the first output time and the step of an even run; a step like the last one is known already."""
    start_min, step_min = plan.steps_min[run]
    after(terms.minus_rates, block[0], block[1], start_min, is_given, room.start)
    if plan.runs[run, 1] == 1 or (step_min == known_min and not is_given):
        return known_min
    after(terms.minus_rates, block[0], block[1], step_min, is_given, room.step)
    return float(step_min)


@compiled
def even(out: Floats, at: tuple[int, int], room: Room, terms: Terms, plan: Plan, run: int, is_given: bool) -> None:
    """A run of even output times: block `at` (its first patient in `out`, and how many), readout after readout."""
    first, count, _ = plan.runs[run]
    start_min, step_min = plan.steps_min[run]
    for readout in range(len(terms.firsts) - 1):
        alive = placed(room, terms, readout, is_given)
        for done in range(0, count, TOGETHER):
            elapsed_min = start_min + step_min * done
            while alive > 0 and not is_given and terms.dead_min[terms.firsts[readout] + alive - 1] < elapsed_min:
                alive -= 1
            at_once(room, alive)
            for j in range(min(TOGETHER, count - done)):
                put(out[readout, first + done + j], at[0], at[1], room.work, OUT + j)


@compiled
def scattered(
    out: Floats,
    at: tuple[int, int],
    room: Room,
    terms: Terms,
    plan: Plan,
    run: int,
    first: int,
    is_given: bool,
) -> None:
    """A run of uneven output times, each straight from the start of the stretch."""
    many = room.start.shape[0] // 2
    total = room.work[:ROW]
    for time in range(plan.runs[run, 0], plan.runs[run, 0] + plan.runs[run, 1]):
        after(terms.minus_rates, first, at[1], plan.offsets_min[time], is_given, room.start)
        for readout in range(len(terms.firsts) - 1):
            total[:] = 0.0
            for term in range(terms.firsts[readout], terms.firsts[readout + 1]):
                state, inflow = room.state[term], room.inflow[term]
                left, fill = room.start[terms.modes[term]], room.start[many + terms.modes[term]]
                for p in range(LANES):
                    total[p] += state[p] * left[p] + inflow[p] * fill[p]
            put(out[readout, time], at[0], at[1], room.work, 0)


@compiled
def march(out: Floats, span: tuple[int, int], into: int, room: Room, terms: Terms, plan: Plan) -> None:
    """Patients from span[0] up to span[1] of the chunk, to place `into` on of `out`, (readouts, times, patients)."""
    for first in range(span[0], span[1], LANES):
        lanes, at = min(LANES, span[1] - first), into + first - span[0]
        known_min = -1.0
        room.state[:] = 0.0
        for stretch in range(len(plan.lengths_min)):
            marks = plan.stretches[stretch]
            is_given = marks[3] > marks[2]
            room.inflow[:] = 0.0
            for dose in range(marks[0], marks[1]):
                give(room.state, terms, plan, dose, first, lanes)
            for dose in range(marks[2], marks[3]):
                give(room.inflow, terms, plan, dose, first, lanes)
            for run in range(marks[4], marks[5]):
                if plan.runs[run, 2] == 1:
                    known_min = known(room, terms, plan, run, (first, lanes), is_given, known_min)
                    even(out, (at, lanes), room, terms, plan, run, is_given)
                else:
                    scattered(out, (at, lanes), room, terms, plan, run, first, is_given)
            if plan.lengths_min[stretch] > 0.0:
                after(terms.minus_rates, first, lanes, plan.lengths_min[stretch], is_given, room.start)
                advance(room, terms.modes)
