"""Another time for an entry: by key or typed, from the saved bar or without script, and nobody else's entry."""

import re
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from slowdrip.clinic.chart.tests.pages import url
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.visit import Visit

pytestmark = pytest.mark.django_db
BY_SCRIPT = {"HX-Request": "true"}


def tapped(client: Client, visit: Visit, **sent: str) -> tuple[UUID, str]:
    """Taps a key; gives the entry's id and the saved bar."""
    event_id = uuid7()
    answer = client.post(url(visit, "tap"), {"event_id": str(event_id), **sent}, headers=BY_SCRIPT)
    assert answer.status_code == 200
    return event_id, answer.content.decode()


def standing(visit: Visit, kind: str) -> list[datetime]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion.pk, kind=kind).current()
    return [row.occurred_at for row in rows.order_by("occurred_at")]


def entry(visit: Visit, kind: str) -> UUID:
    row = InfusionEvent.objects.filter(infusion=visit.infusion.pk, kind=kind).first()
    assert row is not None
    found: UUID = row.pk
    return found


def time_of(event_id: UUID) -> datetime:
    found: datetime = InfusionEvent.objects.get(id=event_id).occurred_at
    return found


def local(at: datetime, visit: Visit) -> str:
    return f"{at.astimezone(ZoneInfo(visit.infusion.clinic.time_zone)):%H:%M}"


def test_the_saved_bar_tells_the_time_and_offers_another(nurse: Client, visit: Visit) -> None:
    event_id, shown = tapped(nurse, visit, kind="paused")
    assert f"Pump paused · {local(time_of(event_id), visit)}" in shown
    assert url(visit, "again", event=event_id) in shown
    assert re.findall(r'name="earlier_min" value="(\d)"', shown) == ["1", "2", "5"]
    assert 'name="reason"' not in shown


def two_minutes_earlier(nurse: Client, visit: Visit) -> tuple[UUID, UUID, str]:
    first, _bar = tapped(nurse, visit, kind="paused")
    second, there = uuid7(), url(visit, "again", event=first)
    sent = {"event_id": str(second), "earlier_min": "2"}
    for _ in range(2):
        answer = nurse.post(there, sent, headers=BY_SCRIPT)
        assert answer.status_code == 200
    assert standing(visit, "paused") == [time_of(first) - timedelta(minutes=2)]
    return first, second, answer.content.decode()


def test_two_minutes_earlier_sent_twice_is_one_entry_and_undo_brings_the_time_back(nurse: Client, visit: Visit) -> None:
    first, second, shown = two_minutes_earlier(nurse, visit)
    assert f"Pump paused · {local(time_of(second), visit)}" in shown
    back = re.search(r'name="back_to" value="([^"]+)"', shown)
    assert back
    answer = nurse.post(url(visit, "again", event=second), {"back_to": back[1]}, headers=BY_SCRIPT)
    assert standing(visit, "paused") == [time_of(first)]
    assert "back_to" not in answer.content.decode()


def test_a_time_is_typed_and_a_wrong_one_stays_typed_with_its_fix(nurse: Client, visit: Visit) -> None:
    first, _bar = tapped(nurse, visit, kind="paused")
    there, at = url(visit, "again", event=first), time_of(first)
    for typed, fix in (("noon", "Type the time as 14:05."), ("", "Type the time as 14:05.")):
        answer = nurse.post(there, {"occurred": typed}, headers=BY_SCRIPT)
        assert answer.status_code == 422
        assert fix in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
    ahead = local(at + timedelta(minutes=30), visit)
    assert "Type the time at which it happened." in nurse.post(there, {"occurred": ahead}).content.decode()
    assert standing(visit, "paused") == [at]
    nurse.post(there, {"occurred": local(at - timedelta(minutes=7), visit)}, headers=BY_SCRIPT)
    assert standing(visit, "paused") == [(at - timedelta(minutes=7)).replace(second=0, microsecond=0)]


def test_without_script_the_same_form_sent_twice_is_one_entry(nurse: Client, visit: Visit) -> None:
    first, _bar = tapped(nurse, visit, kind="paused")
    there = url(visit, "again", event=first)
    shown = nurse.get(there)
    assert shown.status_code == 200
    assert shown.context["line"].text.startswith("Pump paused")
    for _ in range(2):
        answer = nurse.post(there, {"earlier_min": "5"})
        assert answer["Location"] == url(visit, "chair")
    assert standing(visit, "paused") == [time_of(first) - timedelta(minutes=5)]


def test_a_stop_needs_no_reason_and_one_tap_adds_it(nurse: Client, visit: Visit) -> None:
    first, shown = tapped(nurse, visit, kind="stopped")
    assert 'value="adverse_event"' in shown
    answer = nurse.post(url(visit, "again", event=first), {"reason": "adverse_event"}, headers=BY_SCRIPT)
    shown = answer.content.decode()
    assert "Pump stopped: adverse event" in shown
    assert 'value="patient_request"' not in shown
    assert 'name="reason" value=""' in shown, "undo takes the reason off again"
    assert Void.objects.get(target_id=first).reason == "reason_added"


def test_what_is_void_offers_nothing_more(nurse: Client, visit: Visit) -> None:
    first, _second, _bar = two_minutes_earlier(nurse, visit)
    answer = nurse.post(url(visit, "again", event=first), {"earlier_min": "1"}, headers=BY_SCRIPT)
    assert answer.status_code == 422
    assert "earlier_min" not in answer.content.decode()


def test_signed_entries_and_vital_signs_have_no_such_page(nurse: Client, visit: Visit) -> None:
    for kind in ("drawn_up", "go_no_go", "vitals", "checked_in"):
        event_id = entry(visit, kind)
        assert nurse.get(url(visit, "again", event=event_id)).status_code == 404, kind
        assert nurse.post(url(visit, "again", event=event_id), {"earlier_min": "1"}).status_code in (404, 422), kind
        assert Void.objects.filter(target_id=event_id).count() == 0


def test_an_entry_of_another_drip_or_clinic_is_not_there(cast: Cast, client_as: ClientAs, visit: Visit) -> None:
    first, _bar = tapped(client_as(cast.nurse), visit, kind="paused")
    elsewhere = reverse("chart:again", kwargs={"clinic": "harbor", "infusion": uuid7(), "event": first})
    for method in ("get", "post"):
        assert getattr(client_as(cast.nurse), method)(elsewhere, {"earlier_min": "1"}).status_code == 404
        there = url(visit, "again", event=first)
        assert getattr(client_as(cast.outsider), method)(there, {"earlier_min": "1"}).status_code == 404
        assert getattr(client_as(cast.auditor), method)(there, {"earlier_min": "1"}).status_code == 403
    assert standing(visit, "paused") == [time_of(first)]


def test_the_timeline_offers_time_beside_void_for_what_was_tapped(nurse: Client, visit: Visit) -> None:
    first, _bar = tapped(nurse, visit, kind="paused")
    shown = nurse.get(url(visit, "chair")).content.decode()
    assert f'href="{url(visit, "again", event=first)}"' in shown
    for kind in ("drawn_up", "vitals", "order_attached"):
        assert url(visit, "again", event=entry(visit, kind)) not in shown, kind


def test_a_corrected_entry_stays_struck_through_in_words(nurse: Client, visit: Visit) -> None:
    two_minutes_earlier(nurse, visit)
    entries = nurse.get(url(visit, "chair")).context["timeline"]
    assert [each.void for each in entries if each.what == "Pump paused"] == ["time corrected", ""]


def test_a_symptom_key_says_what_it_means_and_nothing_is_entered_twice(nurse: Client, visit: Visit) -> None:
    shown = nurse.get(url(visit, "chair")).content.decode()
    assert 'name="symptom_started" value="nausea" aria-pressed="false"' in shown
    tapped(nurse, visit, symptom_started="nausea")
    assert 'name="symptom_ended" value="nausea" aria-pressed="true"' in nurse.get(url(visit, "chair")).content.decode()
    _event, shown = tapped(nurse, visit, symptom_started="nausea")
    assert "Nothing was entered twice." in shown
    assert len(standing(visit, "symptom_started")) == 1
    tapped(nurse, visit, symptom_ended="nausea")
    _event, shown = tapped(nurse, visit, symptom_ended="nausea")
    assert "Nothing was entered." in shown
    assert len(standing(visit, "symptom_ended")) == 1
