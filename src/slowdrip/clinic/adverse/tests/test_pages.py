"""The pages: the list, a patient's events, one event with its forms, the report; what is typed stays."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.leaving import complete
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.adverse.actions import assess, look_again, sign_report, write_event
from slowdrip.clinic.adverse.models import Matter, MatterState
from slowdrip.clinic.adverse.queries import whole
from slowdrip.clinic.adverse.report import report_of
from slowdrip.clinic.chart.record.totals import mg
from slowdrip.science.infusion import delivered_ug
from slowdrip.science.rules.adverse.codes import Outcome, Symptom
from slowdrip.science.rules.adverse.events import Opened
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
    assert "Bladder symptoms persist, or blood was found: a prescriber decides" in page


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
    judged = {**LATER, "seriousness": ["hospital"]}
    assert client.post(of(matter, "judge"), {**judged, "seen": "2"}).status_code == 422
    assert client.post(of(matter, "judge"), {**judged, "seen": "3"}).status_code == 302
    signed = {**signer(house.cast.prescriber), "seen": "4"}
    wrong = client.post(of(matter, "close"), {"outcome": "recovered", "offset": "", "note": "all well", **signed})
    assert wrong.status_code == 422
    assert "all well" in wrong.content.decode()
    ended = {"outcome": "recovered", "offset": NOW.strftime("%Y-%m-%dT00:00"), "note": ""}
    assert client.post(of(matter, "close"), {**ended, "seen": "4"}).status_code == 422
    assert client.post(of(matter, "close"), {**ended, **signed}).status_code == 302
    assert client.post(of(matter, "look"), {"outcome": "recovering", "note": ""}).status_code == 422
    assert client.post(of(matter, "reopen"), {"reason": "back again"}).status_code == 302
    assert client.post(of(matter, "void"), {"reason": "another patient's", "seen": "6"}).status_code == 422
    voided = {"reason": "another patient's", **signed, "seen": "6"}
    assert client.post(of(matter, "void"), voided).status_code == 302
    page = text_of(client, of(matter))
    assert "Entered in error:" in page
    assert "back again" in page


def test_a_decision_is_signed_by_a_prescriber_at_the_nurses_screen(house: House, client: Client) -> None:
    cast = house.cast
    for day in (0, 1):
        answered(cast.nurse, house.patient_id, "bladder", "1 1 0 0 0 0", at=DAY + timedelta(days=day))
    matter = Matter.objects.get(kind="bladder_persists")
    assert f'value="{cast.prescriber.member.pk}"' in text_of(client, of(matter))
    told = {"result": "hold", "note": "Urology first", "referred_to": "Dr Ray", "seen": "1"}
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
    assert client.post(of(matter, "sign"), {**signer(nurse), "seen": "2"}).status_code == 422
    assert client.post(of(matter, "sign"), {**signer(house.cast.prescriber), "seen": "2"}).status_code == 302
    assert "Report signed" in text_of(client, of(matter))
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


def test_the_report_names_the_treatment_and_who_signed_it(house: House, running: Visit) -> None:
    complete(running)
    cast, at = house.cast, running.at(90)
    told = Opened(symptom=Symptom.HEADACHE, onset=running.at(20))
    matter = write_event(cast.nurse.acting, house.patient_id, told, SERIOUS, at=at)
    assess(cast.nurse.acting, matter.pk, MILD, at=at, proof=shown_by(cast.prescriber.acting, at=at))
    sign_report(cast.nurse.acting, matter.pk, proof=shown_by(cast.prescriber.acting, at=at), at=at)
    report = report_of(whole(cast.nurse.acting, matter.pk, at), clinic=cast.harbor, at=at)
    assert report is not None
    facts = dict(report.treatment)
    state = running.state()
    assert facts["Given to the patient, by the record"] == mg(delivered_ug(state, at))
    assert (facts["Drip began"], facts["From the start to the event"]) == (state.drip.started_at, "20 min")
    assert {"Drug", "Drip ended", "Other medicines, as listed now"} <= set(facts)
    assert [(one.name, one.is_current) for one in report.signed] == [(cast.prescriber.acting.label, True)]
    look_again(cast.nurse.acting, matter.pk, Outcome.RECOVERING, note="", at=at)
    moved = report_of(whole(cast.nurse.acting, matter.pk, at), clinic=cast.harbor, at=at)
    assert moved is not None
    assert not moved.signed[0].is_current


def test_what_is_overdue_is_told_where_somebody_looks_anyhow(house: House, client: Client) -> None:
    event_of(house.cast.nurse, house.patient_id, SERIOUS, at=NOW - timedelta(days=2))
    event_of(house.cast.nurse, house.patient_id, at=NOW)
    assert "2<span" in text_of(client, f"{BOARD}count/")
    assert "1 overdue" in text_of(client, f"{BOARD}count/")
    assert 'id="adverse-open"' in text_of(client, BOARD)
    assert 'hx-get="/harbor/adverse/live/"' in text_of(client, f"{BOARD}live/")
    tasks = text_of(client, "/harbor/tasks/")
    assert "1 adverse event or task is overdue" in tasks
    assert "Nothing waits." not in tasks
    assert "1 task waits for somebody" in text_of(client, "/harbor/")


def test_a_diary_task_leads_to_a_form_that_knows_it(house: House, client: Client) -> None:
    answered(house.cast.nurse, house.patient_id, "side_effects", "0 0 0 1", at=DAY)
    matter = Matter.objects.get(kind="side_effect")
    link = f"/harbor/people/{house.patient_id}/adverse/new/?task={matter.pk}"
    assert link in text_of(client, of(matter))
    form = text_of(client, link)
    assert re.search(r'value="headache"[^>]*checked', form)
