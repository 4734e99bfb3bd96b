"""The march in JAX: each output time straight from the start of its stretch, on the device where its arrays lie.

Beside the compiled march, which goes from time to time with the patients innermost, this one has no order in it: every
concentration of every patient is one sum that needs no other, so that any device that JAX knows can compute all of
them at once. It costs one exponential for each term, where the compiled march needs a multiplication; `device_kernel`
is the faster one where it runs.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from slowdrip.population.device_plan import Array, Given, Plan

LOWEST = 138.0
"""Rates times minutes above count as this one: 1e-60 is too small to matter, and smaller numbers would be slow."""
SMALL = 2.0**-7
SUMMED = 6
"""So many terms of the sum give what flowed in to the last digit below `SMALL`; above it two digits are lost."""
SLOWEST_PER_MIN = 1e-30


class Modes(NamedTuple):
    """Of each mode its rates, shape (modes, patients); for each readout the weights of its own modes, likewise."""

    rates: Array
    weights: tuple[Array, ...]


@partial(jax.jit, static_argnames=("inputs", "rows"))
def march(
    modes: Modes, given: Given, plan: Plan, *, inputs: tuple[int, ...], rows: tuple[tuple[int, ...], ...]
) -> Array:
    """The concentrations, shape (readouts, times, patients).

    `inputs` is the input that excites each mode, `rows` the modes of each readout.
    """
    boluses, inflows = given.boluses[:, inputs, :], given.inflows[:, inputs, :]
    begun = _begun(modes.rates, plan.lengths_min, boluses, inflows)
    wanted = sorted({mode for each in rows for mode in each})
    held = {mode: _held(modes.rates[mode], begun[:, mode], inflows[:, mode], plan) for mode in wanted}
    empty = jnp.zeros((plan.stretch.shape[0], modes.rates.shape[1]), modes.rates.dtype)
    return jnp.stack(
        [
            sum((weights[place] * held[mode] for place, mode in enumerate(own)), empty)
            for own, weights in zip(rows, modes.weights, strict=True)
        ]
    )


def after(rates: Array, minutes: Array) -> tuple[Array, Array]:
    """What is left of a mode after some minutes, and what a unit inflow has brought; a sum where these would cancel."""
    x = rates * minutes
    left = jnp.exp(-jnp.minimum(x, LOWEST))
    total = jnp.ones_like(x)
    for number in range(SUMMED, 1, -1):
        total = 1.0 - x * total * (1.0 / number)
    return left, jnp.where(x < SMALL, minutes * total, (1.0 - left) / jnp.maximum(rates, SLOWEST_PER_MIN))


def _begun(rates: Array, lengths_min: Array, boluses: Array, inflows: Array, /) -> Array:
    """What each mode holds when a stretch has begun, its boluses included, shape (stretches, modes, patients)."""
    left, filled = after(rates, lengths_min[:, None, None])

    def one(state: Array, stretch: tuple[Array, Array, Array]) -> tuple[Array, Array]:
        bolus, left, fed = stretch
        now = state + bolus
        return now * left + fed, now

    return jax.lax.scan(one, jnp.zeros_like(rates), (boluses, left, inflows * filled))[1]


def _held(rate: Array, begun: Array, inflow: Array, plan: Plan, /) -> Array:
    """What one mode holds at each output time."""
    left, filled = after(rate, plan.offsets_min[:, None])
    return begun[plan.stretch] * left + inflow[plan.stretch] * filled
