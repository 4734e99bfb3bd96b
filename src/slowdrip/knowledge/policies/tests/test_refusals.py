"""What the loader refuses, each with its file and key, all of it at once."""

import pytest

from slowdrip.knowledge.authored.problems import MESSAGES
from slowdrip.knowledge.policies import PolicyError, default_policy_text, load_policy
from slowdrip.knowledge.policies.tests.authoring import refusals, replaced, with_line, with_value

SBP = "alarms.urgent.sbp_mmhg"
OURS = 'source = "engineering default", confidence = "proposal"'

BAD_LEAVES = [
    ("sbp_mmhg = 180", "not_sourced"),
    (f"sbp_mmhg = {{ {OURS} }}", "missing_value"),
    ('sbp_mmhg = { value = 180, confidence = "proposal" }', "missing_source"),
    ('sbp_mmhg = { value = 180, source = " ", confidence = "proposal" }', "missing_source"),
    ('sbp_mmhg = { value = 180, source = "a trial" }', "missing_confidence"),
    ('sbp_mmhg = { value = 180, source = "a trial", confidence = "certain" }', "wrong_confidence"),
    ('sbp_mmhg = { value = 180, source = "a trial", confidence = 3 }', "wrong_confidence"),
    ('sbp_mmhg = { value = 180, source = "engineering default", confidence = "published" }', "default_not_proposal"),
    ('sbp_mmhg = { value = 180, source = "a trial", confidence = "unverified" }', "unverified_in_force"),
    (f"sbp_mmhg = {{ value = 180.0, {OURS} }}", "wrong_type"),
    (f'sbp_mmhg = {{ value = "180", {OURS} }}', "wrong_type"),
    (f"sbp_mmhg = {{ value = true, {OURS} }}", "wrong_type"),
    (f"sbp_mmhg = {{ value = 18, {OURS} }}", "out_of_range"),
    (f"sbp_mmhg = {{ value = 1800, {OURS} }}", "out_of_range"),
    ("", "missing_key"),
]


@pytest.mark.parametrize(("line", "code"), BAD_LEAVES)
def test_a_bad_value_is_refused_at_its_key(line: str, code: str) -> None:
    assert refusals(replaced(SBP, line)) == [(SBP, code)]


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    text = with_line("alarms.urgent", f"sbp_mmgh = {{ value = 180, {OURS} }}")
    with pytest.raises(PolicyError) as refused:
        load_policy(text, name="clinic.toml")
    problem = refused.value.problems[0]
    assert (problem.file, problem.key, problem.code) == ("clinic.toml", "alarms.urgent.sbp_mmgh", "unknown_key")
    assert problem.params["suggestion"] == "sbp_mmhg"
    assert "sbp_mmhg" in problem.message


def test_a_clinic_cannot_sign_itself_a_slower_watchdog() -> None:
    text = with_line("alarms", f"heartbeat_stale_s = {{ value = 60, {OURS} }}")
    assert refusals(text) == [("alarms.heartbeat_stale_s", "unknown_key")]


@pytest.mark.parametrize(
    ("calls", "found"), [("0", "out_of_range"), ("1", ""), ("6", ""), ("60", ""), ("61", "out_of_range")]
)
def test_the_last_role_is_called_at_least_once_and_not_for_ever(calls: str, found: str) -> None:
    key = "alarms.ceiling_calls"
    assert refusals(with_value(key, calls)) == ([(key, found)] if found else [])


def test_an_unknown_section_is_refused() -> None:
    assert refusals(default_policy_text() + "\n[pumps]\nspeed = 1\n") == [("pumps", "unknown_key")]


def test_an_unknown_attribute_of_a_value_is_refused() -> None:
    text = replaced(SBP, f'sbp_mmhg = {{ value = 180, {OURS}, unit = "kPa" }}')
    assert refusals(text) == [(f"{SBP}.unit", "unknown_attribute")]


def test_a_value_in_another_unit_is_refused_and_not_also_called_missing() -> None:
    text = replaced("sessions.lock_after_s", f"lock_after_min = {{ value = 2, {OURS} }}")
    assert refusals(text) == [("sessions.lock_after_min", "wrong_unit")]


def test_a_missing_section_is_refused() -> None:
    text = default_policy_text()
    assert refusals(text[: text.index("[sessions]")]) == [("sessions", "missing_section")]


def test_a_section_that_is_a_number_is_refused() -> None:
    text = default_policy_text()
    cut = text[: text.index("[sessions]")].replace("schema_version = 2", "schema_version = 2\nsessions = 5")
    assert refusals(cut) == [("sessions", "not_a_section")]


@pytest.mark.parametrize("value", ["nan", "inf", "0", "-0.5", "30.0"])
def test_a_dose_limit_that_is_no_possible_dose_is_refused(value: str) -> None:
    found = refusals(with_value("dose_tiers.impossible_above_mg_per_kg", value))
    assert found[0][0] == "dose_tiers.impossible_above_mg_per_kg"
    assert found[0][1] in ("wrong_type", "out_of_range")


def test_a_number_with_too_many_digits_is_refused() -> None:
    text = with_value("dose_tiers.default_mg_per_kg", "0.4999999999999999")
    assert refusals(text) == [("dose_tiers.default_mg_per_kg", "too_precise")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('["bp", "pulse"]', "unknown_choice"),
        ('["bp", "bp"]', "repeated_choice"),
        ("[]", "empty_list"),
        ('"bp"', "wrong_type"),
        ("[1]", "unknown_choice"),
    ],
)
def test_a_bad_list_is_refused(value: str, code: str) -> None:
    assert refusals(with_value("checks.first.channels", value)) == [("checks.first.channels", code)]


@pytest.mark.parametrize(("value", "code"), [('"limping"', "unknown_choice"), ("1", "wrong_type")])
def test_a_bad_code_is_refused(value: str, code: str) -> None:
    assert refusals(with_value("discharge.gait", value)) == [("discharge.gait", code)]


def test_a_requirement_is_yes_or_no() -> None:
    key = "discharge.escort_seen_required"
    assert refusals(with_value(key, "1")) == [(key, "wrong_type")]


def test_a_note_is_a_text() -> None:
    assert refusals(replaced(SBP, f"sbp_mmhg = {{ value = 180, {OURS}, note = 1 }}")) == [(f"{SBP}.note", "wrong_type")]


def test_a_profile_that_is_not_there_cannot_be_selected() -> None:
    assert refusals(with_value("go_no_go.profile", '"strict"')) == [("go_no_go.profile", "unknown_profile")]


def test_an_unverified_profile_may_be_listed_and_not_selected() -> None:
    text = default_policy_text().replace(
        'instructions (midwest)", confidence = "published"', 'instructions (midwest)", confidence = "unverified"'
    )
    selected = text.replace('value = "clinics_6_2"', 'value = "clinic_4"')
    assert refusals(text) == []
    assert refusals(selected) == [("fasting.profiles.clinic_4.solids_h", "unverified_in_force")]


def test_a_profile_name_is_plain() -> None:
    text = default_policy_text().replace("[fasting.profiles.clinic_4]", '[fasting.profiles."Clinic 4"]')
    assert refusals(text) == [("fasting.profiles.Clinic 4", "bad_name")]


@pytest.mark.parametrize("text", ["checks = ", "a = 1e99999999999999999999", "a = " + "[" * 5000, "a = " + "9" * 5000])
def test_text_that_cannot_be_read_is_refused(text: str) -> None:
    assert refusals(text) == [("", "not_readable")]


@pytest.mark.parametrize(("version", "code"), [("0", "old_schema"), ('"1"', "wrong_type"), ("true", "wrong_type")])
def test_a_wrong_schema_version_is_refused(version: str, code: str) -> None:
    text = default_policy_text().replace("schema_version = 2", f"schema_version = {version}")
    assert refusals(text) == [("schema_version", code)]


def test_all_problems_are_reported_at_once() -> None:
    text = replaced(SBP, "sbp_mmhg = 180")
    text = replaced("sessions.pin_tries", "", text=text)
    text = with_value("weight.plausible_min_kg", "400", text=text)
    assert sorted(refusals(text)) == [
        (SBP, "not_sourced"),
        ("sessions.pin_tries", "missing_key"),
        ("weight.plausible_min_kg", "impossible_order"),
    ]


def test_an_empty_text_names_every_section() -> None:
    keys = [key for key, code in refusals("schema_version = 2") if code == "missing_section"]
    assert {"alarms", "checks", "dose_tiers", "discharge", "go_no_go"} <= set(keys)


def test_every_message_says_where_and_how() -> None:
    assert all(";" in text for text in MESSAGES.values())
