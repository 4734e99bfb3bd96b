"""A scale's file with a mistake in it is refused, with file, key and fix."""

import pytest

from slowdrip.knowledge.scales import ScaleError, load_scale, load_text_pack, scale
from slowdrip.knowledge.scales.catalogue import scale_file

PHQ9 = scale_file("phq9")
TOTAL = 'rule = "sum"\nof = ["q1-q9"]\nrange = [0, 27]'


def refused(text: str) -> ScaleError:
    """The refusal of a text."""
    with pytest.raises(ScaleError) as found:
        load_scale(text, name="phq9")
    return found.value


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ("schema_version = 1", "schema_version = 2", "schema_version", "wrong_type"),
        ("schema_version = 1", "schema_version = ", "", "not_readable"),
        ('title = "PHQ-9"', 'tittle = "PHQ-9"', "tittle", "unknown_key"),
        ('version = "PHQ-9"', "", "version", "missing_text"),
        ("minutes = 3", "minutes = 2.5", "minutes", "wrong_type"),
        ('entries = ["items", "total"]', 'entries = ["item"]', "entries", "unknown_choice"),
        ('loinc_panel = "44249-1"', 'loinc_panel = "44249-2"', "loinc_panel", "wrong_check_digit"),
        ('loinc = "44250-9"', 'loinc = "44250-8"', "items.q1.loinc", "wrong_check_digit"),
        ('loinc = "44250-9"', 'loinc = "68517-2"', "items.q1.loinc", "wrong_check_digit"),
        ('"LA6575-0"', '"LA6575-1"', "answers.difficulty.loinc", "wrong_check_digit"),
        ('"LA6570-1", "LA6571-9"]', '"LA6570-1"]', "answers.frequency.loinc", "wrong_type"),
        ("frequency = { low = 0, high = 3", "frequency = { low = 3, high = 0", "answers.frequency", "impossible_order"),
        ("frequency = { low = 0,", "frequency = { low = 0, step = 0,", "answers.frequency.step", "wrong_type"),
        ('q1 = { answers = "frequency"', 'q1 = { answers = "often"', "items.q1.answers", "unknown_choice"),
        (
            'q1 = { answers = "frequency"',
            'q1 = { reversed = true, answers = "frequency"',
            "items.q1.reversed",
            "unknown_key",
        ),
        (
            'not_applicable = "adds_zero" }',
            'not_applicable = "zero" }',
            "items.difficulty.not_applicable",
            "unknown_choice",
        ),
        (', not_applicable = "adds_zero" }', " }", "items.difficulty.not_applicable", "missing_text"),
        (TOTAL, TOTAL.replace("q1-q9", "q1-q10"), "scores.total.of", "unknown_choice"),
        (TOTAL, TOTAL.replace("[0, 27]", "[27, 0]"), "scores.total.range", "impossible_order"),
        (TOTAL, TOTAL.replace('"sum"', '"average"'), "scores.total.rule", "unknown_choice"),
        ("from = [0, 5, 10, 15, 20]", "from = [0, 10, 5, 15, 20]", "scores.total.bands.from", "impossible_order"),
        ("from = [0, 5, 10, 15, 20]", "from = [1, 5, 10, 15, 20]", "scores.total.bands.from", "impossible_order"),
        ("from = [0, 5, 10, 15, 20]", "from = [0, 5, 10, 15, 28]", "scores.total.bands.from", "out_of_range"),
        ("from = [0, 5, 10, 15, 20]", "from = [0, 5, 10, 15]", "scores.total.bands", "wrong_type"),
        ('source = "PMID 33261932", ', "", "thresholds.change_trd.source", "missing_source"),
        (
            'confidence = "secondary" }\nchange_trd',
            'confidence = "certain" }\nchange_trd',
            "thresholds.remission.confidence",
            "wrong_confidence",
        ),
        (
            'value = 5, source = "recalled"',
            'value = 5, default = true, source = "recalled"',
            "thresholds.change_general",
            "unverified_in_force",
        ),
        (
            'confidence = "proposal" }\ncaseness',
            'confidence = "published" }\ncaseness',
            "thresholds.worsening",
            "default_not_proposal",
        ),
        ('caseness = { score = "total"', 'caseness = { score = "sum"', "thresholds.caseness.score", "unknown_choice"),
        (
            'measured = "better_by_percent", value = 20,',
            'measured = "better_by_percent", value = 20, default = true,',
            "thresholds.change_percent.default",
            "repeated_choice",
        ),
        (
            'when = { item = "q9", at_least = 1 }',
            'when = { item = "q10", at_least = 1 }',
            "triggers.item9.when",
            "unknown_choice",
        ),
        ('when = { item = "q9", at_least = 1 }', 'when = { item = "q9" }', "triggers.item9.when", "missing_interval"),
        ('when = { item = "q9", at_least = 1 }', "when = { }", "triggers.item9.when", "unknown_choice"),
        ('urgency = "urgent"', 'urgency = "soon"', "triggers.item9.urgency", "unknown_choice"),
        (
            'codes = ["major", "other", "none"]',
            'codes = ["other", "major", "none"]',
            "outcomes.syndrome.when",
            "wrong_type",
        ),
        (
            '{ score = "core", at_least = 1 }, { score = "symptoms", at_least = 5 }',
            '{ score = "heart", at_least = 1 }',
            "outcomes.syndrome.when",
            "unknown_choice",
        ),
        ('q9 = "Thoughts', 'q10 = "Thoughts', "text.en.items.q9", "missing_text"),
        ('3 = "Nearly every day"', '4 = "Nearly every day"', "text.en.answers.frequency.4", "wrong_type"),
        ('distribution = "with_text"', 'distribution = "score_only"', "text", "text_not_allowed"),
        ('distribution = "with_text"', 'distribution = "on_permission"', "text", "text_not_allowed"),
        ("compare_before_use = true\n", "", "text.en.compare_before_use", "text_not_compared"),
        ("compare_before_use = true", 'compare_before_use = "yes"', "text.en.compare_before_use", "wrong_type"),
        (
            'kind = "screen", measured = "at_least"',
            'kind = "passed", measured = "at_least"',
            "thresholds.screen.measured",
            "wrong_type",
        ),
        (
            'kind = "screen", measured = "at_least"',
            'kind = "screen", measured = "at_most"',
            "thresholds.screen.measured",
            "wrong_type",
        ),
        (
            'measured = "better_by_points", value = 6, default = true,',
            'measured = "better_by_points", value = 6, raises_task = true,',
            "thresholds.change_trd.raises_task",
            "wrong_type",
        ),
        (
            "[text.en.items]",
            '[text.en.prompts]\nevent = "Which one?"\n[text.en.items]',
            "text.en.prompts.event",
            "unknown_key",
        ),
        (
            "[scores.total]",
            '[prompts]\nevent = { source = "a form", confidence = "published" }\n[scores.total]',
            "text.en.prompts.event",
            "missing_text",
        ),
        (
            "[scores.total]",
            '[prompts]\nevent = { source = "a form", confidence = "unverified" }\n[scores.total]',
            "prompts.event",
            "unverified_in_force",
        ),
        (
            'source = "LOINC 44249-1"\nconfidence = "published"',
            'source = "LOINC 44249-1"\nconfidence = "unverified"',
            "recall",
            "unverified_in_force",
        ),
        ('answers = "0x9 -"', 'answers = "0x8 -"', "examples.0.answers", "wrong_type"),
        ('answers = "0x9 -"', 'answers = "0x9 ?"', "examples.0.answers", "wrong_type"),
    ],
)
def test_a_planted_mistake_is_refused_at_its_key(old: str, new: str, key: str, code: str) -> None:
    assert old in PHQ9
    problems = refused(PHQ9.replace(old, new, 1)).problems
    assert (key, code) in [(each.key, each.code) for each in problems]
    assert all(each.message.startswith("phq9.toml") for each in problems)


def test_only_sums_and_means_of_items_are_ever_completed() -> None:
    extra = 'prorating = { missing_at_most = 1, source = "engineering default", confidence = "proposal" }\n'
    text = scale_file("qids_sr16").replace("[scores.total]\n", "[scores.total]\n" + extra)
    with pytest.raises(ScaleError) as found:
        load_scale(text, name="qids_sr16")
    assert [each.key for each in found.value.problems] == ["scores.total.prorating"]


def test_every_problem_is_told_at_once() -> None:
    text = PHQ9.replace('loinc = "44250-9"', 'loinc = "1-1"', 1).replace('urgency = "urgent"', 'urgency = "soon"', 1)
    assert {"wrong_check_digit", "unknown_choice"} <= set(refused(text).codes)


def test_a_condition_on_applying_may_only_look_at_earlier_items() -> None:
    rule = 'applies_when = { count = ["q1-q4"]'
    assert rule in scale_file("asq")
    text = scale_file("asq").replace(rule, rule.replace("q1-q4", "q1-q5"))
    with pytest.raises(ScaleError) as found:
        load_scale(text, name="asq")
    assert found.value.codes == ("unknown_choice",)


PACK = """
schema_version = 1
language = "de"
title = "A pack of the clinic"
stem = "Own form"
notice = "Licensed to the clinic."
source = "the clinic's licence"
confidence = "secondary"
[items]
use = "1"
neglect = "2"
cut_down = "3"
objection = "4"
preoccupied = "5"
emotional = "6"
[answers.yes_no]
0 = "no"
1 = "yes"
"""


def test_a_clinic_brings_its_own_words() -> None:
    pack = load_text_pack(PACK, name="uncope_de.toml", scale=scale("uncope"))
    assert (pack.language, pack.items["cut_down"], pack.is_official) == ("de", "3", True)


def test_unverified_words_are_never_the_official_ones() -> None:
    pack = load_text_pack(PACK.replace('"secondary"', '"unverified"'), name="p.toml", scale=scale("uncope"))
    assert not pack.is_official


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('language = "de"\n', "", "missing_text"),
        ('emotional = "6"\n', "", "missing_text"),
        ('use = "1"', 'used = "1"', "unknown_key"),
        ('notice = "Licensed to the clinic."\n', "", "missing_text"),
    ],
)
def test_a_pack_with_a_hole_is_refused(old: str, new: str, code: str) -> None:
    assert old in PACK
    with pytest.raises(ScaleError) as found:
        load_text_pack(PACK.replace(old, new, 1), name="p.toml", scale=scale("uncope"))
    assert code in found.value.codes
