"""What a tablet kept without the server carries who tapped, contradictions are shown, paper has the due times."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from slowdrip.clinic.accounts.actions import set_active
from slowdrip.clinic.chart.downtime import due_times
from slowdrip.clinic.chart.odd import odd_words
from slowdrip.clinic.chart.record import proof, record_of
from slowdrip.clinic.chart.record.signatures import signatures_of
from slowdrip.clinic.chart.story import story_of
from slowdrip.clinic.chart.tests.pages import url
from slowdrip.clinic.infusion.actions.charting import KEPT, chart
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.pinned import pinned_version
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.moment import now
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.visit import Visit

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


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


def test_a_symptom_that_was_over_before_another_tablet_charted_the_next_is_not_lost(
    second: Client, visit: Visit, cast: Cast, client_as: ClientAs
) -> None:
    later = kept(visit, 0, symptom_started="nausea")
    assert client_as(cast.nurse).post(url(visit, "tap"), later, headers=HX).status_code == 200
    for fields in (kept(visit, 3, symptom_started="nausea"), kept(visit, 2, symptom_ended="nausea")):
        assert second.post(url(visit, "tap"), fields, headers=HX).status_code == 200
        assert InfusionEvent.objects.filter(id=fields["event_id"]).exists()
    assert "does not fit:" not in second.get(url(visit, "chair")).content.decode()


def test_a_symptom_told_late_that_does_not_fit_is_kept_and_the_page_says_so(second: Client, visit: Visit) -> None:
    sent = kept(visit, 3, symptom_ended="headache")
    assert second.post(url(visit, "tap"), sent, headers=HX).status_code == 200
    shown = second.get(url(visit, "chair")).content.decode()
    assert "the symptom was not going on by the record" in shown


def a_resume_told_late_runs_at_its_own_rate(second: Client, visit: Visit) -> None:
    """The pump ran on without the server; before that came in, somebody else charted it too, and another rate."""
    before, at = state_now(visit.infusion.pk).drip.last_rate_ul_per_h, now()
    known = [
        Draft("paused", {}, at - timedelta(minutes=4)),
        Draft("resumed", {}, at - timedelta(minutes=2)),
        Draft("rate_changed", {"rate_ul_per_h": 60_000}, at - timedelta(minutes=1)),
    ]
    chart(visit.walked.team.nurse.acting(), visit.infusion.pk, known, at=at)
    late = kept(visit, 3, kind="resumed")
    assert second.post(url(visit, "tap"), late, headers=HX).status_code == 200
    assert before != 60_000
    assert json.loads(InfusionEvent.objects.get(id=late["event_id"]).payload) == {"rate_ul_per_h": before}


def test_a_resume_told_late_takes_the_rate_of_its_own_time(second: Client, visit: Visit) -> None:
    a_resume_told_late_runs_at_its_own_rate(second, visit)


def test_planted_fault_a_rate_taken_when_the_tap_arrives_is_noticed(
    second: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.infusion.queries.state_at", lambda infusion_id, at: state_now(infusion_id))
    with pytest.raises(AssertionError):
        a_resume_told_late_runs_at_its_own_rate(second, visit)


def a_closed_place_is_refused(second: Client, visit: Visit, cast: Cast) -> None:
    """The nurse's place was closed ten minutes ago: what they tapped before is theirs, what is told after is not."""
    nurse, director, at = cast.nurse.member, cast.director.acting, now()
    set_active(director, nurse.pk, active=False, at=at - timedelta(minutes=10))
    before = kept(visit, 12, kind="site_fine", captured_by=str(nurse.actor_id))
    assert second.post(url(visit, "tap"), before, headers=HX).status_code == 200
    assert InfusionEvent.objects.get(id=before["event_id"]).by_id == nurse.actor_id
    stranger_is_refused(second, visit, str(nurse.actor_id))
    set_active(director, nurse.pk, active=True, at=at - timedelta(minutes=1))
    stranger_is_refused(second, visit, str(nurse.actor_id))


def test_whose_place_was_closed_before_the_tap_is_refused_and_after_it_is_taken(
    second: Client, visit: Visit, cast: Cast
) -> None:
    a_closed_place_is_refused(second, visit, cast)


def test_planted_fault_a_place_that_nobody_asks_about_is_noticed(
    second: Client, visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.chart.views.told.was_active", lambda member, at: True)
    with pytest.raises(AssertionError):
        a_closed_place_is_refused(second, visit, cast)


def test_an_emergency_that_another_person_began_without_the_server_goes_out_under_their_name(
    second: Client, visit: Visit, cast: Cast
) -> None:
    page = second.get(url(visit, "chair")).content.decode()
    form = page[page.index('action="' + reverse_emergency(visit, "begin")) :].partition("</form>")[0]
    assert 'name="captured_by"' in form
    sent = kept(visit, 4, captured_by=str(cast.nurse.acting.actor_id))
    assert second.post(reverse_emergency(visit, "begin"), sent, headers=HX).status_code == 200
    row = InfusionEvent.objects.get(id=sent["event_id"])
    assert (row.by_id, row.session_actor_id) == (cast.nurse.acting.actor_id, cast.second_nurse.acting.actor_id)
    assert (row.kind, row.source, row.occurred_at.isoformat()) == ("emergency_began", KEPT, sent["occurred_at"])


def reverse_emergency(visit: Visit, name: str) -> str:
    return reverse(f"emergency:{name}", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk})


def test_a_resume_takes_the_rate_that_was_set_in_the_pause(second: Client, visit: Visit) -> None:
    at = now()
    known = [
        Draft("paused", {}, at - timedelta(minutes=4)),
        Draft("rate_changed", {"rate_ul_per_h": 60_000}, at - timedelta(minutes=3)),
    ]
    chart(visit.walked.team.nurse.acting(), visit.infusion.pk, known, at=at)
    sent = kept(visit, 1, kind="resumed")
    assert second.post(url(visit, "tap"), sent, headers=HX).status_code == 200
    assert state_now(visit.infusion.pk).drip.last_rate_ul_per_h == 60_000


def the_record_says_who_sent_it(second: Client, first: Client, visit: Visit, cast: Cast) -> None:
    """A pressure that the nurse measured and another person's session sent, beside what the nurse entered herself."""
    sent = kept(visit, 2, sbp_mmhg="121", dbp_mmhg="77", captured_by=str(cast.nurse.acting.actor_id))
    assert second.post(url(visit, "vitals"), sent, headers=HX).status_code == 200
    own = {"event_id": str(uuid4()), "occurred_at": sent["occurred_at"], "moaas": "5"}
    assert first.post(url(visit, "tap"), own, headers=HX).status_code == 200
    rows = record_of(visit.infusion, at=now()).flow_sheet
    nurse, sender = "Nia Okafor RN", "Sam Lindqvist RN"
    assert {(row.by, row.sent_by) for row in rows if row.bp == "121/77"} == {(nurse, sender)}
    assert {(row.by, row.sent_by) for row in rows if row.at.isoformat() == own["occurred_at"] and row.moaas} == {
        (nurse, "")
    }
    shown = first.get(url(visit, "record")).content.decode()
    assert shown.count(f"{nurse} (sent by {sender})") == 2


def test_the_record_and_its_flow_sheet_say_who_sent_what_another_had_entered(
    second: Client, visit: Visit, cast: Cast, client_as: ClientAs
) -> None:
    the_record_says_who_sent_it(second, client_as(cast.nurse), visit, cast)


def test_planted_fault_rows_of_two_senders_run_together_is_noticed(
    second: Client, visit: Visit, cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.chart.story._sent_by", lambda row: "")
    with pytest.raises(AssertionError):
        the_record_says_who_sent_it(second, client_as(cast.nurse), visit, cast)


def test_the_hash_of_the_record_covers_who_sent_it(second: Client, visit: Visit, cast: Cast) -> None:
    sent = kept(visit, 2, kind="site_fine", captured_by=str(cast.nurse.acting.actor_id))
    assert second.post(url(visit, "tap"), sent, headers=HX).status_code == 200
    story = story_of(visit.infusion)
    signatures = signatures_of(visit.infusion, state_now(visit.infusion.pk))
    covered = proof.content(visit.infusion, story, version=pinned_version(visit.infusion), signatures=signatures)
    found = [each.get("sent_by") for each in covered["entries"] if each["id"] == sent["event_id"]]
    assert found == [str(cast.second_nurse.acting.actor_id)]
