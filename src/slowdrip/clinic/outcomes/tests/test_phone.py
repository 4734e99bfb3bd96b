"""Answering on a phone: every tap is saved, resumes anywhere, and a positive answer about self-harm is met at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.models import Answer, Ask, Response, Score
from slowdrip.clinic.outcomes.tests.asked import (
    NOON,
    PHQ9,
    answer_all,
    asked,
    at_noon,
    in_house_at_noon,
    linked,
    opened,
    sent,
    tap,
)
from slowdrip.clinic.outcomes.tests.asking import look
from slowdrip.clinic.portal import codes
from slowdrip.clinic.portal.models import ANSWER, SEE
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.science.scales import Fired
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MODERATE = dict(zip((*PHQ9, "difficulty"), "2222112001", strict=True))
LOW_BUT_NINE = dict(zip((*PHQ9, "difficulty"), "0000000031", strict=True))


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the apps to the right were told."""
    heard: list[Any] = []
    monkeypatch.setattr(hooks, "_on_answers", [lambda *said: heard.append(said)])
    return heard


def test_the_vector_of_the_facts_comes_out_of_the_page(cast: Cast) -> None:
    one = sent(cast, "phq9")
    answer_all(opened(one.path), one, MODERATE)
    score = Score.objects.get()
    assert (score.total_milli, score.status) == (12_000, "complete")
    assert '"bands":["moderate"]' in score.document
    response = Response.objects.get()
    assert (response.way, response.completed_at) == ("link", NOON)
    assert Ask.objects.get(pk=one.ask.pk).answered_at == NOON


def test_each_tap_is_a_row_of_its_own_at_once(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    answer = tap(phone, one, "phq9", "q1", "2")
    assert answer["Location"] == one.at("phq9/q2/")
    row = Answer.objects.get()
    assert (row.item, row.what, row.value, row.by_id) == ("q1", "value", "2", one.link.actor_id)
    assert Score.objects.count() == 0
    entry = AuditEntry.objects.filter(action="answer.saved").get()
    assert entry.actor_id == one.link.actor_id
    assert Outbox.objects.filter(topic="outcomes", subject_id=one.patient.pk).exists()


def test_item_nine_with_a_low_total_shows_whom_to_call_on_the_same_answer(cast: Cast, told: list[Any]) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    answer_all(phone, one, {name: LOW_BUT_NINE[name] for name in PHQ9[:8]})
    before = phone.get(one.at("phq9/q9/")).content.decode()
    assert 'href="tel:988"' in before
    assert "Nobody watches it all the time" in before
    assert "Right now no one on our team can answer. 988 answers day and night." in before
    answer = tap(phone, one, "phq9", "q9", "3")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'href="tel:988"' in page
    assert one.at("phq9/difficulty/") in page
    _tx, response, result, answers, words = told[-1]
    assert result.triggers["item9"].fired is Fired.FIRES
    assert (response.patient_id, answers["q9"], words) == (one.patient.pk, 3, ())
    assert 'href="tel:988"' in phone.get(one.at("done/")).content.decode()


def test_a_no_after_a_yes_about_suicide_is_not_met_as_a_yes(cast: Cast) -> None:
    one = sent(cast, "asq")
    phone = opened(one.path)
    assert 'role="alert"' in tap(phone, one, "asq", "q1", "1").content.decode()
    assert tap(phone, one, "asq", "q2", "0").status_code == 302
    assert tap(phone, one, "asq", "q3", "refuse").status_code == 302
    assert tap(phone, one, "asq", "q4", "0")["Location"] == one.at("asq/q5/")
    assert tap(phone, one, "asq", "q5", "1").status_code == 200


def test_a_hook_that_fails_takes_the_answer_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody was told about is not saved as if all were well."""

    def breaks(*said: Any) -> None:
        raise RuntimeError("no case was opened")

    one = sent(cast, "phq9")
    phone = opened(one.path)
    monkeypatch.setattr(hooks, "_on_answers", [breaks])
    with pytest.raises(RuntimeError):
        tap(phone, one, "phq9", "q9", "3")
    assert Answer.objects.count() == 0


def test_planted_without_the_hook_nobody_would_hear_of_item_nine(
    cast: Cast, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "run_answers", lambda *said: None)
    with pytest.raises(IndexError):
        test_item_nine_with_a_low_total_shows_whom_to_call_on_the_same_answer(cast, told)


def test_a_question_that_does_not_apply_is_not_asked(cast: Cast) -> None:
    one = sent(cast, "phq9")
    last = answer_all(opened(one.path), one, dict.fromkeys(PHQ9, "0"))
    assert last["Location"] == one.at("words/")
    assert Score.objects.get().total_milli == 0


def test_rather_not_say_is_neither_zero_nor_missing(cast: Cast) -> None:
    one = sent(cast, "phq9")
    answer_all(opened(one.path), one, {**MODERATE, "q5": "refuse"})
    score = Score.objects.get()
    assert (score.status, score.total_milli, score.lowest_milli, score.highest_milli) == (
        "incomplete",
        None,
        11_000,
        14_000,
    )
    assert Answer.objects.get(item="q5").what == "refused"
    assert Ask.objects.get(pk=one.ask.pk).answered_at == NOON


def test_the_same_tap_sent_twice_is_one_answer(cast: Cast, told: list[Any]) -> None:
    one = sent(cast, "phq9")
    phone, once = opened(one.path), str(uuid4())
    first, second = (tap(phone, one, "phq9", "q1", "2", tap_id=once) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Answer.objects.count() == 1
    assert len(told) == 1


def test_an_older_tap_that_comes_again_does_not_undo_a_newer_one(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone, old = opened(one.path), str(uuid4())
    tap(phone, one, "phq9", "q1", "3", tap_id=old)
    tap(phone, one, "phq9", "q1", "1")
    tap(phone, one, "phq9", "q1", "3", tap_id=old)
    page = phone.get(one.at("phq9/q1/")).content.decode()
    assert 'value="1" aria-pressed="true"' in page


def test_the_newest_answer_holds_also_when_the_clock_was_set_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    answer_all(phone, one, MODERATE)
    at_noon(monkeypatch, NOON - timedelta(minutes=5))
    tap(phone, one, "phq9", "q1", "0")
    assert [row.total_milli for row in Score.objects.order_by("at", "id")] == [12_000, 10_000]


def test_a_change_of_mind_is_scored_again(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone = opened(one.path)
    answer_all(phone, one, MODERATE)
    tap(phone, one, "phq9", "q1", "0")
    assert [row.total_milli for row in Score.objects.order_by("at", "id")] == [12_000, 10_000]


def test_it_goes_on_where_it_was_left_on_another_phone(cast: Cast) -> None:
    one = sent(cast, "phq9")
    tap(opened(one.path), one, "phq9", "q1", "2")
    other = opened(one.path)
    assert other.get("/p/harbor/")["Location"] == one.at("phq9/q2/")


def test_an_answer_after_closing_is_taken_and_says_that_it_is_late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sent(cast, "nrs_mood", closes_at=NOON + timedelta(hours=1))
    phone = opened(one.path)
    at_noon(monkeypatch, NOON + timedelta(hours=2))
    assert phone.get("/p/harbor/")["Location"] == one.at("nrs_mood/now/")
    assert tap(phone, one, "nrs_mood", "now", "7").status_code == 302
    assert '"late":true' in AuditEntry.objects.get(action="answer.saved").detail


def test_a_late_tap_on_a_half_filled_form_is_no_answer_to_the_ask_until_all_is_answered(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, told: list[Any]
) -> None:
    one = sent(cast, "phq9", "nrs_mood", closes_at=NOON + timedelta(hours=1))
    phone = opened(one.path)
    tap(phone, one, "nrs_mood", "now", "5")
    answer_all(phone, one, dict.fromkeys(PHQ9[:4], "1"))
    closed_at, late = NOON + timedelta(hours=2), NOON + timedelta(hours=3)
    look(cast, closed_at)
    at_noon(monkeypatch, late)
    tap(phone, one, "phq9", "q5", "1")
    response, ask = Response.objects.get(scale="phq9"), Ask.objects.get(pk=one.ask.pk)
    assert (ask.missed_at, ask.answered_at, response.completed_at) == (closed_at, None, None)
    assert told[-1][1].completed_at is None  # what lies ahead was not left out
    assert [each.lowest_milli for each in Score.objects.filter(response=response).order_by("at")] == [4_000, 5_000]
    at_noon(monkeypatch, done_at := late + timedelta(minutes=5))
    answer_all(phone, one, dict.fromkeys((*PHQ9[5:], "difficulty"), "1"))
    response.refresh_from_db()
    ask.refresh_from_db()
    assert (response.completed_at, response.answered_at, ask.answered_at) == (done_at, done_at, done_at)
    assert Score.objects.filter(response=response).order_by("-at")[0].answered_at == done_at


def test_one_form_that_is_finished_late_leaves_the_other_of_its_ask_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(cast, "phq9", "nrs_mood", closes_at=NOON + timedelta(hours=1))
    phone = opened(one.path)
    tap(phone, one, "phq9", "q1", "1")
    look(cast, NOON + timedelta(hours=2))
    at_noon(monkeypatch, NOON + timedelta(hours=3))
    tap(phone, one, "nrs_mood", "now", "5")
    assert Ask.objects.get(pk=one.ask.pk).answered_at is None


@pytest.mark.parametrize("value", ["4", "-1", "two", "1e1", "", "0x1", "١", "NaN", "0.5"])
def test_an_answer_that_the_scale_does_not_have_is_refused_in_words(cast: Cast, value: str) -> None:
    one = sent(cast, "phq9")
    answer = tap(opened(one.path), one, "phq9", "q1", value)
    assert answer.status_code == 422
    assert 'class="portal__error" role="alert">' in answer.content.decode()
    assert Answer.objects.count() == Response.objects.count() == 0


def test_a_new_link_without_a_code_shows_nothing_that_was_answered_before(cast: Cast) -> None:
    """Whoever holds a forwarded reminder must not read what was answered through another link."""
    one = sent(cast, "phq9", "side_effects")
    phone = opened(one.path)
    answer_all(phone, one, dict.fromkeys(PHQ9, "3"))
    phone.post(one.at("side_effects/"), {"value": "these", "there": ["nausea"]})
    link, path = linked(cast, one.patient, subject_id=one.ask.pk, scopes=[ANSWER, SEE])
    pages = [one.at("phq9/q1/"), one.at("side_effects/"), one.at("done/")]
    signs = (' aria-pressed="true"', " checked", 'class="crisis')
    other = opened(path)
    assert [sign in phone.get(page).content.decode() for page, sign in zip(pages, signs, strict=True)] == [True] * 3
    assert [sign in other.get(page).content.decode() for page, sign in zip(pages, signs, strict=True)] == [False] * 3
    with act(cast.system, at=NOON) as tx:
        digits = codes.make_code(tx, link, None)
        tx.wrote("code.made", link)
    assert other.post("/p/harbor/code/", {"code": digits})["Location"] == "/p/harbor/mine/"
    assert [sign in other.get(page).content.decode() for page, sign in zip(pages, signs, strict=True)] == [True] * 3


def test_ones_own_page_is_reached_from_the_end_and_only_by_a_link_that_may_see(cast: Cast) -> None:
    one = sent(cast, "nrs_mood")
    _link, path = linked(cast, one.patient, subject_id=one.ask.pk, scopes=[ANSWER, SEE])
    phone, blind = opened(path), opened(one.path)
    tap(phone, one, "nrs_mood", "now", "5")
    for page in ("/p/harbor/", one.at("done/")):
        assert 'href="/p/harbor/mine/"' in phone.get(page).content.decode()
        assert "/mine/" not in blind.get(page).content.decode()


def test_the_title_of_a_page_does_not_say_what_it_asks_about(cast: Cast) -> None:
    one = sent(cast, "phq9", "side_effects")
    phone = opened(one.path)
    assert "<title>Question 2 of 11 · " in phone.get(one.at("phq9/q2/")).content.decode()
    assert "<title>Question 11 of 11 · " in phone.get(one.at("side_effects/")).content.decode()


def test_what_the_questions_are_about_is_said_on_the_first_of_its_scale_wherever_it_stands(cast: Cast) -> None:
    one = sent(cast, "nrs_mood", "pcl5")
    phone = opened(one.path)
    prompt = "Please think of one very stressful experience."
    assert [prompt in phone.get(one.at(f"pcl5/{item}/")).content.decode() for item in ("q1", "q2")] == [True, False]


def test_numbers_without_words_are_never_shown_to_a_patient(cast: Cast) -> None:
    one = sent(cast, "bdi2", "madrs", "who5")
    phone = opened(one.path)
    assert "No questions now" in phone.get("/p/harbor/").content.decode()
    for scale in ("bdi2", "madrs", "who5"):
        assert phone.get(one.at(f"{scale}/q1/")).status_code == 404
        assert tap(phone, one, scale, "q1", "1").status_code == 404
    assert Answer.objects.count() == 0


def test_two_taps_say_mood_and_side_effects(cast: Cast) -> None:
    one = sent(cast, "nrs_mood", "side_effects", point="4h")
    phone = opened(one.path)
    first = tap(phone, one, "nrs_mood", "now", "7")
    assert first["Location"] == one.at("side_effects/")
    assert phone.get(first["Location"]).status_code == 200
    second = phone.post(first["Location"], {"value": "none"})
    assert second["Location"] == one.at("words/")
    assert set(Answer.objects.filter(response__scale="side_effects").values_list("value", flat=True)) == {"0"}
    assert Ask.objects.get(pk=one.ask.pk).answered_at == NOON


def test_side_effects_that_were_tapped_are_kept_each_as_its_own_answer(cast: Cast) -> None:
    one = sent(cast, "side_effects")
    phone = opened(one.path)
    assert phone.post(one.at("side_effects/"), {"value": "these"}).status_code == 422
    phone.post(one.at("side_effects/"), {"value": "these", "there": ["nausea", "headache"]})
    there = Answer.objects.filter(value="1").values_list("item", flat=True)
    assert set(there) == {"nausea", "headache"}
    assert Score.objects.get().total_milli == 2_000


def test_own_words_reach_whoever_has_to_read_them(cast: Cast, told: list[Any]) -> None:
    one = sent(cast, "nrs_mood")
    phone = opened(one.path)
    tap(phone, one, "nrs_mood", "now", "2")
    page = phone.get(one.at("words/")).content.decode()
    assert "Your care team reads this within 24 hours" in page
    assert 'href="tel:988"' in page
    phone.post(one.at("words/"), {"text": "  I stopped my pills.  "})
    words = told[-1][4]
    assert [row.text for row in words] == ["I stopped my pills."]
    assert Score.objects.count() == 1


def test_own_words_that_are_too_long_come_back_as_they_were_typed(cast: Cast) -> None:
    one = sent(cast, "nrs_mood")
    phone = opened(one.path)
    tap(phone, one, "nrs_mood", "now", "2")
    answer = phone.post(one.at("words/"), {"text": "long " * 500})
    assert answer.status_code == 422
    assert "long long" in answer.content.decode()
    assert Answer.objects.filter(what="text").count() == 0


def test_the_bladder_is_asked_about_without_numbers_for_a_crisis(cast: Cast) -> None:
    one = sent(cast, "bladder")
    phone = opened(one.path)
    assert 'class="crisis' not in phone.get(one.at("bladder/frequency/")).content.decode()
    assert tap(phone, one, "bladder", "haematuria", "3").status_code == 302


def test_the_list_shows_what_is_open_now_and_nothing_else(cast: Cast) -> None:
    one = sent(cast, "phq9")
    asked(cast, one.patient, "gad7")
    asked(cast, one.patient, "nrs_mood", opens_at=NOON + timedelta(hours=1))
    asked(cast, one.patient, "nrs_mood", closes_at=NOON)
    asked(cast, one.patient, "nrs_mood", withdrawn_at=NOON - timedelta(hours=1))
    _link, path = linked(cast, one.patient)
    page = opened(path).get("/p/harbor/").content.decode()
    assert page.count("answers__ask") == 2


def test_a_form_without_its_token_saves_nothing(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone = Client(enforce_csrf_checks=True)
    phone.cookies = opened(one.path).cookies
    answer = tap(phone, one, "phq9", "q1", "2")
    assert answer.status_code == 403
    assert "That was not saved" in answer.content.decode()
    assert Answer.objects.count() == 0


def test_a_page_of_questions_needs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    one = sent(cast, "phq9", "gad7")
    phone = opened(one.path)
    answer_all(phone, one, dict.fromkeys(PHQ9, "1"))
    with django_assert_max_num_queries(22):
        assert phone.get(one.at("gad7/q1/")).status_code == 200
    with django_assert_max_num_queries(45):
        tap(phone, one, "gad7", "q1", "1")
