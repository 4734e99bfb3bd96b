"""The pages of a shift: opened on the page of the day, chairs handed over with their summary, closed, read later."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from slowdrip.cli.demo.booking import booked
from slowdrip.cli.demo.days import open_shift_as_it_is
from slowdrip.cli.demo.patients import Patient
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, begin
from slowdrip.clinic.chart import opening
from slowdrip.clinic.chart.nurses import first_names
from slowdrip.clinic.chart.words.shift import PARTS, SAID, WHOLE, plain_words
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import InfusionEvent, ShiftClosed, ShiftOpened, Task
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.shift import CLOSING, OPENING
from tests.cast import DAY
from tests.drips import House
from tests.fixtures import ClientAs
from tests.pages import look_at, signer

pytestmark = pytest.mark.usefixtures("minute_twelve")
DAY_PAGE = "/harbor/day/"
OPEN = "/harbor/day/shift/open/"


def seen_on(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def opens(house: House, client: Client, **typed: str) -> Any:
    page = client.get(DAY_PAGE).content.decode()
    told = {"because_sound": "the station is at the repair", "seen": seen_on(page), "row_id": str(uuid7())}
    return client.post(OPEN, {**told, **signer(house.cast.nurse), **typed})


def hand_url(visit: Visit) -> str:
    return reverse("chart:hand_over", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk})


def other(house: House) -> Visit:
    """Another patient, running in the second chair."""
    facts = PatientFacts(
        legal_given="Bo", legal_family="Lund", birth_date=DAY.date().replace(year=1979), sex_for_dosing="male"
    )
    patient = register_patient(house.cast.desk.acting, facts, at=DAY - timedelta(days=1))
    visit = booked(house.team, Patient("bo", facts, 82_000, 1_810), patient.pk, start=DAY)
    begin(visit, chair_id=house.chairs[1])
    return visit


def test_the_page_of_the_day_shows_five_parts_and_opens_the_shift(house: House, nurse: Client) -> None:
    page = nurse.get(DAY_PAGE).content.decode()
    assert "No shift is open" in page
    assert [part for part in OPENING if f'data-part="{part}"' not in page] == []
    assert 'name="because_sound"' in page
    assert 'name="because_kit"' not in page
    assert opens(house, nurse).status_code == 302
    page = nurse.get(DAY_PAGE).content.decode()
    assert "Shift 1 is open" in page
    assert "the station is at the repair" in page
    assert 'id="shift-old"' not in page


def test_an_unchecked_kit_stands_on_the_page_with_the_key_that_mends_it(
    house: House, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, DAY + timedelta(days=1))
    page = nurse.get(DAY_PAGE).content.decode()
    kit = page.partition('data-part="kit"')[2].partition("</li>")[0]
    assert "Not whole:" in kit
    assert "The rescue kit was last checked on 10 Mar 2026." in kit
    assert 'href="#kit"' in kit


def test_what_is_refused_comes_back_with_all_that_was_typed(house: House, nurse: Client) -> None:
    answer = opens(house, nurse, pin="0000")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="the station is at the repair"' in page
    assert 'value="0000"' not in page
    assert "Tries left" in page
    assert opens(house, nurse, because_sound=" ").status_code == 422
    assert not ShiftOpened.objects.exists()


def test_a_house_that_changed_is_shown_anew_before_it_is_signed(house: House, nurse: Client) -> None:
    old = seen_on(nurse.get(DAY_PAGE).content.decode())
    actions.check_sound(house.cast.nurse.acting, heard=True, device_id=None, at=DAY)
    answer = opens(house, nurse, seen=old)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Something changed while you read" in page
    assert seen_on(page) not in ("", old)
    assert opens(house, nurse, seen=seen_on(page)).status_code == 302


def test_one_shift_at_a_time(house: House, nurse: Client) -> None:
    opens(house, nurse)
    answer = nurse.post(OPEN, {**signer(house.cast.nurse)}, follow=True)
    assert "A shift is open already" in answer.content.decode()
    assert ShiftOpened.objects.count() == 1


def test_a_clinic_without_a_policy_still_has_its_day(cast: Any, client_as: ClientAs) -> None:
    assert "no policy yet" in client_as(cast.nurse).get(DAY_PAGE).content.decode()


def test_who_may_not_open_a_shift_is_shown_no_form(house: House, client_as: ClientAs) -> None:
    auditor = client_as(house.cast.auditor)
    assert "because_sound" not in auditor.get("/harbor/day/shifts/").content.decode()
    assert auditor.post(OPEN).status_code == 403
    assert "because_sound" not in client_as(house.cast.desk).get(DAY_PAGE).content.decode()


def test_the_chair_is_handed_over_with_its_summary(running: Visit, house: House, nurse: Client) -> None:
    running.chart((10, "vitals", running.course.vitals(10)), (11, "symptom_started", {"symptom": "nausea"}))
    page = nurse.get(hand_url(running)).content.decode()
    for words in ("Hand over to", "Nausea", "mL/h", "Before", "Ends about", "Wishes", "the policy's"):
        assert words in page, words
    typed = {"note": "Left arm is sore", "way": "hand", "event_id": str(uuid7())}
    assert nurse.post(hand_url(running), {**typed, **signer(house.cast.second_nurse)}).status_code == 302
    assert running.state().in_charge == str(house.cast.second_nurse.member.actor_id)
    chair = nurse.get(reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": running.infusion.pk}))
    assert "Handed over from Nia Okafor RN to Sam Lindqvist RN: Left arm is sore" in chair.content.decode()
    board = nurse.get("/harbor/").content.decode()
    assert "nurse: Sam" in board
    record = nurse.get(reverse("chart:record", kwargs={"clinic": "harbor", "infusion": running.infusion.pk}))
    assert "Nia Okafor RN 09:20, Sam Lindqvist RN 10:12" in record.content.decode()
    assert "took the chair at the hand-over" in record.content.decode()


def test_a_refused_pin_loses_nothing_that_was_typed(running: Visit, house: House, nurse: Client) -> None:
    typed = {"note": "Left arm is sore", "way": "hand", **signer(house.cast.second_nurse, pin="0000")}
    answer = nurse.post(hand_url(running), typed)
    assert answer.status_code == 422
    assert "Left arm is sore</textarea>" in answer.content.decode()
    assert not InfusionEvent.objects.filter(kind="handed_over").exists()


def test_whoever_holds_a_chair_is_not_among_those_who_take_it(running: Visit, house: House, nurse: Client) -> None:
    page = nurse.get(hand_url(running)).content.decode()
    assert f'value="{house.cast.nurse.member.pk}"' not in page
    answer = nurse.post(hand_url(running), {"way": "hand", **signer(house.cast.nurse)})
    assert answer.status_code == 422
    desk = nurse.post(hand_url(running), {"way": "hand", **signer(house.cast.desk)})
    assert desk.status_code == 422
    assert not InfusionEvent.objects.filter(kind="handed_over").exists()


def test_another_nurse_takes_it_over_with_a_reason(running: Visit, house: House, second: Client) -> None:
    page = second.get(hand_url(running)).content.decode()
    assert "Nia Okafor RN holds this chair" in page
    holder = str(house.cast.nurse.member.actor_id)
    typed = {"way": "take", "holder": holder, **signer(house.cast.second_nurse)}
    assert second.post(hand_url(running), typed).status_code == 422
    assert second.post(hand_url(running), {**typed, "reason": "Nia is at chair 2"}).status_code == 302
    assert (
        "Taken over by Sam Lindqvist RN without Nia Okafor RN: Nia is at chair 2"
        in second.get(
            reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": running.infusion.pk})
        ).content.decode()
    )


def test_a_chair_that_changed_hands_meanwhile_is_shown_anew(running: Visit, house: House, second: Client) -> None:
    stale = {"way": "take", "holder": str(house.cast.director.member.actor_id), "reason": "late"}
    answer = second.post(hand_url(running), {**stale, **signer(house.cast.second_nurse)})
    page = answer.content.decode()
    assert "The chair changed hands while you typed" in page
    assert f'name="holder" value="{house.cast.nurse.member.actor_id}"' in page
    assert 'value="late"' in page


def test_a_visit_that_is_not_under_way_leads_back_to_its_page(house: House, nurse: Client) -> None:
    assert nurse.get(hand_url(house.book())).status_code == 302


def test_the_old_form_of_a_hand_over_is_gone(running: Visit, nurse: Client) -> None:
    for kind in ("handed_over", "taken_over"):
        where = {"clinic": "harbor", "infusion": running.infusion.pk, "kind": kind}
        assert nurse.get(reverse("chart:enter", kwargs=where)).status_code == 404


def test_who_leaves_hears_which_chairs_have_no_nurse(running: Visit, house: House, nurse: Client) -> None:
    where = {"clinic": "harbor", "person": house.cast.nurse.member.pk}
    assert "holds chair 1" in nurse.get(DAY_PAGE).content.decode()
    answer = nurse.post(reverse("chart:presence", kwargs=where), {"way": "out"}, follow=True)
    assert "Without a nurse now: chair 1." in answer.content.decode()
    assert Task.objects.filter(kind="chair_without_nurse").count() == 1
    assert "no nurse: Nia left" in nurse.get("/harbor/").content.decode()


def close_url() -> str:
    return reverse("chart:close_shift", kwargs={"clinic": "harbor", "shift": ShiftOpened.objects.get().pk})


def test_a_shift_is_closed_and_read_later(running: Visit, house: House, nurse: Client, client_as: ClientAs) -> None:
    opens(house, nurse)
    page = nurse.get(close_url()).content.decode()
    assert "Visits under way" in page
    assert [part for part in CLOSING if f'data-part="{part}"' not in page] == []
    typed = {"seen": seen_on(page), "row_id": str(uuid7()), "unsent": "0", **signer(house.cast.nurse)}
    answer = nurse.post(close_url(), typed)
    assert "Nobody who stays holds chair 1" in answer.content.decode()
    stays = str(house.cast.nurse.member.actor_id)
    answer = nurse.post(close_url(), {**typed, "stays": stays, "unsent": "3"})
    assert "3 wait on this tablet" in answer.content.decode()
    assert f'value="{stays}" data' in answer.content.decode() or "checked" in answer.content.decode()
    assert nurse.post(close_url(), {**typed, "stays": stays}).status_code == 302
    auditor = client_as(house.cast.auditor)
    where = {"clinic": "harbor", "shift": ShiftOpened.objects.get().pk}
    page = auditor.get(reverse("chart:shift", kwargs=where)).content.decode()
    assert "<dt>Stayed</dt><dd>Nia Okafor RN</dd><dt>Nia Okafor RN</dt><dd>chair 1</dd>" in page
    assert "the station is at the repair" in page
    assert "not what was signed" not in page
    assert "closed by Nia Okafor RN" in auditor.get("/harbor/day/shifts/").content.decode()
    assert ShiftClosed.objects.count() == 1
    assert AuditEntry.objects.filter(action="shift.closed").count() == 1


def test_a_shift_names_no_patient_to_whoever_reads_it(running: Visit, house: House, nurse: Client) -> None:
    opens(house, nurse)
    where = {"clinic": "harbor", "shift": ShiftOpened.objects.get().pk}
    page = nurse.get(reverse("chart:shift", kwargs=where)).content.decode()
    assert "Hale" not in page
    assert "A.H." not in page


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", [DAY_PAGE, "/harbor/"])
def test_more_chairs_ask_the_database_no_more_questions(path: str, running: Visit, house: House, nurse: Client) -> None:
    one = queries(nurse, path)
    other(house)
    assert queries(nurse, path) <= one


def test_every_code_of_a_part_has_words() -> None:
    assert set(PARTS) == {*OPENING, *CLOSING}
    assert set(WHOLE) == set(PARTS)
    told = {"code": "credential_ran_out", "params": {"person": "p", "credential": "acls", "expired_on": "2026-03-09"}}
    assert plain_words(told, {"p": "Nia"}, ZoneInfo("UTC")) == "ACLS of Nia ran out on 09 Mar 2026."
    assert all(str(words).endswith(".") for words in SAID.values())


def test_two_people_of_one_first_name_are_told_apart() -> None:
    found = first_names({"a": "Nia Okafor RN", "b": "Nia Berg", "c": "Dr Paul Reyes"})
    assert found == {"a": "Nia O.", "b": "Nia B.", "c": "Paul"}


def test_yesterdays_forgotten_shift_says_so_and_hides_nothing_of_today(
    house: House, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shift_as_it_is(house.team, at=DAY)
    yesterdays_shift_hides_nothing(nurse, monkeypatch)


def yesterdays_shift_hides_nothing(nurse: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    look_at(monkeypatch, DAY + timedelta(days=1))
    page = nurse.get(DAY_PAGE).content.decode()
    assert "opened on another day and never closed" in page
    assert "Everything was whole." not in page
    assert close_url() in page
    assert 'name="because_sound"' not in page
    today = page.partition("Today, as it stands now")[2].partition("</ul>")[0]
    assert [part for part in OPENING if f'data-part="{part}"' not in today] == []
    assert "The rescue kit was last checked on 10 Mar 2026." in today


def test_planted_fault_a_shift_of_yesterday_that_looks_like_todays_is_found(
    house: House, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shift_as_it_is(house.team, at=DAY)
    monkeypatch.setattr(opening, "is_of_another_day", lambda row, *, at, zone: False)
    with pytest.raises(AssertionError):
        yesterdays_shift_hides_nothing(nurse, monkeypatch)


def test_a_running_drip_that_nobody_holds_says_so_on_board_chair_and_day(
    running: Visit, house: House, nurse: Client
) -> None:
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="checked_in")
    actions.void_event(house.cast.nurse.acting, row.pk, reason="slip", at=DAY + timedelta(minutes=12))
    board = nurse.get("/harbor/").content.decode()
    assert '<small class="chair__nurse"><b>no nurse</b></small>' in board
    chair = nurse.get(reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": running.infusion.pk}))
    assert '<b class="nobody">nobody</b>' in chair.content.decode()
    assert "no nurse" in nurse.get(DAY_PAGE).content.decode()
    assert "Nobody holds this chair." in nurse.get(hand_url(running)).content.decode()


def test_the_task_of_a_chair_without_nurse_has_the_key_that_ends_it(
    running: Visit, house: House, nurse: Client
) -> None:
    actions.leave(house.cast.second_nurse.acting, house.cast.nurse.member.pk, at=DAY + timedelta(minutes=5))
    page = nurse.get("/harbor/tasks/").content.decode()
    assert hand_url(running) in page
    assert 'name="outcome"' not in page


def test_who_holds_a_chair_without_being_here_is_named_among_those_who_are_not(
    running: Visit, house: House, nurse: Client
) -> None:
    actions.leave(house.cast.second_nurse.acting, house.cast.nurse.member.pk, at=DAY + timedelta(minutes=5))
    away = nurse.get(DAY_PAGE).content.decode().partition("Not here")[2].partition("</ul>")[0]
    assert "holds chair 1" in away


def test_a_hand_over_of_a_chair_that_was_taken_meanwhile_becomes_a_taking(
    running: Visit, house: House, nurse: Client
) -> None:
    at = DAY + timedelta(minutes=11)
    second, holder = house.cast.second_nurse.acting, str(house.cast.nurse.member.actor_id)
    proof = shown_by(second, at=at)
    told: dict[str, Any] = {"reason": "Nia is away", "holder": holder, "proof": proof, "outcome": "taken", "at": at}
    actions.take_over(second, running.infusion.pk, **told)
    typed = {"note": "Left arm is sore", "way": "hand", **signer(house.cast.prescriber)}
    answer = nurse.post(hand_url(running), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="way" value="take"' in page
    assert "Sam Lindqvist RN holds this chair." in page
    assert "You hold this chair" not in page
    assert 'value="Left arm is sore"' in page
    assert f'name="holder" value="{house.cast.second_nurse.member.actor_id}"' in page
