"""A symptom that is an emergency by itself calls at once, once for each time it comes, until a person resolves it."""

from dataclasses import replace

import pytest

from slowdrip.science.rules.adapters.alarms import open_on_voided_readings
from slowdrip.science.rules.alarm import AlarmRaise, StoredAlarm, Tier
from slowdrip.science.rules.measured import symptom
from slowdrip.science.rules.measured.symptom import Occurrence, SymptomAlarm, SymptomLimits
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.visit import POLICY, Clock, event, started

LIMITS = SymptomLimits(("chest_pain", "seizure"))


def felt(code: str, minute: float, ended: float | None = None, *, id: str = "") -> Occurrence:
    return Occurrence(
        id=id or f"{code}@{minute}", symptom=code, at=after(minute), ended_at=None if ended is None else after(ended)
    )


def raised(*occurrences: Occurrence, alarms: tuple[SymptomAlarm, ...] = ()) -> tuple[AlarmRaise, ...]:
    decision = symptom.decide(occurrences, alarms, infusion_id=INFUSION, limits=LIMITS)
    assert decision.resolve == ()
    return decision.raise_


def kept(alarm: AlarmRaise, minute: float | None = None, reason: str = "") -> SymptomAlarm:
    """The alarm as stored; ended by a person at that minute with that reason."""
    over = None if minute is None else after(minute)
    stored = StoredAlarm(
        id=alarm.id,
        rule=alarm.rule,
        tier=alarm.tier,
        trigger=alarm.trigger,
        trigger_at=alarm.trigger_at,
        resolved_at=over,
        reason=reason,
    )
    return SymptomAlarm(stored, str(alarm.inputs["symptom"]))


@pytest.mark.parametrize(
    ("code", "calls"), [("chest_pain", True), ("seizure", True), ("nausea", False), ("dissociation_distress", False)]
)
def test_only_what_the_policy_names_calls(code: str, *, calls: bool) -> None:
    assert [each.tier for each in raised(felt(code, 5))] == [Tier.EMERGENCY] * calls


def test_it_calls_once_while_it_lasts_and_again_when_it_comes_again() -> None:
    first = felt("seizure", 5)
    (one,) = raised(first)
    assert raised(first, alarms=(kept(one),)) == ()
    assert raised(first, alarms=(kept(one, 7, "prescriber_examined"),)) == ()
    over, second = felt("seizure", 5, 8), felt("seizure", 20)
    (two,) = raised(over, second, alarms=(kept(one, 7, "symptom_over"),))
    assert (two.trigger, two.id != one.id) == (second.id, True)


def test_two_symptoms_are_two_alarms() -> None:
    assert len(raised(felt("seizure", 5), felt("chest_pain", 5))) == 2


def test_one_that_was_over_before_anybody_wrote_it_down_calls_all_the_same() -> None:
    assert len(raised(felt("seizure", 5, 7))) == 1
    assert len(raised(felt("seizure", 5, 5))) == 1


@pytest.mark.parametrize("reason", ["", "symptom_over", "handed_to_ems"])
def test_an_earlier_start_that_is_entered_late_is_the_same_occurrence(reason: str) -> None:
    (one,) = raised(felt("seizure", 10))
    stored = kept(one, 12 if reason else None, reason)
    assert raised(felt("seizure", 5, id="earlier"), alarms=(stored,)) == ()


def test_a_mistaken_one_stands_for_no_true_one() -> None:
    (mistyped,) = raised(felt("seizure", 10))
    true = felt("seizure", 5, id="true")
    assert [each.trigger for each in raised(true, alarms=(kept(mistyped, 11, "entered_by_mistake"),))] == ["true"]


def test_what_a_person_called_a_mistake_does_not_come_again_for_the_same_entry() -> None:
    one = felt("seizure", 10)
    (alarm,) = raised(one)
    assert raised(one, alarms=(kept(alarm, 11, "entered_by_mistake"),)) == ()


def test_the_order_of_arrival_does_not_matter() -> None:
    line = (felt("seizure", 5, 8), felt("chest_pain", 6), felt("seizure", 20))
    assert raised(*line) == raised(*line[::-1])


def test_it_says_which_symptoms_the_policy_named() -> None:
    (alarm,) = raised(replace(felt("seizure", 5), grade="severe"))
    assert (alarm.inputs["symptom"], alarm.inputs["grade"]) == ("seizure", "severe")
    assert dict(alarm.limits) == {"symptoms": "chest_pain,seizure"}


@pytest.mark.parametrize("code", POLICY.alarms.emergency.symptoms.value)
@pytest.mark.parametrize("kind", ["symptom_started", "symptom_changed", "symptom_ended"])
def test_on_the_record_each_of_the_policy_s_symptoms_calls_whichever_entry_tells_of_it_first(
    code: str, kind: str
) -> None:
    drip = Clock([*started(), event(kind, 6, {"symptom": code, "action": "stopped"})])
    drip.tick(6)
    drip.tick(6.5)
    found = [each.payload for each in drip.kinds("alarm_raised")]
    assert [(each["rule"], each["tier"]) for each in found] == [("emergency_symptom", "emergency")]
    assert found[0]["inputs"]["confidence_alarms.emergency.symptoms"] == "proposal"


def test_on_the_record_a_worse_grade_is_no_second_alarm_and_its_end_ends_nothing() -> None:
    drip = Clock([*started(), event("symptom_started", 6, {"symptom": "chest_pain", "grade": "mild"})])
    drip.tick(6)
    drip.events.append(event("symptom_changed", 6.2, {"symptom": "chest_pain", "grade": "severe"}))
    drip.events.append(event("symptom_ended", 6.4, {"symptom": "chest_pain"}))
    drip.tick(6.5)
    assert len(drip.kinds("alarm_raised")) == 1
    assert len(drip.state(6.5).open_alarms) == 1


def test_on_the_record_a_late_start_is_neither_a_second_alarm_nor_a_voided_one() -> None:
    drip = Clock([*started(), event("symptom_started", 6, {"symptom": "chest_pain"})])
    drip.tick(6)
    drip.events.append(event("symptom_started", 4, {"symptom": "chest_pain"}))
    drip.tick(6.5)
    assert len(drip.kinds("alarm_raised")) == 1
    assert open_on_voided_readings(drip.state(6.5)) == frozenset()


@pytest.mark.parametrize(("minute", "calls"), [(-61, False), (-60, True), (30, True), (31, False)])
def test_it_calls_from_check_in_to_the_ending(minute: float, *, calls: bool) -> None:
    drip = Clock([*started(), event("symptom_started", minute, {"symptom": "chest_pain"})])
    drip.events.append(event("left_unseen", 30))
    drip.tick(31)
    rules = [each.payload["rule"] for each in drip.kinds("alarm_raised")]
    assert ("emergency_symptom" in rules) == calls
