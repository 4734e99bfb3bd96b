"""Concentrations of many patients by JAX: on a GPU where there is one, and by the same program on the processor.

Modes are found by NumPy, a part of the patients at a time, while the device computes the part before; patients without
modes go the engine's safe path on the processor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any, TypeAlias

import jax
import numpy as np
import numpy.typing as npt

from slowdrip.population.device_march import Modes, Plan, march
from slowdrip.science.pharmacology.linear import Floats, InputRefused, LinearSystem, PerPatient, Regimen
from slowdrip.science.pharmacology.linear.assembly import Assembled, Chunk, assembled, inputs_of
from slowdrip.science.pharmacology.linear.response import Response, response_of
from slowdrip.science.pharmacology.linear.safe import SafePath
from slowdrip.science.pharmacology.linear.schedule import Dose, schedule_of, sorted_times
from slowdrip.science.pharmacology.linear.values import empty, of_patients, patients_in

Array: TypeAlias = Any
Numbers: TypeAlias = npt.NDArray[Any]
ON_GPU, ON_CPU = 32_768, 2048
"""Patients of one part, where nothing else is asked: enough to fill a GPU, few enough for a processor's memory."""


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
    conc: tuple[Array, ...]


class DeviceJob:
    """A system and its schedule for a device, and the parts of its patients."""

    __slots__ = ("device", "inputs", "order", "patients", "precision", "stretches", "system", "times_min")

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
        self.times_min, self.order = sorted_times(t_min)
        self.inputs = inputs_of(system, regimen)
        self.patients = patients_in((*system.numbers(), *regimen.numbers()), "system_and_regimen")
        self.stretches = schedule_of(regimen, self.inputs, self.times_min)

    def begun(self, chunk: Chunk, width: int) -> Part:
        """Starts the device on a part, widened to a number of patients it knows already; does not wait for it."""
        system = assembled(self.system, self.inputs, chunk)
        response = response_of(system) if self.stretches else None
        which = slice(chunk.start, chunk.stop)
        if response is None:
            return Part(which, system, np.arange(chunk.patients if self.stretches else 0), ())
        modes, plan = self.on_device(response, chunk, width)
        rows = tuple(tuple(each) for each in response.weights)
        with jax.enable_x64(self.precision is Precision.DOUBLE):
            conc = march(modes, plan, inputs=response.inputs, rows=rows)
        return Part(which, system, np.flatnonzero(response.unsafe), conc)

    def on_device(self, response: Response, chunk: Chunk, width: int) -> tuple[Modes, Plan]:
        """The modes and the schedule of a part, as arrays of the device."""
        weights = tuple(np.array(list(each.values())).reshape(len(each), chunk.patients) for each in response.weights)
        modes = Modes(_widened(response.rates, width), tuple(_widened(each, width) for each in weights))
        number = np.dtype(self.precision.value)

        def narrowed(each: Numbers) -> Numbers:
            return each.astype(number) if each.dtype == np.float64 else each

        with jax.enable_x64(self.precision is Precision.DOUBLE):
            put: tuple[Modes, Plan] = jax.device_put(
                jax.tree.map(narrowed, (modes, self._plan(chunk, width))), self.device
            )
        return put

    def finished(self, part: Part) -> Floats:
        """Waits for a part: its concentrations, shape (readouts, times, patients), times in the order asked."""
        many = part.which.stop - part.which.start
        out = empty(len(self.system.readouts), self.times_min.size, many)
        if not part.conc:
            out[...] = 0.0
        for readout, conc in enumerate(part.conc):
            out[readout] = np.asarray(conc)[:, :many]
        if part.unsafe.size:
            out[:, :, part.unsafe] = SafePath(part.system, part.unsafe, self.stretches).readings(self.times_min.size)
        if self.order is None:
            return out
        asked = np.empty_like(out)
        asked[:, self.order] = out
        return asked

    def _plan(self, chunk: Chunk, width: int) -> Plan:
        """Before the first event lies a stretch in which nothing is given."""
        stretch, offsets_min = np.zeros(self.times_min.size, dtype=np.int32), np.zeros(self.times_min.size)
        for number, each in enumerate(self.stretches, start=1):
            for run in each.runs:
                mine = slice(run.first, run.first + run.count)
                stretch[mine], offsets_min[mine] = number, run.offsets_min
        lengths = [each.length_min if np.isfinite(each.length_min) else 0.0 for each in self.stretches]
        boluses, inflows = (
            _given([getattr(each, kind) for each in self.stretches], len(self.inputs), chunk, width)
            for kind in ("boluses", "rates")
        )
        return Plan(boluses, inflows, np.array([0.0, *lengths]), stretch, offsets_min)


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
    out = empty(len(system.readouts), job.times_min.size, job.patients)
    for part in _in_turn(job, _at_once(job)):
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

    Memory, on the device as well, is that of two parts. Each part is a new array.
    """
    if most_patients is not None and most_patients < 1:
        raise InputRefused("no_patients", "most_patients", "give_one_or_more")
    job = DeviceJob(system, regimen, t_min, device=device, precision=precision)
    parts = _in_turn(job, most_patients or _at_once(job))
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


def _at_once(job: DeviceJob) -> int:
    return ON_CPU if job.device.platform == "cpu" else ON_GPU


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


def _given(doses: list[tuple[Dose, ...]], inputs: int, chunk: Chunk, width: int, /) -> Floats:
    """What each stretch gives into each input; one column where all patients are given the same."""
    each_own = any(isinstance(amount, np.ndarray) for _, amount in chain.from_iterable(doses))
    found = np.zeros((1 + len(doses), inputs, chunk.patients if each_own else 1))
    for number, given in enumerate(doses, start=1):
        for into, amount in given:
            found[number, into] += _of_chunk(amount, chunk)
    return _widened(found, width) if each_own else found


def _of_chunk(amount: PerPatient, chunk: Chunk) -> PerPatient:
    return of_patients(amount, chunk.start, chunk.stop)


def _widened(values: Floats, width: int) -> Floats:
    """The last patient again and again up to a width: one shape is one program, and a second one takes its time."""
    more = width - values.shape[-1]
    return np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, more)], mode="edge") if more > 0 else values
