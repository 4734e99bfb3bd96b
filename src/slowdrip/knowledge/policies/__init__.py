"""Policies: the default text, the strict loader, canonical bytes, differences and upgrades."""

from slowdrip.knowledge.authored.problems import Problem
from slowdrip.knowledge.policies.canonical import canonical, from_canonical, policy_hash, to_tree
from slowdrip.knowledge.policies.changes import Change, adopt_alarm_profile, changed, diff
from slowdrip.knowledge.policies.loader import (
    SCHEMA_VERSION,
    default_policy,
    default_policy_text,
    load_policy,
)
from slowdrip.knowledge.policies.refused import PolicyError
from slowdrip.knowledge.policies.steps import added_since
from slowdrip.knowledge.policies.upgrade import upgrade

__all__ = [
    "SCHEMA_VERSION",
    "Change",
    "PolicyError",
    "Problem",
    "added_since",
    "adopt_alarm_profile",
    "canonical",
    "changed",
    "default_policy",
    "default_policy_text",
    "diff",
    "from_canonical",
    "load_policy",
    "policy_hash",
    "to_tree",
    "upgrade",
]
