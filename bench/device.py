"""The reference job by JAX: what share of its device's copy bandwidth the march reaches, where there is a GPU.

Bandwidth is measured, not read from a data sheet: an array is copied, several times in a row, and what was read and
written counts. The dense job is the march alone, modes on the device already: what it writes counts, each concentration
once. It is measured twice: each call waited for, which is what the goal is about, and calls in a row as the copies are.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

from bench.pharmacology import FORTNIGHT_MIN, clinic
from slowdrip.population.device import DeviceJob, device_of
from slowdrip.science.pharmacology.linear.assembly import Chunk, assembled
from slowdrip.science.pharmacology.linear.response import response_of

Array: TypeAlias = Any
COPIED, DENSE, RUNS, IN_A_ROW = 1 << 29, 65_536, 15, 10
GOAL_SHARE = 0.30


def line() -> str:
    """Both bandwidths and the fraction; on a machine without a GPU that there is none."""
    gpu = [each for each in jax.devices() if each.platform == "gpu"]
    if not gpu:
        return "no GPU here: copy bandwidth and the fraction of it that the dense job reaches were not measured."
    copied = copy_bytes_per_s("gpu", COPIED)
    alone, in_a_row = (dense_bytes_per_s("gpu", DENSE, calls) for calls in (1, IN_A_ROW))
    goal = f"goal {100 * GOAL_SHARE:.0f} %, {'met' if alone >= GOAL_SHARE * copied else 'missed'}"
    return (
        f"{gpu[0].device_kind}: copies {copied / 1e9:,.0f} GB/s (read and written); the dense job of {DENSE:,} "
        f"patients writes {alone / 1e9:,.0f} GB/s, {100 * alone / copied:.0f} % of it ({goal}), each call waited for, "
        f"and {in_a_row / 1e9:,.0f} GB/s, {100 * in_a_row / copied:.0f} %, {IN_A_ROW} calls in a row."
    )


def copy_bytes_per_s(device: str, numbers: int) -> float:
    """What a copy of so many float64 reads and writes in a second."""
    with jax.enable_x64(True):
        one = jax.device_put(np.ones(1), device_of(device))
        here = jax.jit(lambda each: each * jnp.arange(numbers))(one)
        copy = jax.jit(jnp.copy)
        return 16.0 * numbers / seconds(lambda: copy(here), IN_A_ROW)


def dense_bytes_per_s(device: str, patients: int, calls: int) -> float:
    """What the march writes in a second, so many calls in a row: three readouts at all times, float64."""
    job = DeviceJob(*clinic(patients), FORTNIGHT_MIN, device=device, precision="float64")
    chunk = Chunk(0, patients)
    response = response_of(assembled(job.system, job.inputs, chunk))
    if response is None:
        raise ValueError("the reference job has a closed form")
    took = seconds(job.laid(response, chunk, patients), calls)
    return 8.0 * len(job.system.readouts) * FORTNIGHT_MIN.size * patients / took


def seconds(work: Callable[[], Array], calls: int) -> float:
    """What a call takes: the median of several runs of so many in a row, after one run that compiles."""
    _run(work, calls)
    return median(_run(work, calls) for _ in range(RUNS)) / calls


def _run(work: Callable[[], Array], calls: int) -> float:
    since = perf_counter()
    for _ in range(calls):
        last = work()
    jax.block_until_ready(last)
    return perf_counter() - since
