"""Charting: stored once, folded, never from the future, refused whole when malformed, voided, never overwritten."""

from datetime import timedelta

import pytest

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions, projecting
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.science.infusion import Phase, to_json
from tests.drips import House

VITALS = {"sbp_mmhg": 124, "dbp_mmhg": 78, "hr_per_min": 70, "spo2_pct": 98, "oxygen": "air"}


def vitals(visit: Visit, minute: float, **values: object) -> Draft:
    return Draft("vitals", {**VITALS, **values}, visit.at(minute))


def stored(visit: Visit) -> int:
    return InfusionEvent.objects.filter(infusion=visit.infusion).count()


def test_the_projection_is_the_fold_of_the_log(running: Visit) -> None:
    check(running, 5)
    row = StateRow.objects.get(infusion=running.infusion)
    assert row.state == to_json(projecting.fold_anew(running.infusion.pk))
    assert (row.phase, row.active, row.events) == (Phase.RUNNING, True, stored(running))
    assert row.next_due_at == running.at(10)


def test_an_entry_sent_twice_is_stored_once(running: Visit, house: House) -> None:
    draft = vitals(running, 5)
    nurse = house.team.nurse.acting()
    first = actions.chart(nurse, running.infusion.pk, [draft], at=running.at(5))
    count, audits = stored(running), AuditEntry.objects.count()
    again = actions.chart(nurse, running.infusion.pk, [draft], at=running.at(6))
    assert (stored(running), AuditEntry.objects.count()) == (count, audits)
    assert again == first


def test_one_id_with_two_contents_is_refused(running: Visit, house: House) -> None:
    draft = vitals(running, 5)
    nurse = house.team.nurse.acting()
    actions.chart(nurse, running.infusion.pk, [draft], at=running.at(5))
    other = Draft("vitals", {**VITALS, "sbp_mmhg": 150}, running.at(5), draft.id)
    with pytest.raises(Refused, match="id_used_twice"):
        actions.chart(nurse, running.infusion.pk, [other], at=running.at(6))
    assert projecting.fold_anew(running.infusion.pk).observed.last_blood_pressure.sbp_mmhg == 124  # type: ignore[union-attr]


def test_a_late_entry_takes_its_place_in_the_story(running: Visit, house: House) -> None:
    check(running, 10)
    late = Draft("paused", {"reason": "bathroom"}, running.at(4))
    resumed = Draft("resumed", {}, running.at(6))
    state = actions.chart(house.team.nurse.acting(), running.infusion.pk, [resumed, late], at=running.at(12))
    assert [segment.to_at for segment in state.drip.segments] == [running.at(4), None]
    assert state == projecting.fold_anew(running.infusion.pk)
    assert InfusionEvent.objects.get(id=late.id).recorded_at == running.at(12)
    assert projecting.drifted(house.cast.harbor.pk) == []


@pytest.mark.parametrize(("ahead_s", "kept"), [(59, True), (60, True), (61, False)])
def test_nothing_is_charted_from_the_future(running: Visit, house: House, ahead_s: int, *, kept: bool) -> None:
    draft = Draft("note", {"note": "soon"}, running.at(5) + timedelta(seconds=ahead_s))
    before, nurse = stored(running), house.team.nurse.acting()
    if kept:
        actions.chart(nurse, running.infusion.pk, [draft], at=running.at(5))
    else:
        with pytest.raises(Refused, match="in_the_future"):
            actions.chart(nurse, running.infusion.pk, [draft], at=running.at(5))
    assert stored(running) == before + kept


def test_a_malformed_entry_is_refused_at_every_field_and_nothing_is_stored(running: Visit, house: House) -> None:
    before, audits, news = stored(running), AuditEntry.objects.count(), Outbox.objects.count()
    slip = vitals(running, 5, sbp_mmhg=1240, spo2_pct="high", mood="fine")
    with pytest.raises(RefusedAll) as refused:
        actions.chart(house.team.nurse.acting(), running.infusion.pk, [vitals(running, 4), slip], at=running.at(5))
    assert {(one.code, one.field) for one in refused.value.refusals} == {
        ("entry_out_of_range", "sbp_mmhg"),
        ("entry_not_a_whole_number", "spo2_pct"),
        ("entry_unknown_field", "mood"),
    }
    assert (stored(running), AuditEntry.objects.count(), Outbox.objects.count()) == (before, audits, news)


def test_an_unknown_kind_is_refused(running: Visit, house: House) -> None:
    with pytest.raises(RefusedAll):
        actions.chart(
            house.team.nurse.acting(), running.infusion.pk, [Draft("sang", {}, running.at(5))], at=running.at(5)
        )


@pytest.mark.parametrize(
    "kind", ["ready_confirmed", "drawn_up", "order_attached", "discharged", "alarm_raised", "wasted"]
)
def test_what_needs_a_signature_or_a_gate_is_not_charted_by_the_way(running: Visit, house: House, kind: str) -> None:
    with pytest.raises(Refused, match="has_its_own_action"):
        actions.chart(
            house.team.nurse.acting(), running.infusion.pk, [Draft(kind, {}, running.at(5))], at=running.at(5)
        )


def test_a_voided_entry_leaves_the_state_as_if_it_had_not_been(running: Visit, house: House) -> None:
    before = projecting.fold_anew(running.infusion.pk)
    slip = vitals(running, 5, sbp_mmhg=142)
    nurse = house.team.nurse.acting()
    actions.chart(nurse, running.infusion.pk, [slip], at=running.at(5))
    after = actions.void_event(nurse, slip.id, reason="typed 142 for 124", at=running.at(6))
    assert after == before
    assert StateRow.objects.get(infusion=running.infusion).state == to_json(before)
    assert InfusionEvent.objects.filter(id=slip.id).exists()
    with pytest.raises(Refused, match="already_voided"):
        actions.void_event(nurse, slip.id, reason="again", at=running.at(7))


def test_a_void_needs_a_reason_and_spares_orders_and_alarms(running: Visit, house: House) -> None:
    nurse, mine = house.team.nurse.acting(), InfusionEvent.objects.filter(infusion=running.infusion)
    with pytest.raises(Refused, match="reason_missing"):
        actions.void_event(nurse, mine.get(kind="started").pk, reason="  ", at=running.at(6))
    with pytest.raises(Refused, match="order_is_replaced_not_voided"):
        actions.void_event(nurse, mine.get(kind="order_attached").pk, reason="wrong", at=running.at(6))
    check(running, 5, sbp_mmhg=212)
    with pytest.raises(Refused, match="alarms_are_resolved_not_voided"):
        actions.void_event(nurse, mine.get(kind="alarm_raised").pk, reason="wrong", at=running.at(6))


def test_another_clinic_s_drip_is_not_there(running: Visit, house: House) -> None:
    stranger, event = house.cast.outsider.acting, InfusionEvent.objects.filter(infusion=running.infusion)[0]
    with pytest.raises(Refused, match="no_such_infusion"):
        actions.chart(stranger, running.infusion.pk, [vitals(running, 5)], at=running.at(5))
    with pytest.raises(Refused, match="no_such_event"):
        actions.void_event(stranger, event.pk, reason="mine", at=running.at(5))
    with pytest.raises(Refused, match="no_such_patient"):
        actions.expect(stranger, house.patient_id, planned_at=running.at(600), at=running.at(5))
    with pytest.raises(Refused, match="no_such_infusion"):
        actions.attach_order(stranger, running.infusion.pk, running.order.pk, at=running.at(5))


def test_who_may_not_chart_charts_nothing(running: Visit, house: House) -> None:
    for person in (house.cast.desk, house.cast.auditor):
        with pytest.raises(Refused, match="not_permitted"):
            actions.chart(person.acting, running.infusion.pk, [vitals(running, 5)], at=running.at(5))


def test_the_record_says_who_and_when_it_was_written(running: Visit, house: House) -> None:
    draft = Draft("note", {"note": "slept"}, running.at(3))
    actions.chart(house.team.second.acting(), running.infusion.pk, [draft], at=running.at(5))
    row = InfusionEvent.objects.get(id=draft.id)
    assert (row.by_id, row.occurred_at, row.recorded_at) == (house.team.second.actor_id, running.at(3), running.at(5))
    assert len(events_of(running.infusion.pk)) == stored(running)
