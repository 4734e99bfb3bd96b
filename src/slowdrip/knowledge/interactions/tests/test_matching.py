"""A free text is found by whole words, whatever its case and accents; what is not certain stays unknown."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.knowledge.interactions import (
    InteractionsError,
    classes,
    codes_in,
    default_interactions,
    entries_of,
    load_interactions,
    matching,
    suggestions,
)

TABLE = default_interactions()
TEXT = files("slowdrip.knowledge.interactions").joinpath("ketamine.toml").read_text(encoding="utf-8")
NAMES = [(each.name, name) for each in TABLE.medicines for name in each.all_names]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Lorazepam", ("benzodiazepines",)),
        ("  LORAZEPAM 1 mg ret.", ("benzodiazepines",)),
        ("Lorazépam", ("benzodiazepines",)),
        ("benzo", ("benzodiazepines",)),
        ("some benzodiazepine, at night", ("benzodiazepines",)),
        ("Rifampin", ("rifampicin",)),
        ("St. John\u2019s Wort", ("st_johns_wort",)),
        ("st johns wort tea", ("st_johns_wort",)),
        ("MAO-inhibitor", ("mao_inhibitors",)),
        ("Tranylcypromine", ("mao_inhibitors",)),
        ("rifampicin with grapefruit juice", ("grapefruit", "rifampicin")),
        ("Sertraline 50 mg", ("antidepressants",)),
        ("Alprazolam", ("benzodiazepines",)),
        ("Morphine", ("opioids",)),
        ("Clozapine", ("clozapine",)),
        ("Metformin", ()),
        ("Carbamazepine", ()),
        ("Naltrexone", ()),
        ("Lorazepamum", ()),
        ("no opioids", ()),
        ("No  benzodiazepines, opioids", ("opioids",)),
        ("not sertraline", ()),
        ("non-benzodiazepine", ()),
        ("NON\u2011BENZODIAZEPINE", ()),
        ("opioid antagonist", ()),
        ("opioid receptor-antagonists", ()),
        ("an opioid blocker", ()),
        ("no MAO inhibitor", ()),
        ("no St John\u2019s wort", ()),
        ("opioid antagonist; morphine", ("opioids",)),
        ("None. Lorazepam", ("benzodiazepines",)),
        ("no. Lorazepam", ("benzodiazepines",)),
        ("Lorazepam, no others", ("benzodiazepines",)),
        ("Norfluoxetine", ()),
        ("inhibitor", ()),
        ("wort", ()),
        ("", ()),
        ("\u2026 / \u00b5", ()),
    ],
)
def test_a_text_means_what_stands_in_it_and_nothing_else(typed: str, codes: tuple[str, ...]) -> None:
    assert codes_in(TABLE, typed) == codes


def test_a_class_that_somebody_named_counts_like_a_name() -> None:
    assert codes_in(TABLE, "Bromazepam", belongs_to="benzodiazepines") == ("benzodiazepines",)
    assert codes_in(TABLE, "Bromazepam", belongs_to="not_a_class") == ()


@given(
    st.sampled_from(NAMES),
    st.sampled_from((str.upper, str.lower, str.title)),
    st.sampled_from(("", " ", ", ", " 5 mg ")),
)
def test_every_name_is_found_in_any_case_and_among_other_words(
    named: tuple[str, str], cased: object, apart: str
) -> None:
    code, name = named
    assert callable(cased)
    assert code in codes_in(TABLE, f"{apart}{cased(name)}{apart}")


@given(st.text(max_size=60))
def test_any_text_is_taken(typed: str) -> None:
    assert set(codes_in(TABLE, typed)) <= {each.name for each in TABLE.medicines}


def test_every_medicine_of_the_table_has_names_and_something_to_say() -> None:
    """A genotype is nothing that a patient takes."""
    assert {each.name for each in TABLE.medicines} == set(TABLE.perpetrators) - {"cyp2b6_6"}
    assert all(entries_of(TABLE, [each.name]) for each in TABLE.medicines)


def test_what_is_offered_is_found_again() -> None:
    assert all(codes_in(TABLE, name) for name in suggestions(TABLE))
    assert {"Lorazepam", "Benzodiazepines", "Rifampicin"} <= set(suggestions(TABLE))
    assert "benzodiazepines" in {each.name for each in classes(TABLE)}
    assert "rifampicin" not in {each.name for each in classes(TABLE)}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('names = { value = "Rifampicin; rifampin"', 'names = { value = "Rifampicin; Lithium"', "repeated_choice"),
        ('names = { value = "Rifampicin; rifampin"', 'names = { value = "Rifampicin; "', "missing_text"),
        ("[medicines.ticlopidine]", "[medicines.clopidogrel]", "unknown_choice"),
    ],
)
def test_a_planted_fault_among_the_names_is_refused(old: str, new: str, code: str) -> None:
    assert old in TEXT
    with pytest.raises(InteractionsError) as refused:
        load_interactions(TEXT.replace(old, new, 1), name="ketamine.toml")
    assert code in refused.value.codes


def test_planted_fault_a_match_inside_words_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "_runs_in", lambda name, words: " ".join(name) in " ".join(words))
    with pytest.raises(AssertionError):
        test_a_text_means_what_stands_in_it_and_nothing_else("Lorazepamum", ())


def test_planted_fault_a_name_that_is_denied_and_counts_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "_without_opposites", lambda text: text)
    for typed in ("no opioids", "non-benzodiazepine", "opioid antagonist"):
        with pytest.raises(AssertionError):
            test_a_text_means_what_stands_in_it_and_nothing_else(typed, ())


def test_members_of_a_class_are_no_better_known_than_a_secondary_source() -> None:
    found = {each.name: each.members for each in TABLE.medicines if each.members}
    assert {"antidepressants", "benzodiazepines", "opioids"} <= set(found)
    assert all("WHO ATC" in found[name].source for name in ("antidepressants", "benzodiazepines", "opioids"))
    assert {leaf.confidence.value for name, leaf in found.items() if name != "mao_inhibitors"} == {"secondary"}


def test_what_is_only_unverified_is_not_in_the_table() -> None:
    assert {"naltrexone", "carbamazepine"}.isdisjoint(name.casefold() for _, name in NAMES)
