"""Doses and times as people write them."""

import numpy as np
import pytest

from slowdrip.exchange.populations.orders import compared, order_of
from slowdrip.exchange.populations.problems import Refused
from slowdrip.exchange.populations.quantities import dose_of, kilograms_of, minutes_of, times_of
from slowdrip.exchange.populations.times import times_for


@pytest.mark.parametrize(
    ("text", "total_ug"),
    [
        ("0.5mg/kg", 35_000),
        ("0.5 mg/kg", 35_000),
        ("500ug/kg", 35_000),
        ("500 mcg/kg", 35_000),
        ("500µg/kg", 35_000),
        ("35mg", 35_000),
        ("35000ug", 35_000),
    ],
)
def test_a_dose_is_read_with_its_unit(text: str, total_ug: float) -> None:
    assert dose_of(text).total_ug(70.0) == pytest.approx(total_ug)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("0.5", "0.5mg/kg"),
        (".5mg/kg", "0.5"),
        ("0,5mg/kg", "0.5"),
        ("0.5mg/lb", "mg/kg"),
        ("0.5mg/kg/h", "mg/kg"),
        ("0.5ng/kg", "mg/kg"),
        ("-0.5mg/kg", "0.5"),
        ("5e-1mg/kg", "mg/kg"),
        ("05mg/kg", "0.5"),
        ("0mg/kg", "more than zero"),
        ("mg/kg", "0.5"),
        ("9" * 400 + "mg", "0.5"),
        ("", "mg/kg"),
    ],
)
def test_a_dose_that_can_be_misread_is_refused_with_its_fix(text: str, fix: str) -> None:
    with pytest.raises(Refused) as refused:
        dose_of(text)
    assert fix in refused.value.problems[0].fix


@pytest.mark.parametrize(("text", "minutes"), [("40min", 40), ("2h", 120), ("2 d", 2880), ("1.5h", 90)])
def test_a_time_is_read_with_its_unit(text: str, minutes: float) -> None:
    assert minutes_of(text, where="--over") == minutes


@pytest.mark.parametrize("text", ["40", "40m", "0min", "40 minutes", "", "min"])
def test_a_time_without_a_known_unit_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        minutes_of(text, where="--over")


def test_kilograms_may_stand_alone_and_pounds_are_refused() -> None:
    assert kilograms_of("70") == kilograms_of("70 kg") == 70.0
    with pytest.raises(Refused, match="convert"):
        kilograms_of("154lb")


def test_a_list_of_times_has_one_unit_at_its_end() -> None:
    assert times_of("0,5,10,40min") == (0, 5, 10, 40)
    assert times_of("0, 0.5, 2h") == (0, 30, 120)
    for text in ("0,5,10", "0min,5min", "0,,5min", "0,-5min"):
        with pytest.raises(Refused):
            times_of(text)


def test_a_regimen_to_compare_is_a_dose_over_a_time() -> None:
    order = compared("0.5mg/kg/40min")
    assert (order.dose.ug, order.over_min, order.label) == (500.0, 40.0, "0.5mg/kg/40min")
    assert order.regimen(70.0).total_ug == pytest.approx(35_000)
    for text in ("0.5mg/kg", "40min", "/40min", "0.5mg/kg/40"):
        with pytest.raises(Refused):
            compared(text)


def test_a_series_has_a_distance_and_a_number() -> None:
    order = order_of("0.5mg/kg", "40min", every="2d", infusions=6)
    assert list(order.starts_min) == [0, 2880, 5760, 8640, 11520, 14400]
    assert order.regimen(70.0).total_ug == pytest.approx(6 * 35_000)
    for every, infusions in (("2d", 1), ("", 6), ("30min", 2), ("2d", 0), ("2d", 1001)):
        with pytest.raises(Refused):
            order_of("0.5mg/kg", "40min", every=every, infusions=infusions)


def test_a_dose_by_weight_follows_each_weight() -> None:
    weights = np.array([50.0, 100.0])
    assert dose_of("0.5mg/kg").total_ug(weights) == pytest.approx([25_000, 50_000])


def test_times_include_the_end_of_each_infusion_and_rise() -> None:
    times = times_for((compared("0.5mg/kg/43min"),))
    assert 43.0 in times
    assert times[0] == 0
    assert (np.diff(times) > 0).all()
    assert times[-1] >= 43 + 235
    assert list(times_for((compared("0.5mg/kg/40min"),), until="1h", step="20min")) == [0, 20, 40, 60]


def test_times_and_steps_are_not_mixed_and_not_endless() -> None:
    orders = (compared("0.5mg/kg/40min"),)
    for wrong in ({"times": "0,5min", "until": "1h"}, {"until": "1000d", "step": "1min"}):
        with pytest.raises(Refused):
            times_for(orders, **wrong)
