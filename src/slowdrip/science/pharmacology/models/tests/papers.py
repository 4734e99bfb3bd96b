"""The models written down a second time, as equations by hand, for an ODE solver: no file and no engine is used.

Each right-hand side is in mg and minutes and gives the change of all amounts for an inflow in mg/min.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from slowdrip.science.pharmacology.linear import Floats

Change = Callable[[Floats, float], list[float]]
H = 60.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A model by hand: how many amounts, how they change, and each readout as (amount, volume over mass ratio)."""

    size: int
    change: Change
    readouts: Mapping[str, tuple[int, float]]
    dose_mg: float = 35.0


def by_hand(paper: Paper, t_min: Floats, *, duration_min: float = 40.0) -> dict[str, Floats]:
    """Every readout in ng/mL after an infusion from time zero; the solver stops where the pump does."""
    rate = paper.dose_mg / duration_min
    during, after = t_min[t_min < duration_min], t_min[t_min >= duration_min]
    first = _solved(paper, np.zeros(paper.size), rate, np.append(during, duration_min), start=0.0)
    rest = _solved(paper, first[:, -1], 0.0, after, start=duration_min)
    amounts = np.concatenate([first[:, :-1], rest], axis=1)
    return {name: amounts[row] / volume * 1000.0 for name, (row, volume) in paper.readouts.items()}


def _solved(paper: Paper, amounts: Floats, rate: float, times: Floats, /, *, start: float) -> Floats:
    solution = solve_ivp(
        lambda _, now: paper.change(now, rate),
        (start, float(times[-1])),
        amounts,
        method="LSODA",
        t_eval=times,
        rtol=1e-10,
        atol=1e-12,
    )
    found: Floats = solution.y
    return found


def _kamp(a: Floats, rate: float) -> list[float]:
    fast, slow = 161 / H * (a[0] / 25 - a[1] / 56), 79 / H * (a[0] / 25 - a[2] / 157)
    return [rate - 84 / H * a[0] / 25 - fast - slow, fast, slow]


def _domino(a: Floats, rate: float) -> list[float]:
    fast, slow = 0.592 * a[0] - 0.247 * a[1], 0.590 * a[0] - 0.0146 * a[2]
    return [rate - 0.438 * a[0] - fast - slow, fast, slow]


def _clements(a: Floats, rate: float) -> list[float]:
    there = 0.0186 * a[0] - 0.0137 * a[1]
    return [rate - 0.0109 * a[0] - there, there]


def _hijazi(a: Floats, rate: float) -> list[float]:
    there = 0.0088 * a[0] - 0.0030 * a[1]
    return [rate - 0.0333 * a[0] - there, there]


def _otto(a: Floats, rate: float) -> list[float]:
    one, two = 23.2 / H * (a[0] / 133 - a[1] / 187), 157 / H * (a[0] / 133 - a[2] / 98.8)
    made = 95.2 / H * a[0] / 133
    far = 42.778 / H * (a[3] / 98.638 - a[4] / 160.04)
    return [rate - made - one - two, one, two, made - 57.72 / H * a[3] / 98.638 - far, far]


def _simons(a: Floats, rate: float) -> list[float]:
    k1, k2, k3, d1, d2, n1, n2, e1, e2, h1, h2 = a
    fast, slow, made = 2.43 * (k1 / 11.6 - k2 / 39), 1.21 * (k1 / 11.6 - k3 / 174), 1.48 * k1 / 11.6
    step, next_step = 2 / 20.1, 2 / 1.12
    n_far, n_out = 2.63 * (n1 / 11.6 - n2 / 221), 1.0 * n1 / 11.6
    h_far = 1.70 * (h1 / 4.4 - h2 / 87.5)
    return [
        rate - made - fast - slow,
        fast,
        slow,
        made - step * d1,
        step * (d1 - d2),
        0.80 * step * d2 - n_far - n_out,
        n_far,
        n_out - next_step * e1,
        next_step * (e1 - e2),
        0.70 * next_step * e2 - h_far - 0.933 * h1 / 4.4,
        h_far,
    ]


def _perez_ruixo(a: Floats, rate: float) -> list[float]:
    c, p1, p2, liver, n, n_far = a
    one, two = 84.3 / H * (c / 192 - p1 / 143), 37.6 / H * (c / 192 - p2 / 417)
    there, made = 151 / H * (c / 192 - liver / 101), 2.77 / H * liver
    far = 26.1 / H * (n / 70 - n_far / 115)
    return [rate - one - two - there, one, two, there - 1.11 / H * liver - made, made - 38 / H * n / 70 - far, far]


PAPERS: dict[str, Paper] = {
    "kamp2020": Paper(3, _kamp, {"ketamine": (0, 25)}),
    "domino1984": Paper(3, _domino, {"ketamine": (0, 0.063 * 70)}),
    "clements1981": Paper(2, _clements, {"ketamine": (0, 1.7522 * 70)}),
    "hijazi2003": Paper(2, _hijazi, {"ketamine": (0, 1.08 * 70)}),
    "otto2021": Paper(5, _otto, {"s_ketamine": (0, 133), "s_norketamine": (3, 98.638)}, 17.5),
    "simons2022": Paper(
        11,
        _simons,
        {
            "s_ketamine": (0, 11.6),
            "s_norketamine": (5, 11.6 / (223.70 / 237.73)),
            "s_hydroxynorketamine": (9, 4.4 / (239.70 / 237.73)),
        },
        17.5,
    ),
    "perez_ruixo2021": Paper(6, _perez_ruixo, {"s_ketamine": (0, 192), "s_norketamine": (4, 70)}, 17.5),
}
