"""What a tablet kept without the server carries who tapped, contradictions are shown, paper has the due times."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from slowdrip.clinic.chart.downtime import due_times
from slowdrip.clinic.chart.odd import odd_words
from slowdrip.clinic.infusion.actions.charting import KEPT
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.moment import now
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.visit import Visit, build_visit

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return build_visit(cast)


@pytest.fixture
def second(cast: Cast, client_as: ClientAs) -> Client:
    return client_as(cast.second_nurse)


def url(visit: Visit, name: str, **more: Any) -> str:
    return reverse(f"chart:{name}", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk, **more})


def kept(visit: Visit, minutes_ago: int, **fields: str) -> dict[str, str]:
    """What a tablet sends of an entry it had kept."""
    at = now() - timedelta(minutes=minutes_ago)
    return {"event_id": str(uuid4()), "occurred_at": at.isoformat(), **fields}


def test_an_entry_that_another_person_had_tapped_is_theirs_and_names_who_sent_it(
    second: Client, visit: Visit, cast: Cast
) -> None:
    sent = kept(visit, 4, kind="site_fine", captured_by=str(cast.nurse.acting.actor_id))
    assert second.post(url(visit, "tap"), sent, headers=HX).status_code == 200
    assert second.post(url(visit, "tap"), sent, headers=HX).status_code == 200
    row = InfusionEvent.objects.get(id=sent["event_id"])
    assert (row.by_id, row.session_actor_id) == (cast.nurse.acting.actor_id, cast.second_nurse.acting.actor_id)
    assert (row.source, row.occurred_at.isoformat()) == (KEPT, sent["occurred_at"])
    shown = second.get(url(visit, "chair")).content.decode()
    assert "kept on a tablet, sent by Sam Lindqvist RN" in shown


@pytest.mark.parametrize(
    ("name", "more", "fields"),
    [
        ("vitals", {}, {"sbp_mmhg": "121", "dbp_mmhg": "77"}),
        ("enter", {"kind": "note"}, {"note": "slept"}),
        ("tap", {}, {"symptom_started": "headache"}),
    ],
)
def test_every_form_that_is_kept_carries_its_person_and_its_time(
    second: Client, visit: Visit, cast: Cast, name: str, more: dict[str, str], fields: dict[str, str]
) -> None:
    sent = kept(visit, 3, **fields, captured_by=str(cast.nurse.acting.actor_id))
    answer = second.post(url(visit, name, **more), sent, headers=HX)
    assert answer.status_code == 200
    assert 'id="saved"' in answer.content.decode()
    row = InfusionEvent.objects.get(id=sent["event_id"])
    assert (row.by_id, row.occurred_at.isoformat()) == (cast.nurse.acting.actor_id, sent["occurred_at"])


def stranger_is_refused(second: Client, visit: Visit, stranger: str) -> None:
    sent = kept(visit, 3, kind="site_fine", captured_by=stranger)
    assert second.post(url(visit, "tap"), sent, headers=HX).status_code == 422
    assert not InfusionEvent.objects.filter(id=sent["event_id"]).exists()


def test_a_name_that_may_not_chart_here_is_refused(second: Client, visit: Visit, cast: Cast) -> None:
    for stranger in (cast.outsider, cast.desk):
        stranger_is_refused(second, visit, str(stranger.acting.actor_id))
    stranger_is_refused(second, visit, "not an id")


def test_planted_fault_a_name_taken_on_trust_is_noticed(
    second: Client, visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.chart.views.taps.captured_by", lambda request: cast.outsider.acting)
    with pytest.raises(AssertionError):
        stranger_is_refused(second, visit, str(cast.outsider.acting.actor_id))


def test_two_tablets_that_paused_one_pump_are_both_kept_and_the_page_says_so(
    second: Client, visit: Visit, cast: Cast, client_as: ClientAs
) -> None:
    first = client_as(cast.nurse)
    late, early = kept(visit, 2, kind="paused"), kept(visit, 3, kind="paused")
    assert first.post(url(visit, "tap"), late, headers=HX).status_code == 200
    assert second.post(url(visit, "tap"), early, headers=HX).status_code == 200
    assert InfusionEvent.objects.filter(infusion=visit.infusion.pk, kind="paused").count() == 2
    shown = second.get(url(visit, "chair")).content.decode()
    assert shown.count("does not fit:") == 1
    assert "the pump was not running by the record" in shown


def test_what_contradicts_is_said_and_what_does_not_is_left_alone() -> None:
    assert odd_words("vitals_after_ending") == "the visit had ended by the record"
    assert odd_words("resumed_in_running") == "the pump was not paused by the record"
    assert odd_words("started_twice") == "the pump was already running by the record"
    assert odd_words("arrived_late") == ""


def test_a_note_that_is_refused_says_why_on_the_bar(second: Client, visit: Visit) -> None:
    answer = second.post(url(visit, "enter", kind="note"), kept(visit, 1, note=""), headers=HX)
    assert answer.status_code == 422
    assert "saved--problem" in answer.content.decode()


def test_the_worker_is_served_below_the_drips_and_nowhere_else(second: Client) -> None:
    answer = second.get("/harbor/drips/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_sheet_has_the_due_times_of_each_drip_and_a_blank_one(second: Client, visit: Visit) -> None:
    shown = second.get("/harbor/downtime-sheet/").content.decode()
    assert visit.patient.mrn in shown
    assert "Blank sheet" in shown
    assert shown.count('<th scope="row">') >= 8


def test_due_times_go_on_from_the_first_for_four_hours() -> None:
    at = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    zone = ZoneInfo("America/New_York")
    times = due_times(at + timedelta(minutes=5), interval_s=900, at=at, zone=zone)
    assert times[:3] == ["10:05", "10:20", "10:35"]
    assert times[-1] == "13:50"
