"""Notes: signed whole, never changed, added to, co-signed by somebody else, voided over a signature."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters import queries
from slowdrip.clinic.encounters.actions import cosign_note, cosigning, void_note, voiding
from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.tests.pages import at_note, local, noted, of, text_of
from slowdrip.clinic.infusion.actions import close_task
from slowdrip.clinic.infusion.models import Task
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.record.models import AuditEntry, Signature, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import AppendOnly, uuid7
from tests.cast import Person
from tests.drips import HALE, House
from tests.fixtures import signed_in
from tests.pages import signer


def typed(person: Person, at: datetime, **more: str) -> dict[str, str]:
    return {"text": "Slept well, no headache.", "happened_at": local(at), **signer(person), **more}


def test_a_note_is_stored_signed_and_audited(nurse: Client, house: House, later: datetime) -> None:
    answer = nurse.post(of(house.patient_id, "notes/new/"), typed(house.cast.nurse, later))
    assert (answer.status_code, answer["Location"]) == (302, of(house.patient_id, "notes/"))
    row = Note.objects.get(patient=house.patient_id)
    assert json.loads(row.document)["text"] == "Slept well, no headache."
    assert row.happened_at == later
    signature = Signature.objects.get(subject_id=row.pk)
    assert (signature.meaning, signature.signer_id) == ("note.signed", house.cast.nurse.member.actor_id)
    assert json.loads(signature.document)["note_sha256"] == row.sha256
    entry = AuditEntry.objects.get(action="note.written", subject_id=row.pk)
    assert "Slept" not in entry.detail
    assert "Slept well, no headache." in text_of(nurse, of(house.patient_id, "notes/"))
    assert at_note(row.pk) in text_of(nurse, of(house.patient_id, ""))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " "}, "field__error"),
        ({"text": "x" * 8001}, "8000"),
        ({"happened_at": ""}, "field__error"),
        ({"happened_at": "2026-03-12T09:00"}, "still to come"),
        ({"happened_at": "yesterday"}, "Type day and time"),
        ({"pin": "0000"}, "PIN"),
        ({"signer": ""}, "Choose who signs"),
    ],
)
def test_what_was_refused_stays_typed_and_nothing_is_stored(
    nurse: Client, house: House, later: datetime, more: dict[str, str], said: str
) -> None:
    answer = nurse.post(of(house.patient_id, "notes/new/"), typed(house.cast.nurse, later, **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert house.cast.nurse.pin not in page
    assert not Note.objects.filter(patient=house.patient_id).exists()


def test_the_browser_keeps_what_is_typed(nurse: Client, house: House) -> None:
    page = text_of(nurse, of(house.patient_id, "notes/new/"))
    assert f'data-keep="note:{house.patient_id}:"' in page
    assert 'class="needs-server"' in page


def test_a_form_sent_twice_is_one_note_and_another_text_under_its_id_is_refused(
    nurse: Client, house: House, later: datetime
) -> None:
    sent = typed(house.cast.nurse, later, row_id=str(uuid7()))
    for _ in range(2):
        assert nurse.post(of(house.patient_id, "notes/new/"), sent).status_code == 302
    assert Note.objects.filter(patient=house.patient_id).count() == 1
    assert nurse.post(of(house.patient_id, "notes/new/"), {**sent, "text": "other"}).status_code == 422


def test_a_note_is_never_changed(house: House, later: datetime) -> None:
    row = noted(house.cast.nurse.acting, house.patient_id, at=later)
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        row.delete()


def test_an_addendum_stands_below_its_note_and_cannot_be_added_to(nurse: Client, house: House, later: datetime) -> None:
    first = noted(house.cast.nurse.acting, house.patient_id, at=later)
    answer = nurse.post(at_note(first.pk, "add/"), typed(house.cast.nurse, later, text="It was two nights."))
    assert (answer.status_code, answer["Location"]) == (302, at_note(first.pk))
    page = text_of(nurse, at_note(first.pk))
    assert page.index("Slept well.") < page.index("It was two nights.")
    added = Note.objects.get(adds_to=first)
    assert [each.note.pk for each in queries.notes_of(house.cast.nurse.acting, house.patient_id)] == [first.pk]
    again = nurse.post(at_note(added.pk, "add/"), typed(house.cast.nurse, later))
    assert again.status_code == 422
    assert "addendum itself" in again.content.decode()


def test_nothing_is_written_into_another_patient_s_record(house: House, over: Visit, later: datetime) -> None:
    nurse = house.cast.nurse.acting
    other = register_patient(nurse, replace(HALE, legal_given="Bea", mrn="H-1002"), at=later, even_so=True)
    first = noted(nurse, house.patient_id, at=later)
    for more in ({"infusion_id": over.infusion.pk}, {"adds_to": first.pk}):
        with pytest.raises(Refused, match="note_of_other_patient"):
            noted(nurse, other.pk, at=later, **more)
    assert not Note.objects.filter(patient=other).exists()


def waiting(house: House, later: datetime) -> Note:
    """A nurse's note that asks for a co-signature."""
    return noted(house.cast.nurse.acting, house.patient_id, at=later, needs_cosign=True)


def task_of(note: Note) -> Task:
    found: Task = Task.objects.get(kind="note_cosign", key=str(note.pk))
    return found


def test_a_prescriber_co_signs_from_the_task_and_it_is_done(nurse: Client, house: House, later: datetime) -> None:
    note = waiting(house, later)
    assert at_note(note.pk, "cosign/") in text_of(nurse, "/harbor/tasks/")
    assert "Waits for a co-signature" in text_of(nurse, at_note(note.pk))
    answer = nurse.post(at_note(note.pk, "cosign/"), signer(house.cast.prescriber))
    assert (answer.status_code, answer["Location"]) == (302, at_note(note.pk))
    second = Signature.objects.get(subject_id=note.pk, meaning="note.cosigned")
    assert second.signer_id == house.cast.prescriber.member.actor_id
    assert (task_of(note).state, task_of(note).outcome) == (Task.State.DONE, "co-signed")
    assert "Co-signed by Dr Paul Reyes" in text_of(nurse, at_note(note.pk))
    assert nurse.post(at_note(note.pk, "cosign/"), signer(house.cast.director)).status_code == 302
    assert Signature.objects.filter(subject_id=note.pk, meaning="note.cosigned").count() == 1


def the_author_cannot_co_sign(house: House, later: datetime) -> None:
    """A prescriber wrote the note at the nurse's screen, and signed it; neither of the two is a second person."""
    prescriber = house.cast.prescriber.acting
    note = noted(prescriber, house.patient_id, at=later, needs_cosign=True)
    with pytest.raises(Refused, match="cosigner_is_author"):
        cosign_note(prescriber, note.pk, outcome="x", proof=shown_by(prescriber, at=later), at=later)
    assert task_of(note).state == Task.State.OPEN


def test_the_author_cannot_co_sign(house: House, later: datetime) -> None:
    the_author_cannot_co_sign(house, later)


def test_planted_fault_an_author_who_counts_as_second_person_is_found(
    house: House, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cosigning, "must_be_another", lambda *_: None)
    with pytest.raises(pytest.fail.Exception):
        the_author_cannot_co_sign(house, later)


def test_a_nurse_cannot_co_sign_nor_close_the_task_with_a_text(nurse: Client, house: House, later: datetime) -> None:
    note, second = waiting(house, later), house.cast.second_nurse
    assert nurse.post(at_note(note.pk, "cosign/"), signer(second)).status_code == 422
    with pytest.raises(Refused, match="not_permitted"):
        cosign_note(second.acting, note.pk, outcome="x", proof=shown_by(second.acting, at=later), at=later)
    with pytest.raises(Refused, match="task_closed_by_signing"):
        close_task(second.acting, task_of(note).pk, outcome="fine", at=later)
    assert task_of(note).state == Task.State.OPEN


def test_a_note_is_voided_over_a_signature_and_stays_visible(nurse: Client, house: House, later: datetime) -> None:
    note = waiting(house, later)
    assert nurse.post(at_note(note.pk, "void/"), {"reason": "wrong patient"}).status_code == 422
    assert nurse.post(at_note(note.pk, "void/"), signer(house.cast.nurse, reason=" ")).status_code == 422
    assert not Void.objects.filter(target_id=note.pk).exists()
    answer = nurse.post(at_note(note.pk, "void/"), signer(house.cast.second_nurse, reason="wrong patient"))
    assert answer.status_code == 302
    page = text_of(nurse, at_note(note.pk))
    assert "Slept well." in page
    assert "wrong patient" in page
    assert "note--void" in page
    assert not Signature.objects.filter(subject_id=note.pk, meaning="note.signed").current().exists()
    undone = Signature.objects.get(subject_id=note.pk, meaning="voided")
    assert undone.signer_id == house.cast.second_nurse.member.actor_id
    assert (task_of(note).state, task_of(note).outcome) == (Task.State.DONE, "the note was voided")
    assert nurse.post(at_note(note.pk, "cosign/"), signer(house.cast.prescriber)).status_code == 302
    assert not Signature.objects.filter(subject_id=note.pk, meaning="note.cosigned").exists()


def a_nurse_cannot_void_a_prescriber_s_signature(nurse: Client, house: House, later: datetime) -> None:
    note, prescriber = waiting(house, later), house.cast.prescriber.acting
    cosign_note(prescriber, note.pk, outcome="x", proof=shown_by(prescriber, at=later), at=later)
    second = house.cast.second_nurse
    with pytest.raises(Refused, match="not_permitted"):
        void_note(second.acting, note.pk, reason="slip", outcome="x", proof=shown_by(second.acting, at=later), at=later)
    answer = nurse.post(at_note(note.pk, "void/"), signer(second, reason="slip"))
    assert (answer.status_code, "A prescriber co-signed it" in answer.content.decode()) == (422, True)
    assert Signature.objects.filter(subject_id=note.pk).current().count() == 2
    assert nurse.post(at_note(note.pk, "void/"), signer(house.cast.prescriber, reason="slip")).status_code == 302
    assert set(Signature.objects.filter(subject_id=note.pk).current().values_list("meaning", flat=True)) == {"voided"}


def test_a_nurse_cannot_void_a_prescriber_s_signature(nurse: Client, house: House, later: datetime) -> None:
    a_nurse_cannot_void_a_prescriber_s_signature(nurse, house, later)


def test_planted_fault_a_void_that_looks_at_no_co_signature_is_found(
    nurse: Client, house: House, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voiding, "COSIGNED", "nothing of the kind")
    with pytest.raises(pytest.fail.Exception):
        a_nurse_cannot_void_a_prescriber_s_signature(nurse, house, later)


def test_a_voided_note_is_neither_voided_nor_added_to_again(house: House, later: datetime) -> None:
    nurse, note = house.cast.nurse.acting, waiting(house, later)
    proof = shown_by(nurse, at=later)
    void_note(nurse, note.pk, reason="slip", outcome="x", proof=proof, at=later)
    with pytest.raises(Refused, match="note_voided"):
        void_note(nurse, note.pk, reason="slip", outcome="x", proof=proof, at=later)
    with pytest.raises(Refused, match="note_voided"):
        noted(nurse, house.patient_id, at=later, adds_to=note.pk)


def test_a_text_that_nobody_signed_is_not_shown(nurse: Client, house: House, later: datetime) -> None:
    """Planted fault: a row whose text differs from what its signature names stands in the table."""
    row = noted(house.cast.nurse.acting, house.patient_id, at=later)
    forged = row.document.replace("Slept well.", "Gave morphine.")
    stranger = Note(
        clinic=house.cast.harbor, patient_id=house.patient_id, kind="progress", document=forged, sha256=row.sha256,
        happened_at=later, by_id=row.by_id, at=later, needs_cosign=True,
    )  # fmt: skip
    stranger.save()
    page = text_of(nurse, of(house.patient_id, "notes/"))
    assert "Gave morphine." not in page
    assert "not what was signed" in page
    assert "Slept well." in page
    prescriber = house.cast.prescriber.acting
    with pytest.raises(Refused, match="note_damaged"):
        cosign_note(prescriber, stranger.pk, outcome="x", proof=shown_by(prescriber, at=later), at=later)


def test_another_clinic_learns_nothing(house: House, later: datetime, nurse: Client) -> None:
    note = noted(house.cast.nurse.acting, house.patient_id, at=later)
    outsider = house.cast.outsider
    with pytest.raises(Note.DoesNotExist):
        queries.note(outsider.acting, note.pk)
    assert queries.notes_of(outsider.acting, house.patient_id) == []
    client = signed_in(Client(), outsider.user)
    for path in (at_note(note.pk), at_note(note.pk, "void/"), of(house.patient_id, "notes/")):
        assert client.get(path).status_code == 404
        assert client.get(path.replace("harbor", "northside")).status_code == 404


def test_the_desk_neither_reads_nor_writes_notes(house: House, later: datetime, nurse: Client) -> None:
    note = noted(house.cast.nurse.acting, house.patient_id, at=later)
    desk = signed_in(Client(), house.cast.desk.user)
    assert desk.get(at_note(note.pk)).status_code == 403
    assert "Notes and calls" not in text_of(desk, of(house.patient_id, ""))
    with pytest.raises(Refused, match="not_permitted"):
        noted(house.cast.desk.acting, house.patient_id, at=later)
