"""A policy written as TOML is read back to the same bytes."""

from decimal import Decimal

from slowdrip.clinic.policy.toml import as_toml
from slowdrip.knowledge.policies import canonical, changed, default_policy, default_policy_text, load_policy
from slowdrip.knowledge.types import Confidence, Sourced


def test_the_default_comes_back() -> None:
    assert canonical(load_policy(as_toml(default_policy()), name="x")) == canonical(default_policy())


def test_awkward_texts_and_numbers_come_back() -> None:
    awkward = Sourced(Decimal("0.333"), 'a "quote", a \\ and\na line \x7f µ', Confidence.SECONDARY, "note = { }")
    policy = changed(default_policy(), {"dose_tiers.reason_below_mg_per_kg": awkward})
    assert canonical(load_policy(as_toml(policy), name="x")) == canonical(policy)


def test_keys_of_a_newer_schema_come_back() -> None:
    newer = default_policy_text().replace("schema_version = 2", "schema_version = 3")
    newer += '\n[twin]\non = { value = 0.5, source = "s", confidence = "published" }\n[twin.deep]\nlist = [1, "a"]\n'
    policy = load_policy(newer, name="x")
    assert policy.inactive_keys
    assert canonical(load_policy(as_toml(policy), name="x")) == canonical(policy)
