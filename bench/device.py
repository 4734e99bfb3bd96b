"""The reference job by JAX: what share of its device's copy bandwidth the march reaches, where there is a GPU.

Bandwidth is measured, not read from a data sheet: an array is copied, and what was read and written counts. The dense
job is the march alone, modes on the device already: what it writes counts, each concentration once.
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
from slowdrip.population.device_march import march
from slowdrip.science.pharmacology.linear.assembly import Chunk, assembled
from slowdrip.science.pharmacology.linear.response import response_of

Array: TypeAlias = Any
COPIED, DENSE, RUNS = 1 << 27, 65_536, 9
GOAL_SHARE = 0.30


def line() -> str:
    """Both bandwidths and the fraction; on a machine without a GPU that there is none."""
    gpu = [each for each in jax.devices() if each.platform == "gpu"]
    if not gpu:
        return "no GPU here: copy bandwidth and the fraction of it that the dense job reaches were not measured."
    copied, written = copy_bytes_per_s("gpu", COPIED), dense_bytes_per_s("gpu", DENSE)
    reached = written / copied
    goal = f"goal {100 * GOAL_SHARE:.0f} %, {'met' if reached >= GOAL_SHARE else 'missed'}"
    return (
        f"{gpu[0].device_kind}: copies {copied / 1e9:,.0f} GB/s (read and written); the dense job of {DENSE:,} "
        f"patients writes {written / 1e9:,.0f} GB/s, {100 * reached:.0f} % of it ({goal})."
    )


def copy_bytes_per_s(device: str, numbers: int) -> float:
    """What a copy of so many float64 reads and writes in a second."""
    with jax.enable_x64(True):
        here = jax.device_put(np.ones(numbers), device_of(device))
        copy = jax.jit(jnp.copy)
        return 16.0 * numbers / seconds(lambda: copy(here))


def dense_bytes_per_s(device: str, patients: int) -> float:
    """What the march writes in a second: three readouts at all times, float64."""
    job = DeviceJob(*clinic(patients), FORTNIGHT_MIN, device=device, precision="float64")
    chunk = Chunk(0, patients)
    response = response_of(assembled(job.system, job.inputs, chunk))
    if response is None:
        raise ValueError("the reference job has a closed form")
    modes, plan = job.on_device(response, chunk, patients)
    rows = tuple(tuple(each) for each in response.weights)
    with jax.enable_x64(True):
        took = seconds(lambda: march(modes, plan, inputs=response.inputs, rows=rows))
    return 8.0 * len(rows) * FORTNIGHT_MIN.size * patients / took


def seconds(work: Callable[[], Array]) -> float:
    """The median of several runs after one that compiles."""
    jax.block_until_ready(work())
    runs = []
    for _ in range(RUNS):
        since = perf_counter()
        jax.block_until_ready(work())
        runs.append(perf_counter() - since)
    return median(runs)
