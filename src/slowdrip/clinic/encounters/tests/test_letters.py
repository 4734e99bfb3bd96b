"""The letter to a referrer: a person's words and the visits by the record, frozen as they were signed."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.test import Client

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters import letter_facts as facts_module
from slowdrip.clinic.encounters import queries
from slowdrip.clinic.encounters.actions import letters, void_letter, write_letter
from slowdrip.clinic.encounters.forms import LetterForm
from slowdrip.clinic.encounters.letter_facts import LetterFacts, facts_digest, letter_facts
from slowdrip.clinic.encounters.models import Letter
from slowdrip.clinic.encounters.tests.pages import of, text_of, twin
from slowdrip.clinic.encounters.views import letters as letters_page
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import Clinic, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House
from tests.pages import signer

ZONE = ZoneInfo("America/New_York")
TEXTS = {"to": "Dr Ada Quist\n1 Elm Street", "text": "Thank you for referring Ms Hale."}


def written(house: House, at: datetime, *, seen: str) -> Letter:
    nurse = house.cast.nurse.acting
    return write_letter(
        nurse,
        house.patient_id,
        TEXTS,
        zone=ZONE,
        seen=seen,
        proof=shown_by(nurse, at=at),
        at=at,
        letter_id=uuid7(),
    )


def facts_of(house: House) -> LetterFacts:
    return letter_facts(house.cast.nurse.acting, Patient.objects.get(pk=house.patient_id), zone=ZONE)


def seen_now(house: House) -> str:
    return facts_digest(facts_of(house))


def test_the_facts_are_date_dose_by_the_record_peak_and_ending(house: House, over: Visit) -> None:
    (facts,) = facts_of(house).visits
    assert facts.on == "2026-03-10"
    assert facts.dose.endswith("mg")
    assert facts.given_ug == "40000"
    assert "/" in facts.peak
    assert "ischarged" in facts.ending
    assert facts.open_symptoms == 1


def test_a_letter_is_signed_with_its_facts_and_given_as_pdf(
    nurse: Client, house: House, over: Visit, later: datetime
) -> None:
    page = text_of(nurse, of(house.patient_id, "letters/new/"))
    assert "2026-03-10" in page
    assert seen_now(house) in page
    sent = {**TEXTS, "seen": seen_now(house), "row_id": str(uuid7()), **signer(house.cast.nurse)}
    for _ in range(2):
        assert nurse.post(of(house.patient_id, "letters/new/"), sent).status_code == 302
    row = Letter.objects.get(patient=house.patient_id)
    assert json.loads(row.document)["visits"][0]["given_ug"] == "40000"
    signature = Signature.objects.get(subject_id=row.pk)
    assert (signature.meaning, signature.signer_id) == ("letter.signed", house.cast.nurse.member.actor_id)
    address = f"/harbor/letters/{row.pk}/letter.pdf"
    assert address in text_of(nurse, of(house.patient_id, ""))
    answer = nurse.get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer.content.startswith(b"%PDF")
    assert "Hale" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "field__error"),
        ({"to": " "}, "field__error"),
        ({"pin": "0000"}, "PIN"),
        ({"seen": "x"}, "facts of the visits changed"),
    ],
)
def test_what_was_refused_stays_typed(
    nurse: Client, house: House, over: Visit, more: dict[str, str], said: str
) -> None:
    sent = {**TEXTS, "seen": seen_now(house), **signer(house.cast.nurse), **more}
    answer = nurse.post(of(house.patient_id, "letters/new/"), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Letter.objects.exists()


def nobody_signs_a_number_they_have_not_seen(house: House, over: Visit, later: datetime) -> None:
    seen = seen_now(house)
    ended = Draft("symptom_ended", {"symptom": "dizziness"}, over.at(90))
    actions.chart(house.cast.nurse.acting, over.infusion.pk, [ended], at=later)
    with pytest.raises(Refused, match="letter_facts_changed"):
        written(house, later, seen=seen)


def test_nobody_signs_a_number_they_have_not_seen(house: House, over: Visit, later: datetime) -> None:
    nobody_signs_a_number_they_have_not_seen(house, over, later)


def test_planted_fault_a_letter_that_takes_whatever_stands_now_is_found(
    house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = seen_now(house)
    monkeypatch.setattr(letters, "facts_digest", lambda _: seen)
    with pytest.raises(pytest.fail.Exception):
        nobody_signs_a_number_they_have_not_seen(house, over, later)


def test_a_signed_letter_keeps_its_facts_when_the_record_changes(house: House, over: Visit, later: datetime) -> None:
    row = written(house, later, seen=seen_now(house))
    ended = Draft("symptom_ended", {"symptom": "dizziness"}, over.at(90))
    actions.chart(house.cast.nurse.acting, over.infusion.pk, [ended], at=later)
    assert queries.letter(house.cast.nurse.acting, row.pk).content["visits"][0]["open_symptoms"] == 1


def test_a_letter_that_is_not_what_was_signed_is_not_printed(
    nurse: Client, house: House, over: Visit, later: datetime
) -> None:
    """Planted fault: a row whose text differs from what its signature names stands in the table."""
    row = written(house, later, seen=seen_now(house))
    forged = row.document.replace("Thank you", "Never mind")
    whose = {"clinic": house.cast.harbor, "patient_id": house.patient_id, "by_id": row.by_id}
    other = Letter(**whose, document=forged, sha256=row.sha256, at=later)
    other.save()
    assert not queries.letter(house.cast.nurse.acting, other.pk).whole
    assert nurse.get(f"/harbor/letters/{other.pk}/letter.pdf").status_code == 302


def test_another_clinic_gets_no_letter(house: House, over: Visit, later: datetime) -> None:
    row = written(house, later, seen=seen_now(house))
    with pytest.raises(Letter.DoesNotExist):
        queries.letter(house.cast.outsider.acting, row.pk)


def test_a_letter_says_when_older_visits_are_left_out_and_a_no_show_is_no_visit(
    nurse: Client, house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_module, "MOST_VISITS", 2)
    url = of(house.patient_id, "letters/new/")
    for _ in range(3):
        twin(over.infusion.pk, without=("started", "resumed"))
    assert (len(facts_of(house).visits), facts_of(house).older_visits) == (1, 0)
    assert "not listed" not in text_of(nurse, url)
    for _ in range(3):
        twin(over.infusion.pk)
    assert (len(facts_of(house).visits), facts_of(house).older_visits) == (2, 2)
    assert "2 older visits are not listed." in text_of(nurse, url)
    row = written(house, later, seen=seen_now(house))
    assert json.loads(row.document)["older_visits"] == 2
    assert "2 older visits are not listed." in printed(nurse, row, monkeypatch)


def printed(client: Client, row: Letter, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the PDF of a letter is made from."""
    pages: list[str] = []

    def kept(html: str) -> bytes:
        pages.append(html)
        return b"%PDF"

    monkeypatch.setattr(letters_page, "rendered", kept)
    assert client.get(f"/harbor/letters/{row.pk}/letter.pdf").status_code == 200
    return pages[0]


def test_name_and_mrn_of_the_pdf_are_those_that_were_signed(
    nurse: Client, house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Patient.objects.get(pk=house.patient_id)
    row = written(house, later, seen=seen_now(house))
    Patient.objects.filter(pk=before.pk).update(legal_family="Newname", mrn="X-9")
    page = printed(nurse, row, monkeypatch)
    assert before.legal_family in page
    assert f"MRN {before.mrn}" in page
    assert "Newname" not in page
    assert "X-9" not in page


def what_changes_while_the_pin_is_checked_is_not_signed(
    nurse: Client, house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A symptom ends after the page was asked for its answer and before the signature."""
    sent = {**TEXTS, "seen": seen_now(house), **signer(house.cast.nurse)}
    honest = LetterForm.proof

    def slow(form: LetterForm, request: Any) -> Any:
        ended = Draft("symptom_ended", {"symptom": "dizziness"}, over.at(90))
        actions.chart(house.cast.nurse.acting, over.infusion.pk, [ended], at=later)
        return honest(form, request)

    monkeypatch.setattr(LetterForm, "proof", slow)
    answer = nurse.post(of(house.patient_id, "letters/new/"), sent)
    assert answer.status_code == 422
    assert seen_now(house) in answer.content.decode()
    assert not Letter.objects.exists()


def test_what_changes_while_the_pin_is_checked_is_not_signed(
    nurse: Client, house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    what_changes_while_the_pin_is_checked_is_not_signed(nurse, house, over, later, monkeypatch)


def test_planted_fault_facts_from_before_the_transaction_are_found(
    nurse: Client, house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts_of(house)
    monkeypatch.setattr(letters, "letter_facts", lambda *_, **__: before)
    with pytest.raises(AssertionError):
        what_changes_while_the_pin_is_checked_is_not_signed(nurse, house, over, later, monkeypatch)


def test_a_name_that_changed_since_the_look_is_not_signed(house: House, over: Visit, later: datetime) -> None:
    seen = seen_now(house)
    Patient.objects.filter(pk=house.patient_id).update(legal_family="Newname")
    with pytest.raises(Refused, match="letter_facts_changed"):
        written(house, later, seen=seen)


def test_a_wrong_letter_is_voided_over_a_signature_and_stays_on_the_list(
    nurse: Client, house: House, over: Visit, later: datetime
) -> None:
    row = written(house, later, seen=seen_now(house))
    address = f"/harbor/letters/{row.pk}/void/"
    assert address in text_of(nurse, of(house.patient_id, ""))
    wrong = nurse.post(address, {"reason": "Wrong doctor", **signer(house.cast.nurse), "pin": "0000"})
    assert wrong.status_code == 422
    assert "Wrong doctor" in wrong.content.decode()
    assert Letter.objects.current().count() == 1
    assert nurse.post(address, {"reason": "Wrong doctor", **signer(house.cast.nurse)}).status_code == 302
    assert not Letter.objects.current().exists()
    assert not Signature.objects.filter(subject_id=row.pk, meaning="letter.signed").current().exists()
    page = text_of(nurse, of(house.patient_id, ""))
    assert "Wrong doctor" in page
    assert address not in page
    found = queries.letter(house.cast.nurse.acting, row.pk)
    assert (found.whole, found.void_reason) == (True, "Wrong doctor")
    assert nurse.get(f"/harbor/letters/{row.pk}/letter.pdf").content.startswith(b"%PDF")


def test_a_voided_letter_says_so_on_paper_and_is_voided_once(house: House, over: Visit, later: datetime) -> None:
    row = written(house, later, seen=seen_now(house))
    nurse = house.cast.nurse.acting
    void_letter(nurse, row.pk, reason="Wrong doctor", proof=shown_by(nurse, at=later), at=later)
    found = queries.letter(nurse, row.pk)
    context = {"letter": found, "who": found.content["who"], "clinic": Clinic.objects.get(pk=nurse.clinic_id)}
    assert "VOID" in render_to_string("encounters/letter_pdf.html", context)
    with pytest.raises(Refused, match="letter_voided"):
        void_letter(nurse, row.pk, reason="Again", proof=shown_by(nurse, at=later), at=later)


def test_a_signature_that_is_voided_alone_leaves_a_letter_nobody_signed(
    house: House, over: Visit, later: datetime
) -> None:
    row = written(house, later, seen=seen_now(house))
    nurse = house.cast.nurse.acting
    with act(nurse, at=later) as tx:
        tx.void(Signature.objects.get(subject_id=row.pk), reason="planted")
    assert not queries.letter(nurse, row.pk).whole
