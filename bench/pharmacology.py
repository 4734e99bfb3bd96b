"""`python -m bench.pharmacology`: the speed of the exact engine, beside an ODE solver on the same patients.

The reference job: patients with three compartments, a metabolite and an effect site, six 40-minute infusions over two
weeks, log-normal variability on six parameters, 500 output times, float64, one core. Patients are drawn here, because
science draws nothing.
"""

import os
import platform
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np

from bench.processor import processor
from slowdrip.science.pharmacology.linear import (
    EffectSite,
    Floats,
    Infusion,
    LinearSystem,
    Regimen,
    Transfer,
    bands,
    concentration_of,
    concentrations,
    effect_of,
    formed,
    mammillary,
    stream,
)

PATIENTS, PEERS, BANDED = 20_000, 12, 100_000
FORTNIGHT_MIN = np.linspace(0.0, 14 * 1440.0, 500)
VISITS = tuple(day * 1440.0 for day in (0, 2, 4, 7, 9, 11))
IMPORT = """
from time import perf_counter, process_time
since, worked = perf_counter(), process_time()
import slowdrip.science.pharmacology.linear
print(perf_counter() - since, process_time() - worked)
"""
RATES_OF_OTHERS = (("mrgsolve 2.0", 2_800), ("rxode2 5.1", 1_800), ("diffrax", 190), ("scipy solve_ivp", 51))


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds: what passed, and what the processor worked, which other programs on the machine disturb less."""

    wall_s: float
    cpu_s: float


def clinic(patients: int) -> tuple[LinearSystem, Regimen]:
    """The reference job."""
    v1, v2, q2, cl, clm, ke0 = np.exp(np.random.default_rng(2020).normal(0.0, 0.27, (6, patients)))
    site = EffectSite("brain", "ketamine", 25.0 * v1, np.log(2) / 8.3 * ke0)
    volumes = (25.0 * v1, 56.0 * v2, 157.0)
    system = LinearSystem(
        (
            *mammillary("ketamine", volumes_l=volumes, exchange_l_per_min=(161 / 60 * q2, 79 / 60)),
            formed("ketamine", "norketamine", clearance_l_per_min=84 / 60 * cl, volume_l=25.0 * v1),
            Transfer("norketamine", None, 0.0098 * clm),
        ),
        (
            concentration_of("ketamine", volume_l=25.0 * v1, site="arterial"),
            concentration_of("norketamine", volume_l=98.64, site="venous"),
            effect_of(site),
        ),
        (site,),
    )
    return system, Regimen(tuple(Infusion(at, at + 40.0, 35_000 / 40, "ketamine") for at in VISITS))


def took(work: Callable[[], object], times: int) -> Took:
    """The median of several calls after one that warms up."""
    work()
    found = [_once(work) for _ in range(times)]
    return Took(median(each.wall_s for each in found), median(each.cpu_s for each in found))


def _once(work: Callable[[], object]) -> Took:
    since, worked = perf_counter(), process_time()
    work()
    return Took(perf_counter() - since, process_time() - worked)


def streamed(patients: int) -> Took:
    """The reference job, every number computed, one part of the patients in memory at a time."""
    system, regimen = clinic(patients)

    def work() -> None:
        for _, _ in stream(system, regimen, FORTNIGHT_MIN):
            pass

    return took(work, times=5)


def solved(patients: int) -> tuple[Took, float]:
    """The same by SciPy's LSODA at rtol 1e-8, patient by patient; and how far apart the two are, of the peak."""
    from scipy.integrate import solve_ivp

    system, regimen = clinic(patients)
    exact = concentrations(system, regimen, FORTNIGHT_MIN)
    found = np.empty(exact.shape)

    def work() -> None:
        for patient in range(patients):
            found[patient] = _by_ode(system, patient, solve_ivp)

    passed = _once(work)
    return passed, float((np.abs(found - exact) / exact.max(axis=2, keepdims=True)).max())


def _by_ode(system: LinearSystem, patient: int, solve_ivp: Callable[..., Any]) -> Floats:
    """One patient from event to event."""
    a, volume_l = matrix(system, patient, PEERS)
    x, out = np.zeros(5), np.zeros((5, FORTNIGHT_MIN.size))
    events = [time for at in VISITS for time in (at, at + 40.0)]
    for number, (start, end) in enumerate(zip(events, [*events[1:], FORTNIGHT_MIN[-1] + 1e-6], strict=True)):
        inflow = np.array([875.0 * (number % 2 == 0), 0, 0, 0, 0])
        mine = (start <= FORTNIGHT_MIN) & (end > FORTNIGHT_MIN)
        run = solve_ivp(lambda _, y, u=inflow: a @ y + u, (start, end), x, "LSODA", rtol=1e-8, atol=1e-8,
                        t_eval=[*FORTNIGHT_MIN[mine], end])  # fmt: skip
        out[:, mine], x = run.y[:, :-1], run.y[:, -1]
    return np.array([out[0] / volume_l, out[3] / 98.64, out[4]])


def matrix(system: LinearSystem, patient: int, patients: int) -> tuple[Floats, float]:
    """dx/dt = A x for ketamine, its peripherals, norketamine, the effect site; and the central volume."""
    site = system.effect_sites[0]
    names = ["ketamine", "ketamine.2", "ketamine.3", "norketamine", site.name]
    a = np.zeros((5, 5))
    for each in system.transfers:
        rate = float(np.broadcast_to(each.rate_per_min, (patients,))[patient])
        a[names.index(each.source), names.index(each.source)] -= rate
        if each.target is not None:
            a[names.index(each.target), names.index(each.source)] += rate
    ke0, volume_l = (float(np.asarray(value)[patient]) for value in (site.ke0_per_min, site.volume_l))
    a[4, 4], a[4, 0] = -ke0, ke0 / volume_l
    return a, volume_l


def single() -> Took:
    """One patient, one infusion, 500 points."""
    system, _ = clinic(1)
    one, times = Regimen((Infusion(0.0, 40.0, 875.0, "ketamine"),)), np.linspace(0.0, 480.0, 500)
    return took(lambda: concentrations(system, one, times), times=300)


def banded() -> tuple[Took, float]:
    """Simulation with 5, 50 and 95 % bands of many patients; and their error beside plain quantiles of everything."""
    system, regimen = clinic(BANDED)
    found = bands(system, regimen, FORTNIGHT_MIN, readout="ketamine")
    some = slice(1, 500, 50)
    plain = concentrations(system, regimen, FORTNIGHT_MIN[some])[:, 0]
    expected = np.quantile(plain, found.shares, axis=0)
    error = float(np.max(np.abs(found.conc_ng_per_ml[:, some] / expected - 1)))
    return took(lambda: bands(system, regimen, FORTNIGHT_MIN, readout="ketamine"), times=3), error


def imported() -> Took:
    """A fresh Python importing the engine, NumPy included."""
    asked = [sys.executable, "-c", IMPORT]
    runs = [subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split() for _ in range(5)]
    return Took(median(float(run[0]) for run in runs), median(float(run[1]) for run in runs))


def line(what: str, found: float, unit: str, *, cpu: float, goal: float) -> str:
    """A row of the table; rates (1/s) should reach their goal, durations stay below it."""
    is_rate = unit.endswith("/s")
    met = "met" if (found >= goal if is_rate else found <= goal) else "missed"
    met += "" if met == "met" or not (cpu >= goal if is_rate else cpu <= goal) else ", met by processor time"
    return f"| {what} | {found:,.4g} {unit} | {cpu:,.4g} {unit} | {'≥' if is_rate else '≤'} {goal:,g} | {met} |"


def main() -> None:
    """Measures and prints."""
    print(f"- processor: {processor()}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}; one thread")
    print(f"- system: {platform.platform()}; Python {platform.python_version()}, NumPy {np.__version__}")
    print("\n| what | measured | by processor time | goal | |\n|---|---|---|---|---|")
    ours = streamed(PATIENTS)
    rate, worked = PATIENTS / ours.wall_s, PATIENTS / ours.cpu_s
    print(line(f"reference job, {PATIENTS:,} patients", rate, "patients/s", cpu=worked, goal=80_000))
    one = single()
    print(line("one patient, one infusion, 500 times", one.wall_s * 1e3, "ms", cpu=one.cpu_s * 1e3, goal=0.5))
    loading = imported()
    print(line("import of the engine", loading.wall_s, "s", cpu=loading.cpu_s, goal=0.3))
    many, error = banded()
    print(line(f"simulation and bands, {BANDED:,} patients", many.wall_s, "s", cpu=many.cpu_s, goal=2.0))
    print(line("error of the bands", error * 100, "%", cpu=error * 100, goal=1.0))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of this run: {peak_mb:.0f} MB.")
    _peers(worked)


def _peers(ours_per_s: float) -> None:
    """The same job by others, in this run where they are installed."""
    if find_spec("scipy") is None:
        print("scipy is not installed: no peer was run.")
    else:
        theirs, apart = solved(PEERS)
        per_s = PEERS / theirs.cpu_s
        print(f"scipy solve_ivp (LSODA, rtol 1e-8), {PEERS} patients: {per_s:.1f} patients/s; ratio ", end="")
        print(f"{ours_per_s / per_s:,.0f}; largest difference {apart:.1e} of the peak.")
    print("The compiled engine and optional peers: python -m bench.population.")
    quoted = ", ".join(f"{name} {per_s:,}" for name, per_s in RATES_OF_OTHERS)
    print(f"Quoted, not run here (patients/s, a comparable 2-core machine): {quoted}.")


def on_one_core() -> None:
    """Starts this program again with one thread, because NumPy reads that when it is loaded."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
        sys.exit(subprocess.run([sys.executable, "-m", "bench.pharmacology"], check=False).returncode)


if __name__ == "__main__":
    on_one_core()
    main()
