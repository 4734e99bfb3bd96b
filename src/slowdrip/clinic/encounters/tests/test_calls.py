"""Phone calls: who, by which number and whether it is safe, and what became of symptoms goes onto the visit."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters.actions import write_note
from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.tests.pages import at_note, called, local, noted, of, text_of
from slowdrip.clinic.encounters.told import Call, Told
from slowdrip.clinic.encounters.views import phone as phone_page
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.people.actions import add_contact, register_patient
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.cast import DAY, Person
from tests.drips import HALE, House
from tests.fixtures import signed_in
from tests.pages import signer


def phones(house: House) -> tuple[Contact, Contact]:
    """One number that is safe and one that is not."""
    nurse, made = house.cast.nurse.acting, []
    for value, safe in (("+1 555 0170", True), ("+1 555 0171", False)):
        made.append(add_contact(nurse, house.patient_id, kind="phone", value=value, safe=safe, at=DAY))
    return made[0], made[1]


def typed(person: Person, at: datetime, **more: str) -> dict[str, str]:
    told = {"who": "clinic_called", "reason": "after_drip", "reached": "on", "text": "Feels well."}
    return {**told, "happened_at": local(at), **signer(person), **more}


def test_the_form_says_which_number_is_safe(nurse: Client, house: House) -> None:
    phones(house)
    page = text_of(nurse, of(house.patient_id, "calls/new/"))
    assert "+1 555 0170 · safe" in page
    assert "+1 555 0171 · NOT SAFE" in page


def test_a_call_is_stored_with_its_number_as_it_stood(nurse: Client, house: House, later: datetime) -> None:
    _, unsafe = phones(house)
    sent = typed(
        house.cast.nurse, later, contact=str(unsafe.pk), reason="symptom", advice="Drink, rest.", follow_up="on"
    )
    assert nurse.post(of(house.patient_id, "calls/new/"), sent).status_code == 302
    row = Note.objects.get(patient=house.patient_id, kind="phone")
    call = json.loads(row.document)["call"]
    assert (call["number"], call["safe"], call["reason"]) == ("+1 555 0171", False, "symptom")
    assert (call["advice"], call["follow_up"], call["reached"]) == ("Drink, rest.", True, True)
    assert Task.objects.get(kind="call_back", key=str(row.pk)).patient_id == house.patient_id
    assert "Call this patient again" in text_of(nurse, "/harbor/tasks/")
    for path in ("/harbor/phone-calls/", of(house.patient_id, "notes/")):
        page = text_of(nurse, path)
        assert "+1 555 0171" in page
        assert "NOT SAFE" in page
        assert "Drink, rest." in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"who": ""}, "Choose one"),
        ({"reason": "gossip"}, "field__error"),
        ({"text": ""}, "field__error"),
        ({"advice": "x" * 4001}, "4000"),
        ({"contact": "00000000-0000-0000-0000-000000000000"}, "field__error"),
        ({"pin": "0000"}, "PIN"),
    ],
)
def test_what_was_refused_stays_typed(
    nurse: Client, house: House, later: datetime, more: dict[str, str], said: str
) -> None:
    answer = nurse.post(of(house.patient_id, "calls/new/"), typed(house.cast.nurse, later, **more))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Note.objects.filter(patient=house.patient_id).exists()


def test_a_contact_of_somebody_else_is_refused(house: House, later: datetime) -> None:
    with pytest.raises(Refused, match="choose_one"):
        called(house.cast.nurse.acting, house.patient_id, at=later, contact_id=uuid7())


def on_the_call_list(nurse: Client, house: House, over: Visit, later: datetime, **more: str) -> None:
    sent = typed(house.cast.nurse, later, infusion=str(over.infusion.pk), **more)
    answer = nurse.post(of(house.patient_id, "calls/new/"), sent)
    assert (answer.status_code, answer["Location"]) == (302, "/harbor/calls-due/"), answer.content.decode()


def test_a_call_from_the_list_starts_with_what_is_known(nurse: Client, house: House, over: Visit) -> None:
    page = text_of(nurse, of(house.patient_id, f"calls/new/?infusion={over.infusion.pk}"))
    for chosen in ("clinic_called", "after_drip"):
        assert re.search(f'value="{chosen}"[^>]* checked', page)
    assert "Symptoms that had not gone" in page
    assert 'name="course_dizziness"' in page
    assert f'data-keep="call:{house.patient_id}:{over.infusion.pk}"' in page


def test_a_symptom_that_changed_and_then_went_is_charted_with_its_times(
    nurse: Client, house: House, over: Visit, later: datetime
) -> None:
    earlier = later - timedelta(hours=6)
    on_the_call_list(nurse, house, over, earlier, course_dizziness="moderate")
    assert [(one.symptom, one.grade) for one in over.state().open_symptoms] == [("dizziness", "moderate")]
    gone = later - timedelta(hours=3)
    on_the_call_list(nurse, house, over, later, course_dizziness="ended", when_dizziness=local(gone))
    assert over.state().open_symptoms == ()
    ended = InfusionEvent.objects.get(infusion=over.infusion, kind="symptom_ended")
    assert (ended.occurred_at, ended.recorded_at) == (gone, later)
    told = json.loads(Note.objects.filter(kind="phone").latest("happened_at").document)["call"]["symptoms"]
    assert [(one["symptom"], one["course"], datetime.fromisoformat(one["at"])) for one in told] == [
        ("dizziness", "ended", gone)
    ]


def a_call_that_comes_again_is_one(nurse: Client, house: House, over: Visit, later: datetime) -> None:
    """The first answer was lost on its way, and the symptom that the form asked about is gone by now."""
    phone, _ = phones(house)
    gone = {"course_dizziness": "ended", "contact": str(phone.pk), "row_id": str(uuid7())}
    sent = typed(house.cast.nurse, later, infusion=str(over.infusion.pk), **gone)
    url = of(house.patient_id, "calls/new/")
    assert nurse.post(url, sent).status_code == 302
    Contact.objects.filter(pk=phone.pk).update(safe=False)
    answer = nurse.post(url, sent)
    assert (answer.status_code, answer.headers.get("Location")) == (302, at_note(UUID(gone["row_id"])))
    assert "This call was saved before" in text_of(nurse, answer["Location"])
    assert InfusionEvent.objects.filter(infusion=over.infusion, kind="symptom_ended").count() == 1
    assert Note.objects.filter(kind="phone").count() == 1


def test_a_call_that_ended_a_symptom_and_comes_again_is_one(
    nurse: Client, house: House, over: Visit, later: datetime
) -> None:
    a_call_that_comes_again_is_one(nurse, house, over, later)


def test_planted_fault_a_form_that_asks_before_it_looks_is_found(
    nurse: Client, house: House, over: Visit, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_page, "_saved", lambda *_: None)
    with pytest.raises(AssertionError):
        a_call_that_comes_again_is_one(nurse, house, over, later)


def test_another_text_author_or_patient_under_the_id_of_a_saved_call_is_refused(
    nurse: Client, house: House, later: datetime
) -> None:
    sent, url = typed(house.cast.nurse, later, row_id=str(uuid7())), of(house.patient_id, "calls/new/")
    assert nurse.post(url, sent).status_code == 302
    other = register_patient(
        house.cast.nurse.acting, replace(HALE, legal_given="Bea", mrn="H-1002"), at=later, even_so=True
    )
    second = signed_in(Client(), house.cast.second_nurse.user)
    for client, where, more in (
        (nurse, url, {"text": "Not well."}),
        (nurse, of(other.pk, "calls/new/"), {}),
        (second, url, {"reason": "question"}),
    ):
        assert client.post(where, {**sent, **more}).status_code == 422
    assert Note.objects.filter(kind="phone").count() == 1


@pytest.mark.parametrize(
    ("who", "reached", "attempt"),
    [
        ("clinic_called", "", True),
        ("clinic_called", "on", False),
        ("patient_called", "", False),
        ("other_called", "", False),
    ],
)
def test_only_a_call_of_the_clinic_can_be_an_attempt(
    nurse: Client, house: House, later: datetime, who: str, reached: str, attempt: bool
) -> None:
    sent = typed(house.cast.nurse, later, who=who, reached=reached)
    assert nurse.post(of(house.patient_id, "calls/new/"), sent).status_code == 302
    assert ("not reached" in text_of(nurse, "/harbor/phone-calls/")) is attempt


@pytest.mark.parametrize(("contact", "said"), [("", "not noted"), ("other", "another number")])
def test_a_number_that_nobody_chose_is_no_fact(
    nurse: Client, house: House, later: datetime, contact: str, said: str
) -> None:
    phones(house)
    url = of(house.patient_id, "calls/new/")
    assert not re.search(r'name="contact"[^>]* checked', text_of(nurse, url))
    assert nurse.post(url, typed(house.cast.nurse, later, contact=contact)).status_code == 302
    call = json.loads(Note.objects.get(kind="phone").document)["call"]
    assert (call["number"], call["safe"], call["other_number"]) == ("", None, contact == "other")
    assert said in text_of(nurse, "/harbor/phone-calls/")


def test_the_same_is_asked_and_charts_nothing(nurse: Client, house: House, over: Visit, later: datetime) -> None:
    before = InfusionEvent.objects.filter(infusion=over.infusion).count()
    on_the_call_list(nurse, house, over, later, course_dizziness="same")
    assert InfusionEvent.objects.filter(infusion=over.infusion).count() == before
    assert "Dizziness: the same" in text_of(nurse, "/harbor/phone-calls/").replace("dizziness", "Dizziness")


def told_of(visit: Visit, at: datetime) -> Told:
    call = Call(who="patient_called", reason="symptom")
    return Told(text="x", happened_at=at, infusion_id=visit.infusion.pk, call=call)


@pytest.mark.parametrize(
    ("kind", "symptom", "minute", "code"),
    [
        ("symptom_ended", "nausea", 200, "symptom_not_open"),
        ("symptom_started", "dizziness", 200, "symptom_not_open"),
        ("symptom_ended", "dizziness", 19, "symptom_before_it_began"),
        ("symptom_changed", "dizziness", 49, "symptom_before_it_began"),
    ],
)
def test_what_cannot_be_of_the_visit_stores_neither_call_nor_symptom(
    house: House, over: Visit, later: datetime, kind: str, symptom: str, minute: float, code: str
) -> None:
    nurse = house.cast.nurse.acting
    over.chart((50, "symptom_changed", {"symptom": "dizziness", "grade": "moderate"}))
    grade = {"grade": "mild"} if kind == "symptom_changed" else {}
    drafts = [Draft(kind, {"symptom": symptom, **grade}, over.at(minute))]
    with pytest.raises(Refused, match=code):
        write_note(
            nurse,
            house.patient_id,
            told_of(over, later),
            proof=shown_by(nurse, at=later),
            at=later,
            note_id=uuid7(),
            drafts=drafts,
        )
    assert len(over.state().open_symptoms) == 1
    assert not Note.objects.filter(patient=house.patient_id).exists()


def test_a_visit_of_another_patient_in_the_address_is_a_page_that_is_not_there(
    nurse: Client, house: House, over: Visit
) -> None:
    for wrong in (uuid7(), "x"):
        assert nurse.get(of(house.patient_id, f"calls/new/?infusion={wrong}")).status_code == 404


def test_the_clinic_s_list_asks_as_often_for_ten_calls_as_for_two(nurse: Client, house: House, later: datetime) -> None:
    def asked() -> int:
        text_of(nurse, "/harbor/phone-calls/")
        with CaptureQueriesContext(connection) as queries:
            text_of(nurse, "/harbor/phone-calls/")
        return len(queries)

    for number in range(2):
        called(house.cast.nurse.acting, house.patient_id, at=later - timedelta(minutes=number))
    two = asked()
    for number in range(8):
        first = called(house.cast.nurse.acting, house.patient_id, at=later - timedelta(hours=number))
        noted(house.cast.nurse.acting, house.patient_id, at=later, adds_to=first.pk)
    assert asked() == two
