"""Readings: reproducible, labelled, and spoiled as often as is published."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from slowdrip.exchange.simulated import artifacts
from slowdrip.exchange.simulated.artifacts import SHARES_ONLY, Mess, deviates, messy_ticks
from slowdrip.exchange.simulated.course import draw_patient
from slowdrip.exchange.simulated.events import Event, EventKind, draw_events
from slowdrip.exchange.simulated.monitor import Setting, ticks_of
from slowdrip.exchange.simulated.readings import CUFF, Label, Plan, Reading, Tick, clean_ticks

# Troubles a hundred times as often, so that an hour shows all of them.
WILD = Mess(
    cuff_share=0.7, drop_outs_per_h=60, motions_per_h=60, sentinels_per_h=400, cuff_offs_per_h=2, repeats_per_h=400
)
HOUR = Setting("", 0, (), 60, seed=4, events_per_h=8, mess=WILD)
CLOSE = {"spo2": 2.5, "temperature": 0.5}
# A monitor shows whole numbers of a noisy value, and never less than nothing or more than 100 %.
NEAR = 16


def readings(setting: Setting, device: str = "M") -> list[Reading]:
    return [each for tick in ticks_of(setting, device) for each in tick.readings]


def mislabelled(found: list[Reading]) -> list[Reading]:
    """Readings that claim to be true and are not of the patient."""
    return [each for each in found if each.label is Label.TRUE and not is_near(each)]


def is_near(reading: Reading) -> bool:
    try:
        return abs(float(reading.text) - reading.truth) <= CLOSE.get(reading.channel, NEAR)
    except ValueError:
        return False


def test_the_same_seed_and_device_give_the_same_stream() -> None:
    assert readings(HOUR) == readings(HOUR)
    assert readings(HOUR) != readings(HOUR, "N")


def test_continuous_channels_come_every_second_and_the_cuff_every_five_minutes() -> None:
    ticks = list(clean_ticks(draw_patient(random.Random(1)), Plan(30), random.Random(1)))
    assert [tick.at_s for tick in ticks] == list(range(1800))
    count = Counter(each.channel for tick in ticks for each in tick.readings)
    assert {count[channel] for channel in ("heart_rate", "pulse_rate", "spo2", "resp_rate")} == {1800}
    assert {count[channel] for channel in (*CUFF, "temperature")} == {6}


def test_a_true_label_means_true() -> None:
    assert mislabelled(readings(HOUR)) == []


def test_every_kind_of_trouble_comes_up() -> None:
    setting = replace(HOUR, minutes=180, seed=9)
    assert {each.label for each in readings(setting)} == set(Label)
    assert 2 in {tick.copies for tick in ticks_of(setting, "M")}


def test_an_artifact_without_its_label_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    spoil = artifacts._Mess.spoiled

    def forgetful(self: artifacts._Mess, tick: Tick) -> Tick:
        spoiled = spoil(self, tick)
        return replace(spoiled, readings=tuple(replace(each, label=Label.TRUE) for each in spoiled.readings))

    monkeypatch.setattr(artifacts._Mess, "spoiled", forgetful)
    assert mislabelled(readings(HOUR)) != []


def test_a_channel_without_a_signal_sends_no_number() -> None:
    silent = [each for each in readings(HOUR) if each.label in (Label.DROP_OUT, Label.CUFF_OFF)]
    assert silent
    assert {(each.text, each.status) for each in silent} == {("", "X")}


def many(dice: random.Random, count: int) -> Iterator[Tick]:
    """Cuff and oximeter readings, a fifth of each truly deviating."""
    for at_s in range(count):
        sys = 180 if dice.random() < 0.2 else 120
        spo2 = 88 if dice.random() < 0.2 else 97
        cuff = tuple(Reading(channel, at_s, str(sys), sys) for channel in CUFF)
        yield Tick(at_s, (*cuff, Reading("spo2", at_s, str(spo2), spo2)))


def test_of_deviating_readings_the_published_share_are_artifacts() -> None:
    dice = random.Random(5)
    spoiled = [each for tick in messy_ticks(many(dice, 20_000), SHARES_ONLY, dice) for each in tick.readings]
    wrong = Counter((each.channel, each.label is not Label.TRUE) for each in spoiled if deviates(each))
    cuff = wrong["nibp_sys", True] / (wrong["nibp_sys", True] + wrong["nibp_sys", False])
    spo2 = wrong["spo2", True] / (wrong["spo2", True] + wrong["spo2", False])
    assert cuff == pytest.approx(0.14, abs=0.01)
    assert spo2 == pytest.approx(0.11, abs=0.01)


def test_an_event_moves_its_channels_and_says_so() -> None:
    event = Event(EventKind.DESATURATION, 60, 120, 80)
    ticks = clean_ticks(draw_patient(random.Random(2)), Plan(5, events=(event,)), random.Random(2))
    spo2 = [each for tick in ticks for each in tick.readings if each.channel == "spo2"]
    assert min(int(each.text) for each in spo2[80:160]) <= 81
    assert {each.event for each in spo2[61:180]} == {"desaturation"}
    assert {each.event for each in spo2[:60] + spo2[181:]} == {""}


def test_events_come_as_often_as_asked_and_one_at_a_time() -> None:
    events = draw_events(random.Random(3), minutes=60_000, per_h=2)
    assert {each.kind for each in events} == set(EventKind)
    assert all(one.start_s + one.length_s <= other.start_s for one, other in pairwise(events))
    assert 1200 < len(events) < 2000
    assert draw_events(random.Random(3), minutes=600, per_h=0) == ()
