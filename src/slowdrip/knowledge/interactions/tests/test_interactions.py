"""Interactions: published ratios, text first, and never more than a small change of an IV dose."""

from importlib.resources import files
from pathlib import Path

import pytest

from slowdrip.knowledge.interactions import InteractionsError, default_interactions, entries_of, load_interactions
from slowdrip.knowledge.interactions.reference import reference_page

TEXT = files("slowdrip.knowledge.interactions").joinpath("ketamine.toml").read_text(encoding="utf-8")
PAGE = Path(__file__).parents[5] / "docs" / "reference" / "interactions.md"


def test_the_page_is_the_one_that_the_file_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page()


def test_only_an_iv_study_changes_a_clearance() -> None:
    changed = [each for each in default_interactions().interactions if each.clearance_factor_iv is not None]
    assert [each.name for each in changed] == ["rifampicin_iv"]
    assert {each.route.value for each in changed} == {"iv"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("clearance_factor_iv = { value = 1.13", "clearance_factor_iv = { value = 1.16", "out_of_range"),
        ("clearance_factor_iv = { value = 1.13", "clearance_factor_iv = { value = 0.84", "out_of_range"),
        ('value = "concentration_a_little_lower"', 'value = "fine"', "unknown_choice"),
        ('route = { value = "oral"', 'route = { value = "inhaled"', "unknown_choice"),
        ('alert = { value = "sedation_adds", source = "Spravato label", ', "alert = { value = 3, ", "missing_source"),
        ("schema_version = 1", "schema_version = 2", "wrong_type"),
        ("[limits]", "[limit]", "missing_section"),
    ],
)
def test_a_planted_fault_is_refused(old: str, new: str, code: str) -> None:
    assert old in TEXT
    with pytest.raises(InteractionsError) as refused:
        load_interactions(TEXT.replace(old, new, 1), name="ketamine.toml")
    assert code in refused.value.codes


def test_nothing_unverified_ships() -> None:
    with pytest.raises(InteractionsError) as refused:
        load_interactions(TEXT.replace('confidence = "secondary"', 'confidence = "unverified"', 1), name="k.toml")
    assert refused.value.codes == ("unverified_in_force",)


def test_a_label_and_case_reports_of_an_maoi_stand_side_by_side() -> None:
    said = {each.alert.value: each.alert for each in entries_of(default_interactions(), ["mao_inhibitors"])}
    assert {code: leaf.confidence.value for code, leaf in said.items()} == {
        "blood_pressure_adds": "secondary",
        "no_vital_sign_change_in_cases": "published",
    }


def test_the_page_says_that_no_screen_changes_a_clearance_and_none_knows_a_genotype() -> None:
    page = " ".join(reference_page().split())
    assert "no screen does" in page
    assert "no list of medicines holds one, so no screen shows it" in page


def test_the_page_gives_members_of_a_class_their_own_source() -> None:
    (line,) = (each for each in reference_page().splitlines() if "sertraline" in each)
    assert line.endswith("| WHO ATC class N06A | secondary |")
