"""What every readout does after one unit given at once: a sum of exponentials, as rates and weights.

Blocks are solved upstream first. Each mode that arrives in a block with rate r and shape b exp(-r t) leaves there the
forced part, sum over own modes l of P_l b / (rate_l - r) exp(-r t), and takes the same amount off each own mode, so
that the block starts empty. Where two rates are nearly equal these terms are large and cancel; `unsafe` marks the
patients in whom that costs more digits than the engine promises, and they go the safe path.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear.assembly import Assembled, Weights
from slowdrip.science.pharmacology.linear.blocks import Modes, modes_of
from slowdrip.science.pharmacology.linear.graph import Block, upstream_of
from slowdrip.science.pharmacology.linear.values import Floats, Marks

MOST_CANCELLATION = 1e4
"""How much larger than the readout's peak after a unit dose the weights may be: costs four of sixteen digits."""

SMALLEST_PER_MIN = 1e-200


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """For each row (one mode excited by one input) its rate, and for each readout the weight of each row it has.

    `rates` has shape (rows, patients); `inputs[row]` is the place of the row's input among the system's inputs;
    `weights[readout]` maps a row to an array of shape (patients,), and `dense` is the same with zeros, of shape
    (readouts, rows, patients); `unsafe` has shape (patients,).
    """

    rates: Floats
    inputs: tuple[int, ...]
    weights: tuple[dict[int, Floats], ...]
    dense: Floats
    unsafe: Marks


Shapes = dict[int, dict[int, Floats]]
"""Of each state, the amplitude of each mode."""


def response_of(system: Assembled) -> Response | None:
    """The response of each readout to each input; None when a block's exchanges form a ring: no closed form here."""
    wanted = frozenset(node for readout in system.readouts for node, _ in readout)
    needed = upstream_of(wanted, frozenset(system.flow))
    blocks = tuple(block for block in system.blocks if needed.intersection(block.nodes))
    if not all(block.is_tree for block in blocks):
        return None
    with np.errstate(all="ignore"):
        modes = tuple(modes_of(block, system) for block in blocks)
        return _gathered(system, modes, [_shapes(system, blocks, modes, into) for into in system.inputs])


def _shapes(system: Assembled, blocks: tuple[Block, ...], modes: tuple[Modes, ...], into: int) -> Shapes:
    """How far each mode is excited in each state by one unit put into `into`."""
    shapes: Shapes = {}
    rates: list[Floats] = []
    for block, own in zip(blocks, modes, strict=True):
        first = len(rates)
        rates.extend(own.rates)
        arriving = _arriving(system, block, shapes)
        shapes.update({node: {} for node in block.nodes})
        for number, rate in enumerate(own.rates):
            if into in block.nodes:
                _put(shapes, own.column(number, into), first + number)
            for mode, inflow in arriving.items():
                forced = _forced(own, number, inflow, rate - rates[mode])
                _put(shapes, forced, mode)
                _put(shapes, {node: -value for node, value in forced.items()}, first + number)
    return shapes


def _arriving(system: Assembled, block: Block, shapes: Shapes) -> dict[int, dict[int, Floats]]:
    """For each upstream mode, what it brings into each state of the block."""
    arriving: dict[int, dict[int, Floats]] = defaultdict(dict)
    for (i, j), rate in system.flow.items():
        if j not in block.nodes or i in block.nodes or i not in shapes:
            continue
        for mode, amplitude in shapes[i].items():
            arriving[mode][j] = arriving[mode].get(j, 0.0) + rate * amplitude
    return arriving


def _forced(own: Modes, number: int, inflow: dict[int, Floats], gap: Floats) -> dict[int, Floats]:
    forced: dict[int, Floats] = {}
    for into, amplitude in inflow.items():
        share = amplitude / gap
        for node, value in own.column(number, into).items():
            forced[node] = forced.get(node, 0.0) + value * share
    return forced


def _put(shapes: Shapes, column: dict[int, Floats], mode: int) -> None:
    for node, value in column.items():
        shapes[node][mode] = shapes[node].get(mode, 0.0) + value


def _gathered(system: Assembled, modes: tuple[Modes, ...], shapes: list[Shapes]) -> Response:
    """Weights of readouts out of shapes, row after row: all modes of the first input, then of the second."""
    one_input = [rate for own in modes for rate in own.rates]
    rates = np.array(one_input).reshape(len(one_input), system.chunk.patients)
    weights: list[dict[int, Floats]] = []
    for readout in system.readouts:
        weights.append({})
        for number, shape in enumerate(shapes):
            amplitudes = _amplitudes(readout, shape)
            weights[-1].update({number * len(rates) + mode: weight for mode, weight in amplitudes.items()})
    dense = np.zeros((len(weights), len(shapes) * len(rates), system.chunk.patients))
    for number, rows in enumerate(weights):
        for row, weight in rows.items():
            dense[number, row] = weight
    inputs = tuple(number for number in range(len(shapes)) for _ in one_input)
    unsafe = _cancelling(dense.reshape(-1, *rates.shape), rates)
    return _tamed(Response(np.concatenate([rates] * len(shapes)), inputs, tuple(weights), dense, unsafe))


def _amplitudes(readout: Weights, shape: Shapes) -> dict[int, Floats]:
    """Of one readout, the weight of each mode."""
    found: dict[int, Floats] = {}
    for node, weight in readout:
        for mode, amplitude in shape.get(node, {}).items():
            found[mode] = found.get(mode, 0.0) + weight * amplitude
    return found


def _cancelling(terms: Floats, rates: Floats) -> Marks:
    """Patients in whom a readout is the small difference of large terms, seen at the time scale of each mode.

    `terms` has shape (readouts of each input, modes, patients).
    """
    positive = np.maximum(rates, SMALLEST_PER_MIN)
    values = np.einsum("rkp,ktp->rtp", terms, np.exp(-positive[:, None] / positive))
    peak, size = np.abs(values).max(axis=1), np.abs(terms).sum(axis=1)
    kept: Marks = (size <= MOST_CANCELLATION * peak).all(axis=0)
    return ~kept


def _tamed(response: Response) -> Response:
    """The same with harmless numbers for unsafe patients, who are computed another way."""
    unsafe = response.unsafe
    if not unsafe.any():
        return response
    response.rates[:, unsafe] = response.dense[:, :, unsafe] = 1.0
    weights = tuple({row: np.where(unsafe, 1.0, weight) for row, weight in rows.items()} for rows in response.weights)
    return Response(response.rates, response.inputs, weights, response.dense, unsafe)
