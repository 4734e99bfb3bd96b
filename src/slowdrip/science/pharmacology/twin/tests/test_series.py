"""A series of six leaves nothing of the parent behind, and norketamine has its wide band."""

from slowdrip.knowledge.models import default_set, model_set
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Carried, Subject, carried_over, norketamine
from slowdrip.science.pharmacology.twin.tests.cast import SEVENTY, USUAL


def test_parent_ketamine_does_not_accumulate_over_six_visits() -> None:
    found = carried_over(default_set(), SEVENTY, USUAL, apart_h=48.0)
    assert isinstance(found, Carried)
    assert len(found.peaks_ng_per_ml) == 6
    assert max(found.peaks_ng_per_ml) - min(found.peaks_ng_per_ml) < 0.01
    assert 0.0005 < found.before_last_ng_per_ml < 0.005


def test_visits_on_top_of_each_other_would_be_seen() -> None:
    found = carried_over(default_set(), SEVENTY, USUAL, apart_h=2.0, visits=2)
    assert isinstance(found, NoPrediction) or found.peaks_ng_per_ml[1] > found.peaks_ng_per_ml[0] + 1


def test_norketamine_is_given_with_forty_percent_around_it() -> None:
    found = norketamine(model_set("otto2021"), SEVENTY, USUAL, (40.0, 120.0))
    assert not isinstance(found, NoPrediction)
    for low, middle, high in found:
        assert abs(low / middle - 0.6) < 1e-9
        assert abs(high / middle - 1.4) < 1e-9


def test_outside_its_ranges_norketamine_is_not_said() -> None:
    found = norketamine(model_set("otto2021"), Subject(70.0, 75.0, seed=1), USUAL, (40.0,))
    assert isinstance(found, NoPrediction)
    assert found.code == "age_above_range"
