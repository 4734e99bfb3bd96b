"""Own limits, off the monitor, consent withdrawn and who is called: what the pages offer, show and refuse."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.chart.views import calls
from slowdrip.clinic.infusion import actions, clock
from slowdrip.clinic.infusion.models import InfusionEvent, OnCall
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Cast
from tests.drips import House
from tests.fixtures import ClientAs

pytestmark = pytest.mark.usefixtures("minute_twelve")
SCRIPT = {"HX-Request": "true"}
ELSEWHERE = "/harbor/people/"


@pytest.fixture
def running(running: Visit) -> Visit:
    """The drip with two checks charted."""
    check(running, 5)
    check(running, 10)
    return running


def drip(visit: Visit, rest: str = "") -> str:
    return f"/harbor/drips/{visit.infusion.pk}/{rest}"


def read(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def tap(client: Client, visit: Visit, minute: float = 11, **typed: str) -> Any:
    told = {"event_id": str(uuid7()), "occurred_at": visit.at(minute).isoformat(), **typed}
    return client.post(drip(visit, "tap/"), told, headers=SCRIPT)


def payload_of(visit: Visit, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(InfusionEvent.objects.get(infusion=visit.infusion, kind=kind).payload)
    return found


def signed(cast: Cast, **typed: str) -> dict[str, str]:
    return {"signer": str(cast.prescriber.member.pk), "pin": cast.prescriber.pin, "event_id": str(uuid7()), **typed}


# Own limits.


def test_a_prescriber_sets_own_limits_on_the_nurse_s_screen(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(cast.nurse)
    form = read(nurse, drip(running, "enter/limits_set/"))
    assert "What calls now" in form
    assert "&lt; 92 calls, &lt; 94 quiet; at least 91" in form
    assert "leave all of it empty to go back to the policy&#x27;s limits" in form
    typed = signed(cast, spo2_low_pct="91", reason="COPD")
    assert nurse.post(drip(running, "enter/limits_set/"), typed).status_code in (204, 302)
    page = read(nurse, drip(running))
    line = page[page.index('id="own-limits"') :].split("</p>")[0]
    assert "SpO₂ &lt; 91 %" in line
    assert f"set by {cast.prescriber.member.name}" in line
    assert "COPD" in line
    assert "&lt; 91 own limit" in page
    assert "&lt; 92 urgent" not in page


def test_a_limit_beyond_its_bound_keeps_what_was_typed_and_says_the_fix(
    cast: Cast, running: Visit, client_as: ClientAs
) -> None:
    typed = signed(cast, spo2_low_pct="85", reason="COPD")
    answer = client_as(cast.nurse).post(drip(running, "enter/limits_set/"), typed)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "At least 91: further out the call would come too late. Choose a higher limit." in shown
    assert 'value="85"' in shown
    assert not InfusionEvent.objects.filter(kind="limits_set").exists()


def test_signed_empty_the_page_shows_the_policy_s_limits_again(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(cast.nurse)
    nurse.post(drip(running, "enter/limits_set/"), signed(cast, spo2_low_pct="91", reason="COPD"))
    assert nurse.post(drip(running, "enter/limits_set/"), signed(cast, reason="as usual")).status_code in (204, 302)
    page = read(nurse, drip(running))
    assert re.search(r'id="own-limits"[^>]* hidden>', page)
    assert "The policy&#x27;s alarm limits again" in page
    assert "&lt; 92 urgent" in page


def test_without_own_limits_nothing_is_said_of_them(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    page = read(client_as(cast.nurse), drip(running))
    assert re.search(r'id="own-limits"[^>]* hidden>', page)
    assert "&lt; 92 urgent" in page


def test_the_alarm_names_who_set_the_limit(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    prescriber, at = running.team.prescriber.acting(), running.at(10)
    proof = shown_by(prescriber, at=at)
    actions.set_limits(prescriber, running.infusion.pk, {"spo2_low_pct": 99}, reason="x", proof=proof, at=at)
    running.chart((11, "vitals", {"spo2_pct": 98}))
    page = read(client_as(cast.nurse), drip(running))
    assert f"own limit, set by {cast.prescriber.member.name} " in page


# Off the monitor, and consent.


def test_off_the_monitor_takes_its_return_time_from_the_key(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(cast.nurse)
    page = read(nurse, drip(running))
    assert "Off the monitor, back in 5 min" in page
    assert "Off the monitor, back in 15 min" in page
    assert tap(nurse, running, off_monitor="15").status_code == 200
    assert payload_of(running, "off_monitor") == {"back_at": running.at(26).isoformat()}
    page = read(nurse, drip(running))
    assert "On the monitor" in page
    assert re.search(r"Off the monitor, back by \d\d:\d\d", page)


def test_sent_again_it_is_one_entry_and_a_made_up_time_is_none(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    nurse, event_id = client_as(cast.nurse), str(uuid7())
    for _ in range(2):
        assert tap(nurse, running, off_monitor="5", event_id=event_id).status_code == 200
    assert InfusionEvent.objects.filter(kind="off_monitor").count() == 1
    for made_up in ("0", "61", "x"):
        tap(nurse, running, off_monitor=made_up)
    assert InfusionEvent.objects.filter(kind="off_monitor").count() == 1


@pytest.mark.parametrize(("minutes", "stored"), [(60, 1), (61, 0), (-1, 0)])
def test_a_typed_return_time_is_at_most_an_hour_off(
    cast: Cast, running: Visit, client_as: ClientAs, minutes: int, stored: int
) -> None:
    at = running.at(12) + timedelta(minutes=minutes)
    zone = ZoneInfo(running.infusion.clinic.time_zone)
    typed = {"back_at": at.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"), "event_id": str(uuid7())}
    answer = client_as(cast.nurse).post(drip(running, "enter/off_monitor/"), typed)
    assert InfusionEvent.objects.filter(kind="off_monitor").count() == stored
    assert stored or "at most 60 min after the monitor came off" in answer.content.decode()


def test_a_tap_that_came_in_after_its_return_time_says_so(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(cast.nurse)
    late = tap(nurse, running, 5, off_monitor="5").content.decode()
    assert "was due back 2 min ago; still no alarm from it" in late
    assert "its silence does not call, the return time does" in tap(nurse, running, off_monitor="5").content.decode()


def test_consent_withdrawn_is_one_tap_and_an_urgent_alarm(cast: Cast, running: Visit, client_as: ClientAs) -> None:
    nurse = client_as(cast.nurse)
    assert 'value="consent_withdrawn"' in read(nurse, drip(running))
    assert tap(nurse, running, kind="consent_withdrawn").status_code == 200
    page = read(nurse, drip(running))
    assert "Consent withdrawn: stop the pump" in page
    assert 'value="consent_withdrawn"' not in page
    tap(nurse, running, 11.5, kind="stopped")
    assert (
        "Consent withdrawn: stop the pump"
        not in read(nurse, drip(running)).split('id="happened"')[0].split('id="trend-card"')[0]
    )


# Who is called by name.


def unanswered(house: House, visit: Visit) -> None:
    """An urgent alarm at minute 11 that nobody answers, and who is called first is the second nurse."""
    nurse = house.team.nurse.acting()
    actions.call_first(nurse, house.team.second.pk, house.team.prescriber.pk, at=visit.at(2))
    visit.chart((10.5, "vitals", {"spo2_pct": 91}))
    clock.tick(house.cast.harbor.pk, "one", at=visit.at(11.5))


def strip(client: Client, at: str) -> str:
    return read(client, "/harbor/calls/", **SCRIPT, **{"HX-Current-URL": f"http://testserver{at}"})


def reaches_the_one_who_is_called(house: House, visit: Visit, cast: Cast, client_as: ClientAs) -> None:
    unanswered(house, visit)
    name = f"called: {cast.second_nurse.member.name}, "
    one, other = client_as(cast.second_nurse), client_as(cast.nurse)
    for at in (ELSEWHERE, "/harbor/", drip(visit)):
        assert "You are called" in strip(one, at)
    assert name in strip(other, ELSEWHERE)
    assert "You are called" not in strip(other, ELSEWHERE)
    assert name in read(other, drip(visit))


def test_the_call_reaches_that_person_s_screens_wherever_they_are(
    house: House, running: Visit, cast: Cast, client_as: ClientAs
) -> None:
    reaches_the_one_who_is_called(house, running, cast, client_as)
    assert payload_of(running, "alarm_escalated")["to_person"] == str(cast.second_nurse.acting.actor_id)


def test_planted_fault_a_call_that_is_hidden_from_whom_it_calls_is_found(
    house: House, running: Visit, cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = calls.Line
    monkeypatch.setattr(calls, "Line", lambda *args, **more: real(*args, **{**more, "is_you": False}))
    with pytest.raises(AssertionError):
        reaches_the_one_who_is_called(house, running, cast, client_as)


def test_after_the_named_ones_everybody_is_called(
    house: House, running: Visit, cast: Cast, client_as: ClientAs
) -> None:
    unanswered(house, running)
    for minute in (12.5, 13.5):
        clock.tick(cast.harbor.pk, "one", at=running.at(minute))
    assert "called: everybody, " in strip(client_as(cast.nurse), ELSEWHERE)


def test_the_day_page_says_who_is_called_and_keeps_a_choice(
    house: House, running: Visit, cast: Cast, client_as: ClientAs
) -> None:
    nurse = client_as(cast.nurse)
    typed = {"first": str(cast.second_nurse.member.pk), "second": ""}
    assert nurse.post("/harbor/day/on-call/", typed).status_code == 302
    assert OnCall.objects.get().first_id == cast.second_nurse.acting.actor_id
    page = read(nurse, "/harbor/day/")
    assert re.search(rf'value="{cast.second_nurse.member.pk}" selected', page)
    actions.leave(house.team.nurse.acting(), house.team.second.pk, at=running.at(11))
    page = read(nurse, "/harbor/day/")
    assert "has left: everybody is called instead" in page
    assert re.search(rf'value="{cast.second_nurse.member.pk}" selected>[^<]*\(left\)', page)
    nurse.post("/harbor/day/on-call/", typed)
    assert {row.first_id for row in OnCall.objects.all()} == {cast.second_nurse.acting.actor_id}
    answer = nurse.post("/harbor/day/on-call/", {"first": "", "second": ""}, follow=True).content.decode()
    assert "Nobody is called by name: an alarm that nobody answers calls everybody." in answer
    assert "Nobody is chosen" in answer
    nurse.post("/harbor/day/on-call/", {"first": "x", "second": ""})
    assert OnCall.objects.count() == 3
