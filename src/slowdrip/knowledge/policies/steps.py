"""One pure step for each schema of a policy: it adds what the next one asks for; its values never change again."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.authored.toml import read_toml
from slowdrip.knowledge.policies.refused import PolicyError

Tree = dict[str, Any]
Step = Callable[[Tree], Tree]
ADDED_IN_2 = "added_in_2.toml"


def added_in_2(tree: Tree) -> Tree:
    """Schema 2 has adverse events, the two tasks of thinking, and worsening as a sign; none of these has a decimal."""
    text = files(__package__).joinpath(ADDED_IN_2).read_text(encoding="utf-8")
    added = read_toml(text, Findings(ADDED_IN_2), error=PolicyError)
    return {**tree, **{name: {**tree.get(name, {}), **section} for name, section in added.items()}}


# STEPS[n] takes a tree of schema version n to version n + 1, in TOML's form as in the canonical one.
STEPS: Mapping[int, Step] = MappingProxyType({1: added_in_2})


def taken(tree: Tree, version: int, to_version: int, /, *, steps: Mapping[int, Step] = STEPS) -> Tree | None:
    """The tree in a later schema, or nothing where a step on the way is not known."""
    for each in range(version, to_version):
        if each not in steps:
            return None
        tree = {**steps[each](tree), "schema_version": each + 1}
    return tree
