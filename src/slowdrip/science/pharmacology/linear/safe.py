"""The safe path: matrix exponentials by scaling and squaring, for patients and systems that modes do not suit.

The matrix of a compartment system has no negative entry off its diagonal. Shifted by its largest rate it has none at
all, so the Taylor sum and every squaring add positive numbers only: nothing cancels, whatever the rates. Columns for a
constant inflow into each input are part of the matrix, so infusions need nothing more.
"""

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import Assembled, Chunk
from slowdrip.science.pharmacology.linear.schedule import Run, Stretch
from slowdrip.science.pharmacology.linear.values import Floats, Places, of_patients

LARGEST_STEP = 0.5
TAYLOR = tuple(1 / np.cumprod([1.0, *range(1, 17)]))
MOST_MATRICES = 4096


class SafePath:
    """Solves the chosen patients; `readings` gives the readouts, shape (readouts, times, patients)."""

    __slots__ = ("chosen", "known", "matrix", "reading", "stretches", "system")

    def __init__(self, system: Assembled, chosen: Places, stretches: tuple[Stretch, ...]) -> None:
        self.system, self.chosen, self.stretches = system, chosen, stretches
        self.matrix = _matrix(system, chosen)
        self.reading = _reading(system, chosen, self.matrix.shape[1])
        durations = _durations(stretches)
        self.known = dict(
            zip(durations, exponential(self.matrix * np.array(durations)[:, None, None, None]), strict=True)
        )

    def readings(self, times: int) -> Floats:
        """The readouts at all output times."""
        out = np.zeros((self.reading.shape[1], times, len(self.chosen)))
        state = np.zeros((*self.matrix.shape[:2], 1))
        for stretch in self.stretches:
            self._give(state, stretch)
            for run in stretch.runs:
                after = self._even(run, state) if run.is_even else self._uneven(run, state)
                out[:, run.first : run.first + run.count] = (self.reading @ after).transpose(1, 2, 0)
            if np.isfinite(stretch.length_min):
                state = self.known[stretch.length_min] @ state
        return out

    def _give(self, state: Floats, stretch: Stretch) -> None:
        """Boluses into the states, rates into the constants behind them."""
        for number, amount_ug in stretch.boluses:
            state[:, self.system.inputs[number], 0] += self._of_chosen(amount_ug)
        state[:, self.system.states :] = 0.0
        for number, rate_ug_per_min in stretch.rates:
            state[:, self.system.states + number, 0] += self._of_chosen(rate_ug_per_min)

    def _of_chosen(self, value: float | Floats) -> float | Floats:
        chunk: Chunk = self.system.chunk
        mine = of_patients(value, chunk.start, chunk.stop)
        return mine[self.chosen] if isinstance(mine, np.ndarray) and mine.size > 1 else mine

    def _even(self, run: Run, state: Floats) -> Floats:
        """By doubling: each power of the step is the square of the one before."""
        after: Floats = self.known[run.start_min] @ state
        power = self.known[run.step_min] if run.count > 1 else after
        while after.shape[2] < run.count:
            after = np.concatenate((after, power @ after), axis=2)
            power = power @ power
        return after[:, :, : run.count]

    def _uneven(self, run: Run, state: Floats) -> Floats:
        patients, size = self.matrix.shape[:2]
        after = np.empty((patients, size, run.count))
        at_once = max(1, MOST_MATRICES // patients)
        for done in range(0, run.count, at_once):
            offsets = run.offsets_min[done : done + at_once]
            several = exponential(self.matrix[:, None] * offsets[:, None, None])
            after[:, :, done : done + at_once] = (several @ state[:, None])[..., 0].transpose(0, 2, 1)
        return after


def exponential(matrix: Floats) -> Floats:
    """The exponential of matrices (..., n, n) without negative entries off the diagonal."""
    shift = np.maximum(-np.diagonal(matrix, axis1=-2, axis2=-1).min(axis=-1), 0.0)
    size = matrix.shape[-1]
    positive = matrix + shift[..., None, None] * np.eye(size)
    largest = positive.sum(axis=-2).max(axis=-1)
    halvings = np.ceil(np.log2(np.maximum(largest / LARGEST_STEP, 1.0)))
    share = 0.5**halvings
    result: Floats = _taylor(positive * share[..., None, None]) * np.exp(-shift * share)[..., None, None]
    for done in range(int(halvings.max(initial=0.0))):
        unfinished = result[halvings > done]
        result[halvings > done] = unfinished @ unfinished
    return result


def _durations(stretches: tuple[Stretch, ...]) -> list[float]:
    """Every duration that the even way needs, once."""
    lengths = [stretch.length_min for stretch in stretches if np.isfinite(stretch.length_min)]
    even = [run for stretch in stretches for run in stretch.runs if run.is_even]
    starts = [run.start_min for run in even]
    return list(dict.fromkeys([*lengths, *starts, *(run.step_min for run in even if run.count > 1)]))


def _taylor(matrix: Floats) -> Floats:
    """The sum to the sixteenth power, in steps of four (Paterson and Stockmeyer)."""
    one = np.broadcast_to(np.eye(matrix.shape[-1]), matrix.shape)
    second = matrix @ matrix
    third = second @ matrix
    fourth = second @ second
    powers = (one, matrix, second, third)
    total: Floats = TAYLOR[16] * one
    for start in (12, 8, 4, 0):
        total = fourth @ total
        for number, power in enumerate(powers):
            total += TAYLOR[start + number] * power
    return total


def _matrix(system: Assembled, chosen: Places) -> Floats:
    size = system.states + len(system.inputs)
    matrix = np.zeros((len(chosen), size, size))
    for node, rate in enumerate(system.leaving):
        matrix[:, node, node] = -np.atleast_1d(rate)[chosen]
    for (i, j), rate in system.flow.items():
        matrix[:, j, i] = np.atleast_1d(rate)[chosen]
    for number, node in enumerate(system.inputs):
        matrix[:, node, system.states + number] = 1.0
    return matrix


def _reading(system: Assembled, chosen: Places, size: int) -> Floats:
    reading = np.zeros((len(chosen), len(system.readouts), size))
    for number, readout in enumerate(system.readouts):
        for node, weight in readout:
            reading[:, number, node] += np.atleast_1d(weight)[chosen]
    return reading
