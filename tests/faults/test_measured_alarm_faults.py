"""Breaks one rule of the alarms of charted numbers and symptoms at a time; the check that guards it must fail."""

from collections.abc import Callable
from typing import Any

import pytest

from slowdrip.science.rules import alarm_life
from slowdrip.science.rules.adapters import alarms, charted, clock, measured
from slowdrip.science.rules.alarm import Decision
from slowdrip.science.rules.excursions import counting
from slowdrip.science.rules.excursions import deciding as excursions
from slowdrip.science.rules.measured import (
    grading,
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
    symptom,
)
from slowdrip.science.rules.tests import (
    test_alarm_life,
    test_measured,
    test_measured_properties,
    test_measured_record,
    test_symptom,
)
from slowdrip.science.rules.tests.visit import event
from tests.faults.planted import Fault, always, never, nothing, prove

VOID_NEWEST, CALL_A_MISTAKE = test_measured_properties.VOID_NEWEST, test_measured_properties.CALL_A_MISTAKE


def at(name: str, value: int, *expected: str) -> Callable[[], None]:
    """One charted number raises exactly these tiers."""
    return lambda: test_measured.test_one_charted_number_raises_from_its_limit_on(name, value, list(expected))


def stays_fast(*pairs: tuple[float, int], expected: str) -> Callable[[], None]:
    """These heart rates raise that tier."""
    return lambda: test_measured.test_a_fast_heart_is_urgent_when_it_stays_fast(list(pairs), expected)


def charted_calls(values: dict[str, int], rule: str, tier: str) -> Callable[[], None]:
    """A number on the record raises that alarm."""
    return lambda: test_measured_record.test_no_beat_and_no_breath_are_numbers_and_call(values, (rule, tier))


def before_the_start_calls(rule: str, **values: int) -> Callable[[], None]:
    entry = event("moaas", -10, dict(values)) if "score" in values else event("vitals", -10, dict(values))
    return lambda: test_measured_record.test_breathing_and_sedation_call_before_the_start_and_in_recovery(entry, rule)


def typo_in_the_air() -> None:
    moves = ((3, 0), (1, 0), (VOID_NEWEST, 0), (CALL_A_MISTAKE, 0))
    test_measured_properties.check_what_is_out_of_range_has_its_alarm("oxygen_saturation", moves)


def a_symptom_calls() -> None:
    test_symptom.test_on_the_record_each_of_the_policy_s_symptoms_calls_whichever_entry_tells_of_it_first(
        "seizure", "symptom_started"
    )


def a_symptom_calls_once() -> None:
    test_symptom.test_an_earlier_start_that_is_entered_late_is_the_same_occurrence("")


def a_harmless_symptom_is_quiet() -> None:
    test_symptom.test_only_what_the_policy_names_calls("nausea", calls=False)


def heart_rules_are_read() -> None:
    test_measured_record.test_the_heart_counts_from_the_start_of_the_drip(50, calls=True)


def the_heart_before_the_start_is_quiet() -> None:
    test_measured_record.test_the_heart_counts_from_the_start_of_the_drip(-1, calls=False)


def quiet(*_: Any, **__: Any) -> Decision:
    """A rule that is switched off."""
    return Decision()


def shown_only(state: Any, measure: str) -> tuple[Any, ...]:
    """The readings that are not zero, as a careless feed would have them."""
    return tuple(charted._measured(each) for each in charted._all(state, measure) if each.value)


FAULTS = {
    "the_fast_heart_is_switched_off": Fault(heart_rate_high, "decided", quiet, at("heart_rate_high", 110, "advisory")),
    "the_slow_heart_is_switched_off": Fault(heart_rate_low, "decided", quiet, at("heart_rate_low", 49, "advisory")),
    "saturation_is_switched_off": Fault(oxygen_saturation, "decided", quiet, at("oxygen_saturation", 93, "advisory")),
    "breathing_is_switched_off": Fault(respiratory_rate, "decided", quiet, at("respiratory_rate", 9, "advisory")),
    "sedation_is_switched_off": Fault(sedation, "decided", quiet, at("sedation", 3, "urgent")),
    "symptoms_are_switched_off": Fault(symptom, "decide", quiet, a_symptom_calls),
    "no_measure_reaches_the_clock": Fault(clock, "measured_decisions", lambda *_, **__: (), heart_rules_are_read),
    "at_the_limit_a_fast_heart_is_in_range": Fault(
        heart_rate_high, "reaches", lambda value, limit: value > limit, at("heart_rate_high", 110, "advisory")
    ),
    "the_slow_limit_itself_calls": Fault(
        heart_rate_low, "reaches", lambda value, limit: value <= limit, at("heart_rate_low", 50)
    ),
    "the_slow_heart_is_compared_the_wrong_way_round": Fault(
        heart_rate_low, "reaches", lambda value, limit: value > limit, at("heart_rate_low", 0, "emergency")
    ),
    "saturation_is_compared_the_wrong_way_round": Fault(
        oxygen_saturation, "reaches", lambda value, limit: value > limit, at("oxygen_saturation", 89, "emergency")
    ),
    "the_saturation_limit_itself_calls": Fault(
        oxygen_saturation, "reaches", lambda value, limit: value <= limit, at("oxygen_saturation", 94)
    ),
    "the_breathing_limit_itself_calls": Fault(
        respiratory_rate, "reaches", lambda value, limit: value <= limit, at("respiratory_rate", 10)
    ),
    "breathing_is_compared_the_wrong_way_round": Fault(
        respiratory_rate, "reaches", lambda value, limit: value > limit, at("respiratory_rate", 0, "emergency")
    ),
    "the_sedation_limit_itself_is_in_range": Fault(
        sedation, "reaches", lambda value, limit: value < limit, at("sedation", 3, "urgent")
    ),
    "sedation_is_compared_the_wrong_way_round": Fault(
        sedation, "reaches", lambda value, limit: value >= limit, at("sedation", 0, "emergency")
    ),
    "one_fast_reading_is_urgent": Fault(
        heart_rate_high, "sustained", lambda run, _: run[:1], stays_fast((0, 120), (4.99, 130), expected="advisory")
    ),
    "a_fast_heart_is_never_urgent": Fault(
        heart_rate_high, "sustained", lambda *_: (), stays_fast((0, 120), (5, 120), expected="urgent")
    ),
    "five_minutes_are_not_yet_five_minutes": Fault(
        heart_rate_high,
        "sustained",
        lambda run, minutes: (
            (run[0], run[-1]) if (run[-1].reading.at - run[0].reading.at).seconds > minutes * 60 else ()
        ),
        stays_fast((0, 120), (5, 120), expected="urgent"),
    ),
    "an_emergency_waits": Fault(excursions, "first_critical", nothing, at("oxygen_saturation", 89, "emergency")),
    "a_tier_is_not_seen": Fault(grading, "tier_of", nothing, at("sedation", 1, "emergency")),
    "an_alarm_is_thought_to_stand": Fault(excursions, "stands", always, at("sedation", 1, "emergency")),
    "zero_is_taken_for_no_value_in_the_heart": Fault(
        charted, "while_here", shown_only, charted_calls({"hr_per_min": 0}, "heart_rate_low", "emergency")
    ),
    "zero_is_taken_for_no_value_in_breathing": Fault(
        measured, "while_here", shown_only, charted_calls({"rr_per_min": 0}, "respiratory_rate", "emergency")
    ),
    "sedation_before_the_start_is_not_watched": Fault(
        measured, "while_here", charted.since_start, before_the_start_calls("sedation", score=2)
    ),
    "saturation_before_the_start_is_not_watched": Fault(
        measured, "while_here", charted.since_start, before_the_start_calls("oxygen_saturation", spo2_pct=89)
    ),
    "the_heart_is_watched_before_the_start": Fault(
        measured, "since_start", charted.while_here, the_heart_before_the_start_is_quiet
    ),
    "a_quiet_alarm_never_ends": Fault(
        excursions,
        "back_in_range",
        never,
        test_measured.test_a_quiet_alarm_ends_when_the_newest_number_is_back_and_comes_again_under_another_id,
    ),
    "a_mistyped_number_keeps_its_weight": Fault(counting, "unfounded", never, typo_in_the_air),
    "what_a_typo_took_over_stays_taken_over": Fault(counting, "back_again", never, typo_in_the_air),
    "a_probe_error_counts_as_an_answer": Fault(
        counting,
        "NOT_TRUE",
        frozenset(),
        lambda: test_measured.test_of_a_voided_reading_only_an_answer_for_the_patient_counts(
            "probe_error", comes_again=True
        ),
    ),
    "every_symptom_is_an_emergency": Fault(symptom, "calls", always, a_harmless_symptom_is_quiet),
    "no_symptom_is_an_emergency": Fault(symptom, "calls", never, a_symptom_calls),
    "a_late_start_is_a_second_symptom": Fault(symptom, "about", never, a_symptom_calls_once),
    "any_symptom_stands_for_any_other": Fault(
        symptom, "stood_for", lambda _, alarms: bool(alarms), test_symptom.test_a_mistaken_one_stands_for_no_true_one
    ),
    "a_forgotten_reading_is_taken_for_a_voided_one": Fault(
        charted.Kept,
        "remembers",
        always,
        test_measured_record.test_a_reading_so_old_that_the_state_forgot_it_was_not_voided,
    ),
    "a_symptom_whose_start_was_corrected_is_taken_for_a_voided_one": Fault(
        alarms,
        "about",
        never,
        test_symptom.test_on_the_record_a_late_start_is_neither_a_second_alarm_nor_a_voided_one,
    ),
    "any_reason_ends_a_saturation_alarm": Fault(
        alarm_life,
        "RESOLVE_REASONS",
        dict.fromkeys(alarm_life.RESOLVE_REASONS, ("treated", "bored")),
        lambda: test_alarm_life.test_a_reason_of_another_rule_ends_nothing("oxygen_saturation", "treated"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_rule_over_charted_numbers_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prove(FAULTS[name], monkeypatch)
