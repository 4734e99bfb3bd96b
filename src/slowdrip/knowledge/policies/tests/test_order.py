"""Values that contradict each other are refused: each declared order, both ways, and level."""

from itertools import pairwise

import pytest

from slowdrip.knowledge.authored.shape import leaves_of
from slowdrip.knowledge.policies import default_policy, order
from slowdrip.knowledge.policies.tests.authoring import refusals, with_value

LEAVES = dict(leaves_of(default_policy()))
STRICT = [pair for line in order.RISING for pair in pairwise(line)]
LEVEL_ALLOWED = [pair for line in order.NOT_FALLING for pair in pairwise(line)]
SWAPPED_TIERS = [
    ("alarms.advisory.sbp_mmhg", "alarms.urgent.sbp_mmhg"),
    ("alarms.urgent.dbp_mmhg", "alarms.emergency.dbp_mmhg"),
    ("alarms.urgent.spo2_low_percent", "alarms.advisory.spo2_low_percent"),
    ("dose_tiers.second_clinician_above_mg_per_kg", "dose_tiers.impossible_above_mg_per_kg"),
]


def swapped(low: str, high: str) -> str:
    return with_value(low, str(LEAVES[high].value), text=with_value(high, str(LEAVES[low].value)))


@pytest.mark.parametrize("key", [key for line in (*order.RISING, *order.NOT_FALLING) for key in line])
def test_every_ordered_key_is_a_key_of_the_policy(key: str) -> None:
    assert key in LEAVES


@pytest.mark.parametrize(("low", "high"), SWAPPED_TIERS)
def test_swapped_tiers_are_refused(low: str, high: str) -> None:
    assert (low, "impossible_order") in refusals(swapped(low, high))


@pytest.mark.parametrize(("low", "high"), STRICT)
def test_two_limits_that_meet_are_refused(low: str, high: str) -> None:
    assert refusals(with_value(low, str(LEAVES[high].value)))


@pytest.mark.parametrize(("low", "high"), LEVEL_ALLOWED)
def test_limits_that_may_meet_may_meet(low: str, high: str) -> None:
    assert refusals(with_value(high, str(LEAVES[low].value))) == []


def test_an_emergency_may_not_escalate_later_than_an_urgent_alarm() -> None:
    key = "alarms.emergency.escalate_after_s"
    assert refusals(with_value(key, "61")) == [(key, "impossible_order")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("go_no_go.profiles.spravato_140_90.dbp_high_mmhg", "140"),
        ("alarms.profiles.rodrigues_165_100.dbp_mmhg", "165"),
        ("fasting.profiles.clinics_6_2.clear_liquids_h", "7"),
    ],
)
def test_a_profile_that_contradicts_itself_is_refused(key: str, value: str) -> None:
    assert refusals(with_value(key, value)) == [(key, "impossible_order")]


def test_the_lowest_start_pressure_stays_below_every_profile() -> None:
    found = refusals(with_value("go_no_go.sbp_low_mmhg", "140"))
    assert found == [("go_no_go.sbp_low_mmhg", "impossible_order")]


@pytest.mark.parametrize("phase", ["first", "during", "recovery"])
def test_an_interval_of_nothing_is_refused(phase: str) -> None:
    key = f"checks.{phase}.interval_min"
    assert (key, "out_of_range") in refusals(with_value(key, "0"))


@pytest.mark.parametrize(
    ("key", "inside", "outside"),
    [
        ("dose_tiers.tenfold_from_ratio", ("2", "10"), ("1.99", "10.01")),
        ("dose_tiers.thousandfold_from_ratio", ("20", "1000"), ("19", "1001")),
        ("dose_tiers.pump_volume_step_ul", ("1", "1000"), ("0", "1001")),
        ("dose_tiers.pump_rate_step_ul_per_h", ("1", "1000"), ("0", "1001")),
        ("weight.pound_ratio_tolerance_percent", ("1", "40"), ("0.9", "41")),
        ("weight.reread_within_kg", ("0", "2"), ("-0.1", "2.1")),
        ("weight.reread_within_cm", ("0", "3"), ("-0.1", "3.1")),
        ("verification.draw_up_tolerance_percent", ("0", "10"), ("-0.1", "10.1")),
        ("verification.pump_tolerance_percent", ("0", "10"), ("-0.1", "10.1")),
        ("alarms.cuff_low_mmhg", ("1", "60"), ("0", "61")),
        ("alarms.cuff_high_mmhg", ("200", "320"), ("199", "321")),
        ("checks.late_entry_min", ("1", "60"), ("0", "61")),
        ("sessions.lock_after_s", ("30", "3600"), ("29", "3601")),
        ("sessions.max_session_h", ("1", "24"), ("0", "25")),
        ("sessions.pin_tries", ("1", "10"), ("0", "11")),
    ],
)
def test_a_number_keeps_to_what_an_author_can_mean(key: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert [refusals(with_value(key, each)) for each in inside] == [[]] * len(inside)
    assert [(key, "out_of_range") in refusals(with_value(key, each)) for each in outside] == [True] * len(outside)


def test_an_emergency_pressure_that_no_cuff_can_show_is_refused() -> None:
    emergency = with_value("alarms.emergency.sbp_mmhg", "251")
    found = refusals(with_value("alarms.cuff_high_mmhg", "250", text=emergency))
    assert found == [("alarms.emergency.sbp_mmhg", "impossible_order")]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("alarms.escalation_roles", '["front_desk"]'),
        ("alarms.escalation_roles", '["auditor"]'),
        ("weight.dosing_bases", '["lean"]'),
        ("checks.recheck_channels", '["mood"]'),
    ],
)
def test_a_code_that_nobody_can_follow_is_refused(key: str, codes: str) -> None:
    assert (key, "unknown_choice") in refusals(with_value(key, codes))


@pytest.mark.parametrize("key", ["alarms.escalation_roles", "weight.dosing_bases", "checks.recheck_channels"])
def test_an_empty_list_is_refused(key: str) -> None:
    assert (key, "empty_list") in refusals(with_value(key, "[]"))


def test_without_the_order_rules_swapped_tiers_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the refusal of swapped tiers hangs on these rules and on nothing else."""
    monkeypatch.setattr(order, "RISING", ())
    assert refusals(swapped(*SWAPPED_TIERS[0])) == []
    with pytest.raises(AssertionError):
        test_swapped_tiers_are_refused(*SWAPPED_TIERS[0])
