"""Afterwards: a debrief that is signed closes its task, and the report has all of it."""

import json

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.emergency import report as reporting
from slowdrip.clinic.emergency.models import Debrief
from slowdrip.clinic.emergency.report import report_of
from slowdrip.clinic.emergency.tests.pages import begin, debrief, event_id_of, tap, url
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import correcting
from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at, signer


@pytest.fixture
def nurse(house: House, running: Visit, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A nurse after an emergency of two minutes with seven taps; a longer quiet would lock the screen."""
    client = signed_in(Client(), house.cast.nurse.user)
    check(running, 10)
    codes = ("", "help_called", "ems_called", "pump_stopped", "oxygen_on", "ems_arrived")
    for number, code in enumerate(codes):
        look_at(monkeypatch, running.at(12 + number / 4))
        _ = tap(client, running, code) if code else begin(client, running)
    look_at(monkeypatch, running.at(14))
    tap(client, running, "over")
    return client


def task(visit: Visit) -> Task:
    found: Task = Task.objects.get(infusion=visit.infusion, kind="emergency_debrief")
    return found


def test_the_task_leads_to_the_form(nurse: Client, running: Visit) -> None:
    page = nurse.get("/harbor/tasks/").content.decode()
    assert f"{url(running, 'debrief/')}?of={event_id_of(running)}" in page
    assert nurse.get(url(running, "debrief/")).status_code == 200


def test_a_signed_debrief_is_stored_whole_and_closes_the_task(nurse: Client, running: Visit, house: House) -> None:
    answer = debrief(running, nurse, **signer(house.cast.nurse))
    assert (answer.status_code, answer["Location"]) == (302, url(running))
    row = Debrief.objects.get(infusion=running.infusion)
    assert json.loads(row.document)["what_happened"].startswith("Chest pain")
    signature = Signature.objects.get(subject_id=row.pk)
    assert (signature.meaning, signature.signer_id) == ("emergency.debrief", house.cast.nurse.member.actor_id)
    assert json.loads(signature.document)["debrief_sha256"] == row.sha256
    assert (task(running).state, task(running).outcome) == (Task.State.DONE, "debrief signed")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"what_happened": " "}, "field_error"),
        ({"patient_outcome": ""}, "field_error"),
        ({"pin": "0000"}, "PIN"),
        ({"pin": ""}, "Type the signer"),
        ({"signer": ""}, "Choose who signs"),
        ({"went_well": "x" * 4001}, "4000"),
    ],
)
def test_what_was_refused_stays_typed_and_nothing_is_stored(
    nurse: Client, running: Visit, house: House, more: dict[str, str], said: str
) -> None:
    answer = debrief(running, nurse, **{**signer(house.cast.nurse), **more})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said.replace("field_error", "field__error") in page
    assert "Oxygen key" in page
    assert house.cast.nurse.pin not in page
    assert not Debrief.objects.exists()
    assert task(running).state == Task.State.OPEN


def test_a_form_sent_twice_is_one_debrief_and_another_text_under_its_id_is_refused(
    nurse: Client, running: Visit, house: House
) -> None:
    sent = signer(house.cast.nurse, debrief_id=str(uuid7()))
    for _ in range(2):
        assert debrief(running, nurse, **sent).status_code == 302
    assert Debrief.objects.count() == Signature.objects.filter(meaning="emergency.debrief").count() == 1
    assert debrief(running, nurse, **sent, change="other").status_code == 422


def test_a_second_debrief_adds_to_the_first(nurse: Client, running: Visit, house: House) -> None:
    debrief(running, nurse, **signer(house.cast.nurse))
    page = nurse.get(url(running, "debrief/")).content.decode()
    assert "Add to the debrief" in page
    assert "Chest pain at minute 12" in page
    debrief(running, nurse, **signer(house.cast.prescriber), change="Second view")
    assert Debrief.objects.count() == 2


def test_no_debrief_while_it_is_open_nor_where_there_was_none(
    nurse: Client, running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, running.at(15))
    begin(nurse, running)
    assert debrief(running, nurse, **signer(house.cast.nurse))["Location"] == url(running)
    assert not Debrief.objects.exists()


def test_somebody_who_may_not_chart_cannot_sign_it(nurse: Client, running: Visit, house: House) -> None:
    assert debrief(running, nurse, **signer(house.cast.desk)).status_code == 422
    assert not Debrief.objects.exists()


def its_time_is_corrected(nurse: Client, visit: Visit, house: House) -> str:
    """The debrief is signed, then the emergency began a minute earlier. Gives the first entry's id."""
    old = event_id_of(visit)
    debrief(visit, nurse, **signer(house.cast.nurse))
    actions.chart_again(house.team.nurse.acting(), old, occurred_at=visit.at(11), new_id=uuid7(), at=visit.at(14.5))
    return str(old)


def its_debrief_stays(nurse: Client, visit: Visit, house: House) -> None:
    old = its_time_is_corrected(nurse, visit, house)
    assert [(task.state, task.key) for task in Task.objects.filter(kind="emergency_debrief")] == [
        (Task.State.DONE, str(event_id_of(visit)))
    ]
    assert event_id_of(visit) != old
    assert len(told(visit).debriefs) == 1
    assert len(told(visit, wanted=old).debriefs) == 1


def test_a_corrected_beginning_keeps_its_debrief_and_asks_for_no_second(
    nurse: Client, running: Visit, house: House
) -> None:
    its_debrief_stays(nurse, running, house)
    assert "Chest pain at minute 12" in nurse.get(url(running, "debrief/")).content.decode()


def test_a_beginning_corrected_twice_still_has_its_debrief(nurse: Client, running: Visit, house: House) -> None:
    old = its_time_is_corrected(nurse, running, house)
    now_it_is = event_id_of(running)
    actions.chart_again(
        house.team.nurse.acting(), now_it_is, occurred_at=running.at(11.5), new_id=uuid7(), at=running.at(15)
    )
    assert [len(told(running, wanted=each).debriefs) for each in (old, str(now_it_is), "")] == [1, 1, 1]
    assert Task.objects.filter(kind="emergency_debrief").count() == 1


def test_an_earlier_emergency_is_still_found_by_the_name_it_had(
    nurse: Client, running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = its_time_is_corrected(nurse, running, house)
    look_at(monkeypatch, running.at(15))
    begin(nurse, running)
    assert told(running, wanted=old).began_at == running.at(11)
    assert told(running).began_at == running.at(15)


def test_planted_fault_a_correction_that_forgets_the_debrief_is_found(
    nurse: Client, running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "keep_debrief", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        its_debrief_stays(nurse, running, house)


def told(running: Visit, *, wanted: str = "") -> reporting.Report:
    infusion = Infusion.objects.select_related("patient", "chair", "order", "policy").get(pk=running.infusion.pk)
    found = report_of(infusion, wanted=wanted, at=running.at(30))
    assert found is not None
    return found


def test_the_report_has_steps_vitals_dose_people_and_debrief(nurse: Client, running: Visit, house: House) -> None:
    debrief(running, nurse, **signer(house.cast.nurse))
    report = told(running)
    said = [entry.what for entry in report.steps]
    for words in ("Emergency began", "Help called: EMS", "Pump stopped", "Oxygen on", "Help arrived: EMS"):
        assert any(words in line for line in said), (words, said)
    assert [row.bp for row in report.vitals if row.bp]
    assert report.given_at_start.endswith("mg")
    assert report.given_at_start != "0 mg"
    assert "Nia Okafor RN" in report.people
    assert len(report.debriefs) == 1


def test_the_hash_covers_every_entry_and_every_debrief(nurse: Client, running: Visit, house: House) -> None:
    first = told(running).sha256
    assert told(running).sha256 == first
    debrief(running, nurse, **signer(house.cast.nurse))
    second = told(running).sha256
    assert second != first
    tap(nurse, running, "suction")
    assert told(running).sha256 != second


def test_the_report_is_a_pdf_without_the_name_in_its_name(nurse: Client, running: Visit) -> None:
    answer = nurse.get(url(running, "report.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert running.infusion.patient.legal_family not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_the_record_page_links_the_report(nurse: Client, running: Visit) -> None:
    assert url(running, "report.pdf") in nurse.get(f"/harbor/drips/{running.infusion.pk}/record/").content.decode()


def test_without_an_emergency_there_is_no_report(house: House, running: Visit) -> None:
    client = signed_in(Client(), house.cast.nurse.user)
    assert client.get(url(running, "report.pdf")).status_code == 302
    assert "report.pdf" not in client.get(f"/harbor/drips/{running.infusion.pk}/record/").content.decode()
