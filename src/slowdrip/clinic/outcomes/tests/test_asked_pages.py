"""The questions page starts with who answered and who did not; a patient's page says what is asked when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.encounters.tests.pages import called, of, text_of
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.outcomes import asked as reads
from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.outcomes.tests.asked import patient_of
from slowdrip.clinic.outcomes.tests.asking import HOUR, START, Asking, after_a_drip, look
from slowdrip.clinic.people.actions import add_contact
from slowdrip.clinic.people.models import Contact
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.pages import look_at

pytestmark = pytest.mark.django_db
PAGE = "/harbor/questions/"
MISSED = START + 30 * HOUR


@pytest.fixture
def one(cast: Cast) -> Asking:
    """A patient who was asked four hours after the drip, and did not answer."""
    found = after_a_drip(cast)
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    return found


@pytest.fixture
def nurse(cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The nurse looks at it the next day."""
    look_at(monkeypatch, MISSED)
    return client_as(cast.nurse)


def phone_of(one: Asking, *, safe: bool = True) -> Contact:
    add_contact(one.cast.nurse.acting, one.patient.pk, kind="phone", value="+1 555 0170", safe=safe, at=START)
    found: Contact = Contact.objects.get(patient=one.patient)
    return found


def whys(one: Asking) -> list[str]:
    return [each.why for each in reads.unreached(one.cast.nurse.acting, at=MISSED)]


def test_the_page_counts_first_and_what_is_not_answered_stands_beside_what_is(one: Asking, nurse: Client) -> None:
    phone_of(one)
    second = Asking(one.cast, patient_of(one.cast))
    second.has_run(second.expects(START - HOUR), START)
    look(one.cast, START + 4 * HOUR)
    look(one.cast, START + 4 * HOUR)
    second.answers(second.asks()[0], at=START + 5 * HOUR)
    found = reads.counts(one.cast.nurse.acting, since=MISSED - timedelta(days=7), at=MISSED)
    assert [(row.point, row.asked, row.answered, row.missed, row.still_open) for row in found] == [
        ("4h", 2, 1, 1, 0),
        ("24h", 2, 0, 0, 2),
    ]
    page = text_of(nurse, PAGE)
    assert page.index("Asked and answered") < page.index("Who did not answer")
    assert of(one.patient.pk, "calls/new/") in page
    assert of(one.patient.pk, "answers/nrs_mood/") in page
    assert of(second.patient.pk, "calls/new/") in page  # their ask of the next day waits, and they have no contact


def test_whoever_answers_or_is_reached_leaves_the_list(one: Asking) -> None:
    phone_of(one)
    assert whys(one) == ["not_answered"]
    called(one.cast.nurse.acting, one.patient.pk, at=START + 20 * HOUR)
    assert whys(one) == []


def test_an_answer_to_a_later_ask_takes_the_patient_off_the_list(one: Asking) -> None:
    phone_of(one)
    one.answers(one.asks()[1], at=START + 25 * HOUR)
    assert whys(one) == []


def test_each_reason_is_told_the_worst_first(one: Asking) -> None:
    assert whys(one) == ["no_contact"]
    contact = phone_of(one)
    assert whys(one) == ["not_answered"]
    Message.objects.filter(kind="ask").update(state=Message.State.BOUNCED)
    assert whys(one) == ["came_back"]
    nurse = one.cast.nurse.acting
    Stop.objects.create(clinic=one.cast.harbor, contact=contact, why="said_stop", at=START, by_id=nurse.actor_id)
    assert whys(one) == ["stopped"]


def test_an_open_ask_that_cannot_be_sent_is_on_the_list_before_it_closes(one: Asking) -> None:
    found = reads.unreached(one.cast.nurse.acting, at=START + 6 * HOUR)
    assert [(each.why, each.missed) for each in found] == [("no_contact", 0)]
    phone_of(one)
    assert reads.unreached(one.cast.nurse.acting, at=START + 6 * HOUR) == []


def test_planted_a_list_that_forgets_closed_asks_is_found(one: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "state_of", lambda ask, *, at: reads.State.ANSWERED)
    with pytest.raises(AssertionError):
        test_whoever_answers_or_is_reached_leaves_the_list(one)


def test_the_state_of_an_ask_follows_the_clock(one: Asking) -> None:
    ask = one.asks()[0]
    stands = [reads.state_of(ask, at=START + hours * HOUR) for hours in (3, 4, 15, 16)]
    assert stands == ["upcoming", "open", "open", "missed"]
    ask.answered_at = START + 5 * HOUR
    assert reads.state_of(ask, at=MISSED) == "answered"
    ask.withdrawn_at = START
    assert reads.state_of(ask, at=MISSED) == "withdrawn"


def test_the_page_asks_the_database_no_more_for_more_patients(one: Asking, nurse: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert nurse.get(PAGE).status_code == 200
        return len(seen)

    nurse.get(PAGE)
    before = queries()
    for _ in range(3):
        other = Asking(one.cast, patient_of(one.cast))
        other.has_run(other.expects(START - HOUR), START)
    look(one.cast, START + 4 * HOUR)
    look(one.cast, START + 20 * HOUR)
    assert len(reads.unreached(one.cast.nurse.acting, at=MISSED)) == 4
    nurse.get(PAGE)  # that three more patients are shown is written down once
    assert queries() <= before


def test_the_patients_page_says_what_comes_and_what_was_not_answered(one: Asking, nurse: Client) -> None:
    page = text_of(nurse, f"/harbor/people/{one.patient.pk}/")
    assert "When questions are asked" in page
    assert "Depression · Series" in page
    assert "The day after a drip" in page
    assert "not answered" in page


def test_the_page_of_answers_begins_with_what_was_not_answered(one: Asking, nurse: Client) -> None:
    page = text_of(nurse, of(one.patient.pk, "answers/"))
    counted = page.index("Asked 1, answered 0, <strong>not answered 1</strong>.")
    assert counted < page.index("What was answered")


def test_the_following_form_moves_what_is_to_come_and_keeps_what_was_typed(one: Asking, nurse: Client) -> None:
    url = of(one.patient.pk, "following/")
    page = text_of(nurse, url)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    typed = {"indication": "ptsd", "phase": "series", "time_zone": "Mars/Olympus", "seen": seen}
    refused = nurse.post(url, typed)
    assert refused.status_code == 422
    assert "is no time zone" in refused.content.decode()
    assert "Mars/Olympus" in refused.content.decode()
    stored = nurse.post(url, {**typed, "time_zone": "America/Denver", "paused_until": "2026-03-12"})
    assert stored.status_code == 302
    row = Following.objects.get()
    assert (row.indication, row.time_zone) == ("ptsd", "America/Denver")
    assert "pcl5" in one.ask("end:").scales
    assert "paused until 12 Mar 2026" in text_of(nurse, f"/harbor/people/{one.patient.pk}/")


def test_a_form_that_was_opened_before_somebody_else_saved_is_refused(one: Asking, nurse: Client) -> None:
    url = of(one.patient.pk, "following/")
    typed = {"indication": "anxiety", "phase": "series", "seen": "something|else"}
    assert nurse.post(url, typed).status_code == 422
    assert not Following.objects.exists()


def test_the_desk_sees_neither_page_and_an_outsider_nothing(
    one: Asking, cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, MISSED)
    desk, outsider = client_as(cast.desk), client_as(cast.outsider)
    for url in (PAGE, of(one.patient.pk, "following/")):
        assert desk.get(url).status_code == 403
        assert outsider.get(url).status_code == 404
    assert outsider.get(f"/northside/people/{one.patient.pk}/following/").status_code == 404
    assert "When questions are asked" not in text_of(desk, f"/harbor/people/{one.patient.pk}/")
    assert Ask.objects.exists()
