"""A monitor's number enters the record when a person accepts it, once, with its source and its own time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.actions import check_in, void_event
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.actions import accepting
from slowdrip.clinic.monitors.heard import HeardNumber
from slowdrip.clinic.monitors.models import Monitor, VitalSample
from slowdrip.clinic.monitors.tests.speaking import AT, PAIRED_AT, SOON, by_channel, hear, introduced, message
from slowdrip.clinic.record.refusal import Refused
from tests.drips import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(house: House, running: Visit) -> Visit:
    """Ada's drip with a paired monitor that has just spoken."""
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message())
    return running


def everything(visit: Visit) -> list[UUID]:
    return list(VitalSample.objects.filter(infusion=visit.infusion).values_list("pk", flat=True))


def tap(visit: Visit, ids: list[UUID], at: datetime = AT + SOON) -> None:
    actions.accept(visit.team.nurse.acting(), visit.infusion.pk, ids, at=at)


def charted(visit: Visit) -> list[InfusionEvent]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind="vitals", source="monitor")
    return list(rows.order_by("occurred_at"))


def test_one_tap_charts_the_set_with_its_source_and_the_time_of_the_cuff(measured: Visit) -> None:
    tap(measured, everything(measured))
    (row,) = charted(measured)
    assert json.loads(row.payload) == {"dbp_mmhg": 78, "hr_per_min": 72, "sbp_mmhg": 128, "spo2_pct": 97}
    assert row.occurred_at == AT - timedelta(minutes=1)
    assert row.by_id == measured.team.nurse.actor_id
    assert state_now(measured.infusion.pk).observed.blood_pressures[-1].sbp_mmhg == 128


def test_one_channel_alone_is_charted_alone(measured: Visit, house: House) -> None:
    tap(measured, [by_channel(house)["spo2"].pk])
    assert json.loads(charted(measured)[0].payload) == {"spo2_pct": 97}


def test_the_same_numbers_tapped_by_two_people_are_one_entry(measured: Visit) -> None:
    tap(measured, everything(measured))
    with pytest.raises(Refused, match="samples_charted_already"):
        actions.accept(
            measured.team.second.acting(), measured.infusion.pk, [_cuff(measured, "sys"), _cuff(measured, "dia")], at=AT
        )
    assert len(charted(measured)) == 1


def _cuff(visit: Visit, part: str) -> UUID:
    return VitalSample.objects.get(infusion=visit.infusion, channel=f"nibp_{part}").pk


def test_a_cuff_reading_still_on_the_screen_is_not_charted_again(measured: Visit, house: House) -> None:
    tap(measured, everything(measured))
    later = AT + timedelta(minutes=1)
    hear(house, message(later, numbers=[HeardNumber("spo2", 95_000, later)]))
    now = [by_channel(house)[name].pk for name in ("spo2", "nibp_sys", "nibp_dia")]
    tap(measured, now, at=later + SOON)
    assert [json.loads(row.payload) for row in charted(measured)][1:] == [{"spo2_pct": 95}]


def test_a_cuff_of_some_minutes_ago_and_a_saturation_of_now_are_two_entries(house: House, measured: Visit) -> None:
    later = AT + timedelta(minutes=4)
    hear(house, message(later, numbers=[HeardNumber("spo2", 95_000, later)]))
    now = [by_channel(house)[name].pk for name in ("spo2", "nibp_sys", "nibp_dia")]
    tap(measured, now, at=later + SOON)
    assert [(row.occurred_at, json.loads(row.payload)) for row in charted(measured)] == [
        (AT - timedelta(minutes=1), {"dbp_mmhg": 78, "sbp_mmhg": 128}),
        (later, {"spo2_pct": 95}),
    ]


def test_half_a_blood_pressure_is_none(measured: Visit) -> None:
    with pytest.raises(Refused, match="nothing_to_chart"):
        tap(measured, [_cuff(measured, "sys")])
    assert charted(measured) == []


def test_saturation_is_rounded_down_and_the_rest_to_the_nearest(house: House, measured: Visit) -> None:
    later = AT + timedelta(minutes=1)
    numbers = [
        HeardNumber("spo2", 89_900, later),
        HeardNumber("heart_rate", 119_500, later),
        HeardNumber("temperature", 36_849, later),
    ]
    hear(house, message(later, numbers=numbers))
    tap(measured, [by_channel(house)[one.channel].pk for one in numbers], at=later)
    assert json.loads(charted(measured)[0].payload) == {"spo2_pct": 89, "hr_per_min": 120, "temp_decicelsius": 368}


def test_a_held_number_is_refused_with_the_fix(house: House, measured: Visit) -> None:
    later = AT + timedelta(minutes=1)
    hear(house, message(later, patient_ids=("H-9999",)))
    with pytest.raises(Refused, match="sample_other_patient"):
        tap(measured, [by_channel(house)["spo2"].pk], at=later)
    assert charted(measured) == []


@pytest.mark.parametrize(("seconds", "refused"), [(120, False), (121, True)])
def test_an_old_number_is_measured_again(house: House, measured: Visit, seconds: int, refused: bool) -> None:
    spo2 = by_channel(house)["spo2"].pk
    if not refused:
        tap(measured, [spo2], at=AT + timedelta(seconds=seconds))
        return
    with pytest.raises(Refused, match="sample_too_old"):
        tap(measured, [spo2], at=AT + timedelta(seconds=seconds))


def test_planted_fault_an_age_that_nobody_looks_at_charts_an_old_number(
    house: House, measured: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "STILL_SHOWN", timedelta(days=9))
    with pytest.raises(pytest.fail.Exception):
        test_an_old_number_is_measured_again(house, measured, 121, refused=True)


def test_numbers_of_another_drip_are_not_known_here(house: House, measured: Visit) -> None:
    other = house.book(start=AT + timedelta(minutes=20))
    check_in(other.team.nurse.acting(), other.infusion.pk, chair_id=house.chairs[1], at=AT + timedelta(minutes=20))
    with pytest.raises(Refused, match="no_such_samples"):
        tap(other, everything(measured), at=AT + timedelta(minutes=21))


def test_a_critical_pressure_accepted_from_the_monitor_raises_its_alarm(house: House, measured: Visit) -> None:
    later = AT + timedelta(minutes=1)
    cuff = [
        HeardNumber("nibp_sys", 212_000, later, own_time=True),
        HeardNumber("nibp_dia", 118_000, later, own_time=True),
    ]
    hear(house, message(later, numbers=cuff))
    newest = by_channel(house)
    tap(measured, [newest["nibp_sys"].pk, newest["nibp_dia"].pk], at=later + SOON)
    assert state_now(measured.infusion.pk).open_alarms


def test_what_was_charted_and_voided_may_be_charted_again(measured: Visit) -> None:
    tap(measured, everything(measured))
    void_event(measured.team.nurse.acting(), charted(measured)[0].pk, reason="entered_by_mistake", at=AT + SOON)
    tap(measured, everything(measured), at=AT + 2 * SOON)
    assert len(charted(measured)) == 2
    assert state_now(measured.infusion.pk).observed.blood_pressures[-1].sbp_mmhg == 128


def test_a_monitor_that_was_released_has_no_say_any_more(house: House, measured: Visit) -> None:
    ids = everything(measured)
    actions.unpair(measured.team.nurse.acting(), measured.infusion.pk, Monitor.objects.get().pk, at=AT + SOON)
    with pytest.raises(Refused, match="no_such_samples"):
        tap(measured, ids, at=AT + 2 * SOON)
