"""A prescriber sets a drip's own alarm limits: signed, within bounds, from now on; undone only over a signature."""

import json
from dataclasses import replace
from typing import Any

import pytest

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, history
from slowdrip.clinic.infusion.actions import limits
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.projecting import drifted
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House

WHY = "COPD, 91 % at rest"


def set_at(visit: Visit, minute: float, *, reason: str = WHY, signer: Any = None, **values: int) -> None:
    nurse = visit.team.nurse.acting()
    by = signer or visit.team.prescriber.acting()
    at = visit.at(minute)
    actions.set_limits(nurse, visit.infusion.pk, values, reason=reason, proof=shown_by(by, at=at), at=at)


def raised(visit: Visit) -> list[tuple[str, str]]:
    return [(alarm.rule, alarm.tier) for alarm in visit.state().alarms.values() if alarm.rule != "overdue_check"]


def test_from_the_signature_on_the_own_limit_calls(running: Visit) -> None:
    set_at(running, 3, spo2_low_pct=96)
    running.chart((4, "vitals", {"spo2_pct": 95}))
    assert raised(running) == [("oxygen_saturation", "urgent")]
    (alarm,) = running.state().alarms.values()
    prescriber = running.team.prescriber.acting().actor_id
    assert alarm.inputs["source_own.spo2_low_pct"].endswith(str(prescriber))


def test_a_wider_limit_keeps_a_usual_reading_quiet(running: Visit) -> None:
    set_at(running, 3, spo2_low_pct=91)
    running.chart((4, "vitals", {"spo2_pct": 91}))
    assert raised(running) == [("oxygen_saturation", "advisory")]


def test_what_was_set_is_signed_by_the_prescriber(running: Visit) -> None:
    set_at(running, 3, spo2_low_pct=91, hr_low_per_min=45)
    event = InfusionEvent.objects.get(infusion=running.infusion, kind="limits_set")
    signed = Signature.objects.get(subject_id=running.infusion.pk, meaning="limits_set")
    assert signed.signer_id == running.team.prescriber.acting().actor_id
    assert json.loads(signed.document) == {
        "event": str(event.pk),
        "occurred_at": running.at(3).isoformat(),
        **json.loads(event.payload),
    }


def beyond(visit: Visit) -> None:
    with pytest.raises(RefusedAll) as refused:
        set_at(visit, 3, spo2_low_pct=90, sbp_high_mmhg=200, hr_high_per_min=140)
    assert {(each.code, each.params["bound"], each.field) for each in refused.value.refusals} == {
        ("own_limit_too_low", 91, "spo2_low_pct"),
        ("own_limit_too_high", 199, "sbp_high_mmhg"),
    }


def test_at_an_emergency_limit_it_is_refused_at_its_field(running: Visit) -> None:
    beyond(running)
    assert not InfusionEvent.objects.filter(kind="limits_set").exists()
    set_at(running, 3, spo2_low_pct=91, sbp_high_mmhg=199)


def test_planted_fault_bounds_that_nobody_asks_are_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "refusals", lambda *_: ())
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        beyond(running)


@pytest.mark.parametrize(
    ("values", "reason", "code"),
    [({}, WHY, "own_limits_none"), ({"spo2_low_pct": 91}, "  ", "reason_missing")],
)
def test_without_a_limit_or_a_reason_nothing_is_set(
    running: Visit, values: dict[str, int], reason: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        set_at(running, 3, reason=reason, **values)


def test_a_nurse_does_not_sign_limits(running: Visit) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        set_at(running, 3, signer=running.team.second.acting(), spo2_low_pct=91)


def test_before_check_in_and_after_the_ending_there_is_no_drip_to_set_them_for(visit: Visit, house: House) -> None:
    with pytest.raises(Refused, match="limits_before_check_in"):
        set_at(visit, -50, spo2_low_pct=91)


def test_sent_twice_it_is_one_entry_and_one_signature(running: Visit) -> None:
    nurse, prescriber, at, event_id = (
        running.team.nurse.acting(),
        running.team.prescriber.acting(),
        running.at(3),
        uuid7(),
    )
    for _ in range(2):
        actions.set_limits(
            nurse,
            running.infusion.pk,
            {"spo2_low_pct": 91},
            reason=WHY,
            proof=shown_by(prescriber, at=at),
            at=at,
            event_id=event_id,
        )
    assert InfusionEvent.objects.filter(kind="limits_set").count() == 1
    assert Signature.objects.filter(meaning="limits_set").count() == 1


def test_only_a_prescriber_s_signature_takes_them_back(running: Visit) -> None:
    set_at(running, 3, spo2_low_pct=91)
    event = InfusionEvent.objects.get(kind="limits_set")
    nurse, prescriber = running.team.nurse.acting(), running.team.prescriber.acting()
    for actor, refusal in ((nurse, "not_permitted"), (prescriber, "void_needs_signature")):
        with pytest.raises(Refused, match=refusal):
            actions.void_event(actor, event.pk, reason="wrong patient", at=running.at(4))
    proof = shown_by(prescriber, at=running.at(4))
    actions.void_event(nurse, event.pk, reason="wrong patient", at=running.at(4), proof=proof)
    assert running.state().own_limits_now is None
    running.chart((5, "vitals", {"spo2_pct": 91}))
    assert raised(running) == [("oxygen_saturation", "urgent")]
    assert drifted(running.infusion.clinic_id) == []


def set_by_a_slip_and_voided(visit: Visit) -> None:
    """Quiet under the slip, back to usual since: the void must not make a call out of the old reading."""
    set_at(visit, 3, spo2_low_pct=91)
    visit.chart((4, "vitals", {"spo2_pct": 91}), (6, "vitals", {"spo2_pct": 97}))
    event = InfusionEvent.objects.get(kind="limits_set")
    by = visit.team.prescriber.acting()
    actions.void_event(by, event.pk, reason="a slip", at=visit.at(7), proof=shown_by(by, at=visit.at(7)))
    assert "urgent" not in [tier for _rule, tier in raised(visit)]


def test_a_void_does_not_judge_older_readings_anew(running: Visit) -> None:
    set_by_a_slip_and_voided(running)
    running.chart((8, "vitals", {"spo2_pct": 91}))
    assert ("oxygen_saturation", "urgent") in raised(running)


def test_planted_fault_a_void_that_takes_the_set_out_of_the_past_is_found(
    running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "LIMITS_SET", "nothing")
    with pytest.raises(AssertionError):
        set_by_a_slip_and_voided(running)


def test_signed_without_limits_the_policy_s_hold_again_from_then_on(running: Visit) -> None:
    set_at(running, 3, spo2_low_pct=91)
    running.chart((4, "vitals", {"spo2_pct": 91}))
    set_at(running, 5, reason="back to usual")
    assert running.state().own_limits_now is None
    assert "urgent" not in [tier for _rule, tier in raised(running)]
    running.chart((6, "vitals", {"spo2_pct": 91}))
    assert ("oxygen_saturation", "urgent") in raised(running)
    assert Signature.objects.filter(meaning="limits_set").count() == 2


def test_no_entry_form_without_a_signature_stores_them(running: Visit) -> None:
    with pytest.raises(Refused, match="has_its_own_action"):
        running.chart((3, "limits_set", {"spo2_low_pct": 91, "reason": WHY, "prescriber": "x"}))


def test_a_limit_counts_from_its_own_time_whatever_arrives_late(running: Visit) -> None:
    set_at(running, 3, spo2_low_pct=96)
    late = replace(running)
    late.chart((2, "vitals", {"spo2_pct": 95}))
    assert raised(running) == []
