"""Concentrations of many patients, each at times of its own: what a search for the most probable parameters asks for.

Every infusion is a closed form of its own, and their concentrations add up; a sample needs no other sample.
"""

import numpy as np
import numpy.typing as npt

from slowdrip.population.kernels import compiled
from slowdrip.science.pharmacology.linear import Floats

Marks = npt.NDArray[np.int64]
SMALL = 1e-6


@compiled
def unit_infusion(rate_per_min: float, start_min: float, end_min: float, t_min: float) -> float:
    """What a mode holds at a time, for each ug/min that an infusion brought into it."""
    if t_min <= start_min:
        return 0.0
    over_min = min(t_min, end_min) - start_min
    x = rate_per_min * over_min
    filled = over_min * (1.0 - 0.5 * x) if x < SMALL else -np.expm1(-x) / rate_per_min
    return float(filled * np.exp(-rate_per_min * max(t_min - end_min, 0.0)))


@compiled
def at_own_times(
    out: Floats,
    modes: tuple[Floats, Floats, Floats],
    infusions: tuple[Floats, Floats, Floats],
    samples: tuple[Floats, Marks],
) -> None:
    """Fills `out`, shape (rows, samples): the rows are each patient with several sets of parameters, one after another.

    `modes`: their rates (modes, rows), weights (readouts, modes, rows), and the share of a dose that enters each mode.
    `infusions`: starts, ends, and rates (infusions, patients). `samples`: times and readouts (patients, samples), where
    a readout below zero is no sample and gives one.
    """
    rates, weights, shares = modes
    sets = out.shape[0] // samples[0].shape[0]
    for row in range(out.shape[0]):
        patient = row // sets
        for sample in range(out.shape[1]):
            readout, t_min, total = samples[1][patient, sample], samples[0][patient, sample], 0.0
            for mode in range(rates.shape[0] if readout >= 0 else 0):
                weight, held = weights[readout, mode, row] * shares[mode], 0.0
                if weight == 0.0:
                    continue
                for number in range(infusions[0].shape[0]):
                    each = unit_infusion(rates[mode, row], infusions[0][number], infusions[1][number], t_min)
                    held += infusions[2][number, patient] * each
                total += weight * held
            out[row, sample] = total if readout >= 0 else 1.0
