"""A link that is opened again: what was answered before is shown to no second pair of eyes, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from slowdrip.clinic.outcomes import asked_page
from slowdrip.clinic.outcomes.models import Answer, Ask
from slowdrip.clinic.outcomes.tests.asked import (
    NOON,
    PHQ9,
    Asked,
    answer_all,
    at_noon,
    in_house_at_noon,
    linked,
    opened,
    sent,
    tap,
)
from slowdrip.clinic.portal import openings
from slowdrip.clinic.portal.codes import CODE_COOKIE
from slowdrip.clinic.portal.openings import OPENING_COOKIE
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LOW = dict.fromkeys(PHQ9[:8], "0")
CHOSEN = ' aria-pressed="true"'
CRISIS = 'class="crisis'


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


def shown(phone: Client, page: str) -> str:
    answer = phone.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def up_to_nine(cast: Cast) -> tuple[Asked, Client]:
    """A patient who answered item nine and stopped there."""
    one = sent(cast, "phq9")
    phone = opened(one.path)
    answer_all(phone, one, {**LOW, "q9": "3"})
    return one, phone


def test_whoever_opens_the_message_again_reads_no_answer(cast: Cast) -> None:
    one, phone = up_to_nine(cast)
    partner = opened(one.path)
    assert partner.get("/p/harbor/")["Location"] == one.at("phq9/difficulty/")
    back = one.at("phq9/q9/")
    assert f'href="{back}"' in shown(partner, one.at("phq9/difficulty/"))
    assert CHOSEN not in shown(partner, back)
    assert CRISIS not in shown(partner, one.at("done/"))
    assert "Need help now?" in shown(partner, one.at("done/"))
    # The patient's own opening goes on as it was.
    assert CHOSEN in shown(phone, back)
    assert CRISIS in shown(phone, one.at("done/"))


def test_planted_the_link_alone_would_show_what_it_gave(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_page, "shown_to", lambda request: lambda row: row.by_id == request.link.actor_id)
    with pytest.raises(AssertionError):
        test_whoever_opens_the_message_again_reads_no_answer(cast)


def test_what_the_other_opening_gives_meanwhile_is_not_shown_either(cast: Cast) -> None:
    """Both hold the link at once: the one that was opened first reads nothing of what comes later."""
    one = sent(cast, "phq9")
    partner, phone = opened(one.path), opened(one.path)
    answer_all(phone, one, {**LOW, "q9": "3"})
    assert CHOSEN not in shown(partner, one.at("phq9/q9/"))
    assert CRISIS not in shown(partner, one.at("done/"))
    tap(partner, one, "phq9", "q1", "2")
    assert CHOSEN not in shown(phone, one.at("phq9/q1/"))
    assert Answer.objects.filter(item="q1").count() == 2


def test_opening_it_again_in_the_same_browser_begins_anew(cast: Cast) -> None:
    one, phone = up_to_nine(cast)
    assert phone.post(one.path).status_code == 302
    assert CHOSEN not in shown(phone, one.at("phq9/q9/"))
    tap(phone, one, "phq9", "difficulty", "1")
    assert 'value="1" aria-pressed="true"' in shown(phone, one.at("phq9/difficulty/"))
    assert CRISIS not in shown(phone, one.at("done/"))
    assert Ask.objects.get(pk=one.ask.pk).answered_at == NOON


def test_opening_it_again_also_ends_what_a_code_had_opened(cast: Cast) -> None:
    one, phone = up_to_nine(cast)
    phone.cookies[CODE_COOKIE] = "x"
    answer = phone.post(one.path)
    assert answer.cookies[CODE_COOKIE]["max-age"] == 0


def test_planted_a_door_that_begins_nothing_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slowdrip.clinic.portal.views.door.begin_opening", lambda response, request, link: None)
    with pytest.raises(AssertionError):
        test_opening_it_again_in_the_same_browser_begins_anew(cast)


def test_within_one_opening_back_shows_the_choice_whatever_the_clock_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(cast, "phq9", "side_effects")
    phone = opened(one.path)
    at_noon(monkeypatch, NOON - timedelta(hours=1))
    tap(phone, one, "phq9", "q1", "2")
    tap(phone, one, "phq9", "q2", "refuse")
    phone.post(one.at("side_effects/"), {"value": "these", "there": ["nausea"]})
    for _reload in range(2):
        assert 'value="2" aria-pressed="true"' in shown(phone, one.at("phq9/q1/"))
        assert 'value="refuse" aria-pressed="true"' in shown(phone, one.at("phq9/q2/"))
        assert 'value="nausea" checked' in shown(phone, one.at("side_effects/"))
    tap(phone, one, "phq9", "q1", "3")
    assert 'value="3" aria-pressed="true"' in shown(phone, one.at("phq9/q1/"))


def test_a_tap_whose_answer_was_lost_on_the_way_is_remembered_when_it_comes_again(cast: Cast) -> None:
    one = sent(cast, "phq9")
    phone, once = opened(one.path), str(uuid4())
    before = phone.cookies[OPENING_COOKIE].value
    tap(phone, one, "phq9", "q1", "2", tap_id=once)
    phone.cookies[OPENING_COOKIE] = before
    tap(phone, one, "phq9", "q1", "2", tap_id=once)
    assert CHOSEN in shown(phone, one.at("phq9/q1/"))


def test_an_old_tap_sent_again_does_not_show_what_another_opening_answered_since(cast: Cast) -> None:
    one = sent(cast, "phq9")
    partner, once = opened(one.path), str(uuid4())
    tap(partner, one, "phq9", "q9", "0", tap_id=once)
    tap(opened(one.path), one, "phq9", "q9", "3")
    tap(partner, one, "phq9", "q9", "0", tap_id=once)
    assert CHOSEN not in shown(partner, one.at("phq9/q9/"))


@pytest.mark.parametrize("kept", ["", "forged", "{link}.{key}", "{link}.{key}:AAAA"])
def test_what_the_server_did_not_write_opens_nothing(cast: Cast, kept: str) -> None:
    one, phone = up_to_nine(cast)
    row = Answer.objects.get(item="q9")
    phone.cookies[OPENING_COOKIE] = kept.format(link=one.link.pk, key=openings.key_of(row.pk))
    assert CHOSEN not in shown(phone, one.at("phq9/q9/"))


def test_what_is_remembered_of_one_link_counts_for_no_other(cast: Cast) -> None:
    one, phone = up_to_nine(cast)
    kept = phone.cookies[OPENING_COOKIE].value
    _link, path = linked(cast, one.patient, subject_id=one.ask.pk)
    other = opened(path)
    other.cookies[OPENING_COOKIE] = kept
    assert CHOSEN not in shown(other, one.at("phq9/q9/"))


def test_it_is_kept_as_the_link_is_and_never_outgrows_a_cookie(cast: Cast) -> None:
    link = sent(cast, "phq9").link
    request: Any = RequestFactory().get("/p/harbor/")
    rows = [uuid7() for _ in range(2 * openings.MOST)]
    for part in (rows[: openings.MOST], rows[openings.MOST :]):
        response = HttpResponse()
        openings.note_given(response, request, link, part)
        request.COOKIES[OPENING_COOKIE] = response.cookies[OPENING_COOKIE].value
    kept = response.cookies[OPENING_COOKIE]
    assert len(kept.OutputString()) < 3500
    assert (kept["path"], kept["httponly"], kept["samesite"], kept["max-age"]) == ("/p/", True, "Lax", "")
    assert openings.given_here(request, link) == {openings.key_of(row) for row in rows[openings.MOST :]}
