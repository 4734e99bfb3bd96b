"""The cohort's model in JAX: concentrations by closed form, and the hierarchy around them."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import numpyro
from jax.scipy.stats import norm
from numpyro import distributions

from slowdrip.population.frame import Frame, frame_of, log_value_of, sd_of, uncounted
from slowdrip.population.powers import Block, Described, Power
from slowdrip.population.sampled import NO_SAMPLE, Group, Sampled, infusions_of
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.population import spreading_of

Array: TypeAlias = Any
"""An array of JAX, which the environment that checks types does not have."""
ERROR_LOG_SD = 0.3
ERROR_SOURCE = "how far a cohort's assay may differ from the shipped residual error: proposal"
SPREAD_LOG_SD = 0.5
SPREAD_SOURCE = "how far the spread of a cohort may differ from the shipped one: proposal"
LEAST_GAP = 1e-9
Numbers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The patients of one schedule: their places in the cohort, their blocks, infusions, and samples."""

    patients: Numbers
    blocks: tuple[Block, ...]
    infusions: tuple[Floats, Floats, Floats]
    t_min: Floats
    readout: Numbers
    log_value: Floats
    sd: Floats
    below: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A cohort, ready for the model; `spread` is the shipped SD between patients of each parameter's logarithm.

    `left_out_samples` are those of the patients in `numbers` that do not count: a measured value of zero or below, too
    early, or without a model.
    """

    parameters: tuple[str, ...]
    spread: Floats
    numbers: tuple[int, ...]
    schedules: tuple[Schedule, ...]
    left_out_samples: int


def measured_of(sampled: Sampled, parameters: tuple[str, ...]) -> Measured:
    """The cohort without patients that the models say nothing about or that have no sample that counts."""
    frame = frame_of(sampled)
    numbers: list[int] = []
    schedules = []
    left_out = 0
    for group in sampled.groups(sampled.patients):
        refused = frame.refusals(group)
        told = group.without(uncounted(frame, group))
        kept = [
            place
            for place in range(len(group.patients))
            if place not in refused and (told.readout[place] != NO_SAMPLE).any()
        ]
        if kept:
            few = told.part(np.array(kept))
            schedules.append(_schedule(frame, few, parameters, len(numbers)))
            numbers += few.patients.tolist()
            taken = sum(len(sampled.samples[number]) for number in few.patients)
            left_out += taken - int((few.readout != NO_SAMPLE).sum())
    return Measured(parameters, _spread(sampled, parameters), tuple(numbers), tuple(schedules), left_out)


def model(measured: Measured) -> None:
    """The hierarchy, as NumPyro reads it."""
    patients, size = len(measured.numbers), len(measured.parameters)
    shipped = jnp.asarray(measured.spread)
    typical = numpyro.sample("typical", distributions.Normal(jnp.zeros(size), shipped).to_event(1))
    spread = numpyro.sample("spread", distributions.LogNormal(jnp.log(shipped), SPREAD_LOG_SD).to_event(1))
    z = numpyro.sample("z", distributions.Normal(jnp.zeros((patients, size)), 1.0).to_event(2))
    own = numpyro.deterministic("own", typical + spread * z)
    error = numpyro.sample("error", distributions.LogNormal(0.0, ERROR_LOG_SD))
    for number, schedule in enumerate(measured.schedules):
        logs = jnp.log(jnp.maximum(conc_of(schedule, own[schedule.patients]), 1e-9))
        counts, sd = schedule.readout != NO_SAMPLE, error * jnp.asarray(schedule.sd)
        told, below = jnp.asarray(counts & ~schedule.below), jnp.asarray(counts & schedule.below)
        seen = distributions.Normal(logs, sd)
        numpyro.sample(f"seen.{number}", seen.mask(told).to_event(2), obs=jnp.asarray(schedule.log_value))
        # Below its limit a sample is as probable as the part of the error's distribution below it (M3, Beal 2001).
        under = norm.logcdf((jnp.asarray(schedule.log_value) - logs) / sd)
        numpyro.factor(f"below.{number}", jnp.sum(jnp.where(below, under, 0.0)))


def conc_of(schedule: Schedule, logs: Array) -> Array:
    """Concentrations in ng/mL at each patient's own times, shape (patients, samples), for logs of the multipliers."""
    rates, weights = (jnp.concatenate(each, axis=2) for each in zip(*_modes(schedule.blocks, logs), strict=True))
    chosen = jnp.take_along_axis(weights, jnp.asarray(np.maximum(schedule.readout, 0))[:, :, None], axis=1)
    held = _held(rates[:, 0], schedule)
    return jnp.sum(chosen * held, axis=2)


def _modes(blocks: tuple[Block, ...], logs: Array) -> list[tuple[Array, Array]]:
    """Of each block the rates of its modes, (patients, 1, modes), and their weights, (patients, readouts, modes)."""
    return [_modes_of(block, logs) for block in blocks]


def _modes_of(block: Block, logs: Array) -> tuple[Array, Array]:
    size = len(block.leaving)
    matrix = jnp.zeros((logs.shape[0], size, size))
    scale = [jnp.ones(logs.shape[0])] * size
    for node, each in enumerate(block.leaving):
        matrix = matrix.at[:, node, node].set(sum(value(one, logs) for one in each))
    for i, j, there, back in block.links:
        go, come = value(there, logs), value(back, logs)
        matrix = matrix.at[:, i, j].set(-jnp.sqrt(go * come)).at[:, j, i].set(-jnp.sqrt(go * come))
        scale[j] = scale[i] * jnp.sqrt(go / come)
    rates, vectors = jnp.linalg.eigh(matrix)
    held = [
        scale[n][:, None] * vectors[:, n] * vectors[:, block.enters] / scale[block.enters][:, None] for n in range(size)
    ]
    return _read(block, logs, rates, held)


def _read(block: Block, logs: Array, rates: Array, held: list[Array], /) -> tuple[Array, Array]:
    delays = {id(delay): delay for lags in block.lagged for _, delay, _ in lags}
    all_rates = jnp.concatenate([rates, *(value(each, logs)[:, None] for each in delays.values())], axis=1)
    rows = []
    for read, lags in zip(block.read, block.lagged, strict=True):
        own = jnp.zeros_like(rates)
        late = {name: jnp.zeros(rates.shape[0]) for name in delays}
        for node, weight in read:
            own = own + value(weight, logs)[:, None] * held[node]
        for node, delay, weight in lags:
            gap = value(delay, logs)[:, None] - rates
            gap = jnp.where(jnp.abs(gap) < LEAST_GAP, LEAST_GAP, gap)
            part = (value(weight, logs) * value(delay, logs))[:, None] * held[node] / gap
            own, late[id(delay)] = own + part, late[id(delay)] - part.sum(axis=1)
        rows.append(jnp.concatenate([own, *(each[:, None] for each in late.values())], axis=1) * block.share)
    return all_rates[:, None], jnp.stack(rows, axis=1)


def _held(rates: Array, schedule: Schedule) -> Array:
    """What each mode holds at each sample, for one ug of drug into it: (patients, samples, modes)."""
    starts, ends, given = (jnp.asarray(each) for each in schedule.infusions)
    t_min = jnp.asarray(schedule.t_min)[:, :, None, None]
    over = jnp.clip(jnp.minimum(t_min, ends[:, None]) - starts[:, None], 0.0, None)
    since = jnp.clip(t_min - ends[:, None], 0.0, None)
    rate = rates[:, None, None, :]
    filled = -jnp.expm1(-rate * over) / rate * jnp.exp(-rate * since)
    return jnp.sum(given.T[:, None, :, None] * filled, axis=2)


def value(power: Power, logs: Array) -> Array:
    """The number of each patient."""
    return jnp.asarray(power.at_one) * jnp.exp(logs @ jnp.asarray(power.powers))


def _schedule(frame: Frame, group: Group, parameters: tuple[str, ...], first: int, /) -> Schedule:
    used = sorted({int(place) for place in np.unique(group.readout)} - {NO_SAMPLE})
    columns = np.full(len(frame.readouts) + 1, NO_SAMPLE, dtype=np.int64)
    columns[used] = np.arange(len(used))
    many = len(group.patients)
    return Schedule(
        np.arange(first, first + many, dtype=np.int64),
        Described(frame, group, parameters).blocks(),
        infusions_of(group.regimen, many),
        group.t_min,
        columns[group.readout],
        log_value_of(group),
        sd_of(frame, group),
        group.below,
    )


def _spread(sampled: Sampled, parameters: tuple[str, ...]) -> Floats:
    spreading = spreading_of(sampled.models.kinetics, sampled.variability)
    missing = [name for name in parameters if name not in spreading.names]
    if missing:
        raise InputRefused("no_spread", missing[0], "name_parameter_with_spread")
    return np.sqrt([spreading.omega[place, place] for place in (spreading.names.index(name) for name in parameters)])
