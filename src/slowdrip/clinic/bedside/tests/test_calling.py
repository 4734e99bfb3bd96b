"""The patient's call: stored once, on every staff screen and on no patient's, answered, escalated, never late."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.bedside.tests.screens import BEDSIDE, Bed, answer_call, charted, given, strip
from slowdrip.clinic.infusion import actions, steps
from slowdrip.clinic.infusion.clock import tick
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Actor, AuditEntry, Outbox
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.lasting.deciding import PATIENT_CALL
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import ClientAs

Minute = partial[None]
CALLS = "The patient calls, chair 1"


def reaches_every_screen(bed: Bed, house: House, client_as: ClientAs) -> None:
    before = Outbox.objects.filter(clinic=house.cast.harbor, topic="call").count()
    assert bed.call().json()["told"] == "Your nurse has been called, 10:12"
    assert Outbox.objects.filter(clinic=house.cast.harbor, topic="call").count() == before + 1
    for person in (house.cast.nurse, house.cast.prescriber, house.cast.desk):
        for page in ("/harbor/", "/harbor/people/", "/harbor/day/"):
            told = strip(client_as(person), page)
            assert CALLS in told
            assert 'data-calls="patient"' in told
            assert "Hale" not in told


def test_a_call_is_on_every_staff_screen_with_its_sound(bed: Bed, house: House, client_as: ClientAs) -> None:
    reaches_every_screen(bed, house, client_as)


def test_planted_fault_a_call_that_no_screen_hears_of_is_caught(
    bed: Bed, house: House, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "CALLING", steps.CALLING - {"help_called"})
    with pytest.raises(AssertionError):
        reaches_every_screen(bed, house, client_as)


def test_planted_fault_a_call_that_no_screen_shows_is_caught(
    bed: Bed, house: House, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.chart.calls._patient", lambda row, state, **_: [])
    with pytest.raises(AssertionError):
        reaches_every_screen(bed, house, client_as)


def test_a_locked_staff_screen_shows_the_call_without_a_key(bed: Bed, house: House) -> None:
    bed.call()
    station = Client()
    station.cookies[DEVICE_COOKIE] = enrol(house.cast.nurse.acting, name="Desk", kind="station", at=DAY).token
    told = strip(station, "/harbor/locked/")
    assert CALLS in told
    assert "<form" not in told


def test_no_patients_screen_shows_a_call_but_its_own(bed: Bed, house: House, other: Visit, client_as: ClientAs) -> None:
    beside = given(house, chair=house.chairs[1])
    before = beside.client.get(BEDSIDE).content
    bed.call()
    assert beside.said()["told"] == ""
    assert b"called" not in before + beside.client.get(BEDSIDE).content


def test_the_call_is_the_devices_and_stands_on_the_timeline(
    bed: Bed, house: House, running: Visit, client_as: ClientAs
) -> None:
    bed.call()
    (row,) = charted(running, "help_called")
    assert json.loads(row.payload) == {"who": "nurse"}
    assert (row.by.kind, row.by_id, row.session_actor_id) == (Actor.Kind.DEVICE, bed.device.actor_id, row.by_id)
    audit = AuditEntry.objects.get(action="infusion.help_called", subject_id=running.infusion.pk)
    assert audit.actor_id == bed.device.actor_id
    nurse = client_as(house.cast.nurse)
    answer_call(nurse, running)
    told = nurse.get(f"/harbor/drips/{running.infusion.pk}/").content.decode()
    assert "The patient called the nurse" in told
    assert "The nurse is on the way to the patient" in told


def test_the_patient_reads_that_the_nurse_comes_and_may_call_again(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    nurse = client_as(house.cast.nurse)
    bed.call()
    answer_call(nurse, running)
    minute(12.8)
    assert bed.said()["told"] == "Your nurse is coming"
    assert CALLS not in strip(nurse)
    assert "On the way to the patient" in strip(nurse, f"/harbor/drips/{running.infusion.pk}/")
    answer_call(nurse, running, where="here")
    minute(14)
    assert bed.said()["told"] == ""
    bed.call()
    assert bed.said()["told"] == "Your nurse has been called, 10:14"
    assert CALLS in strip(nurse)


def is_on_every_screen_again(bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute) -> None:
    nurse = client_as(house.cast.nurse)
    bed.call()
    answer_call(nurse, running)
    minute(12.9)
    assert bed.said()["told"] == "Your nurse is coming"
    assert CALLS not in strip(nurse)
    minute(13)
    assert bed.said()["told"] == "Your nurse has been called, 10:12"
    assert CALLS in strip(nurse)
    assert 'data-calls="patient"' in strip(nurse)
    minute(14)
    assert unheard(running, house, 14) == ["urgent"]
    assert 'data-calls="urgent"' in strip(client_as(house.cast.prescriber))
    minute(130)
    assert bed.said()["told"] == "Your nurse has been called, 10:12"
    assert unheard(running, house, 130) == ["urgent"]


def test_on_my_way_without_an_arrival_calls_again_on_every_screen(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    is_on_every_screen_again(bed, house, running, client_as, minute)


def test_planted_fault_a_word_on_which_a_call_stays_silent_is_caught(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.chart.calls.coming_for", lambda _policy: timedelta(days=1))
    with pytest.raises(AssertionError):
        is_on_every_screen_again(bed, house, running, client_as, minute)


def test_who_sets_out_anew_for_a_call_that_waits_again_has_answered_it(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    nurse = client_as(house.cast.nurse)
    bed.call()
    answer_call(nurse, running)
    minute(12.5)
    answer_call(client_as(house.cast.second_nurse), running)
    assert len(charted(running, "help_coming")) == 1
    minute(13.5)
    answer_call(nurse, running)
    assert len(charted(running, "help_coming")) == 2
    assert bed.said()["told"] == "Your nurse is coming"
    assert CALLS not in strip(nurse)


def test_ten_taps_are_one_call(bed: Bed, running: Visit, minute: Minute) -> None:
    for second in range(10):
        minute(12 + second / 60)
        assert bed.call().status_code == 200
    assert len(charted(running, "help_called")) == 1
    minute(12.6)
    bed.call()
    assert len(charted(running, "help_called")) == 2


def test_a_tap_right_after_the_nurse_was_there_is_a_call_of_its_own(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    bed.call()
    minute(12.2)
    answer_call(client_as(house.cast.nurse), running, where="here")
    minute(12.4)
    assert bed.call().json()["told"] == "Your nurse has been called, 10:12"
    assert len(charted(running, "help_called")) == 2
    assert CALLS in strip(client_as(house.cast.second_nurse))
    minute(12.45)
    bed.call()
    assert len(charted(running, "help_called")) == 2


def test_planted_fault_a_call_swallowed_by_one_that_is_over_is_caught(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.infusion.actions.helping._called_lately", lambda state, _at: bool(state.help))
    with pytest.raises(AssertionError):
        test_a_tap_right_after_the_nurse_was_there_is_a_call_of_its_own(bed, house, running, client_as, minute)


def test_one_tap_sent_twice_is_one_call(bed: Bed, running: Visit, minute: Minute) -> None:
    key, tapped = uuid7(), running.at(12).isoformat()
    for after in (12, 12.7):
        minute(after)
        assert bed.call(event_id=key, at=tapped).status_code == 200
    assert len(charted(running, "help_called")) == 1


def test_a_tap_that_arrives_long_after_it_was_made_calls_nobody(
    bed: Bed, house: House, running: Visit, client_as: ClientAs
) -> None:
    assert bed.call(at=running.at(10.9).isoformat()).status_code == 409
    assert charted(running, "help_called") == []
    assert CALLS not in strip(client_as(house.cast.nurse))


def test_a_call_works_without_script(bed: Bed, running: Visit) -> None:
    answer = bed.call(live=False)
    assert (answer.status_code, answer["Location"]) == (302, BEDSIDE)
    assert b"Your nurse has been called" in bed.client.get(BEDSIDE).content


def test_nobody_but_a_patients_screen_calls_the_nurse(house: House, running: Visit) -> None:
    tablet = enrol(house.cast.nurse.acting, name="Tablet", kind="tablet", at=DAY).device
    for actor in (house.cast.nurse.acting, house.cast.director.acting, tablet.acting()):
        with pytest.raises(Refused, match="not_permitted"):
            actions.call_nurse(actor, house.chairs[0], at=running.at(12), occurred_at=running.at(12), event_id=uuid7())


def unheard(running: Visit, house: House, minutes: float) -> list[str]:
    """Ticks at that minute, and gives the tiers of the open alarms about the patient's call."""
    tick(house.cast.harbor.pk, "test", at=running.at(minutes))
    return [one.tier for one in running.state().open_alarms.values() if one.rule == PATIENT_CALL]


def test_a_call_that_nobody_answers_becomes_urgent_and_calls_by_name(
    bed: Bed, house: House, running: Visit, client_as: ClientAs, minute: Minute
) -> None:
    second = house.cast.second_nurse
    actions.call_first(house.team.nurse.acting(), second.member.pk, at=running.at(11.5))
    bed.call()
    assert unheard(running, house, 12.9) == []
    assert unheard(running, house, 13) == ["urgent"]
    minute(13.1)
    told = strip(client_as(second))
    assert 'data-calls="urgent"' in told
    assert told.count("call-line") == 1
    unheard(running, house, 14)
    minute(14.1)
    assert "You are called" in strip(client_as(second))
    assert f"called: {second.member.name}" in strip(client_as(house.cast.prescriber))
    answer_call(client_as(second), running)
    assert unheard(running, house, 14.2) == []
    assert bed.said()["told"] == "Your nurse is coming"
    assert "data-calls" not in strip(client_as(second))


def test_planted_fault_a_call_that_waits_for_ever_is_caught(
    bed: Bed, house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.science.rules.adapters.lasting._unheard", lambda *_, **__: None)
    bed.call()
    with pytest.raises(AssertionError):
        assert unheard(running, house, 13) == ["urgent"]


def test_the_end_of_the_visit_ends_the_patients_call(
    bed: Bed, house: House, running: Visit, client_as: ClientAs
) -> None:
    bed.call()
    nurse = house.team.nurse.acting()
    actions.end_otherwise(nurse, running.infusion.pk, "transferred_ems", {"reason": "pain"}, at=running.at(12.5))
    assert CALLS not in strip(client_as(house.cast.nurse))


def test_who_may_not_chart_cannot_answer(bed: Bed, house: House, running: Visit, client_as: ClientAs) -> None:
    bed.call()
    desk = client_as(house.cast.desk)
    assert "On my way" not in strip(desk)
    assert answer_call(desk, running).status_code == 403
    assert answer_call(client_as(house.cast.outsider), running).status_code == 404


def test_a_patients_answer_leaves_a_colleagues_call_alone(
    bed: Bed, house: House, running: Visit, client_as: ClientAs
) -> None:
    nurse = client_as(house.cast.nurse)
    bed.call()
    running.chart((12, "help_called", {"who": "colleague"}))
    answer_call(nurse, running)
    assert "Help to chair 1" in strip(nurse)
    assert CALLS not in strip(nurse)


def late_call(running: Visit, house: House, minutes_ago: float) -> UUID:
    """A colleague's call that a tablet kept without the server, and sends now."""
    at, key = running.at(12), uuid7()
    draft = Draft("help_called", {"who": "colleague"}, at - timedelta(minutes=minutes_ago), key)
    actions.chart(house.team.nurse.acting(), running.infusion.pk, [draft], at=at)
    return key


def does_not_ring(running: Visit, house: House, nurse: Client) -> None:
    key = late_call(running, house, 3.1)
    assert InfusionEvent.objects.get(pk=key).occurred_at == running.at(12 - 3.1)
    assert "Help to chair" not in strip(nurse)
    page = nurse.get(f"/harbor/drips/{running.infusion.pk}/").content.decode()
    assert "Help called" in page


def test_help_that_was_called_minutes_ago_is_told_and_does_not_ring(
    running: Visit, house: House, minute: Minute, client_as: ClientAs
) -> None:
    nurse = client_as(house.cast.second_nurse)
    does_not_ring(running, house, nurse)
    late_call(running, house, 2.9)
    assert "Help to chair 1" in strip(nurse)


def test_planted_fault_a_late_call_that_rings_is_caught(
    running: Visit, house: House, minute: Minute, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.science.infusion.fold.help_and_medication.RINGS_FOR", timedelta(days=1))
    with pytest.raises(AssertionError):
        does_not_ring(running, house, client_as(house.cast.second_nurse))


def test_the_emergency_pages_own_call_does_not_ring_late(
    running: Visit, house: House, minute: Minute, client_as: ClientAs
) -> None:
    began, acting = running.at(11), house.team.nurse.acting()
    actions.begin_emergency(acting, running.infusion.pk, at=began, occurred_at=began, event_id=uuid7())
    typed = {"key": "help_called", "event_id": str(uuid7()), "occurred_at": running.at(8).isoformat()}
    url = f"/harbor/drips/{running.infusion.pk}/emergency/tap/"
    answer = client_as(house.cast.nurse).post(url, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert len(charted(running, "help_called")) == 1
    assert "Help to chair" not in strip(client_as(house.cast.second_nurse))
