"""Brings a stored policy from an older schema to the present one by pure, tested steps."""

from collections.abc import Mapping

from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.policies.canonical import canonical, parse_tree
from slowdrip.knowledge.policies.loader import SCHEMA_VERSION
from slowdrip.knowledge.policies.refused import PolicyError
from slowdrip.knowledge.policies.steps import STEPS, Step, taken


def upgrade(
    text: str, from_version: int, *, steps: Mapping[int, Step] = STEPS, to_version: int = SCHEMA_VERSION
) -> str:
    """The canonical text in the schema `to_version`; the same text when it is there already.

    The result is a new text with a new hash: it waits for a new signature.
    """
    tree = parse_tree(text, name="policy")
    if tree.get("schema_version") != from_version:
        raise _refusal("version_mismatch", tree.get("schema_version"), from_version)
    present = taken(tree, from_version, to_version, steps=steps)
    if present is None:
        raise _refusal("no_upgrade_step", from_version, to_version)
    return canonical(present)


def _refusal(code: str, version: object, expected: int) -> PolicyError:
    found = Findings("policy")
    found.add("schema_version", code, found=version, expected=expected)
    return PolicyError(tuple(found.problems))
