"""Standard normal numbers that look drawn by chance and are a function of seed, name and patient alone.

Nothing here is hidden chance: the same arguments give the same numbers on every machine. Patient 700,000 has the same
numbers in a block of a million, in a stream, or alone, and `cl` has the same whatever else is drawn beside it.
"""

from collections.abc import Sequence

import numpy as np

from slowdrip.science.pharmacology.linear import Floats, InputRefused

PER_BLOCK = 4
"""Philox gives four 64-bit words for each value of its counter; a block here is the numbers of four patients."""


def standard_normals(seed: int, name: str, first: int, count: int, /) -> Floats:
    """The standard normal numbers of `name` for patients `first` up to `first` + `count`, shape (count,).

    Philox 4x64-10 (Salmon 2011, DOI 10.1145/2063384.2063405), keyed by NumPy's SeedSequence, then Box and Muller
    (DOI 10.1214/aoms/1177706645).
    """
    if seed < 0 or first < 0 or count < 0:
        raise InputRefused("negative", "seed_first_count", "give_zero_or_more")
    start, stop = first // PER_BLOCK, -(-(first + count) // PER_BLOCK)
    key = np.random.SeedSequence([seed, *name.encode()]).generate_state(2, np.uint64)
    words = np.random.Philox(key=key, counter=start).random_raw(PER_BLOCK * (stop - start))
    uniform = ((np.asarray(words, dtype=np.uint64) >> np.uint64(11)) + 0.5) * 2.0**-53
    radius, angle = np.sqrt(-2.0 * np.log(uniform[0::2])), 2.0 * np.pi * uniform[1::2]
    normals = np.empty(uniform.size)
    normals[0::2], normals[1::2] = radius * np.cos(angle), radius * np.sin(angle)
    begin = first - PER_BLOCK * start
    return normals[begin : begin + count]


def normal_columns(seed: int, names: Sequence[str], first: int, count: int, /) -> Floats:
    """One column of standard normal numbers for each name, shape (count, names)."""
    columns = np.empty((count, len(names)))
    for place, name in enumerate(names):
        columns[:, place] = standard_normals(seed, name, first, count)
    return columns
