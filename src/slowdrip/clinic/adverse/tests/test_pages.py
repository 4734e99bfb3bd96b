"""The pages: the list, a patient's events, one event with its forms, the report; what is typed stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.leaving import complete
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.adverse.actions import look_again
from slowdrip.clinic.adverse.models import Matter, MatterState
from slowdrip.clinic.adverse.queries import whole
from slowdrip.clinic.adverse.report import report_of
from slowdrip.science.rules.adverse.codes import Outcome
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import signed_in
from tests.matters import MILD, SERIOUS, answered, event_of
from tests.needs import needs
from tests.pages import look_at, signer

NOW = DAY + timedelta(days=10)
BOARD = "/harbor/adverse/"
LATER = {"severity": "2", "relation": "possible", "seriousness": [], "actions": ["none"], "note": ""}


@pytest.fixture
def client(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, NOW)
    return signed_in(Client(), house.cast.nurse.user)


def text_of(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def of(matter: Matter, *ends: str) -> str:
    return f"{BOARD}{matter.pk}/{''.join(f'{end}/' for end in ends)}"


def test_the_list_starts_with_what_is_overdue(house: House, client: Client) -> None:
    assert "Nothing is open." in text_of(client, BOARD)
    event_of(house.cast.nurse, house.patient_id, SERIOUS, at=NOW - timedelta(hours=1))
    answered(house.cast.nurse, house.patient_id, "bladder", "0 0 0 0 1 0", at=DAY)
    page = text_of(client, BOARD)
    assert "1 is overdue." in page
    assert page.index("Urine test") < page.index("Headache")
    assert "Hale, Ada" in page
    assert "blood in the urine" in page


def test_the_patients_page_shows_what_is_open_and_that_the_bladder_waits(house: House, client: Client) -> None:
    for day in (0, 1):
        answered(house.cast.nurse, house.patient_id, "bladder", "1 1 0 0 0 0", at=DAY + timedelta(days=day))
    page = text_of(client, f"/harbor/people/{house.patient_id}/")
    assert "Adverse events and tasks" in page
    assert "Bladder symptoms persist: a prescriber decides" in page


def test_an_event_is_written_and_what_is_refused_comes_back_with_all_that_was_typed(
    house: House, client: Client
) -> None:
    path = f"/harbor/people/{house.patient_id}/adverse/new/"
    assert "confirm it with your medical director" in text_of(client, path)
    told = {**LATER, "symptom": "other", "own_words": "", "onset": "2020-01-01T10:00", "note": "three days now"}
    answer = client.post(path, told)
    assert answer.status_code == 422
    assert "three days now" in answer.content.decode()
    answer = client.post(path, {**told, "own_words": "Taste of metal"})
    assert answer.status_code == 302
    page = text_of(client, answer["Location"])
    assert "Taste of metal" in page
    assert "2 · moderate" in page


def test_an_event_is_followed_on_its_page(house: House, client: Client) -> None:
    matter = event_of(house.cast.nurse, house.patient_id, at=DAY)
    assert "overdue since" in text_of(client, of(matter))
    assert client.post(of(matter, "look"), {"outcome": "recovering", "note": "better"}).status_code == 302
    assert client.post(of(matter, "judge"), {**LATER, "seriousness": ["hospital"]}).status_code == 302
    wrong = client.post(of(matter, "close"), {"outcome": "recovered", "offset": "", "note": "all well"})
    assert wrong.status_code == 422
    assert "all well" in wrong.content.decode()
    ended = {"outcome": "recovered", "offset": NOW.strftime("%Y-%m-%dT00:00"), "note": ""}
    assert client.post(of(matter, "close"), ended).status_code == 302
    assert client.post(of(matter, "look"), {"outcome": "recovering", "note": ""}).status_code == 422
    assert client.post(of(matter, "reopen"), {"reason": "back again"}).status_code == 302
    assert client.post(of(matter, "void"), {"reason": "another patient's"}).status_code == 302
    page = text_of(client, of(matter))
    assert "Entered in error:" in page
    assert "back again" in page


def test_a_decision_is_signed_by_a_prescriber_at_the_nurses_screen(house: House, client: Client) -> None:
    cast = house.cast
    for day in (0, 1):
        answered(cast.nurse, house.patient_id, "bladder", "1 1 0 0 0 0", at=DAY + timedelta(days=day))
    matter = Matter.objects.get(kind="bladder_persists")
    assert f'value="{cast.prescriber.member.pk}"' in text_of(client, of(matter))
    told = {"result": "hold", "note": "Urology first", "referred_to": "Dr Ray"}
    assert client.post(of(matter, "settle"), {**told, **signer(cast.nurse)}).status_code == 422
    assert client.post(of(matter, "settle"), {**told, **signer(cast.prescriber)}).status_code == 302
    page = text_of(client, of(matter))
    assert "hold treatment" in page
    assert cast.prescriber.acting.label in page
    assert MatterState.objects.get(matter=matter).is_open


def test_an_order_says_that_the_bladder_waits(house: House, client: Client, visit: Visit) -> None:
    path = f"/harbor/orders/{visit.order.pk}/"
    assert "Bladder symptoms persist" not in text_of(client, path)
    for day in (0, 1):
        answered(house.cast.nurse, house.patient_id, "bladder", "1 1 0 0 0 0", at=DAY + timedelta(days=day))
    assert "Bladder symptoms persist" in text_of(client, path)


def test_a_symptom_of_the_last_drip_is_kept_by_one_key(house: House, client: Client, running: Visit) -> None:
    running.chart((5, "symptom_started", {"symptom": "headache", "grade": "mild"}))
    complete(running)
    path = f"/harbor/people/{house.patient_id}/adverse/"
    assert "None of these is an adverse event until somebody keeps it." in text_of(client, path)
    symptom = running.state().symptoms[0].event_id
    told = {"infusion": str(running.infusion.pk), "symptom": symptom}
    assert client.post(f"{path}keep/", told).status_code == 302
    assert client.post(f"{path}keep/", {**told, "infusion": "no"}).status_code == 404
    assert "Judge it" in text_of(client, of(Matter.objects.get()))


@needs("pdf")
def test_a_serious_one_has_a_report_and_another_has_none(house: House, client: Client) -> None:
    nurse = house.cast.nurse
    mild = event_of(nurse, house.patient_id, MILD, at=DAY)
    assert client.get(f"{of(mild)}report.pdf").status_code == 302
    matter = event_of(nurse, house.patient_id, SERIOUS, at=DAY)
    answer = client.get(f"{of(matter)}report.pdf")
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert "Hale" not in answer["Content-Disposition"]


def test_the_reports_hash_covers_its_story(house: House) -> None:
    nurse, clinic = house.cast.nurse, house.cast.harbor
    matter = event_of(nurse, house.patient_id, SERIOUS, at=DAY)
    first = report_of(whole(nurse.acting, matter.pk, NOW), clinic=clinic, at=NOW)
    again = report_of(whole(nurse.acting, matter.pk, NOW), clinic=clinic, at=NOW + timedelta(days=1))
    look_again(nurse.acting, matter.pk, Outcome.RECOVERING, note="", at=NOW)
    moved = report_of(whole(nurse.acting, matter.pk, NOW), clinic=clinic, at=NOW)
    assert first is not None
    assert again is not None
    assert moved is not None
    assert first.sha256 == again.sha256 != moved.sha256


def test_a_page_with_many_costs_no_more_queries_than_one_with_few(house: House, client: Client) -> None:
    path = f"/harbor/people/{house.patient_id}/adverse/"
    event_of(house.cast.nurse, house.patient_id, at=DAY)
    text_of(client, path)
    with CaptureQueriesContext(connection) as few:
        text_of(client, path)
    for _ in range(4):
        event_of(house.cast.nurse, house.patient_id, at=DAY)
    with CaptureQueriesContext(connection) as many:
        text_of(client, path)
    assert len(many) <= len(few) <= 30
