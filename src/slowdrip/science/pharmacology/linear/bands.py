"""Bands of one readout over many patients: exact quantiles at each time, in bounded memory.

Times are taken a few at a time, so that all patients at these times fit in memory: a quantile at one time needs all
patients and no other time. Nothing is sketched or binned, so these are the quantiles of the patients given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import Chunk
from slowdrip.science.pharmacology.linear.engine import job_of, prepared, solve_into
from slowdrip.science.pharmacology.linear.regimen import Regimen
from slowdrip.science.pharmacology.linear.schedule import sorted_times
from slowdrip.science.pharmacology.linear.system import LinearSystem
from slowdrip.science.pharmacology.linear.values import Floats, InputRefused

FIVE_FIFTY_NINETY_FIVE = (0.05, 0.50, 0.95)
MOST_NUMBERS_AT_ONCE = 8_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Quantiles of a readout: `conc_ng_per_ml` has shape (shares, times), times in the order asked."""

    readout: str
    site: str
    shares: tuple[float, ...]
    t_min: Floats
    conc_ng_per_ml: Floats


def bands(
    system: LinearSystem,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    *,
    readout: str,
    shares: Sequence[float] = FIVE_FIFTY_NINETY_FIVE,
) -> Bands:
    """The quantiles of a readout at each time: 5, 50 and 95 % of patients lie below, unless other shares are asked.

    Interpolated linearly between neighbouring patients, as `np.quantile` does. Working memory is at most 64 MB beside
    the patients' own parameters (eight bytes times patients where that is more).
    """
    one = _reading_only(system, readout)
    asked = tuple(shares)
    if not asked or not all(0 <= share <= 1 for share in asked):
        raise InputRefused("share_outside_0_to_1", "shares", "give_shares_from_0_to_1")
    times, order = sorted_times(t_min)
    found = _quantiles(one, regimen, times, asked)
    if order is not None:
        found[:, order] = found.copy()
    return Bands(readout, one.readouts[0].site, asked, np.array(t_min, np.float64), found)


def _reading_only(system: LinearSystem, readout: str) -> LinearSystem:
    chosen = tuple(each for each in system.readouts if each.name == readout)
    if not chosen:
        raise InputRefused("unknown_readout", readout, "name_known_readout")
    return replace(system, readouts=chosen)


def _quantiles(system: LinearSystem, regimen: Regimen, times: Floats, shares: tuple[float, ...]) -> Floats:
    found = np.empty((len(shares), times.size))
    whole = job_of(system, regimen, times)
    at_once = max(1, MOST_NUMBERS_AT_ONCE // whole.patients)
    responses = prepared(whole)
    for first in range(0, times.size, at_once):
        some = times[first : first + at_once]
        out = np.empty((1, some.size, whole.patients))
        solve_into(job_of(system, regimen, some), Chunk(0, whole.patients), out, responses)
        for number, values in enumerate(out[0], start=first):
            found[:, number] = quantiles(values, shares)
    return found


def quantiles(values: Floats, shares: tuple[float, ...]) -> Floats:
    """The quantiles of these values, which are put into another order on the way."""
    places = [share * (values.size - 1) for share in shares]
    lower = [int(place) for place in places]
    stops = [*sorted(set(lower)), values.size]
    _settle(values, stops[:-1])
    # The next larger value after a settled place is the smallest of those up to the next settled one.
    above = {one: values[min(one + 1, values.size - 1) : after + 1].min() for one, after in pairwise(stops)}
    found, upper = values[lower], np.array([above[place] for place in lower])
    return found + (np.array(places) - lower) * (upper - found)


def _settle(values: Floats, places: list[int]) -> None:
    """Puts the values of these rising places there, one place at a time: for NumPy that is several times as fast."""
    if not places:
        return
    middle = len(places) // 2
    place = places[middle]
    values.partition(place)
    _settle(values[:place], places[:middle])
    _settle(values[place + 1 :], [later - place - 1 for later in places[middle + 1 :]])
