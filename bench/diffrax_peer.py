"""The reference job by diffrax, where it is installed: an optional peer, never a dependency."""

from collections.abc import Callable

import diffrax
import jax
import jax.numpy as jnp
import numpy as np

from bench.pharmacology import FORTNIGHT_MIN, VISITS, clinic
from slowdrip.science.pharmacology.linear import Floats, LinearSystem


def solve(patients: int) -> Callable[[], object]:
    """All patients together by Kvaerno5 at rtol 1e-8, steps ending where the pump starts and stops."""
    jax.config.update("jax_enable_x64", True)
    system, _ = clinic(patients)
    matrices = jnp.asarray(np.stack([matrix(system, patient, patients) for patient in range(patients)]))
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


def matrix(system: LinearSystem, patient: int, patients: int) -> Floats:
    """dx/dt = A x for ketamine, its peripherals, norketamine and the effect site of one patient."""
    site = system.effect_sites[0]
    names = ["ketamine", "ketamine.2", "ketamine.3", "norketamine", site.name]
    a = np.zeros((5, 5))
    for each in system.transfers:
        rate = float(np.broadcast_to(each.rate_per_min, (patients,))[patient])
        a[names.index(each.source), names.index(each.source)] -= rate
        if each.target is not None:
            a[names.index(each.target), names.index(each.source)] += rate
    ke0, volume_l = (float(np.asarray(value)[patient]) for value in (site.ke0_per_min, site.volume_l))
    a[4, 4], a[4, 0] = -ke0, ke0 / volume_l
    return a
