"""The system as numbers: one array of rates per arrow, for the patients of one chunk."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from slowdrip.science.pharmacology.linear.graph import Block, Edge, blocks_of
from slowdrip.science.pharmacology.linear.regimen import Regimen
from slowdrip.science.pharmacology.linear.system import LinearSystem
from slowdrip.science.pharmacology.linear.values import Floats, InputRefused, PerPatient, of_patients

Weights = tuple[tuple[int, Floats], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """The patients from `start` up to `stop`."""

    start: int
    stop: int

    @property
    def patients(self) -> int:
        """How many."""
        return self.stop - self.start

    def filled(self, value: PerPatient) -> Floats:
        """The value of each of these patients, as `per_patient` gives it."""
        mine = of_patients(value, self.start, self.stop)
        if isinstance(mine, np.ndarray) and len(mine) == self.patients:
            return self.per_patient(mine)
        plain = mine[0] if isinstance(mine, np.ndarray) else mine
        return np.full(self.patients, plain) if self.patients > 1 else cast(Floats, np.float64(plain))

    def per_patient(self, values: Floats) -> Floats:
        """An array of shape (patients,) as it is; that of one patient as a NumPy number.

        A number computes ten times as fast as an array of one, and one patient is what a page asks for.
        """
        return cast(Floats, values[0]) if self.patients == 1 else values


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """What the solvers work on; states are numbers: compartments first, then effect sites, then what is excreted.

    `flow[i, j]` is what enters j per minute and unit of i; `leaving[i]` what i loses per minute; `inputs` the states
    that receive doses; `readouts` the weighted states of each readout; `massless` the arrows into effect sites, which
    take nothing away.
    """

    chunk: Chunk
    flow: dict[Edge, Floats]
    leaving: tuple[Floats, ...]
    massless: frozenset[Edge]
    readouts: tuple[Weights, ...]
    inputs: tuple[int, ...]
    blocks: tuple[Block, ...]

    @property
    def states(self) -> int:
        """How many states."""
        return len(self.leaving)


def assembled(system: LinearSystem, inputs: tuple[str, ...], chunk: Chunk) -> Assembled:
    """The system for one chunk, with the readouts it names."""
    return _assembled(system, inputs, chunk, _readouts(system, chunk))


def assembled_amounts(system: LinearSystem, inputs: tuple[str, ...], chunk: Chunk) -> Assembled:
    """The system for one chunk, with the amount in each compartment and what is excreted as its readouts."""
    one = chunk.filled(1.0)
    readouts = tuple(((node, one),) for node in (*range(len(system.compartments)), _excreted(system)))
    return _assembled(system, inputs, chunk, readouts)


def inputs_of(system: LinearSystem, regimen: Regimen) -> tuple[str, ...]:
    """The compartments that the regimen gives into; refused when the system does not have one of them."""
    into = [*(each.into for each in regimen.infusions), *(each.into for each in regimen.boluses)]
    names = tuple(dict.fromkeys(into))
    for name in names:
        if name not in system.compartments:
            raise InputRefused("unknown_compartment", f"into.{name}", "name_known_compartment")
    return names


def _assembled(system: LinearSystem, inputs: tuple[str, ...], chunk: Chunk, readouts: tuple[Weights, ...]) -> Assembled:
    place = _places(system)
    excreted = _excreted(system)
    flow: dict[Edge, Floats] = {}
    leaving = [chunk.filled(0.0)] * (excreted + 1)
    for each in system.transfers:
        source, target = place[each.source], excreted if each.target is None else place[each.target]
        rate = chunk.filled(each.rate_per_min)
        flow[source, target] = flow[source, target] + rate if (source, target) in flow else rate
        leaving[source] = leaving[source] + rate
    massless = frozenset((place[site.compartment], place[site.name]) for site in system.effect_sites)
    for site in system.effect_sites:
        source, target = place[site.compartment], place[site.name]
        leaving[target] = chunk.filled(site.ke0_per_min)
        flow[source, target] = leaving[target] / chunk.filled(site.volume_l)
    numbers = tuple(place[name] for name in inputs)
    blocks = blocks_of(excreted + 1, frozenset(flow))
    return Assembled(chunk, flow, tuple(leaving), massless, readouts, numbers, blocks)


def _readouts(system: LinearSystem, chunk: Chunk) -> tuple[Weights, ...]:
    place = _places(system)
    return tuple(
        tuple((place[part.state], chunk.filled(part.weight)) for part in readout.parts) for readout in system.readouts
    )


def _places(system: LinearSystem) -> dict[str, int]:
    names = (*system.compartments, *(site.name for site in system.effect_sites))
    return {name: number for number, name in enumerate(names)}


def _excreted(system: LinearSystem) -> int:
    return len(system.compartments) + len(system.effect_sites)
