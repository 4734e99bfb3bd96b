"""Patients read at many levels: their pages stay at about the sixth grade."""

from __future__ import annotations

import pytest

from slowdrip.clinic.portal.tests.reading import grade, patient_texts, syllables_of, texts_of
from slowdrip.clinic.portal.words import SENTENCES
from slowdrip.knowledge.scales.catalogue import scale

MOST_GRADE = 6.0
MOST_OF_ONE = 9.0
LONG_WORDS = 6


def every_text() -> list[str]:
    text = scale("side_effects").texts["en"]
    return [*patient_texts(), *map(str, SENTENCES.values()), text.stem, *text.items.values()]


def test_all_that_a_patient_reads_is_at_about_sixth_grade() -> None:
    # Words on keys are short by nature and would make any text look easy: only what is a sentence counts.
    sentences = [text for text in every_text() if len(text.split()) >= LONG_WORDS]
    whole = ". ".join(text.rstrip(".!?") for text in sentences) + "."
    assert grade(whole) <= MOST_GRADE


def test_no_sentence_is_far_harder_than_the_rest() -> None:
    long = [text for text in every_text() if len(text.split()) >= LONG_WORDS]
    hard = {text: round(grade(text), 1) for text in long if grade(text) > MOST_OF_ONE}
    assert hard == {}


def test_the_pages_are_really_read() -> None:
    found = patient_texts()
    assert len(found) > 40
    assert "I'd rather not say" in found
    assert any("Nobody watches it all the time" in text for text in found)


@pytest.mark.parametrize(
    "text",
    [
        "Utilization of the aforementioned communication facilities presupposes authentication of the individual.",
        "Please indicate the approximate frequency of symptomatology experienced throughout the preceding fortnight.",
    ],
)
def test_planted_a_hard_sentence_is_found(text: str) -> None:
    assert grade(text) > MOST_OF_ONE


@pytest.mark.parametrize(("word", "count"), [("call", 1), ("number", 2), ("saved", 1), ("answered", 2), ("people", 2)])
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_both_kinds_of_text_are_found_in_a_template() -> None:
    markup = '{% translate "One" %}{% blocktranslate with n=x %}Call {{ n }}{% endblocktranslate %}'
    assert texts_of(markup) == ["One", "Call 12"]
