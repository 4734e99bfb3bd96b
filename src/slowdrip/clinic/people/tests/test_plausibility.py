"""Each limit of a weight and height, below, at and above its boundary."""

from decimal import Decimal

import pytest

from slowdrip.clinic.people import plausibility
from slowdrip.clinic.people.plausibility import Known, doubts, kg, lb, outside
from slowdrip.knowledge.policies import default_policy

LIMITS = default_policy().weight
NOTHING = Known()


def codes(new: Known, last: Known = NOTHING) -> list[str]:
    return [doubt.code for doubt in doubts(new, last, LIMITS)]


@pytest.mark.parametrize(
    ("weight_g", "refused"), [(29_999, True), (30_000, False), (300_000, False), (300_001, True), (1_700_000, True)]
)
def test_a_weight_outside_the_policy_is_no_weight(weight_g: int, refused: bool) -> None:
    assert bool(outside(Known(weight_g=weight_g), LIMITS)) is refused


@pytest.mark.parametrize(("height_mm", "refused"), [(1199, True), (1200, False), (2200, False), (2201, True)])
def test_a_height_outside_the_policy_is_no_height(height_mm: int, refused: bool) -> None:
    assert bool(outside(Known(height_mm=height_mm), LIMITS)) is refused


@pytest.mark.parametrize(
    ("weight_g", "found"),
    [(84_000, []), (84_040, []), (84_100, ["weight_changed"]), (76_000, []), (75_900, ["weight_changed"])],
)
def test_a_change_above_five_percent_is_doubted(weight_g: int, found: list[str]) -> None:
    assert codes(Known(weight_g=weight_g), Known(weight_g=80_000)) == found


def test_pounds_typed_as_kilograms_are_recognised() -> None:
    (doubt,) = doubts(Known(weight_g=176_000), Known(weight_g=80_000), LIMITS)
    assert (doubt.code, doubt.params["if_pounds_kg"]) == ("looks_like_pounds", Decimal("79.8"))


def test_kilograms_typed_as_pounds_are_recognised() -> None:
    (doubt,) = doubts(Known(weight_g=36_287), Known(weight_g=80_000), LIMITS)
    assert (doubt.code, doubt.params["if_kilograms_kg"]) == ("looks_like_kilograms", Decimal("80.0"))


def test_planted_a_wrong_pound_hides_the_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plausibility, "KG_PER_LB", 1)
    assert codes(Known(weight_g=176_000), Known(weight_g=80_000)) != ["looks_like_pounds"]


@pytest.mark.parametrize(
    ("weight_g", "found"),
    [
        (51_999, ["bmi_out_of_range"]),
        (52_000, []),
        (280_000, []),
        (280_001, ["bmi_out_of_range"]),
    ],
)
def test_a_body_mass_index_outside_thirteen_to_seventy_is_doubted(weight_g: int, found: list[str]) -> None:
    assert codes(Known(weight_g=weight_g, height_mm=2000)) == found


def test_a_new_height_is_held_against_the_weight_that_stands() -> None:
    assert codes(Known(height_mm=1800), Known(weight_g=35_000)) == ["bmi_out_of_range"]


def test_an_adult_does_not_grow() -> None:
    assert codes(Known(height_mm=1800), Known(height_mm=1700)) == ["height_changed"]
    assert codes(Known(height_mm=1780), Known(height_mm=1700)) == []


def test_nothing_known_raises_no_doubt() -> None:
    assert codes(Known(weight_g=80_000)) == []


def test_kilograms_and_pounds_are_shown_to_a_tenth() -> None:
    assert (kg(80_014), lb(80_014)) == (Decimal("80.0"), Decimal("176.4"))
