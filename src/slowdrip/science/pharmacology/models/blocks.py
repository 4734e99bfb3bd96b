"""One copy of a model's compartments as transfers of the engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slowdrip.knowledge.types.model_parts import Flow, FlowSort
from slowdrip.knowledge.types.model_units import UNITS
from slowdrip.knowledge.types.models import Kinetics, Model
from slowdrip.science.pharmacology.linear import PerPatient, Transfer, transit
from slowdrip.science.pharmacology.models.enantiomers import Block

Values = Mapping[str, PerPatient]


def place_of(block: Block, compartment: str) -> str:
    """The name of a compartment inside the whole system."""
    return f"{block.analyte}.{compartment}"


def kept(kinetics: Kinetics, block: Block) -> frozenset[str]:
    """The compartments of a block: all of them, or only those that the parent drug can be in."""
    if not block.parent_only:
        return frozenset(each.name for each in kinetics.compartments)
    inside = {kinetics.dose_enters}
    exchanges = [flow for flow in kinetics.flows if flow.sort is FlowSort.EXCHANGE]
    for _ in exchanges:
        inside |= {name for flow in exchanges if {flow.start, flow.end} & inside for name in (flow.start, flow.end)}
    return frozenset(inside)


def transfers_of(model: Model, kinetics: Kinetics, values: Values, block: Block) -> tuple[Transfer, ...]:
    """All transfers of one block, its clearance changed by the block's factor."""
    own = dict(values)
    if kinetics.clearance:
        own[kinetics.clearance] = own[kinetics.clearance] * block.clearance_factor
    body = Body(model, kinetics, own, block, kept(kinetics, block))
    flows = (flow for flow in kinetics.flows if flow.start in body.places)
    return tuple(each for flow in flows for each in _transfers(flow, body))


def volume_of(kinetics: Kinetics, values: Values, compartment: str) -> PerPatient:
    """The volume of a compartment; the loader refuses a file that needs one it does not give."""
    name = next(each.volume for each in kinetics.compartments if each.name == compartment)
    if name is None:
        raise KeyError(compartment)
    return values[name]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """What a flow needs to become transfers."""

    model: Model
    kinetics: Kinetics
    values: Values
    block: Block
    places: frozenset[str]

    def rate_per_min(self, parameter: str, compartment: str) -> PerPatient:
        """The rate constant out of a compartment: the parameter itself, or a clearance over the volume there."""
        if UNITS[self.model.parameters[parameter].unit].measures == "rate":
            return self.values[parameter]
        return self.values[parameter] / volume_of(self.kinetics, self.values, compartment)


def _transfers(flow: Flow, body: Body) -> Iterator[Transfer]:
    start, end = place_of(body.block, flow.start), place_of(body.block, flow.end)
    out = body.rate_per_min(flow.by, flow.start)
    if flow.sort is FlowSort.LOSS or flow.end not in body.places:
        yield Transfer(start, None, out)
    elif flow.sort is FlowSort.EXCHANGE:
        yield Transfer(start, end, out)
        yield Transfer(end, start, body.rate_per_min(flow.back or flow.by, flow.end))
    else:
        yield from _share(flow, start, end, out, body.values)


def _share(flow: Flow, start: str, end: str, out: PerPatient, values: Values, /) -> Iterator[Transfer]:
    """The share that becomes the next substance, at once or through a transit, and the rest, which leaves."""
    share = values[flow.share] if flow.share else 1.0
    if flow.share:
        yield Transfer(start, None, out * (1 - share))
    if not flow.transit_steps:
        yield Transfer(start, end, out * share)
        return
    step = flow.transit_steps / values[flow.transit]
    yield from transit(start, end, entry_per_min=out * share, stages=flow.transit_steps, stage_per_min=step)
