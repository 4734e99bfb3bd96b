"""What the patient reads, and what is never there: a name, a number of the body, an alarm."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.bedside import queries
from slowdrip.clinic.bedside.tests.screens import BEDSIDE, LIVE, Bed, given
from slowdrip.clinic.infusion.actions import begin_emergency, end_otherwise
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House

Minute = partial[None]
KEYS = {"now", "clock", "left", "told", "waits", "may_call"}
# The patient is Ada Hale, ketamine 0.5 mg/kg for depression; none of it stands here, nor what was measured.
FORBIDDEN = re.compile(
    r"\bada\b|hale|ketamin|depress|\d mg\b|mmhg|spo|pulse|alarm|urgent|emergency|188|106|H-1001", re.I
)


def page(bed: Bed) -> str:
    answer = bed.client.get(BEDSIDE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_how_long_it_takes_the_time_and_one_key(bed: Bed, minute: Minute) -> None:
    said = bed.said()
    assert set(said) == KEYS
    assert (said["left"], said["clock"], said["told"], said["may_call"]) == ("About 30 minutes left", "10:12", "", True)
    shown = page(bed)
    assert shown.count("<button") == 1
    assert "Call the nurse" in shown
    assert "About 30 minutes left" in shown


@pytest.mark.parametrize(
    ("minutes", "left"),
    [
        (1, "About 40 minutes left"),
        (18, "About 20 minutes left"),
        (31, "About 9 minutes left"),
        (38.5, "Almost done"),
        (39.9, "Almost done"),
    ],
)
def test_the_time_left_is_a_round_number_until_the_last_ten_minutes(
    bed: Bed, minute: Minute, minutes: float, left: str
) -> None:
    minute(minutes)
    assert bed.said()["left"] == left


def test_a_pause_an_end_and_an_empty_chair_are_said_in_plain_words(
    bed: Bed, house: House, running: Visit, minute: Minute
) -> None:
    running.chart((13, "paused", {"reason": "symptom"}))
    minute(14)
    assert bed.said()["left"] == "Your drip is paused."
    running.chart((15, "stopped", {"reason": "patient_request"}))
    minute(16)
    assert bed.said()["left"] == "Your drip is finished. Rest a while."
    nurse = house.team.nurse.acting()
    end_otherwise(nurse, running.infusion.pk, "left_against_advice", {"risks_explained": True}, at=running.at(20))
    minute(21)
    said = bed.said()
    assert (said["left"], said["told"], said["may_call"]) == ("Please call out if you need somebody.", "", False)
    assert bed.call().status_code == 409


def test_before_the_start_it_says_so(house: House, running: Visit, other: Visit, minute: Minute) -> None:
    assert given(house, chair=house.chairs[1]).said()["left"] == "Your drip has not started yet."


def test_in_an_emergency_it_says_that_the_team_is_there_and_nothing_else(
    bed: Bed, house: House, running: Visit, minute: Minute
) -> None:
    nurse = house.team.nurse.acting()
    begin_emergency(nurse, running.infusion.pk, at=running.at(12), occurred_at=running.at(12), event_id=uuid7())
    assert bed.said()["left"] == "Your team is with you."
    nothing_leaks(bed)


def nothing_leaks(bed: Bed) -> None:
    for text in (page(bed), str(bed.said())):
        shown = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)
        assert FORBIDDEN.search(shown) is None, FORBIDDEN.search(shown)


def alarms_at(visit: Visit) -> None:
    check(visit, 10.5, sbp_mmhg=184, dbp_mmhg=104)
    check(visit, 11.5, sbp_mmhg=188, dbp_mmhg=106)
    assert any(one.tier == "urgent" for one in visit.state().open_alarms.values())


def test_no_name_no_number_and_no_alarm_reaches_the_patient(bed: Bed, running: Visit) -> None:
    alarms_at(running)
    nothing_leaks(bed)


def test_planted_fault_a_screen_that_is_told_of_alarms_is_caught(
    bed: Bed, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms_at(running)
    loud = queries.Bedside("with_you")
    monkeypatch.setattr("slowdrip.clinic.bedside.views.screen.bedside", lambda screen, *, at: loud)
    monkeypatch.setattr("slowdrip.clinic.bedside.views.screen.STATES", {"with_you": "Urgent: BP 188/106"})
    with pytest.raises(AssertionError):
        nothing_leaks(bed)


def test_the_page_loads_no_sound_no_stream_and_no_banner(bed: Bed) -> None:
    shown = page(bed)
    for word in ("sound", "data-stream", "banner", "main.js", "htmx", "open-calls", "signals.css"):
        assert word not in shown
    assert bed.client.get(BEDSIDE)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "now/"])
def test_what_a_screen_asks_is_five_reads_whatever_the_house(bed: Bed, house: House, other: Visit, path: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        bed.client.get(f"{BEDSIDE}{path}", headers=LIVE)
    reads = [one["sql"] for one in asked.captured_queries if " FROM " in one["sql"]]
    assert len(reads) == 5
    assert not [sql for sql in reads if "auditentry" in sql or "session" in sql]
