"""From event to event and from output time to output time, all modes of a few hundred patients at once.

Even output times come by doubling: 1, 2, 4, ... times of a block are the ones before, decayed; block follows block
with a single multiplication. Everything a block touches stays in the processor's cache. During an infusion each step
adds what the infusion brought, so nothing is ever the small difference of large numbers. A mode that has decayed away
in all patients of the chunk is left out until something is given again.
"""

from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import Chunk
from slowdrip.science.pharmacology.linear.decay import SMALLEST, decayed, filled
from slowdrip.science.pharmacology.linear.folding import Folded, Terms
from slowdrip.science.pharmacology.linear.schedule import Run, Stretch
from slowdrip.science.pharmacology.linear.values import Floats, empty, of_patients

DEAD = 60.0
"""Rate times minutes after which a mode is at 1e-26 of where it was, and left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Every duration over which a march decays, once, and the length of its blocks (a power of two)."""

    durations_min: Floats
    place: dict[float, int]
    block: int


def steps_of(stretches: tuple[Stretch, ...], block: int) -> Steps:
    """The durations of a schedule: lengths of stretches, first output times, and doubled steps of even runs."""
    place: dict[float, int] = {}
    for stretch in stretches:
        if np.isfinite(stretch.length_min):
            place.setdefault(stretch.length_min, len(place))
        for run in stretch.runs:
            if run.is_even:
                for duration in (run.start_min, *_doublings(run, block)):
                    place.setdefault(duration, len(place))
    return Steps(np.array(list(place)), place, block)


def _doublings(run: Run, block: int) -> list[float]:
    """The step, twice the step, and so on up to the length of a block, as far as the run needs them."""
    powers, many = [], 1
    while many < run.count and many <= block:
        powers.append(run.step_min * many)
        many *= 2
    return powers


class March:
    """The march of one chunk; `out` has shape (readouts, times, patients) and is filled from the first event on."""

    __slots__ = ("chunk", "decay", "filling", "folded", "out", "slowest", "spare", "spread", "state", "steps", "work")

    def __init__(self, folded: Folded, steps: Steps, chunk: Chunk, out: Floats) -> None:
        rows, patients = folded.minus_rates.shape
        self.folded, self.steps, self.chunk, self.out = folded, steps, chunk, out
        self.decay = decayed(folded.minus_rates, steps.durations_min[:, None, None])
        self.decay[self.decay < SMALLEST] = 0.0  # these multiply each other, down to denormal numbers
        self.slowest = -folded.minus_rates.max(axis=1, initial=-np.inf)
        self.filling: dict[int, Floats] = {}
        self.spread: dict[int, Floats] = {}
        self.state = np.zeros((rows, patients))
        self.work = empty(rows, steps.block, patients)
        self.spare = empty(steps.block, patients)

    def along(self, stretches: tuple[Stretch, ...]) -> None:
        """Fills `out`."""
        for stretch in stretches:
            self._give(stretch)
            inflow = self._inflow(stretch)
            for run in stretch.runs:
                if run.is_even:
                    self._even(run, inflow)
                else:
                    self._uneven(run, inflow)
            if np.isfinite(stretch.length_min):
                self._advance(stretch.length_min, inflow, self.state)

    def _give(self, stretch: Stretch) -> None:
        for number, amount_ug in stretch.boluses:
            rows = self.folded.rows_of[number]
            self.state[rows] += self.folded.gains[rows] * self._of_chunk(amount_ug)

    def _inflow(self, stretch: Stretch) -> Floats | None:
        if not stretch.rates:
            return None
        inflow = np.zeros_like(self.state)
        for number, rate_ug_per_min in stretch.rates:
            rows = self.folded.rows_of[number]
            inflow[rows] += self.folded.gains[rows] * self._of_chunk(rate_ug_per_min)
        return inflow

    def _of_chunk(self, value: float | Floats) -> float | Floats:
        return of_patients(value, self.chunk.start, self.chunk.stop)

    def _advance(self, duration_min: float, inflow: Floats | None, into: Floats) -> None:
        """The state after a duration."""
        place = self.steps.place[duration_min]
        np.multiply(self.state, self.decay[place], out=into)
        if inflow is not None:
            into += inflow * self._filling(place)

    def _filling(self, place: int) -> Floats:
        """What a unit rate leaves in each mode after a duration, computed when first asked for."""
        if place not in self.filling:
            self.filling[place] = filled(self.folded.minus_rates, self.steps.durations_min[place])
        return self.filling[place]

    def _spread(self, place: int) -> Floats:
        """The decay over a block, repeated along it: multiplying like by like is three times as fast."""
        if place not in self.spread:
            self.spread[place] = empty(*self.work.shape)
            self.spread[place][...] = self.decay[place][:, None]
        return self.spread[place]

    def _even(self, run: Run, inflow: Floats | None) -> None:
        whole = min(self.steps.block, run.count)
        self._first_block(run, whole, inflow)
        self._read(self.folded.terms, whole, run.first)
        alive, terms = slice(0, len(self.state)), self.folded.terms
        for done in range(whole, run.count, self.steps.block):
            if inflow is None and self._is_dead(alive.start, run, done):
                alive = slice(self._first_alive(run, done), alive.stop)
                terms = tuple(each.of_rows(alive.start) for each in self.folded.terms)
            count = min(self.steps.block, run.count - done)
            self._next_block(alive, count, self.steps.place[run.step_min * self.steps.block], inflow)
            self._read(terms, count, run.first + done)

    def _first_block(self, run: Run, whole: int, inflow: Floats | None) -> None:
        work = self.work
        self._advance(run.start_min, inflow, work[:, 0])
        have = 1
        while have < whole:
            place, more = self.steps.place[run.step_min * have], min(have, whole - have)
            np.multiply(work[:, :more], self.decay[place][:, None], out=work[:, have : have + more])
            if inflow is not None:
                work[:, have : have + more] += (inflow * self._filling(place))[:, None]
            have += more

    def _next_block(self, alive: slice, count: int, place: int, inflow: Floats | None) -> None:
        work = self.work[alive, :count]
        np.multiply(work, self._spread(place)[alive, :count], out=work)
        if inflow is not None:
            work += (inflow * self._filling(place))[:, None]

    def _is_dead(self, row: int, run: Run, done: int) -> bool:
        return row < len(self.slowest) and self.slowest[row] * run.step_min * (done - self.steps.block) > DEAD

    def _first_alive(self, run: Run, done: int) -> int:
        row = 0
        while self._is_dead(row, run, done):
            row += 1
        return row

    def _uneven(self, run: Run, inflow: Floats | None) -> None:
        block = self.steps.block
        for done in range(0, run.count, block):
            offsets = run.offsets_min[done : done + block, None]
            work = self.work[:, : len(offsets)]
            decayed(self.folded.minus_rates[:, None], offsets, out=work)
            work *= self.state[:, None]
            if inflow is not None:
                work += inflow[:, None] * filled(self.folded.minus_rates[:, None], offsets)
            self._read(self.folded.terms, len(offsets), run.first + done)

    def _read(self, readouts: tuple[Terms, ...], count: int, first: int) -> None:
        for readout, terms in enumerate(readouts):
            read(terms, self.work[:, :count], self.out[readout, first : first + count], self.spare[:count])


def read(terms: Terms, work: Floats, out: Floats, spare: Floats) -> None:
    """The sum of a readout's terms, without temporaries."""
    begun = False
    for rows, factors in terms.weighted:
        np.einsum("kp,ktp->tp", factors, work[rows], out=spare if begun else out)
        if begun:
            out += spare
        begun = True
    plain = list(terms.plain)
    if not begun and len(plain) > 1:
        np.add(work[plain.pop()], work[plain.pop()], out=out)
    elif not begun:
        out[...] = work[plain.pop()] if plain else 0.0
    for row in plain:
        out += work[row]
