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
ADDED: Mapping[int, str] = MappingProxyType({2: "added_in_2.toml"})


def added_in_2(tree: Tree) -> Tree:
    """Schema 2 has adverse events, the two tasks of thinking, and worsening as a sign; none of these has a decimal.

    What an author wrote under these names stays, so that it is refused or read like any other value.
    """
    added = added_sections(2)
    return {**added, **tree, **{name: _filled(tree[name], section) for name, section in added.items() if name in tree}}


def added_sections(version: int) -> Tree:
    """What a schema added to the one before it, by section; nothing for the first."""
    if version not in ADDED:
        return {}
    text = files(__package__).joinpath(ADDED[version]).read_text(encoding="utf-8")
    return read_toml(text, Findings(ADDED[version]), error=PolicyError)


def added_since(version: int) -> tuple[str, ...]:
    """The keys that schemas after this one added, by their dotted names."""
    later = [added_sections(each) for each in sorted(ADDED) if each > version]
    return tuple(f"{name}.{key}" for added in later for name, section in added.items() for key in section)


def _filled(found: object, section: Tree) -> object:
    return {**section, **found} if isinstance(found, dict) else found


# STEPS[n] takes a tree of schema version n to version n + 1, in TOML's form as in the canonical one.
STEPS: Mapping[int, Step] = MappingProxyType({1: added_in_2})


def taken(tree: Tree, version: int, to_version: int, /, *, steps: Mapping[int, Step] = STEPS) -> Tree | None:
    """The tree in a later schema, or nothing where a step on the way is not known."""
    for each in range(version, to_version):
        if each not in steps:
            return None
        tree = {**steps[each](tree), "schema_version": each + 1}
    return tree
