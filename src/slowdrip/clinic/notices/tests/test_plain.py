"""What may leave the house: no word about health, and one text message."""

import pytest

from slowdrip.clinic.notices.plain import fits_one_text, name_of, problems_of
from slowdrip.clinic.record.models import Clinic


@pytest.mark.parametrize(
    "text",
    [
        "Your KETAMINE visit",
        "After your infusion, how are you?",
        "A few questions about depression",
        "If you think of suicide, call 988",
        "your suicidal thoughts",
        "PHQ-9 is due",
        "Take your lorazepam",
        "side effects",
        "https://ketamine.example/p/x",
        "A crisis line",
    ],
)
def test_words_about_health_are_found(text: str) -> None:
    assert problems_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Your clinic has a few questions for you. Answer here: https://harbor.example/p/harbor/x9doseMoodRiskpcl-5_abcd/",
        "Please call us: +1 555 0100",
        "Your code is 204 118. It is good for 10 minutes.",
        "Open Slowdrip: something waits for you.",
        "Adobe, overdose-free wording is not needed"[:5],
    ],
)
def test_plain_words_pass(text: str) -> None:
    assert problems_of(text) == ()


def test_each_word_is_named_once() -> None:
    assert problems_of("Mood, mood and dose") == ("mood", "dose")


def test_one_text_is_160_plain_letters_and_fewer_with_others() -> None:
    assert fits_one_text("a" * 160)
    assert not fits_one_text("a" * 161)
    assert fits_one_text("€" * 80)
    assert not fits_one_text("€" * 81)
    assert fits_one_text("ł" * 70)
    assert not fits_one_text("ł" * 71)


def test_a_clinic_whose_name_tells_what_it_treats_signs_without_it() -> None:
    assert name_of(Clinic(name="Harbor Ketamine Clinic")) == "your clinic"
    assert name_of(Clinic(name="Harbor House")) == "Harbor House"
