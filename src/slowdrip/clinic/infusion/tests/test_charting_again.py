"""It was earlier: one action voids the wrong entry and writes the same anew, once, however often it is sent."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, projecting
from slowdrip.clinic.infusion.actions import correcting
from slowdrip.clinic.infusion.actions.charting import OWN_ACTION
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.infusion.steps import refold
from slowdrip.clinic.record.models import AuditEntry, Void
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.science.infusion import InfusionState, Phase
from tests.drips import House


def tapped(visit: Visit, kind: str, minute: float, **payload: Any) -> UUID:
    draft = Draft(kind, payload, visit.at(minute))
    actions.chart(visit.team.nurse.acting(), visit.infusion.pk, [draft], at=visit.at(minute))
    return draft.id


def again(visit: Visit, event_id: UUID, to: float, *, at: float, new_id: UUID | None = None) -> InfusionState:
    return actions.chart_again(
        visit.team.nurse.acting(),
        event_id,
        occurred_at=visit.at(to),
        new_id=new_id or uuid7(),
        at=visit.at(at),
    )


def standing(visit: Visit, kind: str) -> list[datetime]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind=kind).current()
    return [row.occurred_at for row in rows]


def pause_two_minutes_earlier(visit: Visit) -> None:
    first, second = tapped(visit, "paused", 10, reason="bathroom"), uuid7()
    state = again(visit, first, 8, at=10.2, new_id=second)
    assert (state.phase, state.drip.segments[-1].to_at) == (Phase.PAUSED, visit.at(8))
    assert standing(visit, "paused") == [visit.at(8)]
    row = InfusionEvent.objects.get(id=second)
    assert (json.loads(row.payload), row.recorded_at) == ({"reason": "bathroom"}, visit.at(10.2))
    assert Void.objects.get(target_id=first).reason == "time_corrected"
    assert state == projecting.fold_anew(visit.infusion.pk)


def test_a_pause_tapped_too_late_gets_its_time_and_the_first_stays_voided(running: Visit, house: House) -> None:
    pause_two_minutes_earlier(running)
    assert projecting.drifted(house.cast.harbor.pk) == []
    entry = AuditEntry.objects.get(action="infusion.charted_again")
    assert json.loads(entry.detail)["why"] == "time_corrected"
    assert verify_chain(house.cast.harbor.pk) is None


def test_planted_fault_an_entry_written_anew_beside_the_old_one_is_found(
    running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets_the_void(tx: Any, infusion: Any, row: Any, draft: Draft, *, reason: str) -> InfusionState:
        actions_store(tx, infusion, [draft])
        return refold(tx, infusion)

    from slowdrip.clinic.infusion.steps import store as actions_store

    monkeypatch.setattr(correcting, "exchange", forgets_the_void)
    with pytest.raises(AssertionError):
        pause_two_minutes_earlier(running)


def test_the_same_correction_sent_twice_is_one_entry(running: Visit) -> None:
    first, second = tapped(running, "paused", 10), uuid7()
    once = again(running, first, 8, at=10.2, new_id=second)
    count, audits = InfusionEvent.objects.count(), AuditEntry.objects.count()
    assert again(running, first, 8, at=11, new_id=second) == once
    assert (InfusionEvent.objects.count(), AuditEntry.objects.count()) == (count, audits)


def test_a_voided_entry_is_not_corrected_and_one_correction_follows_another(running: Visit) -> None:
    first, second = tapped(running, "paused", 10), uuid7()
    again(running, first, 8, at=10.2, new_id=second)
    with pytest.raises(Refused, match="already_voided"):
        again(running, first, 7, at=10.3)
    again(running, second, 7, at=10.4)
    assert standing(running, "paused") == [running.at(7)]


@pytest.mark.parametrize(("ahead_s", "kept"), [(-1, True), (0, True), (1, False)])
def test_a_time_ahead_is_refused(running: Visit, ahead_s: int, *, kept: bool) -> None:
    first = tapped(running, "paused", 10)
    told: dict[str, Any] = {
        "occurred_at": running.at(11) + timedelta(seconds=ahead_s), "new_id": uuid7(), "at": running.at(11),
    }  # fmt: skip
    if kept:
        actions.chart_again(running.team.nurse.acting(), first, **told)
    else:
        with pytest.raises(Refused, match="in_the_future"):
            actions.chart_again(running.team.nurse.acting(), first, **told)
    assert (standing(running, "paused") == [running.at(10)]) != kept


def test_what_is_signed_decided_or_raised_keeps_its_time(running: Visit) -> None:
    mine = InfusionEvent.objects.filter(infusion=running.infusion)
    for kind in ("drawn_up", "bedside_check", "go_no_go", "ready_confirmed", "order_attached", "checked_in", "vitals"):
        row = mine.filter(kind=kind).first()
        assert row is not None
        with pytest.raises(Refused, match="not_charted_again"):
            again(running, row.pk, -50, at=1)
    assert {kind for kind in OWN_ACTION if correcting.may_be_charted_again(kind)} == set()


def a_waiting_call_keeps_its_time(visit: Visit) -> None:
    """Written anew five minutes later it would be late, and a late call rings nowhere."""
    call = tapped(visit, "help_called", 10, who="nurse")
    with pytest.raises(Refused, match="call_still_waits"):
        again(visit, call, 9.5, at=15)
    tapped(visit, "help_coming", 15, who="nurse")
    with pytest.raises(Refused, match="call_still_waits"):
        again(visit, call, 9.5, at=15.5)
    assert standing(visit, "help_called") == [visit.at(10)]
    arrived = tapped(visit, "help_arrived", 16, who="nurse")
    again(visit, arrived, 15.5, at=16.5)
    again(visit, call, 9.5, at=17)
    assert [one.called_at for one in visit.state().help] == [visit.at(9.5)]


def test_a_call_that_still_waits_is_not_silenced_by_another_time(running: Visit) -> None:
    a_waiting_call_keeps_its_time(running)


def test_planted_fault_a_correction_that_silences_a_call_is_caught(
    running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "_still_waits", lambda _infusion, _row: False)
    with pytest.raises(pytest.fail.Exception):
        a_waiting_call_keeps_its_time(running)


def test_a_stranger_and_who_may_not_chart_correct_nothing(running: Visit, house: House) -> None:
    first = tapped(running, "paused", 10)
    told: dict[str, Any] = {"occurred_at": running.at(8), "new_id": uuid7(), "at": running.at(11)}
    with pytest.raises(Refused, match="no_such_event"):
        actions.chart_again(house.cast.outsider.acting, first, **told)
    for person in (house.cast.desk, house.cast.auditor):
        with pytest.raises(Refused, match="not_permitted"):
            actions.chart_again(person.acting, first, **told)
    assert standing(running, "paused") == [running.at(10)]


def test_no_rule_sees_the_drip_without_the_entry(running: Visit) -> None:
    """Corrected, a pause leaves no moment in which the pump ran on: nothing is raised or asked in between."""
    first = tapped(running, "paused", 3)
    before = InfusionEvent.objects.filter(infusion=running.infusion, kind__startswith="alarm_").count()
    state = again(running, first, 2, at=3.5)
    assert InfusionEvent.objects.filter(infusion=running.infusion, kind__startswith="alarm_").count() == before
    assert state.phase is Phase.PAUSED


def test_a_task_about_the_entry_goes_on_with_the_new_one(running: Visit) -> None:
    first, second = tapped(running, "started", 10, rate_ul_per_h=running.order.rate_ul_per_h), uuid7()
    again(running, first, 9, at=10.2, new_id=second)
    (task,) = Task.objects.filter(infusion=running.infusion, kind="started_twice")
    assert (task.key, json.loads(task.detail)["event"]) == (str(second), str(second))


def test_why_it_was_stopped_is_one_tap_more_at_the_same_time(running: Visit) -> None:
    first, second = tapped(running, "stopped", 12), uuid7()
    assert running.state().drip.stop_reason == ""
    nurse = running.team.nurse.acting()
    for minute in (12.1, 12.3):
        state = actions.give_stop_reason(nurse, first, reason="adverse_event", new_id=second, at=running.at(minute))
    assert (state.drip.stop_reason, state.drip.ended_at) == ("adverse_event", running.at(12))
    assert Void.objects.get(target_id=first).reason == "reason_added"
    state = actions.give_stop_reason(nurse, second, reason="", new_id=uuid7(), at=running.at(12.5))
    assert (state.drip.stop_reason, state.phase) == ("", Phase.RECOVERY)
    assert standing(running, "stopped") == [running.at(12)]


def test_an_unknown_reason_and_a_reason_for_something_else_are_refused(running: Visit) -> None:
    nurse, stop, pause = (
        running.team.nurse.acting(),
        tapped(running, "stopped", 12),
        tapped(running, "note", 13, note="x"),
    )
    with pytest.raises(RefusedAll):
        actions.give_stop_reason(nurse, stop, reason="bored", new_id=uuid7(), at=running.at(14))
    with pytest.raises(Refused, match="no_stop_to_explain"):
        actions.give_stop_reason(nurse, pause, reason="other", new_id=uuid7(), at=running.at(14))
    assert standing(running, "stopped") == [running.at(12)]
