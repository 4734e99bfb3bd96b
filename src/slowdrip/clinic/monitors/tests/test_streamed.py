"""A monitor's dangerous number calls by itself, before anybody accepts it: once, whatever comes twice."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions as drip_actions
from slowdrip.clinic.infusion import projecting
from slowdrip.clinic.infusion.actions import chart
from slowdrip.clinic.infusion.clock import tick
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.heard import Heard, HeardNumber
from slowdrip.clinic.monitors.models import Monitor, VitalSample
from slowdrip.clinic.monitors.tests.speaking import AT, SOON, hear, introduced, message
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.streamed import RULES
from tests.drips import House

pytestmark = pytest.mark.django_db
PERSIST_S = 20


@pytest.fixture
def paired(house: House, running: Visit) -> Visit:
    """Ada's drip with a monitor at it."""
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT - SOON)
    return running


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def said(second: int, channel: str = "spo2", value: int = 86, **more: Any) -> Heard:
    at = after(second)
    return replace(message(at, numbers=(HeardNumber(channel, value * 1000, at),)), **more)


def falls(first: int, last: int, value: int = 86) -> list[Heard]:
    return [said(second, value=value) for second in range(first, last + 1)]


def one_by_one(house: House, told: Iterable[Heard]) -> None:
    for each in told:
        hear(house, each)


def own(visit: Visit) -> dict[str, Alarm]:
    return {key: alarm for key, alarm in state_now(visit.infusion.pk).alarms.items() if alarm.rule in RULES}


def told(visit: Visit) -> set[tuple[str, str, str, str]]:
    return {(key, alarm.rule, alarm.tier, alarm.trigger) for key, alarm in own(visit).items()}


def test_a_fall_calls_with_the_message_that_makes_it_last_and_not_before(house: House, paired: Visit) -> None:
    one_by_one(house, falls(0, PERSIST_S - 1))
    assert own(paired) == {}
    one_by_one(house, falls(PERSIST_S, PERSIST_S))
    ((key, alarm),) = own(paired).items()
    assert (alarm.rule, alarm.tier, alarm.trigger) == ("monitor_spo2", "emergency", f"spo2@{AT.isoformat()}")
    assert alarm.inputs["lowest_spo2_percent"] == 86
    assert alarm.inputs["limit_persist_s"] == PERSIST_S
    row = InfusionEvent.objects.get(id=key)
    assert (row.source, row.recorded_at) == ("rule", after(PERSIST_S))
    assert projecting.drifted(paired.team.nurse.clinic_id) == []


def test_it_is_acknowledged_climbs_by_the_clock_and_is_resolved_by_a_person(house: House, paired: Visit) -> None:
    nurse = paired.team.nurse.acting()
    one_by_one(house, falls(0, 25))
    (key,) = own(paired)
    tick(nurse.clinic_id, "one", at=after(60))
    assert own(paired)[key].level == 1
    drip_actions.acknowledge(nurse, paired.infusion.pk, key, at=after(65))
    assert own(paired)[key].stage == "acknowledged"
    drip_actions.resolve(nurse, paired.infusion.pk, key, reason="oxygen_given", at=after(70))
    assert (own(paired)[key].stage, own(paired)[key].reason) == ("resolved", "oxygen_given")
    tick(nurse.clinic_id, "one", at=after(71))
    assert len(own(paired)) == 1


def test_after_a_persons_word_the_count_begins_anew(house: House, paired: Visit) -> None:
    nurse = paired.team.nurse.acting()
    one_by_one(house, falls(0, 25))
    drip_actions.resolve(nurse, paired.infusion.pk, next(iter(own(paired))), reason="oxygen_given", at=after(25.5))
    one_by_one(house, falls(26, 26 + PERSIST_S - 1))
    assert len(own(paired)) == 1
    one_by_one(house, falls(26 + PERSIST_S, 26 + PERSIST_S))
    assert sorted(alarm.trigger for alarm in own(paired).values())[1] == f"spo2@{after(26).isoformat()}"


def test_replayed_three_times_and_shuffled_it_is_the_same_alarm(house: House, paired: Visit) -> None:
    feed = [*falls(0, 40, 97), *falls(41, 75), *falls(76, 90, 97)]
    one_by_one(house, feed)
    before = told(paired)
    assert [(rule, tier) for _, rule, tier, _ in before] == [("monitor_spo2", "emergency")]
    for order in (feed, feed[::-1], shuffled(feed)):
        again = [replace(each, control_id=f"R{each.control_id}", raw=each.raw + b"!") for each in order]
        actions.receive(house.cast.system, again[:40], at=after(91))
        actions.receive(house.cast.system, again[40:], at=after(92))
        assert told(paired) == before


def test_in_any_order_within_one_commit_it_is_the_alarm_that_came_second_by_second(house: House, paired: Visit) -> None:
    actions.receive(house.cast.system, shuffled([*falls(0, 40, 97), *falls(41, 75), *falls(76, 90, 97)]), at=after(90))
    assert {each[1:] for each in told(paired)} == {("monitor_spo2", "emergency", f"spo2@{after(41).isoformat()}")}


def shuffled(feed: Sequence[Heard]) -> list[Heard]:
    return random.Random(5).sample(feed, len(feed))


def test_numbers_that_are_held_never_count(house: House, paired: Visit) -> None:
    one_by_one(house, (replace(each, patient_ids=("H-9999",)) for each in falls(0, 40)))
    assert own(paired) == {}


def test_planted_fault_held_numbers_that_count_are_noticed(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.monitors.attributing._held", lambda heard, infusion, **_: "")
    with pytest.raises(AssertionError):
        test_numbers_that_are_held_never_count(house, paired)


def test_an_advisory_comes_after_a_minute_and_ends_after_a_minute_in_range(house: House, paired: Visit) -> None:
    one_by_one(house, falls(0, 60, 93))
    ((key, alarm),) = own(paired).items()
    assert (alarm.tier, alarm.stage) == ("advisory", "raised")
    one_by_one(house, falls(61, 120, 97))
    assert own(paired)[key].stage == "raised"
    one_by_one(house, falls(121, 121, 97))
    assert own(paired)[key].reason == "back_in_range"


def test_a_number_that_is_accepted_takes_the_alarm_over(house: House, paired: Visit) -> None:
    nurse = paired.team.nurse.acting()
    one_by_one(house, falls(0, 25))
    newest = VitalSample.objects.filter(channel="spo2").latest("at")
    actions.accept(nurse, paired.infusion.pk, [newest.pk], at=after(26))
    tick(nurse.clinic_id, "one", at=after(27))
    open_now = [(alarm.rule, alarm.tier) for alarm in state_now(paired.infusion.pk).open_alarms.values()]
    assert ("oxygen_saturation", "emergency") in open_now
    assert not {rule for rule, _ in open_now} & RULES
    one_by_one(house, falls(28, 70))
    assert len(own(paired)) == 1


def test_off_on_purpose_nothing_calls(house: House, paired: Visit) -> None:
    nurse = paired.team.nurse.acting()
    chart(nurse, paired.infusion.pk, [Draft("off_monitor", {"reason": "bathroom"}, AT)], at=AT)
    one_by_one(house, falls(1, 40))
    assert own(paired) == {}


def test_a_released_monitor_takes_its_advisory_with_it(house: House, paired: Visit) -> None:
    nurse = paired.team.nurse.acting()
    one_by_one(house, falls(0, 60, 93))
    actions.unpair(nurse, paired.infusion.pk, Monitor.objects.get().pk, at=after(61))
    assert [alarm.reason for alarm in own(paired).values()] == ["no_longer_expected"]


def test_the_clock_finds_what_the_listener_could_not_look_at(
    house: House, paired: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as planted:
        planted.setattr("slowdrip.clinic.monitors.looking.watching.watch", broken)
        one_by_one(house, falls(0, 30))
    assert "could not look" in caplog.text
    assert VitalSample.objects.filter(channel="spo2").count() == 31
    assert own(paired) == {}
    tick(paired.team.nurse.clinic_id, "one", at=after(31))
    assert [alarm.tier for alarm in own(paired).values()] == ["emergency"]


def test_a_cuff_asks_once_more_then_calls(house: House, paired: Visit) -> None:
    for minute, (tier, systolic) in enumerate([("advisory", 184), ("urgent", 186), ("emergency", 205)]):
        hear(house, cuff(minute * 180, systolic))
        open_now = [alarm.tier for alarm in own(paired).values() if alarm.stage != "resolved"]
        assert open_now == [tier]


def cuff(second: int, systolic: int) -> Heard:
    at = after(second)
    parts = (("nibp_sys", systolic), ("nibp_dia", 90), ("nibp_mean", 120))
    return message(at, numbers=tuple(HeardNumber(name, value * 1000, at, own_time=True) for name, value in parts))


def test_numbers_in_range_ask_the_database_for_nothing_more(house: House, paired: Visit) -> None:
    def queries(second: int, value: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            hear(house, said(second, value=value))
        return len(asked)

    in_range = queries(0, 97)
    assert queries(1, 97) == in_range
    assert queries(2, 86) > in_range
