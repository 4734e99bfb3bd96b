"""A symptom key says what the person meant: late or beside another's tap, it is never turned into its opposite."""

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
    assert not tap(visit, "symptom_started", 6)
    assert kinds(visit) == ["symptom_started"]
    assert [one.symptom for one in visit.state().open_symptoms] == ["nausea"]


def test_started_while_it_goes_on_is_not_stored_twice(running: Visit) -> None:
    two_who_tap_start(running)


def test_planted_fault_a_tap_that_nobody_compares_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "_said_already", lambda state, draft: False)
    with pytest.raises(AssertionError):
        two_who_tap_start(running)


def test_a_start_that_waited_at_the_lock_does_not_end_what_another_person_charted(running: Visit) -> None:
    tap(running, "symptom_started", 7)
    assert not tap(running, "symptom_started", 6, sent=9)
    assert len(running.state().open_symptoms) == 1


def test_an_end_without_a_symptom_is_not_stored(running: Visit) -> None:
    assert not tap(running, "symptom_ended", 5)
    tap(running, "symptom_started", 6)
    assert tap(running, "symptom_ended", 8)
    assert not tap(running, "symptom_ended", 9)
    assert kinds(running) == ["symptom_started", "symptom_ended"]


def test_an_end_that_waited_does_not_end_what_began_after_it(running: Visit) -> None:
    tap(running, "symptom_started", 8)
    assert not tap(running, "symptom_ended", 7, sent=9)
    assert len(running.state().open_symptoms) == 1


def test_a_retry_is_the_same_tap(running: Visit) -> None:
    draft = Draft("symptom_started", {"symptom": "nausea"}, running.at(5))
    for minute in (5, 6):
        nurse = running.team.nurse.acting()
        assert actions.chart_symptom(nurse, running.infusion.pk, draft, at=running.at(minute))
    assert kinds(running) == ["symptom_started"]


def test_no_other_kind_comes_this_way(running: Visit) -> None:
    with pytest.raises(Refused, match="entry_unknown_kind"):
        tap(running, "discharged", 5)
