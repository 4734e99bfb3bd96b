"""The same bag at another rate: the figures, their boundaries, and the tiers of a whole order."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slowdrip.science.pharmacology.dosing import (
    NewRate,
    RateChange,
    RateChecked,
    RateFigures,
    RestOver,
    Tier,
    change_rate,
    check_rate_change,
    tiers,
    units,
)
from slowdrip.science.pharmacology.dosing.tests import rate_oracle
from slowdrip.science.pharmacology.dosing.tests.cast import LIMITS, D, codes

# 80 kg, 0.5 mg/kg in 100 mL over 40 min: 150 mL/h; after 20 min half of it is in.
HALFWAY = RateChange(
    asked=NewRate(D(75)),
    total_mg=None,
    bag_ug=40_000,
    bag_ul=100_000,
    draw_ul=800,
    out_ul=50_000,
    ran_s=1200,
    present_rate_ul_per_h=150_000,
    ends_at_ul=100_000,
    ordered_ug=40_000,
    ordered_mg_per_kg=D("0.5"),
    dosing_kg=D(80),
    measured_kg=D(80),
)


def changed(**changes: Any) -> RateChecked:
    return check_rate_change(replace(HALFWAY, **changes), limits=LIMITS)


def figures(**changes: Any) -> RateFigures:
    outcome = change_rate(replace(HALFWAY, **changes), limits=LIMITS)
    assert isinstance(outcome, RateFigures), outcome
    return outcome


def refused(**changes: Any) -> list[str]:
    outcome = change_rate(replace(HALFWAY, **changes), limits=LIMITS)
    assert not isinstance(outcome, RateFigures)
    return codes(outcome)


def test_the_rest_over_forty_minutes_is_half_the_rate() -> None:
    f = figures(asked=RestOver(D(40)))
    assert (f.rate_ul_per_h, f.vtbi_ul, f.stop_at_ul) == (75_000, 50_000, 100_000)
    assert (f.run_min, f.bag_empty_min) == (Fraction(40), Fraction(40))
    assert (f.mg_per_kg_per_h, f.mcg_per_kg_per_min) == (Fraction(3, 8), Fraction(25, 4))
    assert (f.given_ug, f.rest_ug, f.total_ug, f.total_mg_per_kg) == (20_000, 20_000, 40_000, Fraction(1, 2))
    assert (f.whole_min, f.dose_ug, f.ordered_mg_per_kg) == (Fraction(60), 40_000, Fraction(1, 2))


def test_a_rate_and_its_minutes_are_the_same_change() -> None:
    assert figures(asked=NewRate(D(75))) == figures(asked=RestOver(D(40)))


def test_a_lower_total_ends_earlier_and_leaves_the_bag_as_it_is() -> None:
    f = figures(total_mg=D(30))
    assert (f.stop_at_ul, f.vtbi_ul, f.total_ug, f.rest_ug, f.dose_ug) == (75_000, 25_000, 30_000, 10_000, 30_000)
    assert (f.run_min, f.bag_empty_min) == (Fraction(20), Fraction(40))
    assert (f.final_volume_ul, f.drawn_ug) == (100_000, 40_000)
    assert f.ordered_mg_per_kg == Fraction(3, 8)


@pytest.mark.parametrize(
    ("total_mg", "code"),
    [
        ("40.0001", ["rate_total_above_order"]),
        ("41", ["rate_total_above_order"]),
        ("20", ["rate_total_given_already"]),
        ("4", ["rate_total_given_already"]),
        ("20.01", ["rate_nothing_left"]),
    ],
)
def test_a_total_is_never_more_than_ordered_and_never_less_than_given(total_mg: str, code: list[str]) -> None:
    assert refused(total_mg=D(total_mg)) == code


@pytest.mark.parametrize("total_mg", ["40", "20.04", "39.99"])
def test_a_total_from_just_above_what_is_given_up_to_the_order_is_possible(total_mg: str) -> None:
    assert figures(total_mg=D(total_mg)).total_ug <= 40_000


def test_the_ordered_total_typed_out_changes_nothing() -> None:
    assert figures(total_mg=D(40)) == figures(total_mg=None)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (NewRate(D("0.9")), "rate_below_pump"),
        (NewRate(D("999.1")), "rate_above_pump"),
        (NewRate(D("75.05")), "rate_finer_than_pump"),
        (RestOver(D(1)), "rate_above_pump"),
        (RestOver(D(3200)), "rate_below_pump"),
    ],
)
def test_what_no_pump_runs_at_is_refused(asked: Any, code: str) -> None:
    assert refused(asked=asked) == [code]


@pytest.mark.parametrize("asked", [NewRate(D(1)), NewRate(D(999)), RestOver(D(3000))])
def test_the_ends_of_the_pump_are_possible(asked: Any) -> None:
    figures(asked=asked)


def test_with_nothing_left_there_is_nothing_to_change() -> None:
    assert refused(out_ul=99_901) == ["rate_nothing_left"]
    assert figures(out_ul=99_900, asked=NewRate(D(75))).vtbi_ul == 100
    assert refused(out_ul=120_000) == ["rate_nothing_left"]


@pytest.mark.parametrize(
    ("ml_per_h", "code"),
    [
        ("18.8", None),
        ("18.7", "tenfold_low"),
        ("15", "tenfold_low"),
        ("0.75", None),
    ],
)
def test_a_slipped_point_in_the_rate_is_impossible(ml_per_h: str, code: str | None) -> None:
    found = changed(asked=NewRate(D(ml_per_h)))
    slips = [each for each in codes(found.findings) if each.startswith(("tenfold", "thousandfold"))]
    assert slips == ([code] if code else [])
    assert found.may_be_signed is (ml_per_h == "18.8")


def test_ten_times_the_present_rate_is_impossible() -> None:
    slow = {"present_rate_ul_per_h": 15_000, "asked": NewRate(D(150))}
    assert "tenfold_high" in codes(changed(**slow).findings)
    assert not changed(**slow).may_be_signed
    assert "tenfold_high" in codes(changed(present_rate_ul_per_h=15_000, asked=NewRate(D(120))).findings)
    assert "tenfold_high" not in codes(changed(present_rate_ul_per_h=15_000, asked=NewRate(D("119.9"))).findings)


def test_micrograms_per_kilogram_and_minute_typed_as_millilitres_per_hour_are_impossible() -> None:
    assert not changed(asked=NewRate(D("6.3"))).may_be_signed


def test_the_same_rate_again_is_no_order() -> None:
    assert codes(changed(asked=NewRate(D(150))).findings) == ["rate_unchanged"]
    assert changed(asked=NewRate(D(150)), total_mg=D(30)).may_be_signed


@pytest.mark.parametrize(
    ("ml_per_h", "code"),
    [("300", None), ("300.1", "speed_high"), ("900", "speed_high"), ("900.1", "speed_impossibly_high")],
)
def test_the_speed_has_the_tiers_of_a_whole_order(ml_per_h: str, code: str | None) -> None:
    """In a bag of 40 mg in 100 mL for 80 kg, 300 mL/h is 1.5 mg/kg/h and 900 mL/h is 4.5."""
    speeds = [each for each in codes(changed(asked=NewRate(D(ml_per_h))).findings) if each.startswith("speed")]
    assert speeds == ([code] if code else [])


def test_no_basis_hides_a_high_speed() -> None:
    """Dosed by 100 kg and weighing 80: the speed per measured kilogram counts."""
    high = changed(asked=NewRate(D(350)), dosing_kg=D(100), measured_kg=D(80), ordered_mg_per_kg=D("0.4"))
    assert "speed_high" in codes(high.findings)
    low = changed(asked=NewRate(D(350)), dosing_kg=D(100), measured_kg=D(100), ordered_mg_per_kg=D("0.4"))
    assert "speed_high" not in codes(low.findings)


@pytest.mark.parametrize(
    ("minutes", "code"),
    [
        ("19.9", "duration_short"),
        ("20", None),
        ("80", None),
        ("80.2", "duration_long"),
        ("219", "duration_long"),
        ("221", "duration_outside_range"),
    ],
)
def test_the_whole_running_time_has_the_tiers_of_a_whole_order(minutes: str, code: str | None) -> None:
    """Twenty minutes have run: the rest counts on top. Minutes are rounded by the pump's steps, so just beside."""
    found = [each for each in codes(changed(asked=RestOver(D(minutes))).findings) if each.startswith("duration")]
    assert found == ([code] if code else [])


def test_a_high_total_still_needs_a_second_clinician() -> None:
    high = {"ordered_mg_per_kg": D("1.2"), "ordered_ug": 96_000, "bag_ug": 96_000}
    assert changed(**high).tier is Tier.NEEDS_SECOND_CLINICIAN_AND_REASON
    assert codes(changed(**high).findings) == ["dose_high"]


@pytest.mark.parametrize(("total_mg", "code"), [("24", []), ("23.99", ["dose_below_usual"])])
def test_a_lowered_total_has_the_tiers_of_a_whole_order(total_mg: str, code: list[str]) -> None:
    assert codes(changed(total_mg=D(total_mg), asked=RestOver(D(30))).findings) == code


def test_a_total_with_a_slipped_point_is_impossible() -> None:
    slipped = changed(out_ul=1_000, total_mg=D(4))
    assert "tenfold_low" in codes(slipped.findings)
    assert not slipped.may_be_signed


def test_rounding_to_micrograms_moves_no_unchanged_dose_over_a_limit() -> None:
    """0.5 mg/kg of 80.123 kg is 40 061.5 µg: rounded and divided again it would be above 0.5."""
    odd = changed(ordered_ug=40_062, bag_ug=40_000, dosing_kg=D("80.123"), measured_kg=D("80.123"))
    assert codes(odd.findings) == []


CHANGES = st.builds(
    RateChange,
    asked=st.one_of(
        st.builds(NewRate, st.decimals("0.1", 1200, places=1)),
        st.builds(NewRate, st.decimals("0.01", 1200, places=2)),
        st.builds(RestOver, st.integers(1, 600).map(Decimal)),
        st.builds(RestOver, st.decimals("0.5", 600, places=1)),
    ),
    total_mg=st.none() | st.decimals("0.5", 130, places=1),
    bag_ug=st.integers(200, 400).map(lambda hundreds: hundreds * 100) | st.integers(5_000, 120_000),
    bag_ul=st.sampled_from((50_000, 100_000, 100_800, 250_000)),
    draw_ul=st.just(800),
    out_ul=st.integers(0, 260_000),
    ran_s=st.integers(0, 20_000),
    present_rate_ul_per_h=st.integers(10, 9_990).map(lambda tenths: tenths * 100),
    ends_at_ul=st.sampled_from((50_000, 95_000, 100_000, 100_800, 250_000)),
    ordered_ug=st.integers(5_000, 120_000),
    ordered_mg_per_kg=st.decimals("0.1", "1.5", places=2),
    dosing_kg=st.decimals(35, 250, places=1),
    measured_kg=st.decimals(35, 250, places=1),
)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(CHANGES)
def test_any_change_agrees_with_the_oracle(change: RateChange) -> None:
    outcome, expected = change_rate(change, limits=LIMITS), rate_oracle.answer(change)
    if isinstance(expected, str):
        assert not isinstance(outcome, RateFigures)
        assert codes(outcome) == [expected]
        return
    assert isinstance(outcome, RateFigures), outcome
    assert (outcome.rate_ul_per_h, outcome.stop_at_ul, outcome.vtbi_ul) == (
        expected.rate,
        expected.stop_at,
        expected.vtbi,
    )
    assert (outcome.run_min, outcome.bag_empty_min) == (expected.minutes, expected.empty)
    assert outcome.mg_per_kg_per_h == expected.mg_per_kg_per_h
    assert outcome.mcg_per_kg_per_min == expected.mcg_per_kg_per_min
    assert 0 <= expected.total_mg * 1000 - outcome.total_ug < 1
    assert 0 <= expected.given_mg * 1000 - outcome.given_ug < 1


@settings(max_examples=500, deadline=None, derandomize=True)
@given(CHANGES)
def test_a_change_never_gives_more_than_the_order_in_force(change: RateChange) -> None:
    outcome = change_rate(change, limits=LIMITS)
    if isinstance(outcome, RateFigures):
        assert outcome.stop_at_ul <= change.ends_at_ul
        assert outcome.vtbi_ul <= change.ends_at_ul - change.out_ul
        assert outcome.given_ug + outcome.rest_ug == outcome.total_ug <= change.bag_ug


def test_planted_a_wrong_strength_is_refused_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RateChange, "ug_per_ul", property(lambda change: Fraction(change.bag_ug, change.bag_ul) * 10))
    assert set(refused()) == {"figures_disagree"}


def test_planted_minutes_for_hours_are_refused_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "MIN_PER_H", 1)
    assert "figures_disagree" in refused(asked=RestOver(D(30)))


def test_planted_without_the_slip_rule_a_tenth_of_the_rate_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "slips", lambda *_: iter(()))
    assert changed(asked=NewRate(D(15))).may_be_signed
