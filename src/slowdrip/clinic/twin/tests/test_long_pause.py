"""A preview after a long pause: what comes as it is and what would come stand beside each other at the same minute."""

from typing import Any, cast

import pytest

from slowdrip.cli.demo import walk
from slowdrip.clinic.twin import predicting
from slowdrip.clinic.twin.rows import rows_of
from slowdrip.clinic.twin.words import number
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Course, Picture, WhatIf, times_of


def test_after_a_long_pause_both_columns_of_a_row_are_of_the_same_minute(running: walk.Visit) -> None:
    """What was run ends in minute 20, and its picture before minute 110, which is in 20 minutes."""
    running.chart((20, "paused", {"reason": "bathroom"}))
    seen = predicting.seen_of(running.infusion, running.state(), at=running.at(90))
    assert isinstance(seen.picture, Picture)
    assert isinstance(seen.course, Course)
    assert seen.picture.t_min[-1] < 110.0
    preview = predicting.previewed(seen, WhatIf.RESUME)
    assert isinstance(preview, predicting.Preview)
    assert preview.as_is.t_min == preview.changed.t_min
    then = predicting.believed(seen.subject, seen.course, (110.0,))
    assert isinstance(then, Picture)
    told = {row.name: row.typical for row in rows_of(seen, seen.picture, NoPrediction("no_readings", {}), preview)}
    assert told["Plasma ketamine, arterial"] == number(then.plasma_ng_per_ml.middle[0])


def test_planted_fault_a_row_of_two_different_minutes_is_caught(
    running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def apart_in_time(seen: predicting.Seen, course: Course, other: Course, what: WhatIf, /) -> Any:
        after = predicting.believed(seen.subject, other, times_of(other))
        return predicting.Preview(what, cast("Picture", seen.picture), cast("Picture", after))

    monkeypatch.setattr(predicting, "_beside", apart_in_time)
    with pytest.raises(AssertionError):
        test_after_a_long_pause_both_columns_of_a_row_are_of_the_same_minute(running)
