"""A response arranged for speed: rows nobody reads are dropped, and one weight of each row moves into its dose.

A row read by one readout alone then needs no multiplication at all; a row read by several needs one fewer.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from slowdrip.science.pharmacology.linear.response import Response
from slowdrip.science.pharmacology.linear.values import Floats

SMALLEST_DIVISOR = 1e-100


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What one readout adds up: rows as they are, and neighbouring rows times factors of shape (rows, patients)."""

    plain: tuple[int, ...]
    weighted: tuple[tuple[slice, Floats], ...]

    def part(self, start: int, stop: int) -> "Terms":
        """The same for some of the patients."""
        weighted = tuple((rows, np.ascontiguousarray(factors[:, start:stop])) for rows, factors in self.weighted)
        return Terms(self.plain, weighted)

    def of_rows(self, first: int) -> "Terms":
        """The same without the rows before `first`."""
        kept = [(rows, factors) for rows, factors in self.weighted if rows.stop > first]
        weighted = tuple(
            (slice(max(rows.start, first), rows.stop), factors[max(first - rows.start, 0) :]) for rows, factors in kept
        )
        return Terms(tuple(row for row in self.plain if row >= first), weighted)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Rows of modes: `minus_rates` and `gains` have shape (rows, patients), `rows_of[input]` is that input's rows.

    `terms` has one entry per readout.
    """

    minus_rates: Floats
    gains: Floats
    rows_of: tuple[slice, ...]
    terms: tuple[Terms, ...]

    def part(self, start: int, stop: int) -> "Folded":
        """The same for some of the patients, packed closely."""
        return Folded(
            np.ascontiguousarray(self.minus_rates[:, start:stop]),
            self.gains[:, start:stop],
            self.rows_of,
            tuple(terms.part(start, stop) for terms in self.terms),
        )


def folded(response: Response, inputs: int) -> Folded:
    """The response of a chunk, arranged."""
    used = sorted({row for rows in response.weights for row in rows})
    patients = response.rates.shape[1] if response.rates.size else 0
    gains = np.ones((len(used), patients))
    plain: list[list[int]] = [[] for _ in response.weights]
    weighted: list[dict[int, Floats]] = [{} for _ in response.weights]
    for number, row in enumerate(used):
        owners = {readout: rows[row] for readout, rows in enumerate(response.weights) if row in rows}
        chosen = next((name for name, weight in owners.items() if _divides(weight)), None)
        if chosen is not None:
            gains[number] = owners[chosen]
            plain[chosen].append(number)
        for readout in owners.keys() - {chosen}:
            factor = owners[readout]
            weighted[readout][number] = factor if chosen is None else factor / owners[chosen]
    of_input = [response.inputs[row] for row in used]
    starts = np.searchsorted(of_input, range(inputs + 1)).tolist()
    rows_of = tuple(slice(start, stop) for start, stop in pairwise(starts))
    terms = tuple(Terms(tuple(rows), _neighbours(factors)) for rows, factors in zip(plain, weighted, strict=True))
    return Folded(-response.rates[used], gains, rows_of, terms)


def _neighbours(factors: dict[int, Floats]) -> tuple[tuple[slice, Floats], ...]:
    """Rows that follow each other, taken together."""
    groups: list[list[int]] = []
    for row in sorted(factors):
        if groups and groups[-1][-1] == row - 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    return tuple(
        (slice(rows[0], rows[-1] + 1), np.stack([np.atleast_1d(factors[row]) for row in rows])) for rows in groups
    )


def _divides(weight: Floats) -> bool:
    return bool(np.abs(weight).min() > SMALLEST_DIVISOR)
