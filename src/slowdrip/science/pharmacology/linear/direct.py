"""One patient at many times, or many at a few: every time straight from the event before it, in few operations.

The march saves exponentials by recursion, which pays for hundreds of patients at hundreds of times; in a small job, the
exponentials cost less than the calls would.
"""

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import Chunk
from slowdrip.science.pharmacology.linear.decay import decayed, filled
from slowdrip.science.pharmacology.linear.response import Response
from slowdrip.science.pharmacology.linear.schedule import Dose, Stretch
from slowdrip.science.pharmacology.linear.values import Floats, Places, of_patients

FEW = 20_000
"""Up to so many patients times output times this is faster than the march."""


def directly(response: Response, chunk: Chunk, stretches: tuple[Stretch, ...], out: Floats) -> None:
    """Fills `out`, shape (readouts, times, patients), from the first event on."""
    minus_rates = -response.rates
    which = np.array(response.inputs, np.intp)
    state = np.zeros_like(minus_rates)
    for stretch in stretches:
        state += _into_rows(stretch.boluses, which, chunk)
        inflow = _into_rows(stretch.rates, which, chunk) if stretch.rates else None
        modes = _after(state, inflow, minus_rates, _offsets(stretch))
        for run in stretch.runs:
            place = slice(run.first, run.first + run.count)
            np.einsum("rkp,ktp->rtp", response.dense, modes[:, : run.count], out=out[:, place])
        state = modes[:, -1]


def _offsets(stretch: Stretch) -> Floats:
    """The output times of a stretch, in one run here, and behind them its end, if it has one."""
    times = [run.offsets_min for run in stretch.runs]
    if not np.isfinite(stretch.length_min):
        return times[0] if times else np.zeros(1)
    return np.concatenate((*times, (stretch.length_min,)))


def _after(state: Floats, inflow: Floats | None, minus_rates: Floats, offsets_min: Floats) -> Floats:
    """The modes after each offset: (rows, offsets, patients)."""
    modes = decayed(minus_rates[:, None], offsets_min[:, None])
    modes *= state[:, None]
    if inflow is not None:
        modes += inflow[:, None] * filled(minus_rates[:, None], offsets_min[:, None])
    return modes


def _into_rows(doses: tuple[Dose, ...], which: Places, chunk: Chunk) -> Floats:
    """What the doses add to each row."""
    total = np.zeros((len(which), chunk.patients))
    for number, amount in doses:
        total[which == number] += of_patients(amount, chunk.start, chunk.stop)
    return total
