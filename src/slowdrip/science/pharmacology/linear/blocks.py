"""The modes of one block: their rates, and how a unit given into one state spreads over them.

A unit put into state j of a block of states without inflow decays as the sum over modes k of P_k[:, j] exp(-rate_k t),
where P_k is the spectral projector. Up to three compartments come from closed forms, more from symmetric
eigenproblems (exchange along a tree can be made symmetric by scaling the states).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import Assembled
from slowdrip.science.pharmacology.linear.graph import Block
from slowdrip.science.pharmacology.linear.values import Floats

Column: TypeAlias = Callable[[int, int], dict[int, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """The rates of a block's modes, and its projectors as `column(mode, into state)`."""

    rates: tuple[Floats, ...]
    column: Column


def modes_of(block: Block, system: Assembled) -> Modes:
    """The modes of a block whose exchanges form a tree."""
    return SOLVERS.get(len(block.nodes), _many)(block, system)


def _one(block: Block, system: Assembled) -> Modes:
    node = block.nodes[0]
    one = system.chunk.filled(1.0)
    return Modes((system.leaving[node],), lambda mode, into: {node: one})


def _two(block: Block, system: Assembled) -> Modes:
    i, j = block.nodes
    there, back = system.flow[i, j], system.flow[j, i]
    d_i, d_j = system.leaving[i], system.leaving[j]
    out_i, out_j = _out_of(block, system)
    fast = 0.5 * (d_i + d_j + np.sqrt((d_i - d_j) ** 2 + 4 * there * back))
    slow = (there * out_j + out_i * d_j) / fast
    rates = (fast, slow)

    def column(mode: int, into: int) -> dict[int, Floats]:
        rate, scale = rates[mode], 1 / (rates[1 - mode] - rates[mode])
        if into == i:
            return {i: (d_j - rate) * scale, j: there * scale}
        return {i: back * scale, j: (d_i - rate) * scale}

    return Modes(rates, column)


def _three(block: Block, system: Assembled) -> Modes:
    c, a, b = block.nodes
    ca, ac, cb, bc = system.flow[c, a], system.flow[a, c], system.flow[c, b], system.flow[b, c]
    d_c, d_a, d_b = system.leaving[c], system.leaving[a], system.leaving[b]
    rates = _cubic(block, system)

    def column(mode: int, into: int) -> dict[int, Floats]:
        rate, after, last = rates[mode], rates[mode - 1], rates[mode - 2]
        scale = 1 / ((after - rate) * (last - rate))
        if into == c:
            to_a, to_b = (d_a - rate) * scale, d_b - rate
            return {c: to_a * to_b, a: ca * to_b * scale, b: cb * to_a}
        if into == a:
            return _leaf(c, a, b, (ac, ca, cb, bc, d_c - rate, d_b - rate, scale))
        return _leaf(c, b, a, (bc, cb, ca, ac, d_c - rate, d_a - rate, scale))

    return Modes(rates, column)


def _leaf(centre: int, into: int, other: int, numbers: tuple[Floats, ...]) -> dict[int, Floats]:
    """The column of the adjugate for a unit put into a peripheral of three compartments."""
    back, _, out, home, x, z, scale = numbers
    return {centre: back * z * scale, into: (x * z - out * home) * scale, other: out * back * scale}


def _cubic(block: Block, system: Assembled) -> tuple[Floats, Floats, Floats]:
    """The three rates, fastest first; coefficients are sums of positive terms, so slow rates keep their digits."""
    c, a, b = block.nodes
    ca, cb = system.flow[c, a], system.flow[c, b]
    d_a, d_b = system.leaving[a], system.leaving[b]
    out_c, out_a, out_b = _out_of(block, system)
    a2 = system.leaving[c] + d_a + d_b
    a1 = (cb + out_c) * d_a + ca * out_a + (ca + out_c) * d_b + cb * out_b + d_a * d_b
    a0 = (out_c * d_a + ca * out_a) * d_b + cb * out_b * d_a
    mean = a2 / 3
    spread = np.sqrt(np.maximum(mean * mean - a1 / 3, 0.0))
    skew = (mean * mean * mean - 0.5 * (a1 * mean - a0)) / spread**3
    angle = np.arccos(np.minimum(np.maximum(skew, -1.0), 1.0)) / 3
    along, across = spread * np.cos(angle), np.sqrt(3.0) * spread * np.sin(angle)
    fast = _polished(mean + 2 * along, (a2, a1, a0))
    middle = _polished(mean - along + across, (a2, a1, a0))
    return fast, middle, a0 / (fast * middle)


def _polished(rate: Floats, coefficients: tuple[Floats, Floats, Floats]) -> Floats:
    """One Newton step: brings back the digits that the cosine lost."""
    a2, a1, a0 = coefficients
    return rate - (((rate - a2) * rate + a1) * rate - a0) / ((3 * rate - 2 * a2) * rate + a1)


def _many(block: Block, system: Assembled) -> Modes:
    size, patients = len(block.nodes), system.chunk.patients
    place = {node: number for number, node in enumerate(block.nodes)}
    matrix = np.zeros((patients, size, size))
    scale = {block.nodes[0]: system.chunk.filled(1.0)}
    for node, number in place.items():
        matrix[:, number, number] = system.leaving[node]
    for i, j in block.links:
        there, back = system.flow[i, j], system.flow[j, i]
        matrix[:, place[i], place[j]] = matrix[:, place[j], place[i]] = -np.sqrt(there * back)
        scale[j] = scale[i] * np.sqrt(there / back)
    values, vectors = np.linalg.eigh(matrix)
    rates = tuple(system.chunk.per_patient(values[:, mode]) for mode in range(size))
    entries = {(n, m): system.chunk.per_patient(vectors[:, n, m]) for n in range(size) for m in range(size)}

    def column(mode: int, into: int) -> dict[int, Floats]:
        share = entries[place[into], mode] / scale[into]
        return {node: scale[node] * entries[number, mode] * share for node, number in place.items()}

    return Modes(rates, column)


def _out_of(block: Block, system: Assembled) -> list[Floats]:
    """What each state of the block loses to outside the block, summed, not subtracted."""
    none = system.chunk.filled(0.0)
    outside = {edge: rate for edge, rate in system.flow.items() if edge[1] not in block.nodes}
    return [
        sum((rate for edge, rate in outside.items() if edge[0] == node and edge not in system.massless), start=none)
        for node in block.nodes
    ]


SOLVERS: dict[int, Callable[[Block, Assembled], Modes]] = {1: _one, 2: _two, 3: _three}
