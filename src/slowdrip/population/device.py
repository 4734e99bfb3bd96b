"""Concentrations of many patients by JAX: on a GPU where there is one, and by JAX's own program on the processor.

Modes are found by NumPy, a part of the patients at a time, while the device computes the part before; patients without
modes go the engine's safe path on the processor.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias

import jax
import numpy as np
import numpy.typing as npt

from slowdrip.population import device_march
from slowdrip.population.device_march import Modes
from slowdrip.population.device_plan import Array, given_of, plan_of, ticks_of, widened
from slowdrip.science.pharmacology.linear import Floats, InputRefused, LinearSystem, Regimen
from slowdrip.science.pharmacology.linear.assembly import Assembled, Chunk, assembled, inputs_of
from slowdrip.science.pharmacology.linear.response import Response, response_of
from slowdrip.science.pharmacology.linear.safe import SafePath
from slowdrip.science.pharmacology.linear.schedule import schedule_of, sorted_times
from slowdrip.science.pharmacology.linear.values import empty, patients_in

Numbers: TypeAlias = npt.NDArray[Any]
AT_ONCE = 2048
"""Patients of one part, where nothing else is asked: NumPy finds the modes of larger parts more slowly."""
LEAST_CAPABILITY = 8.0
"""Of NVIDIA's GPUs, those that the compiler of the kernel knows."""


class Precision(StrEnum):
    """With how many digits the device computes; results are float64 either way."""

    DOUBLE = "float64"
    SINGLE = "float32"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of the patients as the device computes it: their concentrations, and who must go the safe path."""

    which: slice
    system: Assembled
    unsafe: npt.NDArray[np.intp]
    conc: Array | None


class DeviceJob:
    """A system and its schedule for a device, and the parts of its patients."""

    __slots__ = ("by_kernel", "device", "inputs", "patients", "places", "precision", "schedule", "stretches", "system")

    def __init__(
        self,
        system: LinearSystem,
        regimen: Regimen,
        t_min: Sequence[float] | Floats,
        *,
        device: str,
        precision: str,
    ) -> None:
        self.system, self.device, self.precision = system, device_of(device), precision_of(precision)
        self.by_kernel = runs_kernel(self.device)
        times_min, order = sorted_times(t_min)
        self.places = np.arange(times_min.size) if order is None else order
        self.inputs = inputs_of(system, regimen)
        self.patients = patients_in((*system.numbers(), *regimen.numbers()), "system_and_regimen")
        self.stretches = schedule_of(regimen, self.inputs, times_min)
        self.schedule = self._put((ticks_of if self.by_kernel else plan_of)(self.stretches, self.places))

    def begun(self, chunk: Chunk, width: int) -> Part:
        """Starts the device on a part, widened to a number of patients it knows already; does not wait for it."""
        system = assembled(self.system, self.inputs, chunk)
        response = response_of(system) if self.stretches else None
        which = slice(chunk.start, chunk.stop)
        if response is None:
            return Part(which, system, np.arange(chunk.patients if self.stretches else 0), None)
        conc = self._homewards(self.laid(response, chunk, width)())
        return Part(which, system, np.flatnonzero(response.unsafe), conc)

    def laid(self, response: Response, chunk: Chunk, width: int) -> Callable[[], Array]:
        """Lays a part on the device; what comes back starts the march, (readouts, times, patients), there."""
        width = _whole_blocks(width) if self.by_kernel else width
        weights = tuple(np.array(list(each.values())).reshape(len(each), chunk.patients) for each in response.weights)
        modes = Modes(widened(response.rates, width), tuple(widened(each, width) for each in weights))
        put = self._put((modes, given_of(self.stretches, len(self.inputs), chunk, width)))
        rows = tuple(tuple(each) for each in response.weights)
        return partial(self._marched, self._march(), *put, self.schedule, inputs=response.inputs, rows=rows)

    def finished(self, part: Part) -> Floats:
        """Waits for a part: its concentrations, (readouts, times, patients), times in the order asked; read-only."""
        many = part.which.stop - part.which.start
        if part.conc is None:
            conc: Floats = np.zeros((len(self.system.readouts), self.places.size, many))
        else:
            conc = np.asarray(part.conc)[:, :, :many].astype(np.float64, copy=False)
        if part.unsafe.size:
            conc = conc.copy()
            found = SafePath(part.system, part.unsafe, self.stretches).readings(self.places.size)
            conc[:, self.places[:, None], part.unsafe] = found
        conc.flags.writeable = False
        return conc

    def _put(self, values: Any) -> Any:
        """The same arrays on the device, in the precision that was asked."""
        with jax.enable_x64(self.precision is Precision.DOUBLE):
            return jax.device_put(jax.tree.map(self._narrowed, values), self.device)

    def _narrowed(self, values: Numbers) -> Numbers:
        return values.astype(self.precision.value) if values.dtype == np.float64 else values

    def _march(self) -> Callable[..., Array]:
        if not self.by_kernel:
            march: Callable[..., Array] = device_march.march
            return march
        # Loaded where it runs alone: a later JAX may come without what it needs.
        from slowdrip.population import device_kernel

        return partial(device_kernel.march, times=self.places.size)

    def _marched(self, march: Callable[..., Array], *laid: Array, **described: Any) -> Array:
        with jax.enable_x64(self.precision is Precision.DOUBLE):
            return march(*laid, **described)

    def _homewards(self, conc: Array) -> Array:
        """On its way into memory that a GPU can write by itself: thirty times as fast as into any other."""
        if self.device.platform == "cpu":
            return conc
        with jax.enable_x64(self.precision is Precision.DOUBLE):
            return jax.device_put(conc, conc.sharding.with_memory_kind("pinned_host"))


def device_concentrations(
    system: LinearSystem,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    *,
    device: str = "auto",
    precision: str = Precision.DOUBLE,
) -> Floats:
    """The readouts in ng/mL, shape (patients, readouts, times): the numbers of `pharmacology.concentrations`.

    They differ by less than 1e-10 of the peak, with `precision` "float32" by less than 1e-3. `device` is "gpu", "cpu",
    or "auto": a GPU where JAX finds one.
    """
    job = DeviceJob(system, regimen, t_min, device=device, precision=precision)
    out = empty(len(system.readouts), job.places.size, job.patients)
    for part in _in_turn(job, AT_ONCE):
        out[:, :, part.which] = job.finished(part)
    return out.transpose(2, 0, 1)


def device_stream(
    system: LinearSystem,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    *,
    device: str = "auto",
    precision: str = Precision.DOUBLE,
    most_patients: int | None = None,
) -> Iterator[tuple[slice, Floats]]:
    """The same, a part of the patients at a time and in order: which patients, and their (n, readouts, times).

    Memory, on the device as well, is that of two parts. Each part is an array of its own, which cannot be written to.
    """
    if most_patients is not None and most_patients < 1:
        raise InputRefused("no_patients", "most_patients", "give_one_or_more")
    job = DeviceJob(system, regimen, t_min, device=device, precision=precision)
    parts = _in_turn(job, most_patients or AT_ONCE)
    return ((part.which, job.finished(part).transpose(2, 0, 1)) for part in parts)


def device_of(name: str) -> Array:
    """The device of this name as JAX knows it; refused where there is none."""
    if name not in ("auto", "cpu", "gpu"):
        raise InputRefused("not_known", "device", "choose_auto_cpu_or_gpu")
    gpu = _gpu() if name != "cpu" else None
    if name == "gpu" and gpu is None:
        raise InputRefused("no_gpu", "device", "choose_auto_or_cpu")
    return gpu or jax.devices("cpu")[0]


def precision_of(name: str) -> Precision:
    """The precision of this name; another one is refused."""
    if name not in tuple(Precision):
        raise InputRefused("not_known", "precision", "choose_float64_or_float32")
    return Precision(name)


def _gpu() -> Array | None:
    try:
        return jax.devices("gpu")[0]
    except RuntimeError:
        # What JAX says where it has no such device.
        return None


def runs_kernel(device: Array) -> bool:
    """Whether a device is a GPU of NVIDIA for which the installed JAX compiles the kernel."""
    if not device.device_kind.startswith("NVIDIA") or float(device.compute_capability) < LEAST_CAPABILITY:
        return False
    return find_spec("jax.experimental.pallas.triton") is not None


def _whole_blocks(patients: int) -> int:
    from slowdrip.population.device_kernel import LANES

    return -(-patients // LANES) * LANES


def _in_turn(job: DeviceJob, at_once: int) -> Iterator[Part]:
    """The parts in order; each is begun before the one before it is asked for."""
    width, waiting = min(at_once, job.patients), None
    for start in range(0, job.patients, at_once):
        begun = job.begun(Chunk(start, min(start + at_once, job.patients)), width)
        if waiting is not None:
            yield waiting
        waiting = begun
    if waiting is not None:
        yield waiting
