"""Canonical bytes, hashes, differences, changes and upgrades."""

import json
from decimal import Decimal
from typing import Any

import pytest

from slowdrip.knowledge.policies import (
    Change,
    PolicyError,
    adopt_alarm_profile,
    canonical,
    changed,
    default_policy,
    default_policy_text,
    diff,
    from_canonical,
    policy_hash,
    to_tree,
    upgrade,
)
from slowdrip.knowledge.policies.tests.authoring import loaded, refusals, with_value
from slowdrip.knowledge.types import Confidence, Sourced

TEXT = canonical(default_policy())
NEWER = (
    default_policy_text().replace("schema_version = 2", "schema_version = 3")
    + '\n[pumps]\nspeed_ml_per_h = { value = 1.50, source = "x", confidence = "proposal" }\n'
)


def ours(value: int) -> Sourced[int]:
    return Sourced(value, "our director", Confidence.PROPOSAL)


def test_a_policy_survives_the_way_through_its_bytes() -> None:
    assert from_canonical(TEXT, name="default.toml") == default_policy()


def test_canonical_text_is_sorted_and_tight_and_has_no_floats() -> None:
    tree = json.loads(TEXT, parse_float=lambda text: pytest.fail(f"float {text}"))
    assert json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == TEXT
    assert tree["dose_tiers"]["default_mg_per_kg"]["value"] == "0.5"


def test_a_policy_and_its_tree_have_the_same_bytes() -> None:
    assert canonical(to_tree(default_policy())) == TEXT


@pytest.mark.parametrize("value", ["0.5", "0.50", "0.500"])
def test_equal_numbers_have_equal_hashes(value: str) -> None:
    policy = loaded(with_value("dose_tiers.default_mg_per_kg", value))
    assert policy_hash(canonical(policy)) == policy_hash(TEXT)


def test_the_hash_is_that_of_the_bytes() -> None:
    assert policy_hash("{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert policy_hash(TEXT) != policy_hash(canonical(loaded(with_value("sessions.pin_tries", "4"))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        TEXT + " ",
        "0",
        TEXT.replace('"0.5"', "0.5"),
        TEXT.replace('"0.5"', '"0.50"'),
        TEXT.replace('"0.5"', '".5"'),
        TEXT.replace('"0.5"', "NaN"),
        "[" * 100_000,
    ],
)
def test_text_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        from_canonical(text, name="stored")


def test_a_difference_names_key_before_and_after() -> None:
    new = loaded(with_value("alarms.urgent.sbp_mmhg", "175"))
    assert diff(default_policy(), new) == [Change("alarms.urgent.sbp_mmhg.value", "180", "175")]
    assert diff(default_policy(), default_policy()) == []


def test_a_difference_shows_what_is_new_and_what_is_gone() -> None:
    new = loaded(default_policy_text().replace("[fasting.profiles.clinic_4]", "[fasting.profiles.our_own]"))
    keys = {(each.key, each.before is None, each.after is None) for each in diff(default_policy(), new)}
    assert ("fasting.profiles.our_own.solids_h.value", True, False) in keys
    assert ("fasting.profiles.clinic_4.solids_h.value", False, True) in keys


def test_a_changed_value_goes_through_the_same_refusals() -> None:
    assert changed(default_policy(), {"sessions.pin_tries": ours(3)}).sessions.pin_tries.value == 3
    with pytest.raises(PolicyError) as refused:
        changed(default_policy(), {"alarms.advisory.sbp_mmhg": ours(190), "sessions.pin_trys": ours(3)})
    assert set(refused.value.codes) == {"impossible_order", "unknown_key"}


def test_an_alarm_profile_is_adopted_with_its_source() -> None:
    advisory = adopt_alarm_profile(default_policy(), "rodrigues_165_100").alarms.advisory
    assert (advisory.sbp_mmhg.value, advisory.sbp_mmhg.confidence) == (165, Confidence.PUBLISHED)


def test_an_unverified_alarm_profile_cannot_be_adopted() -> None:
    with pytest.raises(PolicyError) as refused:
        adopt_alarm_profile(default_policy(), "wan_180_100")
    assert "unverified_in_force" in refused.value.codes


def test_keys_of_a_newer_schema_stay_unused_and_visible() -> None:
    policy = loaded(NEWER)
    assert policy.inactive_keys == ("pumps",)
    assert '"value":"1.5"' in policy.inactive[0].content
    assert from_canonical(canonical(policy), name="clinic.toml") == policy


def test_a_newer_attribute_of_a_value_stays_visible_too() -> None:
    text = NEWER.replace("pin_tries = { value = 5,", "pin_tries = { value = 5, asked_on = 2030-01-01,")
    policy = loaded(text)
    assert policy.inactive_keys == ("pumps", "sessions.pin_tries.asked_on")
    assert from_canonical(canonical(policy), name="clinic.toml") == policy


def test_a_newer_schema_may_not_leave_out_a_key_in_use() -> None:
    text = NEWER.replace("pin_tries = {", "pin_attempts = {")
    assert refusals(text) == [("sessions.pin_tries", "missing_key")]


def renamed_step(tree: dict[str, Any]) -> dict[str, Any]:
    sessions = dict(tree["sessions"])
    sessions["pin_tries"] = sessions.pop("pin_attempts")
    return {**tree, "sessions": sessions}


def test_an_upgrade_step_brings_an_old_text_to_the_present() -> None:
    tree = to_tree(default_policy())
    tree["schema_version"] = 0
    tree["sessions"]["pin_attempts"] = tree["sessions"].pop("pin_tries")
    assert upgrade(canonical(tree), 0, steps={0: renamed_step, 1: dict}) == TEXT


def first_schema() -> dict[str, Any]:
    tree = to_tree(default_policy())
    del tree["adverse"], tree["cognition"], tree["risk"]["worse_by_phq9_points"]
    return {**tree, "schema_version": 1}


def test_a_policy_of_the_first_schema_is_read_with_what_the_second_added() -> None:
    present = from_canonical(upgrade(canonical(first_schema()), 1), name="stored")
    assert present.adverse.bladder_symptoms_at_least.value == 2
    assert canonical(present) == TEXT


def test_what_a_director_chose_under_the_first_schema_stays() -> None:
    tree = first_schema()
    tree["risk"] = {**tree["risk"], "read_text_within_h": {"value": 7, "source": "ours", "confidence": "proposal"}}
    assert from_canonical(upgrade(canonical(tree), 1), name="stored").risk.read_text_within_h.value == 7


def test_what_an_author_wrote_under_a_name_that_came_later_is_not_written_over() -> None:
    tree = {**first_schema(), "cognition": {"offered": {"value": False, "source": "ours", "confidence": "proposal"}}}
    assert from_canonical(upgrade(canonical(tree), 1), name="stored").cognition.offered.value is False
    with pytest.raises(PolicyError) as refused:
        from_canonical(upgrade(canonical({**first_schema(), "risk": 5}), 1), name="stored")
    assert refused.value.codes == ("not_a_section",)


def test_a_file_of_the_first_schema_is_read_too() -> None:
    text = default_policy_text().replace("schema_version = 2", "schema_version = 1")
    first, rest = text.split("[adverse]")[0], text.split("[predictions]")[1]
    first = "\n".join(line for line in first.splitlines() if not line.startswith("worse_by_phq9"))
    assert canonical(loaded(f"{first}\n[predictions]{rest}")) == TEXT


def test_a_present_text_is_left_as_it_is() -> None:
    assert upgrade(TEXT, 2) == TEXT


@pytest.mark.parametrize(("found", "said", "code"), [(0, 0, "no_upgrade_step"), (1, 0, "version_mismatch")])
def test_an_upgrade_that_is_not_known_is_refused(found: int, said: int, code: str) -> None:
    with pytest.raises(PolicyError) as refused:
        upgrade(canonical({**to_tree(default_policy()), "schema_version": found}), said)
    assert refused.value.codes == (code,)


def test_decimals_are_exact() -> None:
    assert default_policy().dose_tiers.default_mg_per_kg.value == Decimal("0.5")
    assert isinstance(default_policy().dose_tiers.rounding_error_percent.value, Decimal)
