"""Entry forms carry an id from when the page was served; sent twice they are stored once. Endings take their time."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from slowdrip.clinic.chart.tests.pages import url
from slowdrip.clinic.chart.views import enter
from slowdrip.clinic.chart.views.enter import ENTERED
from slowdrip.clinic.infusion.actions import add_chair
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion import ENDINGS
from tests.cast import Cast
from tests.visit import Visit

pytestmark = pytest.mark.django_db
NOW_ONLY = {"go_no_go", "limits_set", "discharged"}


def served_id(shown: str) -> str:
    (found,) = re.findall(r'name="event_id" value="([0-9a-f-]{36})"', shown)
    return str(found)


def stored(visit: Visit, kind: str) -> int:
    return InfusionEvent.objects.filter(infusion=visit.infusion.pk, kind=kind).count()


def test_every_entry_form_carries_an_id_and_asks_when_unless_it_is_a_decision(nurse: Client, visit: Visit) -> None:
    for kind in sorted(ENTERED):
        shown = nurse.get(url(visit, "enter", kind=kind)).content.decode()
        assert served_id(shown), kind
        assert ('name="occurred"' in shown) == (kind not in NOW_ONLY), kind
    assert set(ENDINGS) <= ENTERED


def a_note_sent_twice(nurse: Client, visit: Visit) -> None:
    there = url(visit, "enter", kind="note")
    sent = {"event_id": served_id(nurse.get(there).content.decode()), "note": "slept"}
    for _ in range(2):
        assert nurse.post(there, sent)["Location"] == url(visit, "chair")
    assert stored(visit, "note") == 1


def test_a_form_sent_twice_is_stored_once(nurse: Client, visit: Visit) -> None:
    a_note_sent_twice(nurse, visit)


def test_planted_fault_a_form_that_forgets_its_id_is_found(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enter, "told_id", lambda typed: uuid7())
    with pytest.raises(AssertionError):
        a_note_sent_twice(nurse, visit)


def test_other_content_under_the_id_is_refused_and_comes_back_with_a_new_one(nurse: Client, visit: Visit) -> None:
    there = url(visit, "enter", kind="note")
    event_id = served_id(nurse.get(there).content.decode())
    nurse.post(there, {"event_id": event_id, "note": "slept"})
    answer = nurse.post(there, {"event_id": event_id, "note": "slept well"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "stored before with other content" in shown
    assert "slept well" in shown
    assert served_id(shown) != event_id


def test_a_form_sent_back_keeps_its_id(cast: Cast, nurse: Client, visit: Visit) -> None:
    there, event_id = url(visit, "enter", kind="wasted"), str(uuid7())
    sent = {"event_id": event_id, "volume_ul": "0.3", "container": "vial", "signer": str(cast.second_nurse.member.pk)}
    answer = nurse.post(there, {**sent, "pin": "0001"})
    assert answer.status_code == 422
    assert served_id(answer.content.decode()) == event_id
    for _ in range(2):
        assert nurse.post(there, {**sent, "pin": cast.second_nurse.pin}).status_code == 302
    assert stored(visit, "wasted") == 1


def test_an_ending_is_charted_at_the_time_it_happened(nurse: Client, visit: Visit) -> None:
    started = InfusionEvent.objects.get(infusion=visit.infusion.pk, kind="started").occurred_at
    zone = ZoneInfo(visit.infusion.clinic.time_zone)
    then = f"{(started + timedelta(minutes=5)).astimezone(zone):%H:%M}"
    there = url(visit, "enter", kind="left_unseen")
    too_early = f"{(started - timedelta(minutes=10)).astimezone(zone):%H:%M}"
    answer = nurse.post(there, {"event_id": str(uuid7()), "occurred": too_early})
    assert answer.status_code == 422
    assert "The pump ran after that time" in answer.content.decode()
    assert nurse.post(there, {"event_id": str(uuid7()), "occurred": then}).status_code == 302
    row = InfusionEvent.objects.get(infusion=visit.infusion.pk, kind="left_unseen")
    assert f"{row.occurred_at.astimezone(zone):%H:%M}" == then


def test_a_patient_is_moved_to_a_free_chair_by_one_tap(cast: Cast, nurse: Client, visit: Visit) -> None:
    there = url(visit, "move")
    assert "No other chair is free now." in nurse.get(there).content.decode()
    chair = add_chair(cast.system, name="9", position=9, at=now())
    shown = nurse.get(there).content.decode()
    sent = {"chair": str(chair.pk), "event_id": served_id(shown)}
    for _ in range(2):
        assert nurse.post(there, sent)["Location"] == url(visit, "chair")
    assert Infusion.objects.get(id=visit.infusion.pk).chair_id == chair.pk
    assert stored(visit, "chair_changed") == 1
    again = nurse.post(there, {"chair": str(chair.pk)})
    assert (again.status_code, "in chair 9 already" in again.content.decode()) == (422, True)
    assert there in nurse.get(url(visit, "chair")).content.decode()
