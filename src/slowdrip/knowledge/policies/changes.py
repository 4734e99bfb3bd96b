"""What differs between two policies, and a policy with some values changed."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from slowdrip.knowledge.authored.canonical import leaf_tree
from slowdrip.knowledge.policies.canonical import from_tree, to_tree
from slowdrip.knowledge.types.policy import Policy
from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute that differs, as `alarms.urgent.sbp_mmhg.value`; nothing means that it is not there."""

    key: str
    before: str | None
    after: str | None


def diff(old: Policy, new: Policy) -> list[Change]:
    """Every value, source, confidence and note that differs, by key; lists are written as JSON."""
    before, after = dict(_flat(to_tree(old), "")), dict(_flat(to_tree(new), ""))
    return [
        Change(key, before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def _flat(tree: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        here = f"{key}.{name}" if key else name
        if isinstance(value, dict):
            yield from _flat(value, here)
        else:
            yield here, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def changed(policy: Policy, leaves: Mapping[str, Sourced[Any]], *, name: str = "") -> Policy:
    """The policy with sourced values put at dotted keys; refused like any authored policy."""
    tree = deepcopy(to_tree(policy))
    for key, leaf in leaves.items():
        _put(tree, key.split("."), leaf_tree(leaf))
    return from_tree(tree, name=name or policy.name)


def _put(tree: dict[str, Any], path: list[str], leaf: dict[str, Any]) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = leaf


def adopt_alarm_profile(policy: Policy, profile_name: str) -> Policy:
    """The policy whose tier takes the numbers of a listed alarm profile; KeyError when there is no such profile."""
    profiles = {each.name: each for each in policy.alarms.profiles}
    profile = profiles[profile_name]
    where = f"alarms.{profile.tier.value}"
    leaves: dict[str, Sourced[Any]] = {f"{where}.sbp_mmhg": profile.sbp_mmhg, f"{where}.dbp_mmhg": profile.dbp_mmhg}
    if profile.hr_high_bpm is not None:
        leaves[f"{where}.hr_high_bpm"] = profile.hr_high_bpm
    return changed(policy, leaves)
