"""Limits of one drip's own: from when they were set, in the policy's place, and never beyond an emergency."""

from dataclasses import replace
from typing import Any

import pytest

from slowdrip.science.infusion.state import OwnLimits
from slowdrip.science.rules import own_limits
from slowdrip.science.rules.adapters import measured
from slowdrip.science.rules.adapters.own import own_bounds, pressure_in_time, saturation_in_time, slow_in_time
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.in_time import Changing
from slowdrip.science.rules.own_limits import Bound, refusals
from slowdrip.science.rules.tests.cases import after
from slowdrip.science.rules.tests.visit import POLICY, Clock, check, event, started, state

BOUNDS = own_bounds(POLICY)


def set_at(minute: float, **limits: int) -> Any:
    return event("limits_set", minute, {**limits, "reason": "as discussed", "prescriber": "dr-a"})


def raised(*entries: Any, minute: float = 30) -> list[tuple[str, str]]:
    drip = Clock([*started(), *entries])
    drip.tick(minute)
    return [
        (each.payload["rule"], each.payload["tier"])
        for each in drip.kinds("alarm_raised")
        if each.payload["rule"] != "overdue_check"
    ]


def vitals(minute: float, **values: int) -> Any:
    return event("vitals", minute, dict(values))


CASES: list[tuple[dict[str, int], dict[str, int], list[tuple[str, str]]]] = [
    ({"spo2_low_pct": 96}, {"spo2_pct": 95}, [("oxygen_saturation", "urgent")]),
    ({"spo2_low_pct": 96}, {"spo2_pct": 96}, []),
    ({"spo2_low_pct": 91}, {"spo2_pct": 91}, [("oxygen_saturation", "advisory")]),
    ({"spo2_low_pct": 91}, {"spo2_pct": 90}, [("oxygen_saturation", "urgent")]),
    ({"spo2_low_pct": 91}, {"spo2_pct": 89}, [("oxygen_saturation", "emergency")]),
    ({"hr_low_per_min": 45}, {"hr_per_min": 45}, [("heart_rate_low", "advisory")]),
    ({"hr_low_per_min": 45}, {"hr_per_min": 44}, [("heart_rate_low", "urgent")]),
    ({"hr_low_per_min": 55}, {"hr_per_min": 54}, [("heart_rate_low", "urgent")]),
    ({"hr_low_per_min": 55}, {"hr_per_min": 55}, []),
    ({"hr_low_per_min": 45}, {"hr_per_min": 0}, [("heart_rate_low", "emergency")]),
    ({"hr_high_per_min": 140}, {"hr_per_min": 139}, [("heart_rate_high", "advisory")]),
    ({"hr_high_per_min": 140}, {"hr_per_min": 109}, []),
    ({"hr_high_per_min": 140}, {"hr_per_min": 140}, [("heart_rate_high", "advisory")]),
    ({"hr_high_per_min": 100}, {"hr_per_min": 100}, [("heart_rate_high", "advisory")]),
    ({"rr_low_per_min": 9}, {"rr_per_min": 9}, [("respiratory_rate", "advisory")]),
    ({"rr_low_per_min": 9}, {"rr_per_min": 8}, [("respiratory_rate", "urgent")]),
    ({"rr_low_per_min": 9}, {"rr_per_min": 7}, [("respiratory_rate", "emergency")]),
    ({"sbp_high_mmhg": 190}, {"sbp_mmhg": 159, "dbp_mmhg": 90}, []),
    ({"sbp_high_mmhg": 190}, {"sbp_mmhg": 189, "dbp_mmhg": 90}, [("blood_pressure", "advisory")]),
    ({"sbp_high_mmhg": 150}, {"sbp_mmhg": 150, "dbp_mmhg": 90}, [("blood_pressure", "advisory")]),
    ({"sbp_high_mmhg": 190}, {"sbp_mmhg": 150, "dbp_mmhg": 100}, [("blood_pressure", "advisory")]),
    ({"dbp_high_mmhg": 115}, {"sbp_mmhg": 150, "dbp_mmhg": 114}, [("blood_pressure", "advisory")]),
]
"""Own limits, a set of vital signs charted after, and the alarms; a baseline of 120/80 would call a rise from 156."""


@pytest.mark.parametrize(("limits", "values", "expected"), CASES)
def test_an_own_limit_calls_in_the_policy_s_place(
    limits: dict[str, int], values: dict[str, int], expected: list[tuple[str, str]]
) -> None:
    base = replace_baseline()
    assert raised(*base, set_at(1, **limits), vitals(5, **values), minute=5.5) == expected


def replace_baseline() -> tuple[Any, ...]:
    """A pressure before the start so high that no rise above it is pointed out in these cases."""
    return check(-1, sbp_mmhg=150, dbp_mmhg=90)


def test_two_readings_at_the_own_limit_are_urgent() -> None:
    narrow = set_at(1, sbp_high_mmhg=150)
    pair = (vitals(5, sbp_mmhg=150, dbp_mmhg=80), vitals(8, sbp_mmhg=152, dbp_mmhg=80))
    assert ("blood_pressure", "urgent") in raised(*replace_baseline(), narrow, *pair, minute=8.5)


def test_an_own_limit_counts_from_when_it_was_set() -> None:
    seen = (vitals(5, spo2_pct=95), set_at(6, spo2_low_pct=96))
    assert raised(*seen, minute=7) == []
    assert raised(*seen, vitals(6, spo2_pct=95), minute=7) == [("oxygen_saturation", "urgent")]


def test_what_was_raised_before_a_wider_limit_keeps_its_alarm() -> None:
    drip = Clock([*started(), vitals(5, spo2_pct=91)])
    drip.tick(5)
    drip.events.append(set_at(6, spo2_low_pct=90))
    drip.tick(6)
    assert [each.payload["tier"] for each in drip.kinds("alarm_raised")] == ["urgent"]
    assert drip.kinds("alarm_resolved") == []


def test_a_later_set_takes_the_place_of_the_whole_earlier_one() -> None:
    later = (set_at(1, spo2_low_pct=96), set_at(4, hr_low_per_min=45))
    assert raised(*later, vitals(5, spo2_pct=95), minute=5.5) == []


def test_a_voided_set_leaves_the_policy_s_limits() -> None:
    slip = set_at(1, spo2_low_pct=96)
    drip = Clock([*started(), slip])
    drip.void(slip)
    drip.events.append(vitals(5, spo2_pct=95))
    drip.tick(5)
    assert drip.kinds("alarm_raised") == []


def test_the_alarm_names_who_set_the_limit_and_when() -> None:
    drip = Clock([*started(), set_at(1, spo2_low_pct=96), vitals(5, spo2_pct=95)])
    drip.tick(5)
    (alarm,) = drip.kinds("alarm_raised")
    inputs = alarm.payload["inputs"]
    assert inputs["limit_spo2_percent"] == 96
    assert inputs["source_own.spo2_low_pct"] == f"{after(1).isoformat()} dr-a"
    assert inputs["confidence_own.spo2_low_pct"] == "own"
    assert not any("alarms.urgent" in name for name in inputs)


def test_of_a_pressure_only_the_number_that_was_set_is_own() -> None:
    limits = pressure_in_time(state([*started(), set_at(1, sbp_high_mmhg=150)], 5), POLICY).newest
    keys = [each.key for each in limits.sources_of(Tier.URGENT)]
    assert keys == ["own.sbp_high_mmhg", "alarms.urgent.dbp_mmhg", "alarms.urgent.confirming_readings"]
    assert (limits.advisory.systolic_mmhg, limits.urgent.systolic_mmhg, limits.emergency.systolic_mmhg) == (
        150,
        150,
        200,
    )


def test_a_narrower_limit_takes_no_quiet_one_away_and_a_wider_one_leaves_it_where_it_is() -> None:
    def quiet(**limits: int) -> int | None:
        return saturation_in_time(state([*started(), set_at(1, **limits)], 5), POLICY).newest.advisory

    assert (quiet(spo2_low_pct=93), quiet(spo2_low_pct=97), quiet(spo2_low_pct=91)) == (94, 97, 94)
    slow = slow_in_time(state([*started(), set_at(1, hr_low_per_min=45)], 5), POLICY).newest
    assert (slow.advisory, slow.urgent, slow.emergency) == (50, 45, 1)


@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        ("sbp_high_mmhg", 199, 200),
        ("dbp_high_mmhg", 119, 120),
        ("hr_high_per_min", 150, 151),
        ("hr_low_per_min", 40, 39),
        ("spo2_low_pct", 91, 90),
        ("rr_low_per_min", 9, 8),
    ],
)
def test_no_own_limit_lies_beyond_its_bound(name: str, allowed: int, refused: int) -> None:
    assert refusals({name: allowed}, BOUNDS) == ()
    (reason,) = refusals({name: refused}, BOUNDS)
    assert dict(reason.params) == {"field": name, "bound": allowed}


OUTERMOST: list[tuple[dict[str, int], dict[str, int], str, str]] = [
    ({"sbp_high_mmhg": 199}, {"sbp_mmhg": 199, "dbp_mmhg": 90}, "blood_pressure", "urgent"),
    ({"sbp_high_mmhg": 199}, {"sbp_mmhg": 198, "dbp_mmhg": 90}, "blood_pressure", "advisory"),
    ({"sbp_high_mmhg": 199}, {"sbp_mmhg": 160, "dbp_mmhg": 90}, "blood_pressure", "advisory"),
    ({"dbp_high_mmhg": 119}, {"sbp_mmhg": 150, "dbp_mmhg": 119}, "blood_pressure", "urgent"),
    ({"spo2_low_pct": 91}, {"spo2_pct": 90}, "oxygen_saturation", "urgent"),
    ({"spo2_low_pct": 91}, {"spo2_pct": 93}, "oxygen_saturation", "advisory"),
    ({"rr_low_per_min": 9}, {"rr_per_min": 8}, "respiratory_rate", "urgent"),
]
"""The widest own limits and two readings in a row: something calls before the emergency, and the quiet tier stays."""


@pytest.mark.parametrize(("limits", "values", "rule", "tier"), OUTERMOST)
def test_the_widest_own_limit_calls_before_the_emergency_and_what_lies_before_is_pointed_out(
    limits: dict[str, int], values: dict[str, int], rule: str, tier: str
) -> None:
    assert refusals(limits, BOUNDS) == ()
    twice = (vitals(5, **values), vitals(8, **values))
    found = [each for each in raised(*replace_baseline(), set_at(1, **limits), *twice, minute=8.5) if each[0] == rule]
    assert found == [(rule, tier)]


@pytest.mark.parametrize("name", ["_quiet_high", "_quiet_low"])
def test_planted_a_quiet_limit_that_moves_along_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_limits, name, lambda own, quiet: own)
    high, low = OUTERMOST[2], OUTERMOST[5]
    with pytest.raises(AssertionError):
        test_the_widest_own_limit_calls_before_the_emergency_and_what_lies_before_is_pointed_out(
            *(high if name == "_quiet_high" else low)
        )


def voided_at(minute: float, told: Any) -> Any:
    """The set as the record gives it once it was voided."""
    return replace(told, payload={**told.payload, "voided_at": after(minute).isoformat()})


def a_void_judges_nothing_anew() -> None:
    wide = set_at(1, spo2_low_pct=91)
    seen = (vitals(5, spo2_pct=91), vitals(8, spo2_pct=97))
    drip = Clock([*started(), wide, *seen])
    drip.tick(9)
    drip.events = [voided_at(10, each) if each.id == wide.id else each for each in drip.events]
    drip.tick(10)
    assert "urgent" not in tiers_of(drip)
    drip.events.append(vitals(11, spo2_pct=91))
    drip.tick(11)
    assert "urgent" in tiers_of(drip)


def tiers_of(drip: Clock) -> list[str]:
    return [each.payload["tier"] for each in drip.kinds("alarm_raised") if each.payload["rule"] == "oxygen_saturation"]


def test_a_void_judges_nothing_anew_and_the_policy_calls_from_then_on() -> None:
    a_void_judges_nothing_anew()


def test_planted_a_void_that_reaches_back_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OwnLimits, "holds", lambda self, moment: self.at <= moment and self.voided_at is None)
    with pytest.raises(AssertionError):
        a_void_judges_nothing_anew()


def test_a_voided_set_leaves_the_one_before_it_in_force() -> None:
    first, slip = set_at(1, spo2_low_pct=91), set_at(4, spo2_low_pct=97)
    told = state([*started(), first, voided_at(6, slip)], 7)
    limits = saturation_in_time(told, POLICY)
    assert [limits.at(after(minute)).urgent for minute in (0, 1, 4, 6)] == [92, 91, 97, 91]
    assert told.own_limits_now is not None
    assert told.own_limits_now.spo2_low_pct == 91


def test_a_set_without_limits_is_the_policy_s_again_from_its_time_on() -> None:
    told = state([*started(), set_at(1, spo2_low_pct=91), set_at(6)], 7)
    limits = saturation_in_time(told, POLICY)
    assert [limits.at(after(minute)).urgent for minute in (1, 5.9, 6)] == [91, 91, 92]
    assert limits.newest.sources_of(Tier.URGENT)[0].confidence != "own"
    assert told.own_limits_now is None


def test_planted_limits_that_reach_back_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Changing, "at", lambda self, moment: self.newest)
    with pytest.raises(AssertionError):
        test_an_own_limit_counts_from_when_it_was_set()


def test_planted_own_limits_that_nobody_reads_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        measured, "saturation_in_time", lambda state, policy: saturation_in_time(replace(state, own_limits=()), policy)
    )
    with pytest.raises(AssertionError):
        test_an_own_limit_calls_in_the_policy_s_place(*CASES[0])


def test_planted_bounds_that_bind_nothing_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bound, "allows", lambda self, limit: True)
    with pytest.raises(ValueError, match="not enough values"):
        test_no_own_limit_lies_beyond_its_bound("sbp_high_mmhg", 199, 200)
