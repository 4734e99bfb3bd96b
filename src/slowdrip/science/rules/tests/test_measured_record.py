"""The alarms of charted numbers on a real record with the default policy: when they watch, and what they remember."""

from collections.abc import Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion.events import Event
from slowdrip.science.infusion.fold.observations import WATCHED_KEPT
from slowdrip.science.rules.adapters import policy_measured
from slowdrip.science.rules.adapters.alarms import open_on_voided_readings
from slowdrip.science.rules.adapters.clock import clock_work
from slowdrip.science.rules.adapters.closing import recovery
from slowdrip.science.rules.adapters.policy_gates import discharge_limits
from slowdrip.science.rules.discharge import discharge_gates
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.measures import BY_NAME
from slowdrip.science.rules.tests.visit import POLICY, Clock, check, event, started, state


def raised(drip: Clock) -> list[tuple[str, str]]:
    return [(each.payload["rule"], each.payload["tier"]) for each in drip.kinds("alarm_raised")]


def vitals(minute: float, **values: int) -> Event:
    return event("vitals", minute, dict(values))


def felt(code: str) -> Event:
    return event("symptom_started", 5, {"symptom": code})


def with_tier(tier: str, **values: object) -> Policy:
    """The policy with other values in one tier of its alarms."""
    old = getattr(POLICY.alarms, tier)
    new = {name: replace(getattr(old, name), value=value) for name, value in values.items()}
    return replace(POLICY, alarms=replace(POLICY.alarms, **{tier: replace(old, **new)}))


def of_the_drip(policy: Policy, *entries: Event) -> list[tuple[str, str]]:
    work = clock_work(state([*started(), *entries], 6), policy, infusion_id=INFUSION, at=after(6))
    return [(each.rule, str(each.tier)) for each in work.raise_]


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_default_policy_gives_the_limits_of_the_tests(name: str) -> None:
    found = getattr(policy_measured, f"{name}_limits")(POLICY)
    assert replace(found, sources=()) == BY_NAME[name].limits
    for tier, sources in found.sources:
        assert found.of(tier) is not None
        assert all(each.key.startswith(f"alarms.{tier}.") and each.source and each.confidence for each in sources)


CASES: list[tuple[str, str, object, list[Event], str]] = [
    ("advisory", "hr_high_bpm", 80, [vitals(5, hr_per_min=80)], "heart_rate_high"),
    ("urgent", "hr_high_bpm", 80, [vitals(0, hr_per_min=80), vitals(5, hr_per_min=80)], "heart_rate_high"),
    ("urgent", "hr_sustained_min", 2, [vitals(3, hr_per_min=120), vitals(5, hr_per_min=120)], "heart_rate_high"),
    ("advisory", "hr_low_bpm", 61, [vitals(5, hr_per_min=60)], "heart_rate_low"),
    ("advisory", "spo2_low_percent", 97, [vitals(5, spo2_pct=96)], "oxygen_saturation"),
    ("urgent", "spo2_low_percent", 97, [vitals(5, spo2_pct=96)], "oxygen_saturation"),
    ("emergency", "spo2_low_percent", 97, [vitals(5, spo2_pct=96)], "oxygen_saturation"),
    ("advisory", "rr_low_per_min", 13, [vitals(5, rr_per_min=12)], "respiratory_rate"),
    ("emergency", "rr_low_per_min", 13, [vitals(5, rr_per_min=12)], "respiratory_rate"),
    ("urgent", "moaas_at_most", 4, [event("moaas", 5, {"score": 4})], "sedation"),
    ("emergency", "moaas_at_most", 4, [event("moaas", 5, {"score": 4})], "sedation"),
    ("emergency", "symptoms", ("dyspnoea",), [felt("dyspnoea")], "emergency_symptom"),
]
"""A tier, one of its keys, another value for it, and entries whose alarm of that rule only the other value raises."""


@pytest.mark.parametrize(("tier", "key", "value", "entries", "rule"), CASES)
def test_every_number_is_the_policy_s(tier: str, key: str, value: object, entries: list[Event], rule: str) -> None:
    assert (rule, tier) not in of_the_drip(POLICY, *entries)
    assert (rule, tier) in of_the_drip(with_tier(tier, **{key: value}), *entries)


@pytest.mark.parametrize("tier", ["advisory", "urgent", "emergency"])
def test_no_limit_of_a_tier_is_read_by_nobody(tier: str) -> None:
    """A value that a director signs and no rule reads would be a lie; each is named in the test above or elsewhere."""
    elsewhere = {"sbp_mmhg", "dbp_mmhg", "bp_rise_percent", "confirming_readings", "repeat_after_min"}
    elsewhere |= {"repeat_within_min"} | (set() if tier == "advisory" else {"escalate_after_s", "silence_s"})
    read = {key for each, key, *_ in CASES if each == tier}
    assert {each.name for each in fields(getattr(POLICY.alarms, tier))} - elsewhere == read


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (vitals(-10, spo2_pct=89), "oxygen_saturation"),
        (vitals(-10, rr_per_min=6), "respiratory_rate"),
        (event("moaas", -10, {"score": 2}), "sedation"),
        (vitals(50, spo2_pct=89), "oxygen_saturation"),
        (vitals(50, rr_per_min=0), "respiratory_rate"),
        (event("moaas", 50, {"score": 1}), "sedation"),
    ],
)
def test_breathing_and_sedation_call_before_the_start_and_in_recovery(entry: Event, rule: str) -> None:
    drip = Clock([*started(), event("stopped", 40), *check(45), entry])
    drip.tick(51)
    assert rule in [each for each, _ in raised(drip)]


@pytest.mark.parametrize(("minute", "calls"), [(-1, False), (0, True), (50, True)])
def test_the_heart_counts_from_the_start_of_the_drip(minute: float, *, calls: bool) -> None:
    drip = Clock([*started(), event("stopped", 40), vitals(minute, hr_per_min=115)])
    drip.tick(max(minute, 0) + 0.5)
    assert ("heart_rate_high" in [each for each, _ in raised(drip)]) == calls


def test_nothing_calls_before_check_in_or_after_the_ending() -> None:
    before, later = vitals(-61, spo2_pct=80), vitals(31, spo2_pct=80)
    drip = Clock([before, *started(), event("left_unseen", 30), later])
    drip.tick(32)
    assert "oxygen_saturation" not in [each for each, _ in raised(drip)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [({"hr_per_min": 0}, ("heart_rate_low", "emergency")), ({"rr_per_min": 0}, ("respiratory_rate", "emergency"))],
)
def test_no_beat_and_no_breath_are_numbers_and_call(values: dict[str, int], expected: tuple[str, str]) -> None:
    drip = Clock([*started(), vitals(5, **values)])
    drip.tick(5)
    assert raised(drip) == [expected]


def test_one_entry_that_is_out_of_range_in_everything_raises_one_alarm_for_each() -> None:
    drip = Clock([*started(), vitals(5, sbp_mmhg=205, dbp_mmhg=80, hr_per_min=40, spo2_pct=85, rr_per_min=6)])
    drip.tick(5)
    drip.tick(5)
    assert sorted(raised(drip)) == [
        ("blood_pressure", "emergency"),
        ("heart_rate_low", "advisory"),
        ("oxygen_saturation", "emergency"),
        ("respiratory_rate", "emergency"),
    ]


def test_an_open_loud_alarm_keeps_the_patient_here_and_a_quiet_one_does_not() -> None:
    def kept_by(*entries: Event) -> bool:
        drip = Clock([*started(), event("stopped", 40), *entries])
        drip.tick(100)
        found = discharge_gates(recovery(drip.state(100)), discharge_limits(POLICY), at=after(100))
        return "alarms_unresolved" in [reason.code for reason in found.not_yet]

    whole = check(98)
    assert not kept_by(*check(41), *check(55), *check(70), *check(85), vitals(90, spo2_pct=93), *whole)
    for entry in (
        vitals(90, spo2_pct=91),
        vitals(90, rr_per_min=7),
        event("moaas", 90, {"score": 3}),
        event("symptom_started", 90, {"symptom": "chest_pain"}),
    ):
        assert kept_by(*check(41), *check(55), *check(70), *check(85), entry, *whole)


def test_an_alarm_climbs_the_ladder_until_a_person_resolves_it() -> None:
    drip = Clock([*started(), *check(5, spo2_pct=88)])
    drip.run(5, 7)
    (key,) = drip.state(7).open_alarms
    called = [each.payload["to_role"] for each in drip.kinds("alarm_escalated")]
    assert called[:3] == ["prescriber", "medical_director", "medical_director"]
    drip.end(key, "oxygen_given", minute=7.1)
    before = len(drip.written)
    drip.run(7.25, 9)
    assert len(drip.written) == before


def test_a_reading_entered_after_many_newer_ones_still_calls() -> None:
    drip = Clock([*started(), *(vitals(10 + number, spo2_pct=98) for number in range(WATCHED_KEPT - 1))])
    drip.tick(40)
    drip.events.append(vitals(5, spo2_pct=84))
    drip.tick(41)
    assert ("oxygen_saturation", "emergency") in raised(drip)


def test_a_reading_so_old_that_the_state_forgot_it_was_not_voided() -> None:
    low = vitals(5, spo2_pct=84)
    drip = Clock([*started(), low])
    drip.tick(5)
    drip.events.extend(vitals(6 + number / 10, spo2_pct=98) for number in range(WATCHED_KEPT))
    found = drip.state(30)
    assert low.id not in {each.event_id for each in found.observed.measures["spo2_pct"]}
    assert open_on_voided_readings(found) == frozenset()
    drip.tick(30)
    assert [each for each in raised(drip) if each[0] == "oxygen_saturation"] == [("oxygen_saturation", "emergency")]


def test_a_voided_reading_leaves_its_alarm_to_a_person() -> None:
    low = vitals(5, spo2_pct=84)
    drip = Clock([*started(), low])
    drip.tick(5)
    drip.void(low)
    drip.tick(6)
    (key,) = drip.state(6).open_alarms
    assert open_on_voided_readings(drip.state(6)) == {key}
    drip.end(key, "entered_by_mistake", minute=6.5)
    assert drip.state(7).open_alarms == {}


ENTRIES = some.sampled_from(
    [
        ("vitals", {"spo2_pct": 88}),
        ("vitals", {"spo2_pct": 93, "hr_per_min": 122}),
        ("vitals", {"spo2_pct": 98, "hr_per_min": 70, "rr_per_min": 14}),
        ("vitals", {"rr_per_min": 7, "hr_per_min": 121}),
        ("moaas", {"score": 2}),
        ("moaas", {"score": 5}),
        ("symptom_started", {"symptom": "seizure"}),
        ("symptom_ended", {"symptom": "seizure"}),
        ("stopped", {}),
    ]
)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(some.lists(ENTRIES, max_size=8))
def test_entries_in_any_order_of_arrival_ask_for_the_same(told: Sequence[tuple[str, dict[str, object]]]) -> None:
    line = [event(kind, 2.0 * place, payload) for place, (kind, payload) in enumerate(told)]
    at = 2.0 * len(told) + 1
    one = clock_work(state([*started(), *line], at), POLICY, infusion_id=INFUSION, at=after(at))
    other = clock_work(state([*line[::-1], *started()], at), POLICY, infusion_id=INFUSION, at=after(at))
    assert (one.raise_, one.resolve) == (other.raise_, other.resolve)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(some.lists(ENTRIES, max_size=8))
def test_two_clocks_write_each_alarm_once(told: Sequence[tuple[str, dict[str, object]]]) -> None:
    one, other = Clock([*started()]), Clock([*started()])
    for place, (kind, payload) in enumerate(told):
        minute = 1.0 + place
        for clock in (one, other):
            clock.events.append(event(kind, minute, payload))
            clock.tick(minute)
    assert {each.id for each in one.written} == {each.id for each in other.written}
    before = len(one.events)
    one.tick(1.0 + len(told))
    late = [each for each in one.events[before:] if each.payload.get("rule") != "overdue_check"]
    assert [each.kind for each in late if each.kind == "alarm_raised"] == []


@pytest.mark.parametrize(("hr", "calls"), [(0, True), (1, False), (30, False)])
def test_before_the_start_only_a_heart_that_does_not_beat_calls(hr: int, *, calls: bool) -> None:
    drip = Clock([*started(), vitals(-5, hr_per_min=hr)])
    drip.tick(0.5)
    assert (("heart_rate_low", "emergency") in raised(drip)) == calls
    assert ("heart_rate_low", "advisory") not in raised(drip)


def test_no_pulse_after_a_slow_heart_takes_its_alarm_over() -> None:
    drip = Clock([*started(), vitals(5, hr_per_min=40)])
    drip.tick(5)
    drip.events.append(vitals(6, hr_per_min=0))
    drip.tick(6)
    assert raised(drip) == [("heart_rate_low", "advisory"), ("heart_rate_low", "emergency")]
    assert [each.payload["reason"] for each in drip.kinds("alarm_resolved")] == ["superseded"]
