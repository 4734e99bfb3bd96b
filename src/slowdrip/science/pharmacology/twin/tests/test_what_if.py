"""What if the pump were paused, slowed or stopped now."""

import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import CHANGES, Course, Picture, Stretch, WhatIf, changed, pictured
from slowdrip.science.pharmacology.twin.tests.cast import SEVENTY, USUAL

TWICE = Course((Stretch(0.0, 12.0, 1000.0), Stretch(15.0, 43.0, 1000.0)))


def test_a_stop_gives_nothing_more() -> None:
    assert changed(TWICE, WhatIf.STOP, now_min=20.0) == Course(
        (Stretch(0.0, 12.0, 1000.0), Stretch(15.0, 20.0, 1000.0))
    )


def test_a_pause_moves_the_rest_by_ten_minutes() -> None:
    found = changed(TWICE, WhatIf.PAUSE, now_min=20.0)
    assert isinstance(found, Course)
    assert found.stretches[-1] == Stretch(30.0, 53.0, 1000.0)
    assert found.given_ug == pytest.approx(TWICE.given_ug)


def test_slowing_gives_the_same_dose_until_minute_sixty() -> None:
    found = changed(TWICE, WhatIf.SLOW, now_min=20.0)
    assert isinstance(found, Course)
    assert found.stretches[-1] == Stretch(20.0, 60.0, 575.0)
    assert found.given_ug == pytest.approx(TWICE.given_ug)


def test_what_is_over_cannot_be_changed() -> None:
    for what in CHANGES:
        assert changed(TWICE, what, now_min=43.0) == NoPrediction("nothing_left", {})


def test_what_runs_cannot_be_resumed() -> None:
    assert changed(TWICE, WhatIf.RESUME, now_min=20.0) == NoPrediction("not_paused", {})


def test_a_drip_that_ends_later_anyway_is_not_slowed() -> None:
    long = Course((Stretch(0.0, 60.0, 500.0),))
    found = changed(long, WhatIf.SLOW, now_min=20.0)
    assert isinstance(found, NoPrediction)
    assert found.code == "not_slower"


@pytest.mark.parametrize("what", CHANGES)
def test_each_lowers_what_comes_and_leaves_what_was(what: WhatIf) -> None:
    course = changed(USUAL, what, now_min=20.0)
    assert isinstance(course, Course)
    at = (10.0, 20.0, 40.0)
    as_is, other = (pictured(default_set(), SEVENTY, each, at) for each in (USUAL, course))
    assert isinstance(as_is, Picture)
    assert isinstance(other, Picture)
    assert other.plasma_ng_per_ml.middle[:2] == pytest.approx(as_is.plasma_ng_per_ml.middle[:2])
    assert other.plasma_ng_per_ml.high[2] < as_is.plasma_ng_per_ml.high[2]
