"""Patients read at many levels: their pages stay at about the sixth grade."""

from __future__ import annotations

import pytest

from slowdrip.clinic.cognition.words import SENTENCES as OF_GAMES
from slowdrip.clinic.outcomes.offered import is_for_patients, words_of
from slowdrip.clinic.portal.tests.reading import (
    TO_PATIENTS,
    grade,
    message_texts,
    patient_texts,
    spoken_in,
    syllables_of,
    tellers,
    texts_of,
)
from slowdrip.clinic.portal.words import SENTENCES
from slowdrip.knowledge.scales.catalogue import scales

MOST_GRADE = 6.0
MOST_OF_ONE = 9.0
LONG_WORDS = 6


OWN_WORDING = "own wording"
TO_STAFF = {"safety/calling.py"}


def scale_texts() -> dict[str, list[str]]:
    """The words of each scale that a patient answers and that was written here; a published one stays as it is."""
    own = {name: words_of(each) for name, each in scales().items() if each.licence.holder == OWN_WORDING}
    return {
        name: [
            text.stem,
            *text.prompts.values(),
            *text.items.values(),
            *(word for words in text.answers.values() for word in words.values()),
        ]
        for name, text in own.items()
        if text is not None and is_for_patients(name)
    }


def every_text() -> list[str]:
    refused = (*SENTENCES.values(), *OF_GAMES.values())
    of_scales = (text for texts in scale_texts().values() for text in texts)
    return [*patient_texts(), *map(str, refused), *of_scales, *message_texts()]


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
    assert len(found) > 70
    assert set(found.values()) >= {"own.html", "symbols.html", "reactions.html", "offered.html", "unwell.html"}
    assert "I'd rather not say" in found
    assert any("Nobody watches it all the time" in text for text in found)


def test_the_scales_of_own_wording_are_really_read() -> None:
    assert scale_texts().keys() >= {"bladder", "nrs_mood", "side_effects"}
    assert all(len(texts) > 1 for texts in scale_texts().values())


def test_every_message_to_a_patient_is_really_read() -> None:
    """Whoever adds a kind of message says here whether a patient reads it."""
    assert tellers() == {*TO_PATIENTS, *TO_STAFF}
    found = message_texts()
    assert len(found) > 5
    assert any("A few questions are waiting for you" in text for text in found)


@pytest.mark.parametrize("source", ["patient_texts", "message_texts"])
def test_planted_a_hard_text_of_any_kind_is_found(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hard = "Utilization of the aforementioned communication facilities presupposes authentication."
    monkeypatch.setattr(f"{__name__}.{source}", lambda: {hard: "page.html"})
    with pytest.raises(AssertionError):
        test_no_sentence_is_far_harder_than_the_rest()


def test_words_of_a_program_are_found_and_names_for_staff_are_not() -> None:
    assert list(spoken_in('_("Call %(phone)s") % {"phone": 1}; lazy("Staff")')) == ["Call 12"]


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
