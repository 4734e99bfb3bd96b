"""The people pages: the usual way, bad and tired input, who may, and what is noted."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import format_html

from slowdrip.clinic.people import panels
from slowdrip.clinic.people.actions import add_allergy, add_contact, register_patient
from slowdrip.clinic.people.models import Contact, Measurement, Patient
from slowdrip.clinic.record.models import AuditEntry, Signature
from tests.cast import DAY, Cast, Person

from .conftest import ANA

As = Callable[[Person], Client]
FACTS = {
    "legal_given": "Ben",
    "legal_family": "Osei",
    "birth_date": "3 Apr 1980",
    "sex_for_dosing": "male",
    "language": "Twi",
    "needs_interpreter": "on",
}


def page(name: str) -> str:
    return reverse(f"people:{name}", kwargs={"clinic": "harbor"})


def of(patient: Patient, name: str = "patient", **kwargs: UUID) -> str:
    return reverse(f"people:{name}", kwargs={"clinic": "harbor", "patient_id": patient.pk, **kwargs})


def text(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]  # a test client's answer


def test_a_patient_is_registered_and_shown(house: Cast, client_as: As) -> None:
    answer = client_as(house.desk).post(page("new"), FACTS, follow=True)
    patient = Patient.objects.get()
    assert answer.redirect_chain == [(of(patient), 302)]
    assert "SD-000001" in text(answer)
    assert patient.needs_interpreter


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("birth_date", "2031-01-01", "still to come"),
        ("birth_date", "31 Feb 1980", "not a day of the calendar"),
        ("birth_date", "2015-01-01", "adults of 18"),
        ("sex_for_dosing", "", "Choose one"),
        ("legal_family", "", "Fill it in"),
        ("mrn", "#12", "An MRN has letters"),
        ("gender", "g" * 61, "61 characters and 60 fit"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_the_fix(
    house: Cast, client_as: As, field: str, typed: str, says: str
) -> None:
    answer = client_as(house.desk).post(page("new"), {**FACTS, field: typed})
    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="Ben"' in text(answer)
    assert typed in text(answer)
    assert not Patient.objects.exists()


def test_a_double_is_shown_and_confirmed_for_that_person_only(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.desk)
    same = {**FACTS, "legal_given": "Ana", "legal_family": "Nunez", "birth_date": "1984-03-09"}
    shown = client.post(page("new"), same)
    assert of(ana) in text(shown)
    confirmation = shown.context["person"]
    other = client.post(page("new"), {**same, "legal_family": "Núñez", "even_so": confirmation})
    assert other.status_code == 422
    assert client.post(page("new"), {**same, "even_so": confirmation}).status_code == 302


def test_an_edit_is_saved_and_a_stale_one_is_not(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.desk)
    form = client.get(of(ana, "edit")).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (False, None)}
    assert client.post(of(ana, "edit"), {**typed, "gender": "woman"}).status_code == 302
    stale = client.post(of(ana, "edit"), {**typed, "pronouns": "she"})
    assert (stale.status_code, 'value="she"' in text(stale)) == (422, True)
    ana.refresh_from_db()
    assert (ana.gender, ana.pronouns) == ("woman", "")
    again = {**typed, "pronouns": "she", "gender": "woman", "seen": stale.context["form"]["seen"].value()}
    assert client.post(of(ana, "edit"), again).status_code == 302


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"weight": "abc"}, "is not a number"),
        ({"weight": "1700"}, "outside 30 to 300 kg"),
        ({"weight": "1,700"}, "two ways"),
        ({"weight": ""}, "Type a weight, a height or both"),
        ({"weight": "80", "height": "175", "height_ft": "5"}, "not both"),
        ({"height_ft": "5", "height_in": "13"}, "Inches run from 0"),
        ({"weight": "80", "taken_at": "yesterday"}, "is not a date and time"),
        ({"weight": "80", "taken_at": "2099-01-01 10:00"}, "still to come"),
    ],
)
def test_a_tired_weight_is_kept_in_the_box(
    ana: Patient, house: Cast, client_as: As, typed: dict[str, str], says: str
) -> None:
    base = {"weight_unit": "kg", "weight_how": "measured", "height_how": "measured"}
    answer = client_as(house.nurse).post(of(ana, "measure"), {**base, **typed})
    assert answer.status_code == 422
    assert says in text(answer)
    assert all(value in text(answer) for value in typed.values())
    assert not Measurement.objects.exists()


def test_a_comma_and_pounds_and_feet_are_read(ana: Patient, house: Cast, client_as: As) -> None:
    typed = {"weight": "176,4", "weight_unit": "lb", "weight_how": "measured"}
    typed |= {"height_ft": "5", "height_in": "9.5", "height_how": "stated", "taken_at": "2026-03-09 14:30"}
    assert client_as(house.nurse).post(of(ana, "measure"), typed).status_code == 302
    weight, height = Measurement.objects.order_by("-kind")
    assert (weight.value, weight.how, weight.at.isoformat()) == (80_014, "measured", "2026-03-09T18:30:00+00:00")
    assert (height.value, height.how) == (1765, "stated")
    shown = text(client_as(house.desk).get(of(ana)))
    assert "80.0 <span" in shown
    assert "176.4 lb" in shown
    assert "9 Mar 2026 14:30" in shown


def test_an_unlikely_weight_is_confirmed_for_that_value_only(ana: Patient, house: Cast, client_as: As) -> None:
    client, url = client_as(house.nurse), of(ana, "measure")
    typed = {"weight": "80", "weight_unit": "kg", "weight_how": "measured"}
    client.post(url, typed)
    doubted = client.post(url, {**typed, "weight": "176"})
    assert "looks like pounds" in text(doubted)
    confirmation = doubted.context["confirmation"]
    assert client.post(url, {**typed, "weight": "177", "even_so": confirmation}).status_code == 422
    assert client.post(url, {**typed, "weight": "176", "even_so": confirmation}).status_code == 302


def test_the_second_person_reads_without_seeing_the_first_reading(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.nurse)
    client.post(of(ana, "measure"), {"weight": "80.7", "weight_unit": "kg", "weight_how": "measured"})
    url = of(ana, "reread", measurement_id=Measurement.objects.get().pk)
    assert "80.7" not in text(client.get(url))
    assert "Nia Okafor RN</option>" not in text(client.get(url))
    signer = {"signer": house.second_nurse.member.pk, "unit": "kg", "value": "80,7"}
    wrong = client.post(url, {**signer, "pin": "4826"})
    assert (wrong.status_code, "Tries left: 4" in text(wrong), "4826" in text(wrong)) == (422, True, False)
    differs = client.post(url, {**signer, "value": "87", "pin": house.second_nurse.pin})
    assert "The two readings differ" in text(differs)
    assert client.post(url, {**signer, "pin": house.second_nurse.pin}).status_code == 302
    assert Signature.objects.get().signer_name == "Sam Lindqvist RN"


def test_allergies_and_contacts_have_their_pages(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.nurse)
    assert "Not asked yet" in text(client.get(of(ana)))
    client.post(of(ana, "allergies_confirm"), {})
    assert "None known" in text(client.get(of(ana)))
    client.post(of(ana, "allergy_new"), {"substance": "Latex", "reaction": "hives"})
    assert client.post(of(ana, "allergies_confirm"), {}).status_code == 422
    empty = client.post(of(ana, "contact_new"), {"kind": "phone", "value": "my wife"})
    assert (empty.status_code, 'value="my wife"' in text(empty)) == (422, True)
    client.post(of(ana, "contact_new"), {"kind": "phone", "value": "555 0100"})
    shown = text(client.get(of(ana)))
    assert "hives" in shown
    assert "not safe: send nothing here" in shown
    contact = Contact.objects.get()
    client.post(of(ana, "contact_edit", contact_id=contact.pk), {"value": "555 0101", "safe": "on"})
    client.post(of(ana, "contact_end", contact_id=contact.pk))
    contact.refresh_from_db()
    assert (contact.value, contact.safe, contact.ended_at is not None) == ("555 0101", True, True)


def test_voids_ask_for_a_reason(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.nurse)
    allergy = add_allergy(house.nurse.acting, ana.pk, substance="Latex", reaction="", at=DAY)
    client.post(of(ana, "measure"), {"weight": "80", "weight_unit": "kg", "weight_how": "measured"})
    measured = Measurement.objects.get()
    for url in (of(ana, "allergy_void", allergy_id=allergy.pk), of(ana, "measured_void", measurement_id=measured.pk)):
        assert client.get(url).status_code == 200
        assert client.post(url, {"reason": ""}).status_code == 422
        assert client.post(url, {"reason": "wrong patient"}).status_code == 302
    assert "Latex" not in text(client.get(of(ana)))


def addresses(patient: Patient, contact: Contact) -> list[str]:
    plain = ["patient", "edit", "measure", "allergy_new", "contact_new"]
    return [*(of(patient, name) for name in plain), of(patient, "contact_edit", contact_id=contact.pk)]


def test_another_clinic_finds_no_page(ana: Patient, stranger: Patient, house: Cast, client_as: As) -> None:
    contact = add_contact(house.desk.acting, ana.pk, kind="phone", value="555 0100", safe=True, at=DAY)
    outsider, nurse = client_as(house.outsider), client_as(house.nurse)
    for url in [page("list"), page("new"), *addresses(ana, contact)]:
        assert outsider.get(url).status_code == 404, url
    assert nurse.get(of(stranger)).status_code == 404
    typed = {"weight": "80", "weight_unit": "kg", "weight_how": "measured"}
    assert nurse.post(of(stranger, "measure"), typed).status_code == 404
    assert nurse.post(of(stranger, "contact_edit", contact_id=contact.pk), {"value": "1"}).status_code == 404
    moved = reverse("people:patient", kwargs={"clinic": "northside", "patient_id": ana.pk})
    assert outsider.get(moved).status_code == 404


def test_roles_that_may_not_are_refused(ana: Patient, house: Cast, client_as: As) -> None:
    desk, auditor = client_as(house.desk), client_as(house.auditor)
    assert desk.get(of(ana, "measure")).status_code == 403
    assert desk.post(of(ana, "allergies_confirm")).status_code == 403
    assert auditor.get(of(ana)).status_code == 200
    assert auditor.get(of(ana, "edit")).status_code == 403
    assert auditor.post(page("new"), FACTS).status_code == 403
    assert "Change details" not in text(auditor.get(of(ana)))


def test_each_viewing_is_noted_in_the_chain(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.nurse)
    for url in (page("list"), of(ana), of(ana)):
        client.get(url)
    viewed = AuditEntry.objects.filter(action="viewed", actor=house.nurse.acting.actor_id)
    assert [str(ana.pk) in entry.detail for entry in viewed] == [True, True]


def asked(client: Client, url: str) -> int:
    """How often a page already opened once asks the database for rows."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    rows = [query["sql"] for query in queries if query["sql"].startswith("SELECT") and "set_config" not in query["sql"]]
    return len(rows)


def test_fifty_patients_cost_no_more_queries_than_one(ana: Patient, house: Cast, client_as: As) -> None:
    client = client_as(house.desk)
    one = asked(client, page("list"))
    for number in range(49):
        register_patient(house.desk.acting, replace(ANA, legal_given=f"Ana {'x' * (number + 1)}"), at=DAY)
    assert asked(client, page("list")) == one <= 17
    assert text(client.get(page("list"))).count('class="people-link"') == 50


def test_other_apps_add_panels_below_the_facts(
    ana: Patient, house: Cast, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_panels", [])
    panels.register(lambda request, patient: format_html("<p>orders of {}</p>", patient.mrn))
    panels.register(lambda request, patient: format_html("{}", ""))
    assert f"orders of {ana.mrn}" in text(client_as(house.nurse).get(of(ana)))
