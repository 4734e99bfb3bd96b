"""An emergency in the fold: open from its first moment until it is over, whatever order its entries arrive in."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from random import Random

import pytest
from hypothesis import given

from slowdrip.science.infusion import Event, InfusionState, Phase, from_json, replay, to_json, validated
from slowdrip.science.infusion.events import BadPayload
from slowdrip.science.infusion.state import Emergency
from slowdrip.science.infusion.tests.histories import event, history, instant, minute, prepared, seeds

RATE = {"rate_ul_per_h": 150_000}


def state_of(*more: Event, at: float = 90) -> InfusionState:
    return replay([*prepared(), event("started", 20, RATE), *more], minute(at))


def test_an_emergency_is_open_from_its_beginning_until_it_is_over() -> None:
    began, over = event("emergency_began", 30), event("emergency_over", 42)
    open_now = state_of(began).emergency
    assert open_now is not None
    assert (open_now.began_at, open_now.event_id) == (minute(30), began.id)
    closed = state_of(began, over)
    assert closed.emergency is None
    assert [one.over_at for one in closed.emergencies] == [minute(42)]


@pytest.mark.parametrize("at", [0.5, 4, 14, 16, 25, 50])
def test_an_emergency_opens_in_every_phase_and_moves_none(at: float) -> None:
    story = [*prepared(), event("started", 20, RATE), event("stopped", 40)]
    before = replay(story, minute(at))
    after = replay([*story, event("emergency_began", at)], minute(at))
    assert after.emergency is not None
    assert after.phase is before.phase


def test_two_people_who_tap_at_once_mean_one_emergency_and_its_first_moment_stands() -> None:
    state = state_of(event("emergency_began", 31, id="b"), event("emergency_began", 30, id="a"))
    assert [one.event_id for one in state.emergencies] == ["a"]
    assert state.flagged("emergency_began_twice")


def test_a_second_emergency_after_the_first_is_another_one() -> None:
    state = state_of(*(event(f"emergency_{word}", at) for at, word in ((30, "began"), (35, "over"), (40, "began"))))
    assert [one.over_at for one in state.emergencies] == [minute(35), None]


def test_an_end_without_a_beginning_is_flagged_and_opens_nothing() -> None:
    state = state_of(event("emergency_over", 30))
    assert state.emergencies == ()
    assert state.flagged("emergency_never_began")


@pytest.mark.parametrize("ending", ["transferred_ems", "left_against_advice", "left_unseen"])
def test_a_true_ending_closes_what_is_open_and_a_later_tap_on_over_changes_nothing(ending: str) -> None:
    state = state_of(event("emergency_began", 30), event(ending, 50), event("emergency_over", 55))
    (one,) = state.emergencies
    assert (one.over_at, one.ended_by) == (minute(50), ending)
    assert state.emergency is None
    assert not state.flagged("emergency_never_began")
    assert not state.flagged("emergency_over_after_ending")


def test_going_home_out_of_an_open_emergency_is_flagged() -> None:
    state = state_of(event("stopped", 31), event("emergency_began", 30), event("discharged", 80))
    assert state.flagged("discharged_in_emergency")
    assert not state_of(event("stopped", 31), event("discharged", 80)).flagged("discharged_in_emergency")


def test_oxygen_that_was_put_on_is_what_the_patient_breathes_until_air_is_charted() -> None:
    began = event("emergency_began", 30)
    on = event("emergency_step", 31, {"step": "oxygen_on", "oxygen_l_per_min": "6"})
    oxygen = state_of(began, on).observed.oxygen
    assert oxygen is not None
    assert (oxygen.source, oxygen.l_per_min) == ("supplemental", "6")
    air = event("vitals", 60, {"spo2_pct": 98, "oxygen": "air"})
    after = state_of(began, on, air).observed.oxygen
    assert after is not None
    assert after.source == "air"


def test_a_step_outside_an_emergency_is_kept_and_flagged() -> None:
    state = state_of(event("emergency_step", 30, {"step": "suction"}))
    assert state.flagged("emergency_step_outside")


def test_a_medicine_has_a_number_with_its_unit_or_the_words_of_a_standing_order() -> None:
    base = {"drug": "5-HT3 antagonist", "route": "iv", "indication": "nausea"}
    words = {**base, "dose_as_written": "per standing order 3"}
    assert validated("medication_given", words) == words
    for bad in (base, {**base, "dose": "4"}, {**words, "unit": "mg"}):
        with pytest.raises(BadPayload):
            validated("medication_given", bad)
    state = state_of(event("medication_given", 30, words))
    assert state.medications[0].dose_as_written == "per standing order 3"
    assert from_json(to_json(state)) == state


def emergencies_are_in_order_and_only_the_newest_is_open(state: InfusionState) -> None:
    found = state.emergencies
    assert all(one.over_at is not None for one in found[:-1])
    assert all(one.over_at is None or one.over_at >= one.began_at for one in found)
    assert [one.began_at for one in found] == sorted(one.began_at for one in found)
    ended_at = state.ending.at if state.phase is Phase.ENDED and state.ending else None
    assert state.emergency is None or ended_at is None or state.emergency.began_at >= ended_at


def checked(seed: int, check: Callable[[InfusionState], None]) -> None:
    rng = Random(seed)
    own = [
        event(
            rng.choice(("emergency_began", "emergency_over", "emergency_step")), rng.randrange(120), id=f"em-{number}"
        )
        for number in range(rng.randrange(1, 7))
    ]
    events = [*history(rng), *own]
    at = instant(events, rng)
    state = replay(events, at)
    check(state)
    assert replay(rng.sample(events, len(events)), at) == state
    assert from_json(to_json(state)) == state


@given(seeds)
def test_any_order_of_arrival_gives_the_same_emergencies(seed: int) -> None:
    checked(seed, emergencies_are_in_order_and_only_the_newest_is_open)


def test_an_ending_that_forgot_the_open_emergency_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the ending leaves the emergency open."""
    monkeypatch.setattr("slowdrip.science.infusion.fold.closing.closed_by_ending", lambda state, event: state)
    state = state_of(event("emergency_began", 30), event("transferred_ems", 50))
    with pytest.raises(AssertionError):
        emergencies_are_in_order_and_only_the_newest_is_open(state)


def test_a_second_beginning_that_opened_another_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: every beginning opens one more."""

    def careless(state: InfusionState, event: Event) -> InfusionState:
        begun = Emergency(event.occurred_at, event.by, event.id)
        return replace(state, emergencies=(*state.emergencies, begun))

    stepping = import_module("slowdrip.science.infusion.fold.step")
    monkeypatch.setattr(stepping, "HANDLERS", {**stepping.HANDLERS, "emergency_began": careless})
    state = state_of(event("emergency_began", 30, id="a"), event("emergency_began", 31, id="b"))
    with pytest.raises(AssertionError):
        emergencies_are_in_order_and_only_the_newest_is_open(state)
