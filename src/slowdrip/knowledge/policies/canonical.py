"""A policy as canonical JSON: the bytes that are stored, hashed and signed, and the way back."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from slowdrip.knowledge.authored.canonical import canonical_json, tree_of
from slowdrip.knowledge.authored.leaf import canonical_number
from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.policies.loader import build_policy
from slowdrip.knowledge.policies.refused import PolicyError
from slowdrip.knowledge.types.policy import Policy


def to_tree(policy: Policy) -> dict[str, Any]:
    """The policy as plain dictionaries, lists and texts, unused keys included; its name is left out."""
    tree = {"schema_version": policy.schema_version, **tree_of(policy)}
    for each in policy.inactive:
        _place(tree, each.key.split("."), json.loads(each.content))
    return tree


def _place(tree: dict[str, Any], path: list[str], value: object) -> None:
    for name in path[:-1]:
        tree = tree[name]
    tree[path[-1]] = value


def canonical(policy_or_tree: Policy | Mapping[str, Any]) -> str:
    """Canonical JSON text: sorted keys, no spaces, decimals as texts."""
    if isinstance(policy_or_tree, Policy):
        return canonical_json(to_tree(policy_or_tree))
    return canonical_json(dict(policy_or_tree))


def policy_hash(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal; it covers exactly the bytes given."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def from_canonical(text: str, *, name: str) -> Policy:
    """The policy in a canonical text; refuses text that is not byte for byte what canonical() writes."""
    policy = from_tree(parse_tree(text, name=name), name=name)
    if canonical(policy) != text:
        raise _refusal(name, "not_canonical")
    return policy


def from_tree(tree: Mapping[str, Any], *, name: str) -> Policy:
    """The policy in a plain tree as to_tree() gives it."""
    return build_policy(dict(tree), Findings(name), numbers=canonical_number)


def parse_tree(text: str, *, name: str) -> dict[str, Any]:
    """The plain tree in a canonical text of any schema version."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refusal(name, "not_readable", reason=error) from error
    if not isinstance(raw, dict):
        raise _refusal(name, "not_readable", reason="not a JSON object")
    return raw


def _refusal(name: str, code: str, **params: object) -> PolicyError:
    found = Findings(name)
    found.add("", code, **params)
    return PolicyError(tuple(found.problems))
