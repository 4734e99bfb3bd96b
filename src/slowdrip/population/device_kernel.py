"""The march as a kernel for NVIDIA's GPUs: each lane keeps one patient in its registers and goes from tick to tick.

The program that XLA makes of `device_march` reads some twenty coefficients for every number that it writes. Here they
are read once, a step costs a multiplication and an addition for each mode, and memory sees what is written alone.

Needs Pallas with Triton, which JAX calls deprecated since 0.11: where it is gone, `device` takes `device_march`.
"""

from functools import partial

import jax
import jax.numpy as jnp
from jax import lax
from jax.experimental import pallas
from jax.experimental.pallas import triton

from slowdrip.population.device_march import Modes, after
from slowdrip.population.device_plan import NO_STRETCH, NO_TIME, Array, Given, Ticks

LANES, WARPS = 32, 1
"""Patients of one block, and the groups of 32 lanes that compute it."""
Held = dict[int, Array]
"""Of each mode its numbers, shape (lanes,)."""


@partial(jax.jit, static_argnames=("inputs", "interpret", "rows", "times"))
def march(
    modes: Modes,
    given: Given,
    ticks: Ticks,
    *,
    inputs: tuple[int, ...],
    rows: tuple[tuple[int, ...], ...],
    times: int,
    interpret: bool = False,
) -> Array:
    """What `device_march.march` gives, for a multiple of `LANES` patients; `interpret` runs it on a processor."""
    patients = modes.rates.shape[1]

    def block(modes: Modes, given: Given, ticks: Ticks, conc: Array) -> None:
        _walked(_Block(modes, given, inputs, rows), ticks, conc)

    return pallas.pallas_call(
        block,
        grid=(patients // LANES,),
        in_specs=(jax.tree.map(_lanes, modes), jax.tree.map(_lanes, given), jax.tree.map(_whole, ticks)),
        out_specs=pallas.BlockSpec((len(rows), times, LANES), lambda place: (0, 0, place)),
        out_shape=jax.ShapeDtypeStruct((len(rows), times, patients), modes.rates.dtype),
        compiler_params=None if interpret else triton.CompilerParams(num_warps=WARPS, num_stages=1),
        interpret=interpret,
    )(modes, given, ticks)


class _Block:
    """The patients of a block: what of them is read once, and what changes with a stretch."""

    def __init__(
        self, modes: Modes, given: Given, inputs: tuple[int, ...], rows: tuple[tuple[int, ...], ...], /
    ) -> None:
        wanted = sorted({mode for own in rows for mode in own})
        self.given, self.inputs = given, {mode: inputs[mode] for mode in wanted}
        self.rates: Held = {mode: modes.rates[mode, :] for mode in wanted}
        self.nothing = jnp.zeros((LANES,), modes.rates.dtype)
        self.empty: Held = dict.fromkeys(wanted, self.nothing)
        self.readouts = [
            {mode: weights[place, :] for place, mode in enumerate(own)}
            for own, weights in zip(rows, modes.weights, strict=True)
        ]

    def after(self, minutes: Array, stretch: Array) -> tuple[Held, Held]:
        """What is left of each mode, and what the inflows of a stretch have brought."""
        found = {mode: after(rate, minutes) for mode, rate in self.rates.items()}
        inflows = self.of_inputs(self.given.inflows, stretch)
        return (
            {mode: left for mode, (left, _) in found.items()},
            {mode: filled * inflows[mode] for mode, (_, filled) in found.items()},
        )

    def begun(self, held: Held, stretch: Array) -> Held:
        """With the boluses of a stretch that begins."""
        boluses = self.of_inputs(self.given.boluses, stretch)
        return {mode: each + boluses[mode] for mode, each in held.items()}

    def of_inputs(self, amounts: Array, stretch: Array) -> Held:
        """For each mode what its input is given."""
        column = slice(None) if amounts.shape[-1] > 1 else 0
        read = {number: amounts[stretch, number, column] for number in sorted(set(self.inputs.values()))}
        return {mode: read[number] + self.nothing for mode, number in self.inputs.items()}

    def write(self, held: Held, conc: Array, place: Array) -> None:
        """Each readout at one time."""
        for readout, weights in enumerate(self.readouts):
            conc[readout, place, :] = sum((weight * held[mode] for mode, weight in weights.items()), self.nothing)


def _walked(block: _Block, ticks: Ticks, conc: Array) -> None:
    """Writes every time; `left` and `fed` are computed again only where the gap or the stretch is another one."""

    def step(tick: Array, state: tuple[Held, Held, Held]) -> tuple[Held, Held, Held]:
        held, left, fed = state
        minutes, during, begins, place = (
            each[tick] for each in (ticks.gap_min, ticks.during, ticks.begins, ticks.place)
        )
        left, fed = lax.cond(ticks.renewed[tick] != 0, lambda: block.after(minutes, during), lambda: (left, fed))
        held = {mode: each * left[mode] + fed[mode] for mode, each in held.items()}
        held = lax.cond(begins != NO_STRETCH, lambda: block.begun(held, begins), lambda: held)
        lax.cond(place != NO_TIME, lambda: block.write(held, conc, place), lambda: None)
        return held, left, fed

    lax.fori_loop(0, ticks.place.shape[0], step, (block.empty, block.empty, block.empty))


def _lanes(values: Array) -> Array:
    """A block's own patients, or the one column that all have in common."""
    if values.shape[-1] == 1:
        return _whole(values)
    before = values.shape[:-1]
    return pallas.BlockSpec((*before, LANES), lambda place: (*(0 for _ in before), place))


def _whole(values: Array) -> Array:
    return pallas.BlockSpec(values.shape, lambda _: tuple(0 for _ in values.shape))
