"""Handing both tasks out: on a tablet, by a link, after questions; the occasion follows from the patient's visits."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowdrip.clinic.cognition import hearing, offering, visits
from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun
from slowdrip.clinic.cognition.offering import send
from slowdrip.clinic.cognition.telling import offer_words
from slowdrip.clinic.cognition.tests.playing import after_drip, answers, on_phone, on_tablet
from slowdrip.clinic.golive.tests.importing import imported
from slowdrip.clinic.golive.tests.tables import good
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.outcomes.tests.asked import (
    NOON,
    Asked,
    asked,
    at_noon,
    in_house_at_noon,
    linked,
    opened,
    patient_of,
    sent,
)
from slowdrip.clinic.people.actions import add_contact, edit_contact
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import act
from slowdrip.science.asking.facts import Point
from tests.cast import Cast
from tests.fixtures import ClientAs

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return patient_of(cast)


def mood(one: Asked) -> Client:
    """A phone on which the question of this ask was answered."""
    phone = opened(one.path)
    assert phone.post(one.at("nrs_mood/now/"), {"value": "7"}).status_code == 302
    return phone


def test_a_tablet_shows_the_tasks_and_nothing_else_and_ends_with_the_last(
    cast: Cast, client_as: ClientAs, patient: Patient
) -> None:
    asked(cast, patient, "gad7")
    player = on_tablet(cast, client_as(cast.nurse), patient)
    assert (player.offer.way, player.offer.occasion) == ("kiosk", "baseline")
    assert player.browser.get("/harbor/")["Location"].startswith("/account/login/")
    assert "No questions now" in player.browser.get("/p/harbor/").content.decode()
    assert player.play().way == "kiosk"
    run, form = player.begin("reactions")
    done = player.end("reactions", run, [["pressed", 250]] * len(form["waits_ms"]))
    assert done.json() == {"next": ""}
    again = player.end("reactions", run, [])
    assert (again.status_code, again.json()) == (200, {"next": ""})
    assert player.end("reactions", uuid4(), []).status_code == 404
    assert CognitionRun.objects.count() == 2
    closed = player.browser.get("/p/harbor/games/")
    assert closed.status_code == 404
    assert "Please give the tablet back" in closed.content.decode()


def test_not_now_ends_the_tablet_too(cast: Cast, client_as: ClientAs, patient: Patient) -> None:
    player = on_tablet(cast, client_as(cast.nurse), patient)
    assert "Please give the tablet back" in player.browser.post(player.at("not-now/")).content.decode()
    assert player.browser.get("/p/harbor/games/").status_code == 404
    assert CognitionRun.objects.filter(ended="not_now").count() == 2


def test_a_tablet_handed_over_for_questions_offers_no_tasks(cast: Cast, client_as: ClientAs, patient: Patient) -> None:
    offer = on_phone(cast, patient).offer
    tablet = client_as(cast.nurse)
    tablet.post(f"/harbor/people/{patient.pk}/hand-out/", {"scales": ["nrs_mood"]})
    assert tablet.get("/p/harbor/games/")["Location"] == "/p/harbor/"
    assert tablet.post(f"/p/harbor/games/{offer.pk}/symbols/begin/", {"run": str(uuid4())}).status_code == 422


def test_the_auditor_hands_nothing_out_and_the_desk_does(cast: Cast, client_as: ClientAs, patient: Patient) -> None:
    for rest in ("hand-out/", "send/"):
        path = f"/harbor/people/{patient.pk}/thinking/{rest}"
        assert client_as(cast.auditor).post(path).status_code == 403
        assert client_as(cast.outsider).post(path).status_code == 404
    assert CognitionOffer.objects.count() == 0
    assert client_as(cast.desk).post(f"/harbor/people/{patient.pk}/thinking/hand-out/").status_code == 302


def test_a_link_is_sent_whose_message_says_nothing_about_it(cast: Cast, client_as: ClientAs, patient: Patient) -> None:
    answer = client_as(cast.nurse).post(f"/harbor/people/{patient.pk}/thinking/send/")
    assert answer["Location"] == f"/harbor/people/{patient.pk}/"
    message = Message.objects.get(kind="cognition.offer")
    with act(cast.system, at=NOON) as tx:
        words = offer_words(tx, message)
        assert words is not None
        tx.wrote("message.made", message)
    assert "thinking" not in words.text
    assert "game" not in words.text
    link = PatientLink.objects.get(subject_id=message.subject_id)
    assert (link.kiosk, link.expires_at) == (False, CognitionOffer.objects.get().closes_at)


def test_a_key_pressed_twice_is_one_offer_and_one_message(cast: Cast, client_as: ClientAs, patient: Patient) -> None:
    nurse, path = client_as(cast.nurse), f"/harbor/people/{patient.pk}/thinking/"
    typed = {"row_id": str(uuid4())}
    for _ in range(2):
        assert nurse.post(f"{path}send/", typed).status_code == 302
    assert (str(CognitionOffer.objects.get().pk), Message.objects.count()) == (typed["row_id"], 1)
    assert nurse.post(f"{path}send/", {"row_id": str(uuid4())}).status_code == 302
    assert (CognitionOffer.objects.count(), Message.objects.count()) == (1, 2)
    ids = re.findall(r'name="row_id" value="([^"]+)"', nurse.get(f"{path}hand-out/").content.decode())
    assert len(set(ids)) == 2
    for _ in range(2):
        assert client_as(cast.nurse).post(f"{path}hand-out/", {"row_id": ids[0]}).status_code == 302
    assert CognitionOffer.objects.filter(way="kiosk").count() == 1


def test_planted_an_offer_that_looks_for_no_open_one_is_found(
    cast: Cast, client_as: ClientAs, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "_known", lambda tx, patient_id, moment, **more: None)
    with pytest.raises(CognitionOffer.MultipleObjectsReturned):
        test_a_key_pressed_twice_is_one_offer_and_one_message(cast, client_as, patient)


def test_an_offer_of_another_visit_or_with_little_time_left_is_not_used_again(
    cast: Cast, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = on_phone(cast, patient).offer
    late = first.at + (first.closes_at - first.at) * 2 / 3
    assert send(cast.nurse.acting, patient.pk, row_id=first.pk, at=late).pk != first.pk
    after_drip(cast, patient, ended_at=late + HOUR)
    assert send(cast.nurse.acting, patient.pk, row_id=uuid4(), at=late + 2 * HOUR).occasion == "other"


def test_a_link_ends_with_the_contact_it_was_sent_to(cast: Cast, patient: Patient) -> None:
    contact = add_contact(cast.nurse.acting, patient.pk, kind="phone", value="+1 555 0142", safe=True, at=NOON)
    for way in (Message.Way.TEXT, Message.Way.HAND):
        offer = send(cast.nurse.acting, patient.pk, row_id=uuid4(), at=NOON)
        message = Message.objects.filter(subject_id=offer.pk).latest("id")
        message.way, message.contact = way, contact
        with act(cast.system, at=NOON) as tx:
            assert offer_words(tx, message) is not None
            tx.wrote("message.made", message)
    edit_contact(cast.nurse.acting, contact.pk, value=contact.value, safe=False, at=NOON)
    ended = {link.contact_id is not None: link.revoked_at is not None for link in PatientLink.objects.all()}
    assert ended == {True: True, False: False}


def test_before_the_first_drip_a_phone_is_offered_a_baseline_once(cast: Cast) -> None:
    one = sent(cast, "nrs_mood")
    phone = mood(one)
    assert (CognitionOffer.objects.get().occasion, CognitionOffer.objects.get().way) == ("baseline", "link")
    assert "Two short games" in phone.get(one.at("done/")).content.decode()
    assert "Two short games" in phone.get("/p/harbor/").content.decode()
    assert phone.get("/p/harbor/games/").status_code == 200
    again = asked(cast, one.patient, "nrs_mood")
    _link, path = linked(cast, one.patient, subject_id=again.pk)
    mood(Asked(cast, one.patient, again, _link, path))
    assert CognitionOffer.objects.count() == 1


def test_the_day_after_a_drip_the_games_come_after_its_questions(cast: Cast, patient: Patient) -> None:
    visit = after_drip(cast, patient, ended_at=NOON - 24 * HOUR)
    other = asked(cast, patient, "nrs_mood", key=f"after:{visit.pk}:4h")
    ask = asked(cast, patient, "nrs_mood", key=f"after:{visit.pk}:24h")
    for each in (other, ask):
        link, path = linked(cast, patient, subject_id=each.pk)
        mood(Asked(cast, patient, each, link, path))
    offer = CognitionOffer.objects.get()
    assert (offer.occasion, offer.infusion_id, offer.ask_id, offer.closes_at) == (
        "next_day",
        visit.pk,
        ask.pk,
        Ask.objects.get(pk=ask.pk).closes_at,
    )


def test_what_was_answered_on_a_tablet_or_where_the_policy_offers_none_offers_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "limits_of", lambda clinic_id: None)
    mood(sent(cast, "nrs_mood"))
    assert CognitionOffer.objects.count() == 0


def test_an_offer_that_fails_takes_no_answer_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*said: Any) -> None:
        raise RuntimeError("no offer")

    monkeypatch.setattr(hearing, "_offer", breaks)
    one = sent(cast, "nrs_mood")
    assert mood(one).get(one.at("done/")).status_code == 200
    assert Ask.objects.get().answered_at == NOON


def test_a_baseline_that_was_offered_closes_with_the_first_drip(cast: Cast, patient: Patient) -> None:
    player = on_phone(cast, patient)
    after_drip(cast, patient, ended_at=NOON - HOUR)
    assert player.browser.get("/p/harbor/games/")["Location"] == "/p/harbor/"


def test_the_occasion_is_that_of_the_run_and_not_that_of_the_offer(
    cast: Cast, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = after_drip(cast, patient, ended_at=NOON - HOUR)
    player = on_phone(cast, patient)
    assert player.offer.occasion == "other"
    run, form = player.begin()
    at_noon(monkeypatch, NOON + 23 * HOUR)
    assert player.end("symbols", run, answers(form, 5)).status_code == 200
    assert player.react([250]).occasion == "next_day"
    assert CognitionRun.objects.get(pk=run).occasion == "other"
    assert set(CognitionRun.objects.values_list("infusion", flat=True)) == {visit.pk}


def test_who_was_imported_in_the_middle_of_a_series_has_no_baseline(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(cast.director, good(), at=NOON)
    patient = Patient.objects.get(mrn="A-1")
    nurse, path = client_as(cast.nurse), f"/harbor/people/{patient.pk}/thinking/"
    assert "So nothing here is from before it" in nurse.get(f"{path}hand-out/").content.decode()
    assert not offering.needs_baseline(cast.nurse.acting, patient.pk)
    assert on_phone(cast, patient).play().occasion == "other"
    page = nurse.get(path).content.decode()
    assert "No baseline, and practice not known: the first infusion was elsewhere" in page
    assert "before the first infusion" not in page
    ask = asked(cast, patient, "nrs_mood")
    link, at = linked(cast, patient, subject_id=ask.pk)
    mood(Asked(cast, patient, ask, link, at))
    assert CognitionOffer.objects.count() == 1


def test_planted_a_house_that_asks_nobody_about_earlier_infusions_is_found(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "_earlier", [])
    with pytest.raises(AssertionError):
        test_who_was_imported_in_the_middle_of_a_series_has_no_baseline(cast, client_as, monkeypatch)


def test_the_questions_nearest_to_the_next_day_are_those_of_a_day_later(cast: Cast) -> None:
    policy = policy_in_force(cast.harbor.pk).policy
    assert hearing.point_of_next_day(policy.asking, policy.cognition) is Point.SECOND


def test_the_page_before_handing_out_says_as_what_it_will_be_kept(
    cast: Cast, client_as: ClientAs, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = client_as(cast.nurse)
    path = f"/harbor/people/{patient.pk}/thinking/hand-out/"
    assert "before the first infusion" in nurse.get(path).content.decode()
    after_drip(cast, patient, ended_at=NOON - 20 * HOUR)
    assert "next day" in nurse.get(path).content.decode()
    monkeypatch.setattr("slowdrip.clinic.cognition.views.handing.limits_of", lambda clinic_id: None)
    monkeypatch.setattr("slowdrip.clinic.cognition.offering.limits_of", lambda clinic_id: None)
    assert "does not offer these tasks" in nurse.get(path).content.decode()
    assert nurse.post(path).status_code == 422
    at_noon(monkeypatch)
