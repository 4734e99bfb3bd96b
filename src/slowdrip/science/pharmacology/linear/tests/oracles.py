"""The same concentrations by other means: matrix exponentials with fifty digits, SciPy's, and an ODE solver."""

from decimal import Decimal, localcontext
from itertools import pairwise
from math import ceil, log2
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from slowdrip.science.pharmacology.linear import EXCRETED, Floats, LinearSystem, PerPatient, Regimen

DIGITS = 50
TERMS = 40


def one(value: PerPatient, patient: int) -> float:
    """The number of one patient."""
    return float(value if isinstance(value, int | float) else value[patient if len(value) > 1 else 0])


def names(system: LinearSystem) -> list[str]:
    """The states: compartments, effect sites, excreted."""
    return [*system.compartments, *(site.name for site in system.effect_sites), EXCRETED]


def matrix(system: LinearSystem, patient: int = 0) -> Floats:
    """dx/dt = A x, written down once more from the description."""
    place = {name: number for number, name in enumerate(names(system))}
    a = np.zeros((len(place), len(place)))
    for each in system.transfers:
        rate = one(each.rate_per_min, patient)
        a[place[each.source], place[each.source]] -= rate
        a[place[each.target or EXCRETED], place[each.source]] += rate
    for site in system.effect_sites:
        ke0, volume_l = one(site.ke0_per_min, patient), one(site.volume_l, patient)
        a[place[site.name], place[site.name]] -= ke0
        a[place[site.name], place[site.compartment]] += ke0 / volume_l
    return a


def reading(system: LinearSystem, patient: int = 0) -> Floats:
    """Readouts out of states."""
    place = {name: number for number, name in enumerate(names(system))}
    c = np.zeros((len(system.readouts), len(place)))
    for row, readout in enumerate(system.readouts):
        for part in readout.parts:
            c[row, place[part.state]] += one(part.weight, patient)
    return c


def given(system: LinearSystem, regimen: Regimen, patient: int = 0) -> list[tuple[float, float, float, int]]:
    """(start, end, rate or amount, state): boluses have end = start."""
    place = {name: number for number, name in enumerate(names(system))}
    infusions = [
        (each.start_min, each.end_min, one(each.rate_ug_per_min, patient), place[each.into])
        for each in regimen.infusions
    ]
    return infusions + [(each.t_min, each.t_min, one(each.amount_ug, patient), place[each.into])
                        for each in regimen.boluses]  # fmt: skip


def by_decimal(system: LinearSystem, regimen: Regimen, times: Floats, patient: int = 0) -> Floats:
    """States at rising times with fifty digits, rounded at the end: (states, times)."""
    with localcontext(prec=DIGITS):
        exact = np.vectorize(Decimal, otypes=[object])
        return np.asarray(_by(_exact_exponential, exact, (system, regimen, times, patient)), np.float64)


def by_expm(system: LinearSystem, regimen: Regimen, times: Floats, patient: int = 0) -> Floats:
    """States at rising times by SciPy's matrix exponential: (states, times)."""
    job = (system, regimen, times, patient)
    return np.asarray(_by(lambda a, minutes: expm(a * minutes), np.asarray, job), np.float64)


def _by(exponential: Any, exact: Any, job: tuple[LinearSystem, Regimen, Floats, int]) -> Any:
    """From event to event; a column of the matrix stands for what flows in."""
    system, regimen, times, patient = job
    doses = given(system, regimen, patient)
    size = len(names(system))
    events = sorted({time for start, end, _, _ in doses for time in (start, end)})
    states, x = exact(np.zeros((size, len(times)))), exact(np.zeros(size + 1))
    x[size] += 1
    for start, end in pairwise([*events, np.inf]):
        wide = exact(np.pad(matrix(system, patient), (0, 1)))
        for since, until, amount, into in doses:
            if since == until == start:
                x[into] += exact(amount)[()]
            elif since <= start < until:
                wide[into, size] += exact(amount)[()]
        for column in np.flatnonzero((times >= start) & (times < end)):
            states[:, column] = (exponential(wide, exact(times[column])[()] - exact(start)[()]) @ x)[:size]
        if end < np.inf:
            x = exponential(wide, exact(end)[()] - exact(start)[()]) @ x
    return states


def _exact_exponential(a: Any, minutes: Decimal) -> Any:
    """Scaled, summed as a Taylor series of positive terms, squared."""
    size = len(a)
    one = np.array([[Decimal(int(i == j)) for j in range(size)] for i in range(size)], object)
    shift = max(-a[i, i] for i in range(size))
    halvings = max(0, ceil(log2(4 * float(shift * minutes) + 1)))
    small = (a + shift * one) * minutes / 2**halvings
    term = total = one
    for power in range(1, TERMS):
        term = term @ small / power
        total = total + term
    total = total * (-shift * minutes / 2**halvings).exp()
    for _ in range(halvings):
        total = total @ total
    return total


def by_ode(system: LinearSystem, regimen: Regimen, times: Floats, method: str) -> Floats:
    """States of the first patient by an ODE solver at rtol 1e-12, from event to event; boluses are not for it."""
    a, doses = matrix(system), given(system, regimen)
    events = sorted({time for start, end, _, _ in doses for time in (start, end)} | {float(times.max()) + 1})
    x, states = np.zeros(len(a)), np.zeros((len(a), len(times)))
    for start, end in pairwise(events):
        rate = np.zeros(len(a))
        for since, until, amount, into in doses:
            rate[into] += amount if since <= start < until else 0.0
        mine = np.flatnonzero((times >= start) & (times < end))
        solver: Any = solve_ivp
        solved = solver(
            lambda t, y, rate=rate: a @ y + rate, (start, end), x, method, t_eval=[*times[mine], end],
            rtol=1e-12, atol=1e-9, **({"jac": a} if method == "Radau" else {}),
        )  # fmt: skip
        states[:, mine], x = solved.y[:, :-1], solved.y[:, -1]
    return states
