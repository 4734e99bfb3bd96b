"""The march in JAX: each output time straight from the start of its stretch, on the device where its arrays lie.

Beside the compiled march, which goes from time to time with the patients innermost, this one has no order in it: every
concentration of every patient is one sum that needs no other, so that a GPU computes all of them at once, and writes
each once. It costs one exponential for each term, where the compiled march needs a multiplication.
"""

from functools import partial
from typing import Any, NamedTuple, TypeAlias

import jax
import jax.numpy as jnp

Array: TypeAlias = Any
"""An array of JAX, which the environment that checks types does not have."""
LOWEST = 138.0
"""Rates times minutes above count as this one: 1e-60 is too small to matter, and smaller numbers would be slow."""
SMALL = 0.125
SUMMED = 11
"""So many terms of the sum give what flowed in to the last digit below `SMALL`."""


class Modes(NamedTuple):
    """Of each mode its rates, shape (modes, patients); for each readout the weights of its own modes, likewise."""

    rates: Array
    weights: tuple[Array, ...]


class Plan(NamedTuple):
    """What each stretch gives, shape (stretches, inputs, patients or 1), and how long it is; the last has length 0.

    For each output time its stretch, and the minutes since that began.
    """

    boluses: Array
    inflows: Array
    lengths_min: Array
    stretch: Array
    offsets_min: Array


@partial(jax.jit, static_argnames=("inputs", "rows"))
def march(modes: Modes, plan: Plan, *, inputs: tuple[int, ...], rows: tuple[tuple[int, ...], ...]) -> tuple[Array, ...]:
    """The concentrations, one array (times, patients) for each readout.

    `inputs` is the input that excites each mode, `rows` the modes of each readout.
    """
    inflows = plan.inflows[:, inputs, :]
    begun = _begun(modes.rates, plan, plan.boluses[:, inputs, :], inflows)
    wanted = sorted({mode for each in rows for mode in each})
    held = {mode: _held(modes.rates[mode], begun[:, mode], inflows[:, mode], plan) for mode in wanted}
    empty = jnp.zeros((plan.stretch.shape[0], modes.rates.shape[1]), modes.rates.dtype)
    return tuple(
        sum((weights[place] * held[mode] for place, mode in enumerate(own)), empty)
        for own, weights in zip(rows, modes.weights, strict=True)
    )


def _begun(rates: Array, plan: Plan, boluses: Array, inflows: Array, /) -> Array:
    """What each mode holds when a stretch has begun, its boluses included, shape (stretches, modes, patients)."""

    def one(state: Array, stretch: tuple[Array, Array, Array]) -> tuple[Array, Array]:
        bolus, inflow, length_min = stretch
        now = state + bolus
        left, filled = _after(rates, length_min)
        return now * left + inflow * filled, now

    return jax.lax.scan(one, jnp.zeros_like(rates), (boluses, inflows, plan.lengths_min))[1]


def _held(rate: Array, begun: Array, inflow: Array, plan: Plan, /) -> Array:
    """What one mode holds at each output time."""
    left, filled = _after(rate, plan.offsets_min[:, None])
    return begun[plan.stretch] * left + inflow[plan.stretch] * filled


def _after(rates: Array, minutes: Array) -> tuple[Array, Array]:
    """What is left of a mode after some minutes, and what a unit inflow has brought; a sum where these would cancel."""
    x = rates * minutes
    left = jnp.exp(-jnp.minimum(x, LOWEST))
    small, total = jnp.minimum(x, SMALL), jnp.ones_like(x)
    for number in range(SUMMED, 1, -1):
        total = 1.0 - small * total / number
    return left, minutes * jnp.where(x < SMALL, total, (1.0 - left) / jnp.maximum(x, SMALL))
