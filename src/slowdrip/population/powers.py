"""A model's system as powers of its parameters: what a library that differentiates by itself can compute with.

Every rate of a compartment model is a clearance by a volume, and every weight one by a volume: a number times powers of
the parameters' multipliers. The powers are found by asking the system twice and proved by asking a third time.
"""

from dataclasses import dataclass

import numpy as np

from slowdrip.population.frame import Frame
from slowdrip.population.sampled import NO_SAMPLE, Group
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.linear.assembly import Assembled, Chunk, assembled
from slowdrip.science.pharmacology.linear.graph import Edge, upstream_of
from slowdrip.science.pharmacology.models import ModelSystem, NoPrediction

PROOF = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Power:
    """A number of each patient with multipliers of one, shape (patients,), and the power of each parameter in it."""

    at_one: Floats
    powers: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Compartments that exchange along a tree, and where a share of the dose enters them.

    `leaving` is what each node loses, arrow by arrow; `links` the arrows there and back between places of nodes. `read`
    has for each readout the weight of each node it reads, `lagged` the node, delay and weight of each effect site.
    """

    enters: int
    share: float
    leaving: tuple[tuple[Power, ...], ...]
    links: tuple[tuple[int, int, Power, Power], ...]
    read: tuple[tuple[tuple[int, Power], ...], ...]
    lagged: tuple[tuple[tuple[int, Power, Power], ...], ...]


class Described:
    """The systems of a group with multipliers of one, and with each parameter changed in turn."""

    def __init__(self, frame: Frame, group: Group, parameters: tuple[str, ...]) -> None:
        self.count, size = len(group.patients), len(parameters)
        steps = np.vstack((np.zeros(size), np.eye(size), 0.3 * np.arange(1, size + 1)))
        made = [_made(frame, group, dict(zip(parameters, np.exp(step), strict=True))) for step in steps]
        self.proof = steps[-1]
        self.enters = made[0].enters
        self.systems = [_assembled(each, self.count) for each in made]

    def blocks(self) -> tuple[Block, ...]:
        """One for each part of a dose; a system of another form is refused."""
        system = self.systems[0]
        read = frozenset(node for readout in system.readouts for node, _ in readout)
        needed = upstream_of(read, frozenset(system.flow))
        found = []
        for number, (_, share) in enumerate(self.enters):
            block = next(each for each in system.blocks if system.inputs[number] in each.nodes)
            if not block.is_tree or any(j in block.nodes and i not in block.nodes for i, j in system.flow):
                raise InputRefused("not_a_parent", "models", "choose_models_of_parent")
            found.append(self._block(block.nodes, block.links, system.inputs[number], share))
            needed -= frozenset(block.nodes)
        sites = frozenset(j for _, j in system.massless)
        if needed - sites:
            raise InputRefused("not_a_parent", "models", "choose_models_of_parent")
        return tuple(found)

    def _block(self, nodes: tuple[int, ...], links: tuple[Edge, ...], into: int, share: float, /) -> Block:
        system = self.systems[0]
        place = {node: number for number, node in enumerate(nodes)}
        sites = {j: i for i, j in system.massless if i in place}
        return Block(
            place[into],
            share,
            tuple(self._leaving(node) for node in nodes),
            tuple((place[i], place[j], self._flow((i, j)), self._flow((j, i))) for i, j in links),
            tuple(
                tuple((place[node], self._weight(number, node)) for node, _ in readout if node in place)
                for number, readout in enumerate(system.readouts)
            ),
            tuple(
                tuple(
                    (place[sites[node]], self._delay(node), self._seen(number, node, sites[node]))
                    for node, _ in readout
                    if node in sites
                )
                for number, readout in enumerate(system.readouts)
            ),
        )

    def _leaving(self, node: int) -> tuple[Power, ...]:
        system = self.systems[0]
        return tuple(self._flow(edge) for edge in system.flow if edge[0] == node and edge not in system.massless)

    def _flow(self, edge: Edge) -> Power:
        return self.power([each.flow[edge] for each in self.systems])

    def _delay(self, site: int) -> Power:
        return self.power([each.leaving[site] for each in self.systems])

    def _seen(self, readout: int, site: int, source: int) -> Power:
        """The weight of what flows into an effect site, by its delay: one over a volume, times the readout's weight."""
        weights = [dict(each.readouts[readout])[site] for each in self.systems]
        inflow = [each.flow[source, site] / each.leaving[site] for each in self.systems]
        return self.power([weight * one for weight, one in zip(weights, inflow, strict=True)])

    def _weight(self, readout: int, node: int) -> Power:
        return self.power([dict(each.readouts[readout])[node] for each in self.systems])

    def power(self, values: list[Floats]) -> Power:
        """From the values in all systems; refused where they are no powers."""
        rows = [np.broadcast_to(np.asarray(each, dtype=np.float64), self.count) for each in values]
        logs = np.log([np.maximum(each, 1e-300) for each in rows])
        powers = (logs[1:-1] - logs[0]).mean(axis=1)
        if np.abs(logs[-1] - logs[0] - self.proof @ powers).max() > PROOF:
            raise InputRefused("not_a_power", "parameters", "choose_clearances_and_volumes")
        return Power(rows[0].copy(), np.round(powers, 12))


def _made(frame: Frame, group: Group, multipliers: dict[str, float]) -> ModelSystem:
    made = frame.system(group.person, dict(multipliers))
    if isinstance(made, NoPrediction):
        raise InputRefused(made.code, "person", "leave_person_out")
    used = {frame.readouts[place] for place in np.unique(group.readout) if place != NO_SAMPLE}
    return made.reading([name for name in frame.readouts if name in used])


def _assembled(made: ModelSystem, count: int) -> Assembled:
    return assembled(made.system, tuple(place for place, _ in made.enters), Chunk(0, count))
