"""The pages of a patient's medicines: the usual way, refusals, and who may."""

import pytest
from django.test import Client

from slowdrip.clinic.people.actions import add_medicine
from slowdrip.clinic.people.models import Medicine, Patient
from slowdrip.clinic.people.tests.test_pages import As, asked, of, text
from tests.cast import DAY, Cast

UNKNOWN = "Not known to this list. That does not mean that there is no interaction."


@pytest.fixture
def nurse(house: Cast, client_as: As) -> Client:
    return client_as(house.nurse)


def test_a_list_goes_from_not_asked_to_confirmed(ana: Patient, nurse: Client) -> None:
    assert "Nobody asked yet what this patient takes." in text(nurse.get(of(ana)))
    assert nurse.post(of(ana, "medicines_confirm"), {}).status_code == 302
    assert ": takes none." in text(nurse.get(of(ana)))
    told = {"substance": "Lorazepam", "dose": "1 mg at night", "since": "for weeks", "taken": "taken"}
    assert nurse.post(of(ana, "medicine_new"), told).status_code == 302
    assert nurse.post(of(ana, "medicines_confirm"), {}).status_code == 422
    row = Medicine.objects.get()
    assert nurse.post(of(ana, "medicines_confirm"), {"seen": str(row.pk)}).status_code == 302
    shown = text(nurse.get(of(ana)))
    assert all(words in shown for words in ("1 mg at night", "· for weeks", "taken on", "Sedation may add up."))
    assert "since for weeks" not in shown
    assert "Do not stop or skip a medicine because of this list" in shown


def test_an_unknown_medicine_is_called_unknown_on_the_page(ana: Patient, nurse: Client) -> None:
    nurse.post(of(ana, "medicine_new"), {"substance": "Metformin"})
    assert UNKNOWN in text(nurse.get(of(ana)))


def test_the_form_offers_the_names_of_the_table_and_takes_any_other(ana: Patient, nurse: Client) -> None:
    form = text(nurse.get(of(ana, "medicine_new")))
    assert all(part in form for part in ('list="substance-known"', '<option value="Lorazepam">', "None of these"))
    assert nurse.post(of(ana, "medicine_new"), {"substance": "Grandma\u2019s <tea>"}).status_code == 302
    assert "Grandma\u2019s &lt;tea&gt;" in text(nurse.get(of(ana)))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"substance": "", "dose": "1 mg"}, "Fill it in"),
        ({"substance": "Lorazepam", "dose": "1 mg", "taken": "stopped"}, "Choose one of the options"),
        ({"substance": "Lorazepam", "dose": "1 mg", "belongs_to": "rifampicin"}, "Choose one of the options"),
        ({"substance": "x" * 121, "dose": "1 mg"}, "121 characters and 120 fit"),
    ],
)
def test_a_refused_medicine_keeps_what_was_typed(ana: Patient, nurse: Client, typed: dict[str, str], says: str) -> None:
    answer = nurse.post(of(ana, "medicine_new"), typed)
    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="1 mg"' in text(answer)


def test_a_medicine_is_told_of_stopped_and_voided(ana: Patient, house: Cast, nurse: Client) -> None:
    first = add_medicine(house.nurse.acting, ana.pk, substance="Lorazepam", at=DAY)
    second = add_medicine(house.nurse.acting, ana.pk, substance="Lithium", at=DAY)
    told, void = of(ana, "medicine_told", medicine_id=first.pk), of(ana, "medicine_void", medicine_id=second.pk)
    assert nurse.post(told, {}).status_code == 422
    assert nurse.post(told, {"what": "not_taken"}).status_code == 302
    assert "not taken on" in text(nurse.get(of(ana)))
    assert nurse.post(told, {"what": "stopped"}).status_code == 302
    late = nurse.post(told, {"what": "taken"})
    assert (late.status_code, "no longer on the list" in text(late)) == (422, True)
    assert nurse.post(void, {"reason": ""}).status_code == 422
    assert nurse.post(void, {"reason": "wrong patient"}).status_code == 302
    assert "Nobody asked yet what this patient takes." in text(nurse.get(of(ana)))


def test_a_medicine_is_found_only_under_its_own_patient(
    ana: Patient, stranger: Patient, house: Cast, client_as: As
) -> None:
    row = add_medicine(house.nurse.acting, ana.pk, substance="Lorazepam", at=DAY)
    outsider, nurse = client_as(house.outsider), client_as(house.nurse)
    for name in ("medicine_told", "medicine_void"):
        assert outsider.post(of(ana, name, medicine_id=row.pk), {"what": "stopped", "reason": "x"}).status_code == 404
        assert nurse.post(of(stranger, name, medicine_id=row.pk), {"what": "stopped", "reason": "x"}).status_code == 404
    assert outsider.get(of(ana, "medicine_new")).status_code == 404
    assert Medicine.objects.count() == 1


def test_roles_that_may_not_change_a_list_are_refused(ana: Patient, house: Cast, client_as: As) -> None:
    row = add_medicine(house.nurse.acting, ana.pk, substance="Lorazepam", at=DAY)
    desk, auditor = client_as(house.desk), client_as(house.auditor)
    assert desk.post(of(ana, "medicines_confirm")).status_code == 403
    assert desk.post(of(ana, "medicine_void", medicine_id=row.pk), {"reason": "x"}).status_code == 403
    assert auditor.post(of(ana, "medicine_new"), {"substance": "Lithium"}).status_code == 403
    assert "Taken or " not in text(auditor.get(of(ana)))


def test_the_desk_is_not_offered_what_it_may_not_say(ana: Patient, house: Cast, client_as: As) -> None:
    row = add_medicine(house.nurse.acting, ana.pk, substance="Lorazepam", at=DAY)
    desk, told = client_as(house.desk), of(ana, "medicine_told", medicine_id=row.pk)
    assert "Taken or not" in text(desk.get(of(ana)))
    assert "Taken or stopped" not in text(desk.get(of(ana)))
    assert "No longer takes it" not in text(desk.get(told))
    assert "No longer takes it" in text(client_as(house.nurse).get(told))
    assert desk.post(told, {"what": "stopped"}).status_code == 422
    assert desk.post(told, {"what": "taken"}).status_code == 302
    assert "Lorazepam" in text(desk.get(of(ana)))


def test_a_refused_void_names_what_it_needs(ana: Patient, house: Cast, client_as: As) -> None:
    row = add_medicine(house.nurse.acting, ana.pk, substance="Lorazepam", at=DAY)
    refused = client_as(house.desk).post(of(ana, "medicine_void", medicine_id=row.pk), {"reason": "x"})
    assert (refused.status_code, "stop or void allergies and medicines" in text(refused)) == (403, True)


def test_nine_medicines_cost_no_more_queries_than_one(ana: Patient, house: Cast, nurse: Client) -> None:
    add_medicine(house.nurse.acting, ana.pk, substance="Lorazepam", at=DAY, taken="taken")
    one = asked(nurse, of(ana))
    for number in range(8):
        add_medicine(house.nurse.acting, ana.pk, substance=f"Medicine {number}", at=DAY, taken="taken")
    assert asked(nurse, of(ana)) == one
