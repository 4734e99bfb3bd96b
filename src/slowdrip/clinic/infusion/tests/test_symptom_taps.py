"""A symptom key says what the person meant: late or beside another's tap, it is never turned into its opposite."""

from datetime import timedelta
from typing import Any

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import charting
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.refusal import Refused


def tap(visit: Visit, kind: str, minute: float, *, sent: float | None = None, **more: Any) -> bool:
    draft = Draft(kind, {"symptom": "nausea"}, visit.at(minute), **more)
    nurse, at = visit.team.nurse.acting(), visit.at(minute if sent is None else sent)
    return actions.chart_symptom(nurse, visit.infusion.pk, draft, at=at)


def kinds(visit: Visit) -> list[str]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind__startswith="symptom_").order_by("occurred_at")
    return [row.kind for row in rows]


def two_who_tap_start(visit: Visit) -> None:
    assert tap(visit, "symptom_started", 5)
    assert not tap(visit, "symptom_started", 5.2)
    assert kinds(visit) == ["symptom_started"]
    assert [one.symptom for one in visit.state().open_symptoms] == ["nausea"]


def test_started_while_it_goes_on_is_not_stored_twice(running: Visit) -> None:
    two_who_tap_start(running)


def test_planted_fault_a_tap_that_nobody_compares_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "_said_already", lambda infusion, draft: False)
    with pytest.raises(AssertionError):
        two_who_tap_start(running)


def test_a_start_that_waited_at_the_lock_goes_on_with_what_another_person_charted(running: Visit) -> None:
    tap(running, "symptom_started", 7)
    assert tap(running, "symptom_started", 6, sent=9)
    assert [one.started_at for one in running.state().open_symptoms] == [running.at(6)]
    assert running.state().flagged("symptom_started_twice")


def test_an_end_without_a_symptom_is_not_stored(running: Visit) -> None:
    assert not tap(running, "symptom_ended", 5)
    tap(running, "symptom_started", 6)
    assert tap(running, "symptom_ended", 8)
    assert not tap(running, "symptom_ended", 9)
    assert kinds(running) == ["symptom_started", "symptom_ended"]


def test_an_end_that_waited_does_not_end_what_began_after_it_and_is_kept(running: Visit) -> None:
    tap(running, "symptom_started", 8)
    assert tap(running, "symptom_ended", 7, sent=9)
    assert [one.started_at for one in running.state().open_symptoms] == [running.at(8)]
    assert running.state().flagged("symptom_never_started")


def an_episode_told_late_stands_beside_the_later_one(visit: Visit) -> None:
    """One tablet kept a nausea that was over before another tablet, with the server, charted the next."""
    assert tap(visit, "symptom_started", 40)
    assert tap(visit, "symptom_started", 10, sent=41)
    assert tap(visit, "symptom_ended", 30, sent=41)
    lives = [(one.started_at, one.ended_at) for one in visit.state().symptoms if one.symptom == "nausea"]
    assert lives == [(visit.at(10), visit.at(30)), (visit.at(40), None)]
    assert not any(flag.code.startswith("symptom_") for flag in visit.state().flags)


def test_an_episode_told_late_is_not_lost(running: Visit) -> None:
    an_episode_told_late_stands_beside_the_later_one(running)


def test_planted_fault_a_tap_judged_by_what_holds_now_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "AT_ONCE", timedelta(days=1))
    with pytest.raises(AssertionError):
        an_episode_told_late_stands_beside_the_later_one(running)


def test_an_end_just_before_the_next_beginning_ends_the_one_before(running: Visit) -> None:
    tap(running, "symptom_started", 5)
    tap(running, "symptom_ended", 8)
    tap(running, "symptom_started", 8.2)
    assert not tap(running, "symptom_ended", 8.1, sent=8.3)
    assert kinds(running) == ["symptom_started", "symptom_ended", "symptom_started"]


def test_a_retry_is_the_same_tap(running: Visit) -> None:
    draft = Draft("symptom_started", {"symptom": "nausea"}, running.at(5))
    for minute in (5, 6):
        nurse = running.team.nurse.acting()
        assert actions.chart_symptom(nurse, running.infusion.pk, draft, at=running.at(minute))
    assert kinds(running) == ["symptom_started"]


def test_no_other_kind_comes_this_way(running: Visit) -> None:
    with pytest.raises(Refused, match="entry_unknown_kind"):
        tap(running, "discharged", 5)
