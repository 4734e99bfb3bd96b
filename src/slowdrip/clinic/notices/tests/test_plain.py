"""What may leave the house: no word about health, in words, or in the name of a host."""

import pytest

from slowdrip.clinic.notices.plain import problems_of


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
        "https://nycketamine.example/p/x",
        "Write to desk@MyDepressionClinic.example",
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
        "An asterisk behind the underscore",
        "Answer here: https://slowdrip.fundamental-basque.example/p/harbor/",
    ],
)
def test_plain_words_pass(text: str) -> None:
    assert problems_of(text) == ()


def test_each_word_is_named_once() -> None:
    assert problems_of("Mood, mood and dose") == ("mood", "dose")
