"""Above 100 kg both ends of the weight assumption are said."""

from dataclasses import replace

import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.twin import Course, HeavyPeak, Stretch, heavy_peak
from slowdrip.science.pharmacology.twin.tests.cast import SEVENTY


def of(weight_kg: float) -> HeavyPeak | None:
    course = Course((Stretch(0.0, 40.0, weight_kg * 500 / 40),))
    return heavy_peak(default_set(), replace(SEVENTY, weight_kg=weight_kg), course)


def test_at_140_kg_the_assumption_nearly_doubles_the_concentration() -> None:
    found = of(140.0)
    assert found is not None
    assert found.by_total_weight_ng_per_ml == pytest.approx(279, rel=0.05)
    assert found.without_weight_ng_per_ml == pytest.approx(506, rel=0.05)


def test_up_to_100_kg_and_outside_the_model_nothing_is_said() -> None:
    assert of(100.0) is None
    assert of(100.1) is not None
    assert of(150.1) is None
    assert heavy_peak(default_set(), replace(SEVENTY, weight_kg=120.0), Course(())) is None
    assert heavy_peak(default_set(), replace(SEVENTY, weight_kg=None), Course(())) is None
