"""Brings a stored policy from an older schema to the present one by pure, tested steps."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.policies.canonical import canonical, parse_tree
from slowdrip.knowledge.policies.loader import SCHEMA_VERSION, PolicyError

Tree = dict[str, Any]
Step = Callable[[Tree], Tree]

# STEPS[n] takes a tree of schema version n to version n + 1. Version 1 is the first, so there is none yet.
STEPS: Mapping[int, Step] = MappingProxyType({})


def upgrade(
    text: str, from_version: int, *, steps: Mapping[int, Step] = STEPS, to_version: int = SCHEMA_VERSION
) -> str:
    """The canonical text in the schema `to_version`; the same text when it is there already.

    The result is a new text with a new hash: it waits for a new signature.
    """
    tree = parse_tree(text, name="policy")
    if tree.get("schema_version") != from_version:
        raise _refusal("version_mismatch", tree.get("schema_version"), from_version)
    for version in range(from_version, to_version):
        if version not in steps:
            raise _refusal("no_upgrade_step", version, to_version)
        tree = {**steps[version](tree), "schema_version": version + 1}
    return canonical(tree)


def _refusal(code: str, version: object, expected: int) -> PolicyError:
    found = Findings("policy")
    found.add("schema_version", code, found=version, expected=expected)
    return PolicyError(tuple(found.problems))
