"""A patient's own numbers: only after a one-time code, only their own, in plain words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from slowdrip.clinic.outcomes.tests.asked import NOON, in_house_at_noon, linked, opened, patient_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.portal import codes
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.portal.tests.reading import grade, texts_of
from slowdrip.clinic.progress.tests.scored import answered, of_total
from slowdrip.clinic.record.acting import act
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db
PAGE = "/p/harbor/mine/"
TEMPLATE = Path(__file__).parents[1] / "templates" / "progress" / "own.html"


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


@pytest.fixture
def patient(cast: Cast) -> Patient:
    made = patient_of(cast)
    answered(cast.nurse.acting, made.pk, of_total(17), at=DAY - timedelta(days=9), recorded_at=DAY)
    return made


def phone_of(cast: Cast, patient: Patient) -> tuple[Client, PatientLink]:
    link, path = linked(cast, patient, scopes=["link.answer", "link.see"])
    return opened(path), link


def with_code(cast: Cast, phone: Client, link: PatientLink) -> Client:
    with act(cast.system, at=NOON) as tx:
        digits = codes.make_code(tx, link, None)
        tx.wrote("code.made", link)
    assert phone.post("/p/harbor/code/", {"code": digits}).status_code == 302
    return phone


def test_without_a_code_nothing_is_shown(cast: Cast, patient: Patient) -> None:
    phone, _ = phone_of(cast, patient)
    answer = phone.get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, "/p/harbor/code/")


def test_a_link_that_only_answers_shows_nothing(cast: Cast, patient: Patient) -> None:
    _, path = linked(cast, patient)
    assert opened(path).get(PAGE).status_code == 404


def test_with_a_code_the_patient_reads_their_own_numbers_and_nobody_elses(cast: Cast, patient: Patient) -> None:
    other = patient_of(cast)
    answered(cast.nurse.acting, other.pk, of_total(23), at=DAY - timedelta(days=9), recorded_at=DAY)
    phone, link = phone_of(cast, patient)
    page = with_code(cast, phone, link).get(PAGE)
    text = page.content.decode()
    assert "<b>17</b>" in text
    assert "From 0 to 27. Lower is better." in text
    assert 'href="tel:+1 555 0100"' in text
    assert "<b>23</b>" not in text
    assert "988" in text
    for word in ("PHQ", "severe", "remission", "response", "MRN"):
        assert word not in text
    assert page["Cache-Control"] == "no-store"


def test_who_answered_nothing_reads_that_plainly(cast: Cast) -> None:
    phone, link = phone_of(cast, patient_of(cast))
    assert "There is nothing to show yet." in with_code(cast, phone, link).get(PAGE).content.decode()


def test_its_words_are_easy() -> None:
    sentences = [text for text in texts_of(TEMPLATE.read_text("utf-8")) if len(text.split()) >= 4]
    assert len(sentences) > 5
    assert grade(". ".join(text.rstrip(".!?") for text in sentences) + ".") <= 6.0


def test_two_answers_are_a_curve_without_a_word_and_one_is_none(cast: Cast, patient: Patient) -> None:
    phone, link = phone_of(cast, patient)
    own = with_code(cast, phone, link)
    assert "progress-curve" not in own.get(PAGE).content.decode()
    answered(cast.nurse.acting, patient.pk, of_total(9), at=DAY - timedelta(days=2), recorded_at=DAY)
    page = own.get(PAGE).content.decode()
    curve = page[page.index('<svg class="chart progress-curve"') : page.index("</svg>")]
    assert (curve.count("<circle"), curve.count("<text")) == (2, 0)
    assert "Each dot is one of your answers" in page
