"""The bands: steady, in order, in the right place, and refused outside the models' ranges."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.models import NoPrediction, Person, predict
from slowdrip.science.pharmacology.twin import Band, Course, Picture, Stretch, pictured, times_of
from slowdrip.science.pharmacology.twin.expected import expected
from slowdrip.science.pharmacology.twin.picture import SHOWN
from slowdrip.science.pharmacology.twin.tests.cast import RENEE, SEVENTY, USUAL
from slowdrip.science.pharmacology.updating import Signal, bands

AT = (20.0, 40.0, 60.0, 120.0)


def picture(course: Course = USUAL, *, at: tuple[float, ...] = AT) -> Picture:
    found = pictured(default_set(), SEVENTY, course, at)
    assert isinstance(found, Picture)
    return found


def band(found: Band | NoPrediction) -> Band:
    assert isinstance(found, Band)
    return found


def test_the_same_drip_gives_the_same_picture() -> None:
    assert picture() == picture()


def test_another_seed_draws_other_patients() -> None:
    other = pictured(default_set(), replace(SEVENTY, seed=8), USUAL, AT)
    assert other != picture()


def test_half_of_the_patients_are_near_the_typical_person() -> None:
    typical = predict(default_set(), Person(70.0, 40.0), USUAL.regimen, AT)
    assert not isinstance(typical, NoPrediction)
    middle = picture().plasma_ng_per_ml.middle
    assert np.allclose(middle, typical.of("ketamine")[0], rtol=0.06)
    assert picture().site == "arterial"


def test_bands_are_in_order_and_never_below_nothing() -> None:
    seen = picture()
    for each in (seen.plasma_ng_per_ml, band(seen.sbp_mmhg), band(seen.sbp_read_mmhg), band(seen.map_percent)):
        assert all(0 <= low < middle < high for low, middle, high in zip(each.low, each.middle, each.high, strict=True))


def test_dissociation_is_in_points_of_the_scale_whose_spread_was_published() -> None:
    """CADSS: mean 7.7, SD 9.2 in 110 people. The median lies below the mean."""
    known = expected(default_set(), SEVENTY)
    assert not isinstance(known, NoPrediction)
    points = band(picture().cadss_points)
    alone = bands(known, USUAL.regimen, AT, frozenset({Signal.CADSS_POINTS}))[Signal.CADSS_POINTS]
    assert not isinstance(alone, NoPrediction)
    assert points.middle == pytest.approx(alone.at(0.50).tolist())
    assert 3.5 < points.middle[1] < 7.7
    assert points.highest < 92
    assert points.middle[3] < points.middle[1] / 2


def test_people_differ_in_dissociation_as_far_as_the_panel_says() -> None:
    """From almost none to about five times the typical: the words beside the band."""
    points = band(picture().cadss_points)
    assert points.low[1] < 1.0
    assert 4.5 < points.high[1] / points.middle[1] < 5.9


def test_no_picture_has_a_rating_of_0_to_10() -> None:
    """No published link joins the model to the score charted at the chair, so none is made."""
    assert Signal.DISSOCIATION_0_TO_10 not in SHOWN


def test_pressure_rises_by_the_published_mean_and_is_over_at_two_hours() -> None:
    rise = band(picture().sbp_mmhg)
    assert 7 < rise.middle[1] < 15
    assert rise.middle[3] < 2


def test_a_cuff_reads_wider_than_the_rise_and_around_the_pressure_before_the_start() -> None:
    seen = picture(at=(0.0, 40.0))
    read, rise = band(seen.sbp_read_mmhg), band(seen.sbp_mmhg)
    assert rise.high[0] == 0
    assert read.middle[0] == pytest.approx(122, abs=1)
    assert read.high[0] - read.low[0] == pytest.approx(2 * 1.645 * 7 * 2**0.5, rel=0.1)


def test_without_a_pressure_before_the_start_only_percent_are_said() -> None:
    seen = pictured(default_set(), replace(SEVENTY, before=None), USUAL, AT)
    assert isinstance(seen, Picture)
    assert seen.sbp_mmhg == seen.sbp_read_mmhg == NoPrediction("baseline_missing", {})
    assert isinstance(seen.map_percent, Band)


@pytest.mark.parametrize(
    ("weight_kg", "age_years", "code"),
    [
        (None, 40.0, "weight_missing"),
        (39.9, 40.0, "weight_below_range"),
        (150.1, 40.0, "weight_above_range"),
        (70.0, None, "age_missing"),
        (70.0, 17.0, "age_below_range"),
        (70.0, 87.0, "age_above_range"),
    ],
)
def test_a_person_outside_the_model_has_no_prediction(
    weight_kg: float | None, age_years: float | None, code: str
) -> None:
    found = pictured(default_set(), replace(SEVENTY, weight_kg=weight_kg, age_years=age_years), USUAL, AT)
    assert isinstance(found, NoPrediction)
    assert found.code == code


@pytest.mark.parametrize("weight_kg", [40.0, 150.0])
def test_the_edges_of_the_range_are_inside(weight_kg: float) -> None:
    course = Course((Stretch(0.0, 40.0, weight_kg * 500 / 40),))
    assert isinstance(pictured(default_set(), replace(SEVENTY, weight_kg=weight_kg), course, AT), Picture)


def test_a_drip_outside_the_model_has_no_prediction() -> None:
    too_long = pictured(default_set(), SEVENTY, Course((Stretch(0.0, 181.0, 100.0),)), AT)
    too_much = pictured(default_set(), SEVENTY, Course((Stretch(0.0, 120.0, 1200.0),)), AT)
    assert isinstance(too_long, NoPrediction)
    assert too_long.code == "duration_above_range"
    assert isinstance(too_much, NoPrediction)
    assert too_much.code == "dose_above_range"


def test_planted_fault_a_prediction_outside_validity_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system forgets to ask whether the model may say anything about this person."""
    monkeypatch.setattr("slowdrip.science.pharmacology.models.systems.person_refused", lambda model, person: None)
    with pytest.raises(AssertionError):
        test_a_person_outside_the_model_has_no_prediction(150.1, 40.0, "weight_above_range")


def test_nothing_given_is_no_prediction() -> None:
    assert pictured(default_set(), RENEE, Course(()), AT) == NoPrediction("nothing_given", {})


def test_the_picture_has_the_minutes_where_a_rate_changes_and_goes_on_after_the_end() -> None:
    times = times_of(Course((Stretch(0.0, 12.5, 1.0), Stretch(15.0, 43.0, 1.0))))
    assert {0.0, 12.5, 15.0, 43.0} <= set(times)
    assert 121 <= max(times) <= 125
    assert list(times) == sorted(times)
