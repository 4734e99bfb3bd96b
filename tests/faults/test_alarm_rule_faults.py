"""Breaks one rule of the alarms and the due clock at a time; the check that guards it must fail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import uuid5

import pytest

from slowdrip.science.rules import again, alarm_life, due, overdue, schedule
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.blood_pressure import BpLimits, BpReading, CuffRange, deciding, grading, repeat, tiers
from slowdrip.science.rules.excursions import Graded, counting
from slowdrip.science.rules.excursions import deciding as excursions
from slowdrip.science.rules.schedule import PhaseStart
from slowdrip.science.rules.tests import (
    checks,
    drips,
    mistakes,
    test_adapters,
    test_alarm_life,
    test_blood_pressure,
    test_due,
    test_overdue,
    test_voided_checks,
    test_voided_readings,
)
from slowdrip.science.rules.tests.cases import INFUSION, LIFE_LIMITS, after, life, reading
from tests.faults.planted import Fault, always, never, nothing, prove

ONE = (reading(182, minute=0),)
TWO = (reading(182, minute=0), reading(183, minute=3))
NUMBERS = count()


def confirmed_calls() -> None:
    checks.check_every_confirmed_excursion_calls(TWO)


def emergency_calls() -> None:
    checks.check_every_confirmed_excursion_calls((reading(205, minute=0),))


def one_only_asks() -> None:
    checks.check_one_excursion_only_asks(ONE)


def advisory_ends() -> None:
    checks.check_an_advisory_ends_when_the_pressure_is_back(reading(165, minute=0), reading(120, minute=5))


def rise_counts() -> None:
    test_blood_pressure.test_a_rise_counts_from_thirty_percent_over_the_baseline(156, 80, Tier.ADVISORY)


def high_but_true_is_no_artifact() -> None:
    test_blood_pressure.test_an_impossible_pressure_is_an_artifact(300, 100, None)


def a_sentinel_is_an_artifact() -> None:
    test_blood_pressure.test_an_impossible_pressure_is_an_artifact(32767, 80, "outside_cuff_range")


def unanswered_keeps_calling() -> None:
    checks.check_an_unresolved_alarm_keeps_calling(Tier.URGENT, ())


def answered_keeps_calling() -> None:
    checks.check_an_unresolved_alarm_keeps_calling(Tier.EMERGENCY, (20,))


def the_record_stays_small() -> None:
    checks.check_the_record_does_not_grow_for_ever(Tier.URGENT, (20,))


def confirmed_only_after_the_repeat_time(
    run: Sequence[Graded[BpReading]], limits: BpLimits
) -> Sequence[Graded[BpReading]]:
    waited = run[-1].reading.at - run[0].reading.at >= timedelta(minutes=limits.repeat_after_min)
    return run[: limits.confirming_readings] if waited and len(run) > 1 else ()


def a_quick_second_reading_confirms() -> None:
    test_blood_pressure.test_a_second_high_reading_confirms_however_soon_or_late_it_comes(0.25)


def the_calls_at_the_top_are_the_policy_s() -> None:
    test_adapters.test_how_often_the_top_is_called_is_the_policy_s(3, goes_on=False)


def a_voided_check_is_owed() -> None:
    drips.check_every_overdue_item_is_stood_for(drips.CHARTED_AND_VOIDED)


def a_typo_hides_nothing() -> None:
    mistakes.check_true_excursions_call_whatever_was_voided(mistakes.TYPO_TAKES_OVER)


def an_answer_for_the_patient_counts() -> None:
    test_voided_readings.test_ended_before_it_was_voided_only_an_answer_for_the_patient_counts("treated", [])


def one_escalation() -> None:
    checks.check_two_clocks_write_one_escalation(life(), after(2))


def resolving_needs_a_listed_reason() -> None:
    test_alarm_life.test_resolving_needs_a_reason_of_that_rule()


def unmeasured_is_overdue() -> None:
    inputs = due.DueInputs(phases=(PhaseStart("running", after(0)),), last_at={"bp": after(16)})
    checks.check_an_unmeasured_channel_becomes_overdue(inputs, after(40))


def paused_is_watched() -> None:
    phases = (PhaseStart("running", after(0)), PhaseStart("paused", after(10)))
    checks.check_an_unmeasured_channel_becomes_overdue(due.DueInputs(phases=phases, last_at={}), after(60))


def charted_ends() -> None:
    standing = test_overdue.kept(test_overdue.decide(test_overdue.items(), 12))
    charted = test_overdue.items(bp=12.5, hr=12.5, spo2=12.5)
    checks.check_a_charted_check_ends_its_alarm(standing, charted, after(12.5))


def undone_turns_urgent() -> None:
    test_overdue.test_it_is_quiet_after_the_grace_and_loud_when_it_stays_undone(12, [Tier.URGENT])


FAULTS = {
    "no_limit_is_ever_reached": Fault(tiers, "reaches", never, confirmed_calls),
    "every_pressure_reaches_every_limit": Fault(tiers, "reaches", always, one_only_asks),
    "a_rise_is_not_seen": Fault(tiers, "risen", never, rise_counts),
    "an_emergency_waits_for_a_second_reading": Fault(excursions, "first_critical", nothing, emergency_calls),
    "an_alarm_is_thought_to_stand": Fault(excursions, "stands", always, confirmed_calls),
    "a_standing_alarm_is_not_seen": Fault(
        excursions,
        "stands",
        never,
        test_blood_pressure.test_a_reading_that_arrives_late_does_not_raise_the_same_episode_again,
    ),
    "a_voided_check_stays_forgotten": Fault(
        overdue,
        "under_free_id",
        lambda wanted, *, known, **_: None if wanted.id in known else wanted,
        a_voided_check_is_owed,
    ),
    "an_alarm_comes_again_under_any_id": Fault(
        again,
        "again_id",
        lambda *_: uuid5(INFUSION, str(next(NUMBERS))),
        test_voided_checks.test_two_processes_that_disagree_on_the_second_write_one_alarm,
    ),
    "half_an_alarm_takes_over_a_whole_one": Fault(
        overdue,
        "_louder_than",
        always,
        test_voided_checks.test_a_quiet_alarm_is_taken_over_only_by_what_stands_for_all_of_it,
    ),
    "a_mistyped_reading_keeps_its_weight": Fault(counting, "unfounded", never, a_typo_hides_nothing),
    "what_a_typo_took_over_stays_taken_over": Fault(counting, "back_again", never, a_typo_hides_nothing),
    "a_typo_s_alarm_still_stands": Fault(counting, "dismissed", never, a_typo_hides_nothing),
    "an_answer_for_the_patient_is_forgotten": Fault(
        counting,
        "dismissed",
        lambda alarm, readings: counting.unfounded(alarm, readings),
        an_answer_for_the_patient_counts,
    ),
    "a_second_reading_counts_only_after_the_repeat_time": Fault(
        deciding, "confirmed", confirmed_only_after_the_repeat_time, a_quick_second_reading_confirms
    ),
    "the_top_is_called_for_ever": Fault(alarm_life, "called_out", never, the_record_stays_small),
    "the_top_is_never_called": Fault(alarm_life, "called_out", always, unanswered_keeps_calling),
    "the_policy_s_number_of_calls_is_not_read": Fault(
        test_adapters, "life_limits", lambda _: LIFE_LIMITS, the_calls_at_the_top_are_the_policy_s
    ),
    "an_alarm_gets_a_new_id_each_time": Fault(
        excursions,
        "alarm_id",
        lambda *_, **__: uuid5(INFUSION, str(next(NUMBERS))),
        test_blood_pressure.test_two_urgent_readings_in_a_row_call,
    ),
    "an_advisory_never_ends": Fault(excursions, "back_in_range", never, advisory_ends),
    "an_excursion_asks_for_nothing": Fault(deciding, "repeat_wanted", nothing, one_only_asks),
    "an_artifact_breaks_a_run": Fault(
        grading,
        "artifact_reason",
        nothing,
        test_blood_pressure.test_an_artifact_between_two_excursions_does_not_hide_them,
    ),
    "an_artifact_answers_a_repeat": Fault(
        repeat,
        "artifact_reason",
        nothing,
        test_blood_pressure.test_an_artifact_cannot_put_off_a_repeat_that_is_due,
    ),
    "a_high_pressure_is_taken_for_an_artifact": Fault(
        CuffRange,
        "shows",
        lambda _, pressure_mmhg: 1 <= pressure_mmhg < 200,
        high_but_true_is_no_artifact,
    ),
    "no_pressure_is_an_artifact": Fault(CuffRange, "shows", always, a_sentinel_is_an_artifact),
    "an_unanswered_alarm_falls_silent": Fault(alarm_life, "next_call_at", nothing, unanswered_keeps_calling),
    "an_answer_silences_for_ever": Fault(
        alarm_life,
        "next_call_at",
        lambda alarm, limits: None if alarm.acknowledged_at else alarm.called_at + timedelta(seconds=30),
        answered_keeps_calling,
    ),
    "the_ladder_has_no_upper_step": Fault(alarm_life, "capped", lambda *_: 0, unanswered_keeps_calling),
    "an_escalation_gets_a_new_id_each_time": Fault(
        alarm_life,
        "uuid5",
        lambda *_: uuid5(INFUSION, str(next(NUMBERS))),
        one_escalation,
    ),
    "any_reason_resolves": Fault(
        alarm_life,
        "RESOLVE_REASONS",
        {"blood_pressure": ("treated", "because_i_said_so")},
        resolving_needs_a_listed_reason,
    ),
    "a_channel_is_forgotten": Fault(due, "channel_due", nothing, unmeasured_is_overdue),
    "a_pause_is_not_watched": Fault(schedule, "KEEPS_INTERVAL_OF", {}, paused_is_watched),
    "nothing_is_ever_overdue": Fault(overdue, "tier_at", nothing, undone_turns_urgent),
    "an_overdue_check_stays_quiet": Fault(
        overdue,
        "tier_at",
        lambda item, at, *, limits: Tier.ADVISORY if at >= item.overdue_at else None,
        undone_turns_urgent,
    ),
    "a_charted_check_leaves_its_alarm": Fault(overdue, "_why_over", nothing, charted_ends),
    "any_overdue_alarm_covers_any_repeat": Fault(
        overdue,
        "stands_for",
        always,
        test_overdue.test_an_alarm_about_one_repeat_does_not_stand_for_another,
    ),
    "an_early_measurement_answers_a_recheck": Fault(
        due,
        "answered",
        always,
        lambda: test_due.test_a_medication_recheck_wants_a_measurement_near_its_time(16.9, True),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_alarm_rule_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prove(FAULTS[name], monkeypatch)


def test_an_alarm_answered_once_is_the_case_that_a_silent_rule_breaks() -> None:
    calls, _, last = checks.follow(life(Tier.EMERGENCY), seconds=600, acknowledged_after_s=(20,))
    assert len(calls) > 2
    assert replace(last, resolved_at=after(11)).calls is False
