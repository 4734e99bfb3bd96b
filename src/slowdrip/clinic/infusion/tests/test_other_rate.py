"""The same bag at another rate: ordered, verified, in force; before and after it the drip has an order."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, projecting
from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.treatment import rate_proposals
from slowdrip.clinic.treatment.actions import (
    RateAsked,
    Worked,
    cosign,
    enter_verbal_rate,
    order_rate,
    verify_order,
    void_order,
    write_order,
)
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries import cosigns_due, latest_verified_order, order_status, verified_order
from slowdrip.clinic.treatment.rate_typed import RateTyped
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.typed import Typed
from slowdrip.science.infusion import delivered_ug, replay
from slowdrip.science.pharmacology.dosing import rate_change, rounding
from tests.drips import House

# Ada: 80.2 kg, 40.1 mg ordered, 0.8 mL = 40 mg drawn, in 100 mL at 150 mL/h since minute 0.
OVER_40 = RateTyped(rest_min="40")
REASON = "Nausea"


def asked(typed: RateTyped = OVER_40, *, reason: str = REASON, **more: object) -> RateAsked:
    return RateAsked(typed=typed, reason=reason, **more)  # type: ignore[arg-type]  # the fields of RateAsked


def ordered(visit: Visit, minute: float = 20, what: RateAsked | None = None, old: Order | None = None) -> Order:
    prescriber, at = visit.team.prescriber.acting(), visit.at(minute)
    change = what or asked()
    return order_rate(prescriber, (old or visit.order).pk, change, proof=shown_by(prescriber, at=at), at=at)


def verified(visit: Visit, order: Order, minute: float = 22, worked: Worked | None = None) -> Signature:
    second, at = visit.team.second.acting(), visit.at(minute)
    found = worked or Worked("40", rate_ml_per_h=walk.thousandth(order.rate_ul_per_h))
    return verify_order(second, order.pk, shown_by(second, at=at), worked=found, at=at)


def codes(refused: Refused) -> list[str]:
    return [each.code for each in refused.refusals] if isinstance(refused, RefusedAll) else [refused.code]


def in_force(visit: Visit) -> str | None:
    order = visit.state().drip.order
    return order.order_id if order else None


def stands(order: Order) -> bool:
    return not Void.objects.filter(target_id=order.pk).exists()


def test_the_rest_over_forty_minutes(running: Visit, house: House) -> None:
    new = ordered(running)
    assert (new.dose_ug, new.draw_ul, new.final_volume_ul) == (40_100, 800, 100_000)
    assert (new.rate_ul_per_h, new.vtbi_ul, new.duration_s, new.replaces_id) == (75_000, 50_000, 2400, running.order.pk)
    document = json.loads(new.document)
    assert (document["kind"], document["bag"]["orders"]) == ("rate_change", [str(running.order.pk)])
    assert (document["change"]["rest_min"], document["change"]["out_ul"]) == ("40", 50_000)
    assert (in_force(running), stands(running.order)) == (str(running.order.pk), True)
    verified(running, new)
    assert (in_force(running), stands(running.order), stands(new)) == (str(new.pk), False, True)
    order = running.state().drip.order
    assert order is not None
    assert (order.dose_ug, order.total_volume_ul, order.rate_ul_per_h, order.vtbi_ul) == (
        40_000,
        100_000,
        75_000,
        100_000,
    )
    assert (order.duration_s, order.draw_volume_ul) == (3600, None)
    assert projecting.drifted(house.cast.harbor.pk) == []


def test_at_no_event_of_the_drip_is_there_no_order(running: Visit) -> None:
    verified(running, ordered(running))
    running.chart((23, "rate_changed", {"rate_ul_per_h": 75_000}))
    events = events_of(running.infusion.pk)
    assert all(replay(events, each.occurred_at).drip.order for each in events if each.occurred_at >= running.at(0))


def test_delivered_comes_from_the_bag_and_the_charted_rates(running: Visit) -> None:
    """Twenty-three minutes at 150 mL/h, then 75 mL/h: the order by itself moves nothing, and the whole bag runs in."""
    verified(running, ordered(running))
    assert delivered_ug(running.state(), running.at(23)) == 23_000
    running.chart((23, "rate_changed", {"rate_ul_per_h": 75_000}))
    state = running.state()
    assert delivered_ug(state, running.at(33)) == 28_000
    assert delivered_ug(state, running.at(200)) == 40_000
    assert [bag.drug_ng for bag in state.drip.bags] == [40_000_000]


def test_a_lower_total_is_where_the_pump_stops(running: Visit) -> None:
    new = ordered(running, what=asked(RateTyped(rate_ml_per_h="100", total_mg="30")))
    assert (new.dose_ug, new.vtbi_ul, new.duration_s) == (30_000, 25_000, 900)
    verified(running, new, worked=Worked("30", rest_min="15"))
    running.chart((23, "rate_changed", {"rate_ul_per_h": 100_000}))
    assert delivered_ug(running.state(), running.at(200)) == 30_000


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (RateTyped(), "rate_missing"),
        (RateTyped(rate_ml_per_h="75", rest_min="40"), "rate_and_time_both"),
        (RateTyped(rate_ml_per_h="75 mcg/kg/min"), "wrong_unit"),
        (RateTyped(rate_ml_per_h=".5"), "leading_zero_missing"),
        (RateTyped(rate_ml_per_h="75", total_mg="400"), "rate_total_above_order"),
        (RateTyped(rate_ml_per_h="75", total_mg="40.2"), "rate_total_above_order"),
        (RateTyped(rate_ml_per_h="75", total_mg="20"), "rate_total_given_already"),
        (RateTyped(rate_ml_per_h="75", total_mg="x"), "not_a_number"),
        (RateTyped(rate_ml_per_h="15"), "tenfold_low"),
        (RateTyped(rate_ml_per_h="1500"), "rate_above_pump"),
        (RateTyped(rate_ml_per_h="0.75"), "rate_finer_than_pump"),
        (RateTyped(rate_ml_per_h="0.7"), "rate_below_pump"),
        (RateTyped(rate_ml_per_h="950"), "speed_impossibly_high"),
        (RateTyped(rate_ml_per_h="150"), "rate_unchanged"),
        (RateTyped(rest_min="40 h"), "wrong_unit"),
        (RateTyped(rest_min="1"), "rate_above_pump"),
    ],
)
def test_what_cannot_be_meant_is_refused(running: Visit, typed: RateTyped, code: str) -> None:
    with pytest.raises(Refused) as caught:
        ordered(running, what=asked(typed))
    assert code in codes(caught.value)
    assert Order.objects.filter(replaces=running.order).count() == 0


def test_a_reason_is_always_asked_for(running: Visit) -> None:
    with pytest.raises(Refused, match="rate_reason_missing"):
        ordered(running, what=asked(reason="  "))


def test_a_high_total_asks_for_the_second_clinician_again(house: House) -> None:
    visit = high(house)
    with pytest.raises(Refused, match="order_second_missing"):
        ordered(visit, what=asked(RateTyped(rest_min="60")))
    second = shown_by(visit.team.second.acting(), at=visit.at(20))
    new = ordered(visit, what=asked(RateTyped(rest_min="60"), second=second))
    assert new.tier == "needs_second_clinician_and_reason"
    assert Signature.objects.filter(subject_id=new.pk, meaning="order.second_clinician").exists()


def test_planted_fault_without_the_tiers_a_high_dose_and_a_fast_rate_would_pass(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = high(house)
    monkeypatch.setattr(rate_change, "_noticed", lambda *_: iter(()))
    new = ordered(visit, what=asked(RateTyped(rest_min="60")))
    assert new.tier == "ok", "with the tier check skipped for changes of rate nobody is asked for"


def high(house: House) -> Visit:
    """A drip of 1.2 mg/kg, which a second clinician agreed to."""
    visit = house.book()
    prescriber, second, at = visit.team.prescriber.acting(), visit.team.second.acting(), visit.at(-50)
    typed = Typed(dose_mg_per_kg="1.2", duration_min="60", product=walk.PRODUCT, volume_ml="100")
    whole = Asked(typed=typed, reason="No answer to less", second=shown_by(second, at=at))
    order = write_order(prescriber, house.patient_id, whole, proof=shown_by(prescriber, at=at), at=at)
    walk.verified(house.team, order, at=visit.at(-49))
    dosed = replace(visit, order=order)
    walk.begin(dosed, chair_id=house.chairs[0])
    return dosed


def test_speeding_up_has_the_speed_tier(running: Visit) -> None:
    new = ordered(running, 2, what=asked(RateTyped(rate_ml_per_h="301")))
    assert [each["code"] for each in json.loads(new.document)["findings"]] == ["speed_high", "duration_short"]
    assert new.tier == "needs_reason"


def test_the_verifier_works_the_rate_out(running: Visit) -> None:
    new = ordered(running)
    for worked in (Worked("40", "150"), Worked("4", "75"), Worked("40", ""), Worked("40", rest_min="40")):
        with pytest.raises(Refused):
            verified(running, new, worked=worked)
    assert in_force(running) == str(running.order.pk)
    told = json.loads(verified(running, new).document)
    assert told["worked_out"] == {"dose_mg": "40", "rate_ml_per_h": "75"}


def test_the_total_may_be_worked_out_from_the_order_or_from_the_bag(running: Visit) -> None:
    verified(running, ordered(running), worked=Worked("40.1", "75"))
    assert in_force(running) != str(running.order.pk)


def test_where_a_rate_was_asked_the_verifier_works_the_minutes_out(running: Visit) -> None:
    new = ordered(running, what=asked(RateTyped(rate_ml_per_h="70")))
    for minutes in ("42", "44", "4", "430", ""):
        with pytest.raises(Refused):
            verified(running, new, worked=Worked("40", rest_min=minutes))
    verified(running, new, worked=Worked("40", rest_min="43"))
    assert in_force(running) == str(new.pk)


def test_the_prescriber_does_not_verify_their_own_change(running: Visit) -> None:
    new = ordered(running)
    prescriber, at = running.team.prescriber.acting(), running.at(22)
    with pytest.raises(Refused, match="order_verifier_signed_it"):
        verify_order(prescriber, new.pk, shown_by(prescriber, at=at), worked=Worked("40", "75"), at=at)


def test_a_spoken_change_is_read_back_and_signed_later(running: Visit, house: House) -> None:
    nurse, at = running.team.nurse.acting(), running.at(20)
    by = house.cast.prescriber.member.pk

    def enter(*, read_back: bool) -> Order:
        return enter_verbal_rate(
            nurse, running.order.pk, asked(), prescriber_id=by, read_back=read_back, proof=shown_by(nurse, at=at), at=at
        )

    with pytest.raises(Refused, match="order_not_read_back"):
        enter(read_back=False)
    new = enter(read_back=True)
    assert (new.verbal, new.cosign_due_at) == (True, at + timedelta(hours=24))
    verified(running, new)
    assert in_force(running) == str(new.pk)
    assert [each.order.pk for each in cosigns_due(nurse, at=running.at(30))] == [new.pk]
    prescriber = running.team.prescriber.acting()
    cosign(prescriber, new.pk, shown_by(prescriber, at=running.at(31)), at=running.at(31))
    assert cosigns_due(nurse, at=running.at(32)) == []


def test_the_same_form_sent_twice_writes_one_order(running: Visit) -> None:
    prescriber, at, key = running.team.prescriber.acting(), running.at(20), uuid4()
    first, again = (
        order_rate(prescriber, running.order.pk, asked(), proof=shown_by(prescriber, at=at), at=at, order_id=key)
        for _ in range(2)
    )
    assert first.pk == again.pk == key


def test_one_replacement_waits_at_a_time(running: Visit) -> None:
    first = ordered(running)
    with pytest.raises(Refused, match="order_replacement_waits"):
        ordered(running, 21)
    void_order(running.team.prescriber.acting(), first.pk, reason="Slower still", at=running.at(21))
    assert ordered(running, 21).replaces_id == running.order.pk


def test_a_change_can_be_changed_and_never_back_to_more(running: Visit) -> None:
    first = ordered(running, what=asked(RateTyped(rate_ml_per_h="100", total_mg="30")))
    verified(running, first, worked=Worked("30", rest_min="15"))
    running.chart((23, "rate_changed", {"rate_ul_per_h": 100_000}))
    with pytest.raises(RefusedAll) as caught:
        ordered(running, 25, asked(RateTyped(rate_ml_per_h="50", total_mg="31")), first)
    assert codes(caught.value) == ["rate_total_above_order"]
    second = ordered(running, 25, asked(RateTyped(rate_ml_per_h="50")), first)
    assert (second.dose_ug, json.loads(second.document)["bag"]["orders"]) == (
        30_000,
        [str(running.order.pk), str(first.pk)],
    )
    verified(running, second, 26, worked=Worked("30", rest_min="17"))
    assert in_force(running) == str(second.pk)


def test_a_paused_drip_can_be_changed_and_runs_on_at_the_new_rate(running: Visit) -> None:
    running.chart((20, "paused", {"reason": "symptom"}))
    new = ordered(running, 25)
    assert (new.rate_ul_per_h, json.loads(new.document)["change"]["paused"]) == (75_000, True)
    verified(running, new, 26)
    running.chart((27, "rate_changed", {"rate_ul_per_h": 75_000}), (28, "resumed", {}))
    assert running.state().drip.last_rate_ul_per_h == 75_000


def test_a_drip_that_was_stopped_takes_no_change(running: Visit) -> None:
    new = ordered(running)
    running.chart((21, "stopped", {"reason": "prescriber_decision"}))
    with pytest.raises(Refused, match="rate_drip_not_running"):
        verified(running, new)
    void_order(running.team.prescriber.acting(), new.pk, reason="Stopped", at=running.at(23))
    with pytest.raises(Refused, match="rate_drip_not_running"):
        ordered(running, 24)


def test_before_the_start_there_is_nothing_to_change(visit: Visit) -> None:
    with pytest.raises(Refused, match="rate_no_drip"):
        ordered(visit, -30)


def test_an_order_that_no_drip_has_cannot_be_changed(running: Visit, house: House) -> None:
    other = walk.verified(house.team, walk.ordered(house.team, house.patient_id, at=running.at(5)), at=running.at(6))
    with pytest.raises(Refused, match="rate_no_drip"):
        ordered(running, old=other)


def test_figures_that_are_old_or_of_another_pump_are_looked_at_again(running: Visit) -> None:
    with pytest.raises(Refused, match="rate_figures_old"):
        ordered(running, 20, asked(seen_at=running.at(14.99)))
    with pytest.raises(Refused, match="rate_figures_old"):
        ordered(running, 20, asked(seen_at=running.at(20.01)))
    running.chart((18, "rate_changed", {"rate_ul_per_h": 120_000}))
    with pytest.raises(Refused, match="rate_drip_moved_on"):
        ordered(running, 20, asked(seen_at=running.at(17)))
    seen = ordered(running, 20, asked(seen_at=running.at(19)))
    assert json.loads(seen.document)["change"]["out_ul"] == 47_000


def test_a_change_that_means_more_by_now_is_not_verified(running: Visit) -> None:
    """The rest over 40 min, and nobody verified it until nearly nothing was left."""
    new = ordered(running, what=asked(RateTyped(rate_ml_per_h="100", total_mg="30")))
    with pytest.raises(Refused, match="rate_no_longer_fits"):
        verified(running, new, 30, worked=Worked("30", rest_min="15"))
    assert in_force(running) == str(running.order.pk)


def test_a_pump_turned_down_at_once_is_no_reason_against_the_order(running: Visit) -> None:
    new = ordered(running)
    running.chart((21, "rate_changed", {"rate_ul_per_h": 75_000}))
    verified(running, new)
    assert in_force(running) == str(new.pk)


def test_planted_fault_without_the_second_look_a_stale_change_comes_into_force(
    running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = ordered(running, what=asked(RateTyped(rate_ml_per_h="100", total_mg="30")))
    monkeypatch.setattr("slowdrip.clinic.treatment.actions.verifying.must_still_fit", lambda *_: None)
    verified(running, new, 30, worked=Worked("30", rest_min="15"))
    assert in_force(running) == str(new.pk)


def test_a_rate_that_does_not_come_out_again_is_not_verified(running: Visit) -> None:
    new = ordered(running)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "nearest_step", lambda value, step: 80_000)
        with pytest.raises(Refused, match=r"order_figures_differ|order_no_longer_computes"):
            verified(running, new)


def test_a_weight_other_than_the_orders_is_not_verified(running: Visit) -> None:
    change_of = rate_proposals.change_of
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rate_proposals, "change_of", lambda *told: replace(change_of(*told), dosing_kg=160))
        new = ordered(running)
    with pytest.raises(Refused, match="order_figures_differ"):
        verified(running, new)


def test_a_rate_other_than_ordered_is_seen(running: Visit) -> None:
    verified(running, ordered(running))
    running.chart((23, "rate_changed", {"rate_ul_per_h": 90_000}))
    assert running.state().flagged("rate_above_order")


def test_a_used_change_is_never_offered_to_another_visit(running: Visit, house: House) -> None:
    new = ordered(running)
    verified(running, new)
    nurse = running.team.nurse.acting()
    assert latest_verified_order(nurse, house.patient_id) is None
    assert verified_order(nurse, new.pk).change is not None
    running.chart((60, "completed", {}))
    actions.end_otherwise(nurse, running.infusion.pk, "left_unseen", {}, at=running.at(90))
    later = actions.expect(nurse, house.patient_id, planned_at=running.at(3000), at=running.at(100))
    with pytest.raises(Refused, match="rate_drip_not_running"):
        actions.attach_order(nurse, later.pk, new.pk, at=running.at(2990))


def test_no_event_but_the_order_itself_is_written(running: Visit) -> None:
    before = InfusionEvent.objects.filter(infusion=running.infusion).count()
    new = ordered(running)
    assert InfusionEvent.objects.filter(infusion=running.infusion).count() == before
    verified(running, new)
    kinds = InfusionEvent.objects.filter(infusion=running.infusion).order_by("recorded_at", "id").values_list("kind")
    assert [kind for (kind,) in kinds][before:][0] == "order_attached"


def test_another_clinics_order_does_not_exist(running: Visit, house: House) -> None:
    outsider = house.cast.outsider.acting
    with pytest.raises((Order.DoesNotExist, Refused)):
        rate_proposals.preview_rate(outsider, running.order.pk, OVER_40, at=running.at(20))
    assert order_status(running.team.nurse.acting(), running.order.pk, at=running.at(20)).stands
