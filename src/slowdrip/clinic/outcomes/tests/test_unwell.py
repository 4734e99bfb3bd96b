"""Whoever feels bad after a drip is told whom to call, on the page that asks and on the one after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from slowdrip.clinic.outcomes import asked_page
from slowdrip.clinic.outcomes.flow import Questions
from slowdrip.clinic.outcomes.tests.asked import Asked, in_house_at_noon, opened, sent, tap
from slowdrip.clinic.outcomes.views import patient as patient_views
from slowdrip.clinic.outcomes.views import patient_end
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.record.models import Clinic
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ALWAYS = "If any of this feels bad or gets worse, call"
TOLD = "Thank you for telling us how you feel."
PHONE = 'href="tel:+1 555 0100"'
EMERGENCY = 'href="tel:911"'


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


def four_hours_on(cast: Cast, *scales: str) -> tuple[Asked, Client]:
    one = sent(cast, *(scales or ("nrs_mood", "side_effects")), point="4h")
    return one, opened(one.path)


def page(phone: Client, path: str) -> str:
    return main_of(phone.get(path))


def main_of(answer: Any) -> str:
    """What stands in the middle of a page: the foot has numbers of its own."""
    text: str = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def tapped(phone: Client, one: Asked, there: Iterable[str]) -> str:
    answer = phone.post(one.at("side_effects/"), {"value": "these", "there": list(there)})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_page_of_side_effects_says_whom_to_call_before_anything_is_tapped(cast: Cast) -> None:
    one, phone = four_hours_on(cast)
    text = page(phone, one.at("side_effects/"))
    assert ALWAYS in text
    assert PHONE in text
    assert EMERGENCY in text
    assert TOLD not in text
    # Whoever taps nothing and presses Save still reads it.
    assert ALWAYS in main_of(phone.post(one.at("side_effects/"), {"value": "these"}))


@pytest.mark.parametrize("there", ["confusion", "palpitations"])
def test_whoever_taps_a_sign_is_told_on_the_next_page_and_at_the_end(cast: Cast, there: str) -> None:
    one, phone = four_hours_on(cast)
    onward = tapped(phone, one, [there])
    assert onward == one.at("words/")
    for path in (onward, one.at("done/")):
        text = page(phone, path)
        assert TOLD in text
        assert PHONE in text
        assert EMERGENCY in text


def test_planted_without_the_sign_nobody_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Questions, "felt", False)
    with pytest.raises(AssertionError):
        test_whoever_taps_a_sign_is_told_on_the_next_page_and_at_the_end(cast, "confusion")


def test_a_question_that_comes_right_after_says_it_too_and_the_one_behind_it_does_not(cast: Cast) -> None:
    one, phone = four_hours_on(cast, "side_effects", "phq9")
    onward = tapped(phone, one, ["confusion"])
    assert onward == one.at("phq9/q1/")
    assert TOLD in page(phone, onward)
    assert TOLD not in page(phone, one.at("phq9/q2/"))


@pytest.mark.parametrize("key", ["none", "refuse"])
def test_whoever_tapped_nothing_is_thanked_for_nothing(cast: Cast, key: str) -> None:
    one, phone = four_hours_on(cast)
    tap(phone, one, "nrs_mood", "now", "7")
    onward = phone.post(one.at("side_effects/"), {"value": key})["Location"]
    assert TOLD not in page(phone, onward)
    assert TOLD not in page(phone, one.at("done/"))


def test_whoever_takes_it_back_is_not_told_again(cast: Cast) -> None:
    one, phone = four_hours_on(cast)
    tapped(phone, one, ["palpitations"])
    phone.post(one.at("side_effects/"), {"value": "none"})
    assert TOLD not in page(phone, one.at("done/"))


def test_another_opening_of_the_link_is_not_told_what_was_tapped(cast: Cast) -> None:
    one, phone = four_hours_on(cast)
    tapped(phone, one, ["confusion"])
    other = opened(one.path)
    for path in (one.at("words/"), one.at("done/")):
        assert TOLD not in page(other, path)


def test_planted_the_answers_themselves_would_betray_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (asked_page, patient_end):
        monkeypatch.setattr(module, "felt_by", lambda request, found: found.felt)
    with pytest.raises(AssertionError):
        test_another_opening_of_the_link_is_not_told_what_was_tapped(cast)


def test_a_clinic_without_a_phone_invents_no_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Clinic.objects.filter(pk=cast.harbor.pk).update(phone="")
    monkeypatch.setattr(
        patient_views, "crisis_numbers", lambda clinic: replace(crisis_numbers(clinic), emergency="", line="")
    )
    one, phone = four_hours_on(cast, "side_effects")
    asks = page(phone, one.at("side_effects/"))
    assert "If any of this feels bad or gets worse, call the clinic now." in asks
    after = page(phone, tapped(phone, one, ["confusion"]))
    assert "If it feels bad or gets worse, call the clinic now." in after
    for text in (asks, after):
        assert "tel:" not in text
        assert "emergency" not in text.lower()
