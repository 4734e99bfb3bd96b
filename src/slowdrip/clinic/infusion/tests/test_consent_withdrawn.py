"""The patient says no: the running pump has an urgent alarm in the same second, and a waiting drip is not ready."""

from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit, begin, check_bedside, draw_up, measure_before
from slowdrip.cli.demo.walk import arrive as through_the_door
from slowdrip.clinic.infusion import actions, gating
from slowdrip.clinic.infusion.actions import charting
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House

NO: tuple[str, dict[str, str]] = ("consent_withdrawn", {})
YES = ("consent_renewed", {"note": "wants to go on after a talk with Dr P"})


def alarms(visit: Visit) -> list[str]:
    own = [alarm for alarm in visit.state().alarms.values() if alarm.rule == "consent_withdrawn"]
    return [alarm.reason or alarm.tier for alarm in own]


def consent_open(visit: Visit, minute: float) -> bool:
    result = gating.ready_gates(visit.infusion, visit.state(), at=visit.at(minute))
    return next(gate.passed for gate in result.gates if gate.code == "consent")


@pytest.fixture
def waiting(visit: Visit, house: House) -> Visit:
    """Everything is prepared, and the pump has not started."""
    through_the_door(visit, chair_id=house.chairs[0])
    draw_up(visit)
    measure_before(visit)
    check_bedside(visit)
    return visit


def test_a_no_calls_while_the_pump_runs_until_it_is_stopped(running: Visit) -> None:
    running.chart((5, *NO))
    assert alarms(running) == ["urgent"]
    running.chart((5.5, "stopped", {"reason": "patient_request"}))
    assert alarms(running) == ["pump_no_longer_runs"]


def test_a_no_before_the_start_closes_the_gate_and_calls_nobody(waiting: Visit) -> None:
    waiting.chart((-5, *NO))
    assert (consent_open(waiting, -4), alarms(waiting)) == (False, [])
    with pytest.raises(Refused, match="not_ready"):
        actions.confirm_ready(waiting.team.nurse.acting(), waiting.infusion.pk, at=waiting.at(-4))
    waiting.chart((-3, *YES))
    assert consent_open(waiting, -2)


def test_a_start_in_spite_of_a_no_calls_at_once(waiting: Visit) -> None:
    waiting.chart((-5, *NO))
    waiting.chart((0, "started", {"rate_ul_per_h": waiting.order.rate_ul_per_h}))
    assert alarms(waiting) == ["urgent"]


def no_yes_from_the_start_on(visit: Visit) -> None:
    visit.chart((5, *NO))
    with pytest.raises(Refused, match="patient_may_not_sign"):
        visit.chart((6, *YES))
    visit.chart((7, "stopped", {}))
    with pytest.raises(Refused, match="patient_may_not_sign"):
        visit.chart((60, *YES))


def test_from_the_start_on_no_renewed_yes_is_accepted(running: Visit) -> None:
    no_yes_from_the_start_on(running)


def test_planted_fault_a_yes_that_is_always_accepted_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "must_be_fit_to_renew", lambda infusion, *, at, instead_of: None)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        no_yes_from_the_start_on(running)


def test_there_is_nothing_to_renew_where_nobody_said_no(waiting: Visit) -> None:
    with pytest.raises(Refused, match="consent_not_withdrawn"):
        waiting.chart((-3, *YES))


def a_yes_sent_twice(visit: Visit) -> Draft:
    """The answer to the first was lost, so the tablet sends the same again."""
    visit.chart((-5, *NO))
    yes = Draft("consent_renewed", YES[1], visit.at(-3), uuid7())
    for minute in (-3, -2.5):
        actions.chart(visit.team.nurse.acting(), visit.infusion.pk, [yes], at=visit.at(minute))
    assert InfusionEvent.objects.filter(infusion=visit.infusion, kind="consent_renewed").count() == 1
    return yes


def test_a_renewed_yes_that_is_sent_twice_is_stored_once_and_not_refused(waiting: Visit) -> None:
    a_yes_sent_twice(waiting)
    assert consent_open(waiting, -2)


def test_planted_fault_a_gate_that_asks_a_twin_too_is_found(waiting: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "is_twin", lambda infusion, draft: False)
    with pytest.raises(Refused, match="consent_not_withdrawn"):
        a_yes_sent_twice(waiting)


def test_a_renewed_yes_gets_another_time_as_if_the_first_had_never_been(waiting: Visit) -> None:
    yes = a_yes_sent_twice(waiting)
    nurse, at = waiting.team.nurse.acting(), waiting.at(-2)
    actions.chart_again(nurse, yes.id, occurred_at=waiting.at(-4), new_id=uuid7(), at=at)
    renewed = waiting.state().checks["consent_renewed"]
    assert renewed.at == waiting.at(-4)
    assert consent_open(waiting, -1.5)


def test_a_slip_is_voided_with_one_tap_and_ends_the_alarm(running: Visit) -> None:
    running.chart((5, *NO))
    event_id = UUID(running.state().checks["consent_withdrawn"].event_id)
    actions.void_event(running.team.nurse.acting(), event_id, reason="wrong patient", at=running.at(6))
    assert alarms(running) == ["withdrawal_voided"]


def test_begin_needs_no_yes_again(visit: Visit, house: House) -> None:
    begin(visit, chair_id=house.chairs[0])
    assert alarms(visit) == []
