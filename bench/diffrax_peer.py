"""The reference job by diffrax, where it is installed: an optional peer, never a dependency."""

from collections.abc import Callable

import diffrax
import jax
import jax.numpy as jnp
import numpy as np

from bench.pharmacology import FORTNIGHT_MIN, VISITS, clinic, matrix


def solve(patients: int) -> Callable[[], object]:
    """All patients together by Kvaerno5 at rtol 1e-8, steps ending where the pump starts and stops."""
    jax.config.update("jax_enable_x64", True)
    system, _ = clinic(patients)
    matrices = jnp.asarray(np.stack([matrix(system, patient, patients)[0] for patient in range(patients)]))
    starts = jnp.asarray(VISITS)
    edges = jnp.sort(jnp.concatenate((starts, starts + 40.0)))
    controller = diffrax.ClipStepSizeController(diffrax.PIDController(rtol=1e-8, atol=1e-8), jump_ts=edges)

    def field(t: jax.Array, x: jax.Array, a: jax.Array) -> jax.Array:
        runs = jnp.any((t >= starts) & (t < starts + 40.0))
        return a @ x + jnp.where(runs, 875.0, 0.0) * jnp.eye(5)[0]

    def one(a: jax.Array) -> jax.Array:
        save = diffrax.SaveAt(ts=jnp.asarray(FORTNIGHT_MIN))
        terms, solver = diffrax.ODETerm(field), diffrax.Kvaerno5()
        return diffrax.diffeqsolve(
            terms, solver, 0.0, FORTNIGHT_MIN[-1], 0.1, jnp.zeros(5), a, saveat=save, stepsize_controller=controller,
            max_steps=100_000,
        ).ys  # fmt: skip

    run = jax.jit(jax.vmap(one))
    return lambda: run(matrices).block_until_ready()
