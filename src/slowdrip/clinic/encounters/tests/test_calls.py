"""Phone calls: who, by which number and whether it is safe, and what became of symptoms goes onto the visit."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters.actions import write_note
from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.tests.pages import called, local, noted, of, signer, text_of
from slowdrip.clinic.encounters.told import Call, Told
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.people.actions import add_contact
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.cast import DAY, Person
from tests.drips import House


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
