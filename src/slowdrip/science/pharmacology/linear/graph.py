"""The shape of a system: its states cut into blocks that exchange both ways, upstream blocks first."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Edge: TypeAlias = tuple[int, int]
LARGEST_CLOSED_FORM = 3


@dataclass(frozen=True, slots=True)
class Block:
    """States that reach each other. `nodes` starts with the one that has most neighbours; `links` walks the tree.

    Each link is (a node already walked, its neighbour). `is_tree` tells whether the exchanges form no ring and all go
    both ways: only then are the rates of the modes real and is there a closed form.
    """

    nodes: tuple[int, ...]
    links: tuple[Edge, ...]
    is_tree: bool

    @property
    def is_star(self) -> bool:
        """Whether the closed form for up to three compartments fits."""
        return self.is_tree and len(self.nodes) <= LARGEST_CLOSED_FORM


@lru_cache(maxsize=256)
def blocks_of(states: int, edges: frozenset[Edge]) -> tuple[Block, ...]:
    """The blocks of the states 0 to `states` - 1; what flows from one block into another flows into a later one."""
    reach = _reachable(states, edges)
    together = {frozenset(j for j in reach[i] if i in reach[j]) for i in range(states)}
    order = sorted(together, key=lambda nodes: (-len(reach[min(nodes)]), min(nodes)))
    return tuple(_block(nodes, edges) for nodes in order)


@lru_cache(maxsize=256)
def upstream_of(wanted: frozenset[int], edges: frozenset[Edge]) -> frozenset[int]:
    """The states that pass something on, over any number of steps, to a wanted one; the wanted ones among them."""
    found = wanted
    while more := frozenset(i for i, j in edges if j in found) - found:
        found |= more
    return found


def _reachable(states: int, edges: frozenset[Edge]) -> list[set[int]]:
    reach = [{i} for i in range(states)]
    changed = True
    while changed:
        changed = False
        for i, j in edges:
            if not reach[j] <= reach[i]:
                reach[i] |= reach[j]
                changed = True
    return reach


def _block(nodes: frozenset[int], edges: frozenset[Edge]) -> Block:
    inside = frozenset((i, j) for i, j in edges if i in nodes and j in nodes)
    both_ways = all((j, i) in inside for i, j in inside)
    centre = min(nodes, key=lambda node: (-sum(i == node for i, _ in inside), node))
    walked, links = [centre], []
    for node in walked:
        for neighbour in sorted(j for i, j in inside if i == node and j not in walked):
            walked.append(neighbour)
            links.append((node, neighbour))
    is_tree = both_ways and len(inside) == 2 * (len(nodes) - 1)
    return Block(tuple(walked), tuple(links), is_tree)
