"""What the shipped files hold: the three sets, their licences, and no word that may not be here."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal

import pytest

from slowdrip.knowledge.scales import load_scale, scale, scale_names, scales
from slowdrip.knowledge.scales.catalogue import scale_file
from slowdrip.knowledge.types.scale_rules import Kind, Origin
from slowdrip.knowledge.types.scales import Distribution, Scale

WITH_TEXT = [
    "aldrete",
    "asq",
    "bladder",
    "bprs18",
    "bprs_plus",
    "cgi_efficacy",
    "cgi_i",
    "cgi_s",
    "edi",
    "gad7",
    "hamd17",
    "moaas",
    "mpadss",
    "msm",
    "nrs_mood",
    "nrs_nausea",
    "nrs_pain",
    "orientation",
    "pcl5",
    "pgic_cgi7",
    "phq2",
    "phq8",
    "phq9",
    "side_effects",
]
ON_PERMISSION = ["audit_c", "cssrs_screener", "cssrs_since_last", "dass21", "uncope", "who5"]
SCORE_ONLY = [
    "bdi2",
    "bss",
    "cadss23",
    "cadss6",
    "dast10",
    "eq5d5l",
    "icpi",
    "icsi",
    "isi",
    "madrs",
    "mdq",
    "mmse",
    "moca",
    "promis_depression_4a",
    "promis_depression_8a",
    "psqi",
    "qids_sr16",
    "qlesq_sf",
    "sds",
    "ssi",
    "whodas12",
    "whodas12_from_1",
    "wsas",
    "ymrs",
]


def named(distribution: Distribution) -> list[str]:
    """The scales of one set."""
    return [name for name, each in scales().items() if each.licence.distribution is distribution]


def test_each_scale_is_in_its_set() -> None:
    assert named(Distribution.WITH_TEXT) == WITH_TEXT
    assert named(Distribution.ON_PERMISSION) == ON_PERMISSION
    assert named(Distribution.SCORE_ONLY) == SCORE_ONLY


def test_only_the_set_with_text_has_words() -> None:
    assert [each.name for each in scales().values() if each.texts and each.name not in WITH_TEXT] == []
    spoken = {name for name in WITH_TEXT if scale(name).texts}
    assert {"phq9", "phq8", "phq2", "gad7", "pcl5", "asq"} <= spoken
    assert {name for name in WITH_TEXT if name not in spoken} == {
        "aldrete", "bprs18", "bprs_plus", "cgi_efficacy", "edi", "hamd17", "mpadss",
    }  # fmt: skip


def test_a_text_of_somebody_else_keeps_its_notice() -> None:
    for name in ("phq9", "phq8", "phq2", "gad7"):
        assert "No permission required to reproduce" in scale(name).texts["en"].notice
    assert "NIMH" in scale("asq").texts["en"].notice


def test_the_lowest_option_of_gad7_is_not_the_widely_copied_mistake() -> None:
    assert scale("gad7").texts["en"].answers["frequency"][Decimal(0)] == "Not at all"


def test_very_and_extremely_have_swapped_codes() -> None:
    codes = scale("phq9").item("difficulty").answers.loinc
    assert codes is not None
    assert [codes[Decimal(value)] for value in range(4)] == ["LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"]


def origins(part: object) -> list[Origin]:
    """Every origin in a tree of typed parts."""
    if isinstance(part, Origin):
        return [part]
    if isinstance(part, tuple):
        return [found for each in part for found in origins(each)]
    if is_dataclass(part) and not isinstance(part, type):
        return [found for each in fields(part) for found in origins(getattr(part, each.name))]
    return []


@pytest.mark.parametrize("name", scale_names())
def test_every_statement_has_a_source(name: str) -> None:
    found = origins(scale(name))
    assert len(found) >= 5
    assert all(each.source for each in found)


@pytest.mark.parametrize("name", scale_names())
def test_what_decides_is_never_unverified(name: str) -> None:
    one = scale(name)
    decides = (one.structure, one.recall, one.prompts, one.scores, one.outcomes, one.triggers)
    bands = {id(each.bands.origin) for each in one.scores if each.bands}
    assert [each for each in origins(decides) if not each.is_in_force and id(each) not in bands] == []
    assert [each.name for each in one.thresholds if each.is_default and not each.origin.is_in_force] == []


def test_the_risk_items_of_the_facts_are_triggers() -> None:
    risk = {"phq9": "q9", "qids_sr16": "q12", "hamd17": "q3", "madrs": "q10", "bdi2": "q9"}
    assert {name: tuple(scale(name).risk_items) for name in risk} == {name: (item,) for name, item in risk.items()}
    assert {"asq", "cssrs_screener", "cssrs_since_last", "mdq", "bss"} <= {
        each.name for each in scales().values() if each.triggers
    }


ASK_ABOUT_SUICIDE = frozenset(
    {"asq", "bdi2", "bss", "cssrs_screener", "cssrs_since_last", "hamd17", "madrs", "phq9", "qids_sr16", "ssi"}
)
DO_NOT_ASK = frozenset(
    {
        "aldrete", "audit_c", "bladder", "bprs18", "bprs_plus", "cadss23", "cadss6", "cgi_efficacy", "cgi_i", "cgi_s",
        "dass21", "dast10", "edi", "eq5d5l", "gad7", "icpi", "icsi", "isi", "mdq", "mmse", "moaas", "moca", "mpadss",
        "msm", "nrs_mood", "nrs_nausea", "nrs_pain", "orientation", "pcl5", "pgic_cgi7", "phq2", "phq8",
        "promis_depression_4a", "promis_depression_8a", "psqi", "qlesq_sf", "sds", "side_effects", "uncope",
        "whodas12", "whodas12_from_1", "who5", "wsas", "ymrs",
    }
)  # fmt: skip


def silent(found: Mapping[str, Scale]) -> list[str]:
    """The scales that ask about suicide and make no task."""
    return [name for name in sorted(ASK_ABOUT_SUICIDE) if not found[name].triggers]


def test_every_scale_was_looked_at_for_suicide() -> None:
    assert not ASK_ABOUT_SUICIDE & DO_NOT_ASK
    assert set(scale_names()) == ASK_ABOUT_SUICIDE | DO_NOT_ASK


def test_every_scale_that_asks_about_suicide_makes_a_task() -> None:
    assert silent(scales()) == []


@pytest.mark.parametrize("name", sorted(ASK_ABOUT_SUICIDE))
def test_a_lost_trigger_is_noticed(name: str) -> None:
    assert silent({**scales(), name: replace(scale(name), triggers=())}) == [name]


def test_what_is_passed_is_no_positive_screen() -> None:
    passed = {
        (each.name, line.name) for each in scales().values() for line in each.thresholds if line.kind is Kind.PASSED
    }
    assert passed == {
        ("aldrete", "step_down"),
        ("moca", "normal"),
        ("mpadss", "discharge"),
        ("orientation", "discharge"),
    }


def test_words_of_somebody_else_read_in_a_copy_say_that_they_have_to_be_compared() -> None:
    flagged = {each.name for each in scales().values() for one in each.texts.values() if one.compare_before_use}
    assert flagged == {"asq", "cgi_i", "cgi_s", "gad7", "pcl5", "pgic_cgi7", "phq2", "phq8", "phq9"}


def test_pcl5_asks_for_the_one_event_first() -> None:
    assert [each.name for each in scale("pcl5").prompts] == ["index_event"]
    assert "one" in scale("pcl5").texts["en"].prompts["index_event"]
    assert [each.name for each in scales().values() if each.prompts] == ["pcl5"]


def test_every_question_of_pcl5_ends_as_one() -> None:
    assert all(each.endswith("?") for each in scale("pcl5").texts["en"].items.values())


@pytest.mark.parametrize(
    ("name", "line", "confidence"),
    [
        ("isi", "response", "secondary"),
        ("isi", "change", "published"),
        ("uncope", "total", "proposal"),
        ("icsi", "structure", "proposal"),
        ("icpi", "recall", "proposal"),
        ("edi", "structure", "proposal"),
        ("edi", "recall", "proposal"),
        ("edi", "licence", "unverified"),
        ("cadss6", "recall", "proposal"),
        ("cadss6", "structure", "published"),
        ("qids_sr16", "recall", "secondary"),
        ("bss", "structure", "proposal"),
        ("bss", "recall", "secondary"),
        ("cssrs_since_last", "recall", "secondary"),
        ("cssrs_since_last", "structure", "secondary"),
        ("phq9", "text", "secondary"),
        ("ymrs", "rise", "proposal"),
        ("ssi", "any", "proposal"),
    ],
)
def test_a_confidence_is_not_above_what_was_read(name: str, line: str, confidence: str) -> None:
    one = scale(name)
    bands = {each.name: each.bands.origin for each in one.scores if each.bands}
    lines = {each.name: each.origin for each in one.thresholds} | {each.name: each.origin for each in one.triggers}
    whole = {"structure": one.structure, "recall": one.recall.origin, "licence": one.licence.origin}
    words = {"text": one.texts["en"].origin} if one.texts else {}
    assert {**bands, **lines, **whole, **words}[line].confidence == confidence


def test_the_window_since_last_contact_has_no_code() -> None:
    one = scale("cssrs_since_last")
    assert (one.loinc_panel, {each.loinc for each in one.items}) == ("", {""})
    assert "93373-9" not in one.structure.source + one.recall.origin.source


def test_the_lines_that_raise_a_task_are_those_of_psychosis_and_mania() -> None:
    raising = {(each.name, line.name) for each in scales().values() for line in each.thresholds if line.raises_task}
    assert raising == {("bprs18", "positive_rise"), ("bprs_plus", "positive_rise"), ("ymrs", "rise")}


def test_pcl5_has_no_invented_bands() -> None:
    assert scale("pcl5").score("total").bands is None


def test_a_change_of_wording_or_of_an_example_keeps_the_hash_and_a_change_of_a_cut_moves_it() -> None:
    text, before = scale_file("phq9"), scale("phq9").content_sha256

    def hashed(old: str, new: str) -> str:
        assert old in text
        return load_scale(text.replace(old, new, 1), name="phq9").content_sha256

    assert hashed("Poor appetite or overeating", "Poor appetite, or overeating") == before
    assert hashed("from = [0, 5, 10, 15, 20]", "from = [0, 5, 11, 15, 20]") != before


def test_each_kind_of_line_has_one_default_at_most() -> None:
    for each in scales().values():
        defaults = [(line.score, line.kind) for line in each.thresholds if line.is_default]
        assert len(defaults) == len(set(defaults)), each.name


def test_the_caseness_of_the_facts() -> None:
    def cut(one: Scale) -> Decimal:
        return next(line.value for line in one.thresholds if line.kind is Kind.CASENESS and line.is_default)

    assert {name: cut(scale(name)) for name in ("phq9", "gad7", "pcl5")} == {"phq9": 10, "gad7": 10, "pcl5": 33}
