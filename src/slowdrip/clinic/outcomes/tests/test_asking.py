"""The clock asks: planned with the drip, moved with it, opened once, reminded, closed, and never a flood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import kind_of
from slowdrip.clinic.outcomes import hooks, noticing, opening, planning, syncing, ticking
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.following import Told, follow
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, AskingMark, Following, Response, Score
from slowdrip.clinic.outcomes.tests.asked import asked
from slowdrip.clinic.outcomes.tests.asking import HOUR, START, Asking, after_a_drip, look, messages_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.queries import head_seq
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.tables import uuid7
from slowdrip.knowledge.scales.catalogue import scale
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast: Cast) -> Asking:
    return after_a_drip(cast)


def told(kind: str = opening.ASK) -> list[Message]:
    return messages_of(kind)


def test_the_end_of_a_drip_plans_its_asks(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    keys = [ask.key.replace(str(ask.infusion_id), "v") for ask in one.asks()]
    assert keys == ["after:v:4h", "after:v:24h", "after:v:72h", "end:v", "later:v:1"]
    first = one.asks()[0]
    assert (first.opens_at, first.scales, first.phase) == (START + 4 * HOUR, ["nrs_mood", "side_effects"], "series")
    assert AuditEntry.objects.filter(action="asks.planned", subject_id=one.patient.pk).count() == 1


def test_the_hours_count_from_the_end_of_the_drip_not_of_the_visit(one: Asking, cast: Cast) -> None:
    visit = one.expects(START + timedelta(days=3))
    one._tell(visit, "completed", START + timedelta(days=3), START + timedelta(days=3))
    one.has_run(visit, START + timedelta(days=3) + HOUR)
    look(cast, START + timedelta(days=3) + HOUR)
    assert one.ask(f"after:{visit.pk}:4h").opens_at == START + timedelta(days=3) + 4 * HOUR


def test_a_second_look_writes_nothing(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    before = AuditEntry.objects.count()
    look(cast, START + HOUR, times=3)
    assert AuditEntry.objects.count() == before


def test_a_quiet_look_asks_little(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR, times=2)
    with CaptureQueriesContext(connection) as seen:
        look(cast, START + HOUR)
    assert len(seen) <= 30


def test_an_ask_opens_once_is_told_once_and_reminded_once(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR, times=3)
    ask = one.asks()[0]
    assert ask.told_at == START + 4 * HOUR
    assert [message.subject_id for message in told()] == [ask.pk]
    assert told()[0].until == ask.closes_at
    look(cast, START + 8 * HOUR, times=3)
    assert [message.key for message in told(opening.REMINDER)] == [f"ask_reminder:{ask.pk}:1"]
    look(cast, START + 10 * HOUR, times=3)
    assert len(told(opening.REMINDER)) == 1


def test_whoever_answered_is_not_reminded(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    one.answers(one.asks()[0], at=START + 5 * HOUR)
    look(cast, START + 9 * HOUR)
    assert told(opening.REMINDER) == []
    assert not Ask.objects.filter(remind_at__lte=START + 9 * HOUR).exists()


def test_what_nobody_answered_is_closed_once_and_others_hear_of_it(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(hooks, "_on_missed", [lambda tx, asks: heard.extend(ask.pk for ask in asks)])
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    look(cast, START + 17 * HOUR, times=3)
    assert heard == [one.asks()[0].pk]
    assert one.asks()[0].missed_at == START + 17 * HOUR


def test_what_was_begun_is_scored_with_what_is_missing_when_its_ask_closes(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    ask = one.asks()[0]
    filling = Filling(one.patient.pk, "side_effects", Response.Way.STAFF, uuid7(), ask_id=ask.pk)
    item = scale("side_effects").items[0].name
    save_answers(cast.nurse.acting, filling, (Given(item, Answer.What.VALUE, "0"),), at=START + 5 * HOUR)
    assert not Score.objects.filter(patient=one.patient).exists()
    look(cast, START + 17 * HOUR)
    response = Response.objects.get(ask=ask)
    assert response.completed_at == START + 17 * HOUR
    assert Score.objects.filter(response=response).exclude(status="complete").count() == 1
    assert one.asks()[0].missed_at == START + 17 * HOUR


def test_a_hook_that_fails_for_one_does_not_hide_the_others(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []

    def hook(tx: Any, asks: Sequence[Ask]) -> None:
        for ask in asks:
            if ask.key.endswith(":4h"):
                raise RuntimeError("broken")
            heard.append(ask.key)

    monkeypatch.setattr(hooks, "_on_missed", [hook])
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    look(cast, START + 24 * HOUR)
    look(cast, START + 40 * HOUR)
    assert [key.rpartition(":")[2] for key in heard] == ["24h"]
    assert Ask.objects.filter(missed_at=None, closes_at__lte=START + 40 * HOUR).count() == 1


def test_the_form_before_a_drip_is_told_to_nobody(one: Asking, cast: Cast) -> None:
    visit = one.expects(START + timedelta(days=7))
    look(cast, START + HOUR)
    look(cast, START + timedelta(days=7) - HOUR)
    ask = one.ask(f"before:{visit.pk}")
    assert ask.told_at is not None
    assert ask.pk not in {message.subject_id for message in told()}


def test_a_visit_that_is_called_off_takes_its_ask_with_it(one: Asking, cast: Cast) -> None:
    visit = one.expects(START + timedelta(days=3))
    look(cast, START + HOUR)
    one.is_off(visit, START + 2 * HOUR)
    look(cast, START + 2 * HOUR)
    ask = one.ask(f"before:{visit.pk}")
    assert (ask.withdrawn_at, ask.withdrawn_why) == (START + 2 * HOUR, "visit_not_happening")


def test_a_moved_visit_moves_the_same_row(one: Asking, cast: Cast) -> None:
    visit = one.expects(START + timedelta(days=3))
    look(cast, START + HOUR)
    row = one.ask(f"before:{visit.pk}")
    with act(one.cast.nurse.acting, at=START + 2 * HOUR) as tx:
        tx.change(visit, planned_at=START + timedelta(days=4))
    look(cast, START + 2 * HOUR)
    moved = one.ask(f"before:{visit.pk}")
    assert (moved.pk, moved.opens_at - row.opens_at) == (row.pk, timedelta(days=1))
    assert AuditEntry.objects.filter(action="outcomes.ask.changed", subject_id=row.pk).count() == 1


def test_a_whole_phq9_that_came_in_between_is_not_asked_for_again(one: Asking, cast: Cast) -> None:
    one.expects(START + timedelta(days=9))
    look(cast, START + HOUR)
    one.whole("phq9", at=START + timedelta(days=6))
    week = next(ask for ask in one.asks() if ask.point == "week")
    opening.open_due(planning.house_of(cast.harbor.pk), at=week.opens_at)  # the plan itself was not looked at again
    week.refresh_from_db()
    assert week.scales == ["phq2", "nrs_mood", "gad7"]


def test_the_end_of_a_series_is_asked_whole_also_after_a_whole_phq9(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    one.whole("phq9", at=START + timedelta(days=6))
    end = one.ask("end:")
    opening.open_due(planning.house_of(cast.harbor.pk), at=end.opens_at)
    assert one.ask("end:").scales == ["phq9", "gad7", "bladder"]


def test_one_tick_goes_on_until_its_time_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    done = iter((opening.AT_ONCE, opening.AT_ONCE, 7, opening.AT_ONCE))
    assert opening._rounds(lambda: next(done)) == 2 * opening.AT_ONCE + 7
    monkeypatch.setattr(opening, "HOLDS_FOR_S", 0.0)
    assert opening._rounds(lambda: opening.AT_ONCE) == opening.AT_ONCE


def test_after_a_standstill_one_message_leads_to_all_that_waits(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    one.whole("phq2", at=START + HOUR)
    look(cast, START + timedelta(days=8), times=3)
    assert len(told()) == 1
    assert told()[0].subject_id == one.ask("end:").pk


def test_what_came_due_at_night_is_told_in_the_morning(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    look(cast, START + timedelta(days=7, hours=13))  # 23:00 in New York
    assert told()[0].due_at == datetime(2026, 3, 18, 12, 0, tzinfo=UTC)


def test_a_restart_with_or_without_the_mark_loses_and_repeats_nothing(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    rows = [(ask.pk, ask.opens_at) for ask in one.asks()]
    AskingMark.objects.all().delete()
    look(cast, START + HOUR, times=2)
    assert [(ask.pk, ask.opens_at) for ask in one.asks()] == rows


def test_events_that_came_while_the_clock_stood_are_read_when_it_runs(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR, times=2)
    second = one.expects(START + 2 * HOUR)
    one.has_run(second, START + 3 * HOUR)
    assert not Ask.objects.filter(infusion=second).exists()
    look(cast, START + 3 * HOUR)
    assert Ask.objects.filter(infusion=second, key__startswith="after:").exists()


def test_planted_a_clock_that_reads_only_from_now_on_misses_what_happened(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = noticing.changed_since
    monkeypatch.setattr(noticing, "changed_since", lambda clinic_id, seq: whole(clinic_id, head_seq(clinic_id)))
    with pytest.raises(AssertionError):
        test_events_that_came_while_the_clock_stood_are_read_when_it_runs(one, cast)


def test_a_long_chain_is_read_in_parts(one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    look(cast, START, times=1)
    monkeypatch.setattr(noticing, "AT_ONCE", 2)
    for day in range(1, 5):
        one.expects(START + timedelta(days=day))
    seen: list[int] = []
    while (looked_at := ticking.plan_changed(planning.house_of(cast.harbor.pk), at=START)) and len(seen) < 9:
        seen.append(looked_at)
    assert len(seen) >= 2
    assert len([ask for ask in one.asks() if ask.point == "before"]) == 4


def test_once_a_day_everybody_is_looked_at_some_in_each_tick(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "SWEPT_AT_ONCE", 1)
    look(cast, START, times=2)
    assert AskingMark.objects.get().swept_on == START.date()
    for days in range(1, 30):
        look(cast, START + timedelta(days=days), times=2)
    assert one.ask("later:").opens_at > START + timedelta(days=29)


def test_one_patient_whose_plan_fails_does_not_stop_the_tick(
    one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **more: Any) -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr(ticking, "is_due", broken)
    look(cast, START)
    assert AskingMark.objects.get().seq > 0


def test_an_ask_handed_over_by_staff_is_left_alone_by_the_plan_and_told_to_nobody(one: Asking, cast: Cast) -> None:
    made = asked(cast, one.patient, "phq9", opens_at=START, closes_at=START + 5 * HOUR, point="handed")
    look(cast, START + HOUR, times=2)
    made.refresh_from_db()
    assert made.withdrawn_at is None
    assert told() == []


def test_following_says_which_scales_and_phase_and_moves_what_is_to_come(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    follow(one.cast.nurse.acting, one.patient.pk, Told(indication="ptsd"), at=START + HOUR)
    assert one.ask("end:").scales == ["phq9", "gad7", "pcl5", "bladder"]
    since = START + 2 * HOUR
    follow(one.cast.nurse.acting, one.patient.pk, Told(phase="maintenance", phase_since=since), at=since)
    assert one.ask("maintenance:").phase == "maintenance"
    assert Following.objects.get().phase == "maintenance"


def test_a_pause_withdraws_what_is_to_come_and_says_why(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    pause = Told(paused_until=START + timedelta(days=20))
    follow(one.cast.nurse.acting, one.patient.pk, pause, at=START + HOUR)
    assert {ask.withdrawn_why for ask in Ask.objects.exclude(withdrawn_at=None)} == {"paused"}
    assert [ask.point for ask in one.asks()] == ["later_1"]


def test_the_patients_own_time_zone_decides_about_the_night(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    follow(one.cast.nurse.acting, one.patient.pk, Told(time_zone="Europe/Berlin"), at=START + HOUR)
    local = [ask.opens_at.astimezone(ZoneInfo("Europe/Berlin")) for ask in one.asks()]
    assert [(each.day, each.hour) for each in local[:2]] == [(10, 19), (11, 15)]
    follow(one.cast.nurse.acting, one.patient.pk, Told(time_zone="Asia/Kolkata"), at=START + HOUR)
    first = one.asks()[0].opens_at.astimezone(ZoneInfo("Asia/Kolkata"))
    assert (first.day, first.hour, first.minute) == (11, 8, 0)


def test_what_is_wrong_about_following_is_refused_all_at_once(one: Asking) -> None:
    wrong = Told(indication="x", phase="y", phase_since=START + timedelta(days=400), time_zone="Mars/Olympus")
    with pytest.raises(RefusedAll) as refused:
        follow(one.cast.nurse.acting, one.patient.pk, wrong, at=START)
    assert {each.field for each in refused.value.refusals} == {"indication", "phase", "phase_since", "time_zone"}


def test_following_that_somebody_else_changed_is_not_overwritten(one: Asking) -> None:
    seen = Told()
    follow(one.cast.nurse.acting, one.patient.pk, Told(indication="ptsd"), at=START, seen=seen)
    with pytest.raises(Refused, match="changed_meanwhile"):
        follow(one.cast.prescriber.acting, one.patient.pk, Told(indication="anxiety"), at=START, seen=seen)


def test_somebody_of_another_clinic_and_the_desk_cannot_follow(one: Asking) -> None:
    with pytest.raises(Refused, match="no_such_patient"):
        follow(one.cast.outsider.acting, one.patient.pk, Told(), at=START)
    with pytest.raises(Refused, match="not_permitted"):
        follow(one.cast.desk.acting, one.patient.pk, Told(), at=START)


def test_another_clinics_patient_cannot_be_planned(one: Asking) -> None:
    with pytest.raises(Refused, match="no_such_patient"), act(one.cast.outside_system, at=START) as tx:
        syncing.sync(tx, Patient.objects.get().pk, START)


def test_planted_a_plan_that_makes_rows_anew_is_found(one: Asking, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = planning.changes

    def anew(house: Any, facts: Any, *, at: datetime) -> Any:
        found = whole(house, facts, at=at)
        return type(found)(found.moved + found.added, (), found.withdrawn)

    monkeypatch.setattr(syncing, "changes", anew)
    with pytest.raises(AssertionError):
        test_a_moved_visit_moves_the_same_row(one, cast)


def test_the_message_carries_a_link_to_this_ask_and_nothing_about_health(
    one: Asking, cast: Cast, settings: Any
) -> None:
    settings.SLOWDRIP_PUBLIC_URL = "https://harbor.example"
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    kind = kind_of(opening.ASK)
    assert kind is not None
    with act(cast.system, at=START + 4 * HOUR) as tx:
        body = kind.build(tx, told()[0])
    assert body is not None
    assert "https://harbor.example/p/harbor/" in body.text
    assert not [word for word in ("mood", "ketamine", "clinic", " drip", "depress") if word in body.text.lower()]
    assert PatientLink.objects.get().subject_id == one.asks()[0].pk


def test_whoever_answered_meanwhile_gets_no_words(one: Asking, cast: Cast) -> None:
    look(cast, START + HOUR)
    look(cast, START + 4 * HOUR)
    one.answers(one.asks()[0], at=START + 5 * HOUR)
    kind = kind_of(opening.REMINDER)
    assert kind is not None
    with act(cast.system, at=START + 8 * HOUR) as tx:
        assert kind.build(tx, told()[0]) is None
        tx.wrote("test.looked")
    assert not PatientLink.objects.exists()
