"""`python -m bench.population`: the compiled engine on the reference job, beside NumPy and its peers, in the same run.

The job is that of `bench.pharmacology`. Each way of running starts in a process of its own, so that its peak memory is
its own. The figure that counts is the wall clock of a quiet machine; processor time per patient is printed beside it,
because other programs on a shared machine disturb it less.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from statistics import median
from time import perf_counter, process_time

import numpy as np

from bench.pharmacology import FORTNIGHT_MIN, PEERS, clinic, solved
from bench.processor import processor

PATIENTS, MANY = 40_000, 1_000_000
JAX_PATIENTS, GPU_PATIENTS = 16_384, 262_144
GOAL_PER_S, GOAL_MODES_PER_S, GOAL_MB = 450_000, 10_000, 200
TIMES = 3
OPTIONAL = ("jax", "diffrax", "opentiva")


def main() -> None:
    """Measures and prints."""
    if len(sys.argv) > 1:
        print(json.dumps(WAYS[sys.argv[1]](*(int(word) for word in sys.argv[2:]))))
        return
    print(f"- processor: {processor()}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} at the start")
    print(f"- Python {platform.python_version()}, NumPy {np.__version__}, Numba {version('numba')}")
    print("\n| what | patients/s | processor time | peak memory beyond the import | goal |\n|---|---|---|---|---|")
    for label, way, arguments, goal in LINES:
        found = apart(way, *arguments)
        print(f"| {label} | {found['per_s']:,.0f} | {found['cpu_us']:,.1f} µs | {found['mb']:.0f} MB | {goal} |")
    if find_spec("jax") is not None:
        by_jax()
    took, apart_of_peak = solved(PEERS)
    print(f"| SciPy LSODA, rtol 1e-8, {PEERS} patients | {PEERS / took.wall_s:,.1f} | ", end="")
    print(f"{took.cpu_s / PEERS * 1e6:,.0f} µs | | differs by {apart_of_peak:.0e} of the peak |")
    for name in OPTIONAL:
        if find_spec(name) is None:
            print(f"\n{name}: not installed, not run.")
    if find_spec("diffrax") is not None:
        print(f"\ndiffrax {version('diffrax')}: {apart('diffrax', PEERS)['per_s']:,.1f} patients/s.")
    if find_spec("jax") is not None:
        from bench.device import line

        print(f"\n{line()}")
    print(f"\nLoad at the end {os.getloadavg()[0]:.1f}.")


def by_jax() -> None:
    """A row of the same job by JAX, on a GPU where it finds one."""
    from slowdrip.population.device import device_of

    is_gpu = device_of("auto").platform == "gpu"
    where = "on a GPU" if is_gpu else "on the processor"
    found = apart("jax", GPU_PATIENTS if is_gpu else JAX_PATIENTS)
    print(f"| JAX {version('jax')} {where}, streamed | {found['per_s']:,.0f} | {found['cpu_us']:,.1f} µs | ", end="")
    print(f"{found['mb']:.0f} MB | |")


def apart(way: str, *arguments: int) -> dict[str, float]:
    """One way of running, in a process of its own."""
    asked = [sys.executable, "-m", "bench.population", way, *(str(each) for each in arguments)]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(asked, capture_output=True, text=True, check=True, env=alone)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def summarised(patients: int, threads: int) -> dict[str, float]:
    """Every concentration computed, and looked at while it is in the cache."""
    from slowdrip.population import summarised as run

    system, regimen = clinic(patients)
    return timed(lambda: list(run(system, regimen, FORTNIGHT_MIN, lambda which, part: None, threads=threads)), patients)


def streamed(patients: int, threads: int) -> dict[str, float]:
    """Every part handed out as an array of its own."""
    from slowdrip.population import stream as run

    system, regimen = clinic(patients)

    def work() -> None:
        for _ in run(system, regimen, FORTNIGHT_MIN, threads=threads):
            pass

    return timed(work, patients)


def plain(patients: int) -> dict[str, float]:
    """The NumPy engine."""
    from slowdrip.science.pharmacology.linear import stream as run

    system, regimen = clinic(patients)

    def work() -> None:
        for _ in run(system, regimen, FORTNIGHT_MIN):
            pass

    return timed(work, patients)


def by_device(patients: int) -> dict[str, float]:
    """The march in JAX, every part brought back to the processor as an array of its own."""
    from slowdrip.population import device_stream as run

    system, regimen = clinic(patients)

    def work() -> None:
        for _ in run(system, regimen, FORTNIGHT_MIN):
            pass

    return timed(work, patients)


def diffrax(patients: int) -> dict[str, float]:
    """diffrax's Kvaerno5 at rtol 1e-8 over the same events, all patients together; an optional peer."""
    from bench.diffrax_peer import solve

    return timed(solve(patients), patients)


def modes(patients: int, threads: int) -> dict[str, float]:
    """The most probable parameters of patients with eight venous concentrations each, at times of their own."""
    from bench.cohort import sampled
    from slowdrip.population import most_probable_of_many

    many = sampled(patients)
    return timed(lambda: most_probable_of_many(many, threads=threads), patients)


def timed(work: Callable[[], object], patients: int) -> dict[str, float]:
    """Median of several runs after one that compiles; memory beyond what was there before the first."""
    before_mb = memory_mb()
    work()
    runs = []
    for _ in range(TIMES if patients < MANY else 1):
        since, worked = perf_counter(), process_time()
        work()
        runs.append((perf_counter() - since, process_time() - worked))
    wall, cpu = (median(each) for each in zip(*runs, strict=True))
    return {"per_s": patients / wall, "cpu_us": cpu / patients * 1e6, "mb": memory_mb() - before_mb}


def memory_mb() -> float:
    """The most memory this process has had."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


WAYS = {
    "summarised": summarised,
    "streamed": streamed,
    "plain": plain,
    "jax": by_device,
    "diffrax": diffrax,
    "modes": modes,
}
LINES = (
    ("compiled, summarised, 1 thread", "summarised", (PATIENTS, 1), ""),
    ("compiled, summarised, 2 threads", "summarised", (PATIENTS, 2), f"≥ {GOAL_PER_S:,} /s; ≤ {GOAL_MB} MB"),
    ("compiled, a million summarised, 2 threads", "summarised", (MANY, 2), f"≤ {GOAL_MB} MB"),
    ("compiled, streamed as arrays, 2 threads", "streamed", (PATIENTS, 2), ""),
    ("NumPy, streamed, 1 thread", "plain", (PATIENTS // 4,), ""),
    ("modes (MAP) of 1,000, 8 samples, 1 thread", "modes", (1000, 1), ""),
    ("modes (MAP) of 1,000, 8 samples, 2 threads", "modes", (1000, 2), f"≥ {GOAL_MODES_PER_S:,} /s"),
)

if __name__ == "__main__":
    main()
