"""What each event does to the state, in its place and out of it."""

from datetime import timedelta
from importlib import import_module
from random import Random

import pytest

from slowdrip.science.infusion import KINDS, Event, InfusionState, Phase, advance, replay, step
from slowdrip.science.infusion.fold.observations import BLOOD_PRESSURES_KEPT
from slowdrip.science.infusion.tests.histories import ORDER, event, minute, prepared
from slowdrip.science.infusion.tests.payloads import broken, valid

DELAY = event("go_no_go", 16, {"decision": "delay", "prescriber": "dr"})
LESS_DRAWN = event("order_attached", 9.5, {**ORDER, "draw_volume_ul": 667})
TENFOLD_LESS = event("pump_shows", 16, {"rate_ul_per_h": 15_000, "vtbi_ul": 100_000})
RUN = event("started", 20, {"rate_ul_per_h": 150_000})


def state_after(*events: Event, at: float = 300) -> InfusionState:
    return replay(events, minute(at))


def bp(at: float, sbp: int, dbp: int = 80) -> Event:
    return event("vitals", at, {"sbp_mmhg": sbp, "dbp_mmhg": dbp})


def phases() -> dict[Phase, InfusionState]:
    """A state in every phase."""
    ready = [*prepared(), RUN]
    stories: tuple[list[Event], ...] = (
        [], ready[:1], ready[:2], ready[:-1], ready, [*ready, event("paused", 25)], [*ready, event("stopped", 26)],
        [*ready, event("stopped", 26), event("discharged", 90)],
    )  # fmt: skip
    states = [replay(story, minute(100)) for story in stories]
    return {state.phase: state for state in states}


def test_the_day_passes_through_every_phase_without_a_flag() -> None:
    assert set(phases()) == set(Phase)
    last = phases()[Phase.ENDED]
    assert [flag.code for flag in last.flags] == ["discharged_with_line"]


@pytest.mark.parametrize("code", [*KINDS, "never_heard_of"])
@pytest.mark.parametrize("phase", Phase)
def test_every_event_folds_in_every_phase_whole_or_broken(code: str, phase: Phase) -> None:
    rng, state = Random(7), phases()[phase]
    for number in range(12):
        payload = {} if code not in KINDS else (valid if number % 3 else broken)(KINDS[code], rng)
        state = step(state, event(code, 101 + number / 7, payload, id=f"x{number}"))
    assert isinstance(advance(state, minute(500)), InfusionState)
    assert state.events == phases()[phase].events + 12


def test_an_unknown_kind_is_flagged_and_nothing_else_changes() -> None:
    state = state_after(event("levitated", 3))
    assert state.flagged("unknown_kind")
    assert (state.phase, state.events) == (Phase.EXPECTED, 1)


@pytest.mark.parametrize(
    ("story", "flag"),
    [
        ([RUN], "started_without_order"),
        ([RUN], "started_before_ready"),
        ([RUN], "started_without_line"),
        ([RUN], "started_without_draw_up"),
        ([*prepared(), RUN, event("started", 21, {"rate_ul_per_h": 150_000})], "started_twice"),
        ([*prepared(), event("started", 20, {"rate_ul_per_h": 150_001})], "rate_above_order"),
        ([*prepared(), RUN, event("rate_changed", 25, {"rate_ul_per_h": 1_500_000})], "rate_above_order"),
        ([*prepared(), RUN, event("paused", 21), event("resumed", 22, {"rate_ul_per_h": 150_001})], "rate_above_order"),
        ([*prepared(), event("started", 20, {})], "rate_not_recorded"),
        ([*prepared(), event("paused", 20)], "paused_when_not_running"),
        ([*prepared(), event("resumed", 20)], "resumed_in_ready"),
        ([*prepared(), event("stopped", 20)], "stopped_when_not_running"),
        ([*prepared(), RUN, event("completed", 25), event("completed", 26)], "completed_when_not_running"),
        ([*prepared(), DELAY, RUN], "started_against_decision"),
        ([*prepared(), event("order_attached", 16, {**ORDER, "order_id": "b"}), RUN], "bag_of_other_order"),
        ([*prepared(), LESS_DRAWN, RUN], "drawn_differs_from_order"),
        ([*prepared(), TENFOLD_LESS, RUN], "pump_differs_from_order"),
        ([*prepared(), RUN, event("discharged", 30)], "ended_without_stop"),
        ([event("left_unseen", 5), event("discharged", 6)], "ended_twice"),
        ([event("left_unseen", 5), bp(6, 120)], "vitals_after_ending"),
        ([event("not_started", 5, {"why": "no_escort"}), RUN], "started_after_ending"),
        ([*prepared(), RUN, event("not_started", 30, {"why": "other"})], "not_started_after_start"),
        ([*prepared(), RUN, event("iv_site_removed", 30)], "line_out_while_running"),
        ([event("symptom_ended", 5, {"symptom": "nausea"})], "symptom_never_started"),
        ([event("help_arrived", 5, {"who": "ems"})], "help_never_called"),
        ([event("wasted", 5, {"volume_ul": 5, "container": "bag", "witness": "ana"})], "waste_witness_is_self"),
        ([event("wasted", 5, {"volume_ul": 5, "container": "bag", "witness": "ben"})], "waste_of_unknown_bag"),
        ([event("bedside_check", 5, {"first_person": "ana", "second_person": "ana"})], "second_person_is_first"),
    ],
)  # fmt: skip
def test_what_happened_out_of_place_is_stored_and_flagged(story: list[Event], flag: str) -> None:
    state = state_after(*story)
    assert state.flagged(flag)
    assert state.events == len(story)
    before = replay(story[:-1], minute(300))
    assert not before.flagged(flag)


def symptoms_told_by_phone_fit() -> None:
    """A symptom goes on at home; its change and its end are charted when the patient calls."""
    begun = event("symptom_started", 4, {"symptom": "nausea"})
    told = (
        event("symptom_changed", 60, {"symptom": "nausea", "grade": "mild"}),
        event("symptom_ended", 90, {"symptom": "nausea"}),
    )
    state = state_after(begun, event("left_unseen", 5), *told)
    assert not any(flag.code.startswith("symptom_") for flag in state.flags)
    assert not state.open_symptoms


def test_a_symptom_that_changes_or_ends_at_home_is_no_contradiction() -> None:
    symptoms_told_by_phone_fit()


def test_planted_fault_a_symptom_s_end_that_is_out_of_place_at_home_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    step_file = import_module("slowdrip.science.infusion.fold.step")
    monkeypatch.setattr(step_file, "_AFTER_ENDING", step_file._AFTER_ENDING - {"symptom_ended"})
    with pytest.raises(AssertionError):
        symptoms_told_by_phone_fit()


def test_the_rate_of_the_order_itself_is_not_above_it() -> None:
    assert not state_after(*prepared(), RUN).flags


def test_a_start_after_an_ending_runs_and_is_watched() -> None:
    state = state_after(event("not_started", 5, {"why": "other"}), RUN)
    assert state.phase is Phase.RUNNING
    assert state.ending is not None


def test_a_flag_is_one_row_however_often_it_happens() -> None:
    state = state_after(*(event("paused", at) for at in range(1, 40)))
    assert [(one.code, one.times, one.at) for one in state.flags] == [("paused_when_not_running", 39, minute(1))]


def test_a_late_event_in_step_is_told_to_be_replayed() -> None:
    state = step(state_after(*prepared(), RUN, at=30), bp(10, 120))
    assert state.flagged("arrived_late")
    assert state.as_of == minute(30)


def test_the_baseline_is_the_last_complete_set_before_the_start() -> None:
    full = {"sbp_mmhg": 130, "dbp_mmhg": 84, "hr_per_min": 72, "spo2_pct": 97}
    state = state_after(
        *prepared(), event("vitals", 16, full), bp(17, 150), RUN, event("vitals", 30, {**full, "sbp_mmhg": 170})
    )
    baseline = state.observed.baseline
    assert baseline is not None
    assert (baseline.sbp_mmhg, baseline.at) == (130, minute(16))
    last, peak = state.observed.last_blood_pressure, state.observed.peak
    assert last is not None
    assert peak is not None
    assert (last.sbp_mmhg, last.phase, peak.sbp_mmhg) == (170, Phase.RUNNING, 170)


def test_old_pressures_leave_the_state_but_their_peak_stays() -> None:
    state = state_after(bp(0, 210), *(bp(1 + at / 10, 120) for at in range(BLOOD_PRESSURES_KEPT)))
    assert len(state.observed.blood_pressures) == BLOOD_PRESSURES_KEPT
    assert state.observed.peak is not None
    assert state.observed.peak.sbp_mmhg == 210


def test_a_symptom_lives_from_its_start_through_its_worst_to_its_end() -> None:
    told = {"symptom": "nausea"}
    state = state_after(
        event("symptom_started", 5, {**told, "grade": "mild"}),
        event("symptom_changed", 6, {**told, "grade": "severe", "action": "paused"}),
        event("symptom_changed", 7, {**told, "grade": "mild"}),
    )
    (one,) = state.open_symptoms
    assert (one.grade, one.worst_grade, one.action) == ("mild", "severe", "paused")
    over = state_after(event("symptom_started", 5, told), event("symptom_ended", 8, told))
    assert over.open_symptoms == ()
    assert over.symptoms[0].ended_at == minute(8)


def test_an_alarm_lives_from_raised_to_resolved() -> None:
    raised = event("alarm_raised", 5, {"rule": "bp", "tier": "urgent", "inputs": {"sbp_mmhg": 190}}, id="a1")
    told = {"alarm_id": "a1"}
    life = (
        raised,
        event("alarm_acknowledged", 6, told),
        event("alarm_escalated", 7, {**told, "level": 1}),
        event("alarm_acknowledged", 8, told),
        event("alarm_resolved", 9, {**told, "reason": "repeat_normal"}),
    )
    stages = [replay(life, minute(at)).alarms["a1"].stage for at in (5, 6, 7, 8, 9)]
    assert stages == ["raised", "acknowledged", "escalated", "acknowledged", "resolved"]
    assert replay(life, minute(9)).open_alarms == {}


def test_an_acknowledgement_dated_before_its_alarm_still_counts() -> None:
    seen = event("alarm_acknowledged", 4, {"alarm_id": "a1"})
    state = state_after(seen, event("alarm_raised", 5, {"rule": "bp", "tier": "urgent"}, id="a1"))
    assert state.alarms["a1"].stage == "acknowledged"
    assert state.alarms["a1"].rule == "bp"
    assert state.flagged("alarm_not_raised_yet")


def test_a_precheck_in_two_parts_is_one_check() -> None:
    state = state_after(
        event("precheck", 3, {"escort_name": "Ira", "escort_seen": False}),
        event("precheck", 9, {"escort_seen": True, "suicidality_before": "none"}),
    )
    check = state.checks["precheck"]
    assert check.answers == {"escort_name": "Ira", "escort_seen": True, "suicidality_before": "none"}
    assert check.at == minute(9)


def test_one_id_with_two_stories_is_the_first_written_in_any_order() -> None:
    first = bp(5, 120)
    other = Event(first.id, "vitals", {"sbp_mmhg": 200, "dbp_mmhg": 90}, first.occurred_at, minute(9), "ben")
    for events in ([first, other], [other, first]):
        last = replay(events, minute(10)).observed.last_blood_pressure
        assert last is not None
        assert last.sbp_mmhg == 120


def test_an_event_without_a_zone_cannot_be_made() -> None:
    naive = minute(0).replace(tzinfo=None)
    with pytest.raises(ValueError, match="event_without_zone"):
        Event("x", "note", {}, naive, naive, "ana")


def test_the_stop_reason_may_follow_the_tap() -> None:
    state = state_after(*prepared(), RUN, event("stopped", 30), event("stop_reason", 31, {"reason": "patient_request"}))
    assert state.drip.stop_reason == "patient_request"
    assert state.drip.ended_at == minute(20) + timedelta(minutes=10)
