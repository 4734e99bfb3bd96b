"""Loads a policy strictly: everything known, sourced, in its unit and in a possible order, or refused."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from slowdrip.knowledge.authored.build import Reading, read_section
from slowdrip.knowledge.authored.leaf import Numbers, toml_number
from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.authored.toml import read_toml
from slowdrip.knowledge.policies.in_force import note_not_in_force
from slowdrip.knowledge.policies.order import note_impossible_orders
from slowdrip.knowledge.policies.refused import PolicyError
from slowdrip.knowledge.policies.steps import taken
from slowdrip.knowledge.types.policy import InactiveKey, Policy

SCHEMA_VERSION = 2
DEFAULT_NAME = "default.toml"


def default_policy_text() -> str:
    """The text of the policy that a new clinic starts from."""
    return files(__package__).joinpath(DEFAULT_NAME).read_text(encoding="utf-8")


@cache
def default_policy() -> Policy:
    """The policy that a new clinic starts from."""
    return load_policy(default_policy_text(), name=DEFAULT_NAME)


def load_policy(text: str, *, name: str) -> Policy:
    """The policy that a TOML text describes; `name` is the file named in a refusal.

    Raises PolicyError with all problems at once. Keys of a newer schema_version are kept unused in `inactive`; a text
    of an older one is read as if it held what later ones added.
    """
    found = Findings(name)
    raw = read_toml(text, found, error=PolicyError)
    version = raw.get("schema_version")
    present = taken(raw, version, SCHEMA_VERSION) if type(version) is int else None
    return build_policy(present or raw, found, numbers=toml_number)


def build_policy(raw: dict[str, Any], found: Findings, *, numbers: Numbers) -> Policy:
    """The policy in a raw tree; raises PolicyError with all problems at once."""
    version = _read_version(raw, found)
    reading = Reading(found, numbers, newer=version > SCHEMA_VERSION)
    tree = {key: value for key, value in raw.items() if key != "schema_version"}
    policy: Policy = read_section(Policy, tree, "", reading, name=found.file, schema_version=version)
    note_impossible_orders(reading.leaves, found)
    note_not_in_force(reading.leaves, raw, found)
    found.raise_as(PolicyError)
    return _with_inactive(policy, reading.inactive)


def _read_version(raw: dict[str, Any], found: Findings) -> int:
    version = raw.get("schema_version")
    if type(version) is not int:
        found.add("schema_version", "wrong_type", found=version, expected="a whole number")
        return SCHEMA_VERSION
    if version < SCHEMA_VERSION:
        found.add("schema_version", "old_schema", found=version, expected=SCHEMA_VERSION)
    return version


def _with_inactive(policy: Policy, inactive: dict[str, str]) -> Policy:
    return replace(policy, inactive=tuple(InactiveKey(key, inactive[key]) for key in sorted(inactive)))
