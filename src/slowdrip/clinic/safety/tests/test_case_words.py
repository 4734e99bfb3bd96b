"""Every code of a case has its words: kinds, acts, tiers, signs, deadlines, reasons, outcomes, problems."""

from enum import StrEnum

import pytest

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.record.words import knows
from slowdrip.clinic.safety import case_words as words
from slowdrip.clinic.safety import hearing, silence
from slowdrip.clinic.safety.actions.concern import CONCERN, STAFF
from slowdrip.clinic.safety.case_shown import STORIES
from slowdrip.clinic.safety.chair import FIELDS, NONE, THOUGHTS, code_of
from slowdrip.clinic.safety.words import PLACES, SENTENCES
from slowdrip.knowledge.scales.catalogue import scales
from slowdrip.science.infusion.events.arrival import SUICIDALITY
from slowdrip.science.rules.risk_case import Disposal, Duty, OwnerWhy, Step, Tier, Urgency, What, closing
from slowdrip.science.rules.risk_case.events import KINDS
from slowdrip.science.rules.risk_case.fold import REOPENED
from slowdrip.science.rules.risk_case.known import IDEATION_UP_TO, is_risk
from slowdrip.science.rules.risk_case.tiers import BY_OUTCOME, TOOLS

CODES: dict[str, tuple[type[StrEnum], dict[str, Words]]] = {
    "tier": (Tier, words.TIERS),
    "what": (What, words.WHAT),
    "disposal": (Disposal, words.DISPOSALS),
    "owner_why": (OwnerWhy, words.OWNER_WHY),
    "step": (Step, words.STEPS),
    "duty": (Duty, words.DUTIES),
    "urgency": (Urgency, words.URGENCIES),
}


@pytest.mark.parametrize("name", CODES)
def test_every_code_has_its_words_and_no_word_is_left_over(name: str) -> None:
    codes, told = CODES[name]
    assert {str(each) for each in codes} == set(told)
    assert all(str(each) for each in told.values())


def test_every_kind_of_event_has_its_line_in_the_story() -> None:
    assert set(STORIES) == set(KINDS)


def test_every_reason_that_stands_in_the_way_has_its_words() -> None:
    named = [getattr(closing, name) for name in dir(closing) if name.isupper()]
    codes = {each for each in named if isinstance(each, str)}
    assert codes
    assert codes <= set(words.REASONS)


def test_every_tool_and_outcome_has_its_words() -> None:
    assert set(TOOLS) == set(words.TOOLS)
    assert {code for outcomes in BY_OUTCOME.values() for code in outcomes} <= set(words.OUTCOMES)


def test_every_trigger_that_is_a_sign_of_risk_has_its_words() -> None:
    for name, scale in scales().items():
        for trigger in scale.triggers:
            if is_risk(f"{name}.{trigger.name}"):
                assert trigger.name in words.TRIGGERS, f"{name}.{trigger.name}"
                assert words.sign_words(f"{name}.{trigger.name}").startswith(scale.title)


def test_every_other_sign_has_its_words() -> None:
    codes = {CONCERN, REOPENED, silence.SILENCE, silence.REVIEW, hearing.OWN_WORDS, "chart.suicidality_before"}
    codes |= {f"chart.{kind}" for kind in FIELDS if kind != "precheck"}
    assert codes <= set(words.SIGNS)
    sources = {STAFF, REOPENED, silence.SILENCE, silence.REVIEW, *hearing.SOURCES.values(), hearing.OWN_WORDS, "chair"}
    assert sources <= set(words.SOURCES)
    assert all(words.sign_words(code) != code for code in IDEATION_UP_TO)


def test_a_refused_question_is_told_as_refused_and_a_value_with_its_number() -> None:
    assert words.sign_words("phq9.item9", source="refused").endswith("refused to answer")
    assert words.sign_words("phq9.item9", source="answer", height=3).endswith("(answered 3)")
    for code in ("asq.positive", "chart.suicidality_before", "chart.suicidality_after"):
        assert words.sign_words(code, height=3).endswith("(up to question 3)")


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("answer", [each for each in SUICIDALITY if each != NONE])
def test_every_answer_that_the_chair_offers_has_its_words(kind: str, answer: str) -> None:
    assert code_of(kind, answer) in words.SIGNS
    assert words.sign_words(code_of(kind, answer), source="chair", height=THOUGHTS.get(answer)).startswith("Asked at")


def test_every_refusal_of_this_app_has_a_sentence_and_every_place_a_name() -> None:
    assert all(knows(code) for code in SENTENCES)
    assert set(PLACES) == {"first", "backup"}
