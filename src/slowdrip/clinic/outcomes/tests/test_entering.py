"""What staff types: numbers or letters, from paper or from the patient's mouth, voided but never deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from slowdrip.clinic.encounters.tests.pages import local
from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.models import Answer, Ask, Response, ScalePermission, Score
from slowdrip.clinic.outcomes.tests.asked import NOON, PHQ9, asked, in_house_at_noon, patient_of
from slowdrip.clinic.outcomes.tests.asking import look
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.outcomes.words import BANDS
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Void
from slowdrip.knowledge.scales.catalogue import scales
from tests.cast import Cast
from tests.fixtures import ClientAs

pytestmark = pytest.mark.django_db
MODERATE = dict(zip((*PHQ9, "difficulty"), "2222112001", strict=True))


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    return patient_of(cast)


@pytest.fixture
def nurse(cast: Cast, client_as: ClientAs) -> Client:
    return client_as(cast.nurse)


def of(patient: Patient, rest: str = "") -> str:
    return f"/harbor/people/{patient.pk}/answers/{rest}"


def enter(nurse: Client, patient: Patient, scale: str, typed: dict[str, str], **more: str) -> Any:
    """One form as a browser sends it."""
    values = {"way": "paper", "answered_at": local(NOON - timedelta(hours=2)), **typed, **more}
    return nurse.post(of(patient, f"{scale}/"), values)


def test_a_form_from_paper_is_scored_with_the_time_at_which_it_was_answered(nurse: Client, patient: Patient) -> None:
    assert enter(nurse, patient, "phq9", MODERATE).status_code == 302
    response, score = Response.objects.get(), Score.objects.get()
    assert (response.way, response.answered_at) == ("paper", NOON - timedelta(hours=2))
    assert (score.total_milli, score.answered_at) == (12_000, NOON - timedelta(hours=2))
    page = nurse.get(of(patient)).content.decode()
    assert 'answered__value">12</b> moderate' in page
    assert "paper" in page


def test_a_gap_stays_a_gap_and_the_page_says_which(nurse: Client, patient: Patient) -> None:
    enter(nurse, patient, "phq9", {**MODERATE, "q5": ""})
    score = Score.objects.get()
    assert (score.status, score.lowest_milli, score.highest_milli) == ("incomplete", 11_000, 14_000)
    assert "incomplete: 11 to 14, because item 5 is missing" in nurse.get(of(patient)).content.decode()


def test_refused_is_said_as_refused(nurse: Client, patient: Patient) -> None:
    enter(nurse, patient, "phq9", {**MODERATE, "q5": "r"})
    assert Answer.objects.get(item="q5").what == "refused"
    assert "because item 5 was refused" in nurse.get(of(patient)).content.decode()


@pytest.mark.parametrize("letter", ["4", "-1", "y", "2.5"])
def test_a_number_that_the_form_does_not_have_comes_back_at_its_box(
    nurse: Client, patient: Patient, letter: str
) -> None:
    answer = enter(nurse, patient, "phq9", {**MODERATE, "q3": letter})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'name="q3" value="{letter}"' in page
    assert 'id="id_q3_error"' in page
    assert Response.objects.count() == Answer.objects.count() == 0


def test_an_item_that_always_applies_is_not_left_out_by_a_letter(nurse: Client, patient: Patient) -> None:
    answer = enter(nurse, patient, "phq9", {**MODERATE, "q3": "n"})
    assert answer.status_code == 422
    assert "applies to everybody" in answer.content.decode()


def test_nobody_answers_in_the_future(nurse: Client, patient: Patient) -> None:
    answer = enter(nurse, patient, "phq9", MODERATE, answered_at=local(NOON + timedelta(minutes=2)))
    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()
    assert Response.objects.count() == 0


def test_an_empty_form_is_no_answer(nurse: Client, patient: Patient) -> None:
    assert enter(nurse, patient, "phq9", {}).status_code == 422


def test_the_same_form_sent_twice_is_one_response(nurse: Client, patient: Patient) -> None:
    once = "0198c0de-0000-7000-8000-000000000001"
    for _ in range(2):
        enter(nurse, patient, "phq9", MODERATE, tap_id=once)
    assert (Response.objects.count(), Score.objects.count()) == (1, 1)


def test_paper_answers_the_ask_that_was_open_then(cast: Cast, nurse: Client, patient: Patient) -> None:
    ask = asked(cast, patient, "phq9", opens_at=NOON - timedelta(hours=3))
    enter(nurse, patient, "phq9", MODERATE)
    assert Response.objects.get().ask_id == ask.pk
    assert Ask.objects.get(pk=ask.pk).answered_at == NOON - timedelta(hours=2)
    enter(nurse, patient, "phq9", MODERATE)
    assert Response.objects.filter(ask=None).count() == 1


def test_item_nine_from_paper_reaches_the_hook_and_is_said_loudly(
    nurse: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(hooks, "_on_answers", [lambda *said: heard.append(said)])
    enter(nurse, patient, "phq9", {**dict.fromkeys(PHQ9, "0"), "q9": "3", "difficulty": "0"})
    assert heard[-1][2].triggers["item9"].fired == "fires"
    assert "an answer about self-harm is positive" in nurse.get(of(patient)).content.decode()


def test_a_total_is_taken_where_the_form_takes_one_and_leaves_item_nine_open(nurse: Client, patient: Patient) -> None:
    enter(nurse, patient, "phq9", {"total_typed": "12"})
    score = Score.objects.get()
    assert score.total_milli == 12_000
    assert '"item9":{"fired":"unanswered"' in score.document
    assert enter(nurse, patient, "phq9", {"total_typed": "28"}).status_code == 422
    assert 'name="total_typed"' not in nurse.get(of(patient, "nrs_mood/")).content.decode()


def test_a_form_of_numbers_has_no_words(nurse: Client, patient: Patient) -> None:
    page = nurse.get(of(patient, "madrs/")).content.decode()
    assert "Item 10" in page
    assert "your own licensed form" in page
    enter(nurse, patient, "madrs", {f"q{number}": "2" for number in range(1, 11)})
    assert Score.objects.get().total_milli == 20_000


def test_a_form_that_needs_a_permission_is_off_until_it_is_recorded(
    cast: Cast, client_as: ClientAs, nurse: Client, patient: Patient
) -> None:
    assert nurse.get(of(patient, "who5/")).status_code == 404
    director = client_as(cast.director)
    told = {"scale": "who5", "given_by": "WHO", "given_on": "2026-03-01", "scope": "this clinic"}
    assert director.post("/harbor/forms/", {**told, "given_on": "2026-03-12"}).status_code == 422
    assert nurse.post("/harbor/forms/", told).status_code == 403
    assert ScalePermission.objects.count() == 0
    assert director.post("/harbor/forms/", told).status_code == 302
    assert ScalePermission.objects.get().by_id == cast.director.acting.actor_id
    assert nurse.get(of(patient, "who5/")).status_code == 200
    assert "WHO" in director.get("/harbor/forms/").content.decode()


def test_what_was_voided_scores_nothing_and_its_ask_is_open_again(cast: Cast, nurse: Client, patient: Patient) -> None:
    ask = asked(cast, patient, "phq9", opens_at=NOON - timedelta(hours=3))
    enter(nurse, patient, "phq9", MODERATE)
    there = of(patient, f"{Response.objects.get().pk}/void/")
    assert nurse.post(there, {"reason": ""}).status_code == 422
    assert nurse.post(there, {"reason": "another patient's form"}).status_code == 302
    assert Score.objects.all().current().count() == Answer.objects.all().current().count() == 0
    assert Score.objects.count() == 1
    assert Void.objects.filter(reason="another patient's form").count() == 11
    assert Ask.objects.get(pk=ask.pk).answered_at is None
    assert "voided" in nurse.get(of(patient)).content.decode()
    assert nurse.post(there, {"reason": "again"}).status_code == 422
    enter(nurse, patient, "phq9", {**MODERATE, "q1": "3"})
    assert Score.objects.all().current().get().total_milli == 13_000
    assert Ask.objects.get(pk=ask.pk).answered_at is not None


def test_what_is_voided_after_its_ask_closed_is_no_silence_of_the_patient(
    cast: Cast, nurse: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(hooks, "_on_missed", [lambda tx, asks: heard.extend(ask.pk for ask in asks)])
    ask = asked(cast, patient, "phq9", opens_at=NOON - timedelta(hours=3), closes_at=NOON + timedelta(hours=1))
    enter(nurse, patient, "phq9", MODERATE)
    later = NOON + timedelta(hours=2)
    void_response(cast.nurse.acting, Response.objects.get().pk, reason="another patient's form", at=later)
    look(cast, later + timedelta(minutes=1))
    ask.refresh_from_db()
    assert (ask.answered_at, ask.missed_at, heard) == (None, later, [])


def test_change_is_said_since_the_last_whole_score_before_the_first_drip(
    nurse: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_at = NOON - timedelta(days=1)
    monkeypatch.setattr("slowdrip.clinic.outcomes.history._first_infusion_at", lambda actor, patient_id: first_at)
    before = local(NOON - timedelta(days=3))
    enter(nurse, patient, "phq9", {**dict.fromkeys(PHQ9, "2"), "difficulty": "1"}, answered_at=before)
    enter(nurse, patient, "phq9", dict.fromkeys(PHQ9, "0"))
    page = nurse.get(of(patient)).content.decode()
    assert page.count("Since baseline:") == 1
    assert "18 points better" in page
    assert "PMID 33261932" in page


def test_words_that_were_read_in_a_copy_warn_the_staff_only(nurse: Client, patient: Patient) -> None:
    assert "read in a copy" in nurse.get(of(patient, "phq9/")).content.decode()


def test_every_band_has_its_word() -> None:
    codes = {code for each in scales().values() for rule in each.scores if rule.bands for code in rule.bands.codes}
    assert codes <= BANDS.keys()


def test_the_list_needs_few_queries_however_long_it_is(
    nurse: Client, patient: Patient, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        enter(nurse, patient, "gad7", {f"q{number}": "1" for number in range(1, 8)})
    nurse.get(of(patient))
    with django_assert_max_num_queries(36):
        nurse.get(of(patient))
