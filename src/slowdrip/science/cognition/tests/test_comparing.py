"""One person beside themself: which baseline, which runs are not compared, what practice did, which occasion it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slowdrip.science.cognition import Occasion, Run, Setup, StartedVisit, compared, comparing, moment_of, practice_of
from slowdrip.science.cognition.comparing import Compared

DRIP = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TABLET = Setup(way="kiosk", agent="chrome/android", input_kind="touch", length=60, scorer="1")


def run(key: str, after: timedelta, value: int | None, setup: Setup = TABLET, why: str = "") -> Run:
    return Run(key=key, occasion="other", visit=None, started_at=DRIP + after, setup=setup, value=value, why=why)


def beside(*runs: Run) -> dict[str, Compared]:
    return {each.run.key: each for each in compared(runs, first_drip_at=DRIP)}


def test_the_baseline_is_the_last_scored_run_before_the_first_drip() -> None:
    found = beside(
        run("a", -3 * DAY, 40), run("b", -2 * DAY, 44), run("c", -DAY, None, why="hidden"), run("d", DAY, 39)
    )
    assert [found[key].is_baseline for key in "abcd"] == [False, True, False, False]
    assert (found["d"].change, found["d"].earlier) == (-5, 3)
    assert found["c"].why == "hidden"


def test_without_a_baseline_nothing_is_compared() -> None:
    assert beside(run("a", DAY, 40))["a"].why == "no_baseline"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"way": "link"}, "other_way"),
        ({"agent": "safari/ios"}, "other_device"),
        ({"input_kind": "keyboard"}, "other_input"),
        ({"length": 90}, "other_length"),
        ({"scorer": "2"}, "other_scorer"),
    ],
)
def test_runs_on_another_device_are_not_compared_and_say_so(other: dict[str, Any], why: str) -> None:
    found = beside(run("a", -DAY, 40), run("b", DAY, 30, replace(TABLET, **other)))
    assert (found["b"].change, found["b"].why) == (None, why)


def test_planted_a_comparison_that_ignores_the_device_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_differs", lambda one, other: "")
    with pytest.raises(AssertionError):
        test_runs_on_another_device_are_not_compared_and_say_so({"way": "link"}, "other_way")


def test_of_two_baselines_the_one_on_the_same_device_is_taken() -> None:
    phone = replace(TABLET, way="link")
    found = beside(run("t", -2 * DAY, 40), run("p", -DAY, 50, phone), run("d", DAY / 12, 38), run("n", DAY, 51, phone))
    assert (found["d"].change, found["n"].change) == (-2, 1)
    assert found["t"].is_baseline
    assert found["p"].is_baseline


def test_several_ways_of_typing_in_one_run_are_compared_with_nothing() -> None:
    mixed = replace(TABLET, input_kind="mixed")
    assert beside(run("a", -DAY, 40, mixed), run("b", DAY, 30, mixed))["b"].why == "other_input"


def test_practice_is_the_second_run_less_the_first_and_no_drip_between_them() -> None:
    found = practice_of([run("b", -DAY, 46), run("a", -2 * DAY, 40), run("c", DAY, 10)], first_drip_at=DRIP)
    assert found is not None
    assert found.change == 6
    assert practice_of([run("a", -DAY, 40), run("c", DAY, 46)], first_drip_at=DRIP) is None
    other = run("b", -DAY, 46, replace(TABLET, way="link"))
    assert practice_of([run("a", -2 * DAY, 40), other], first_drip_at=DRIP) is None


def visit(phase: str, ended_h_ago: float | None = None) -> StartedVisit:
    ended = None if ended_h_ago is None else DRIP - timedelta(hours=ended_h_ago)
    return StartedVisit(key="v", started_at=DRIP - timedelta(hours=60), phase=phase, ended_at=ended)


@pytest.mark.parametrize(
    ("visits", "occasion"),
    [
        ([], Occasion.BASELINE),
        ([visit("running")], Occasion.OTHER),
        ([visit("recovery")], Occasion.DISCHARGE),
        ([visit("ended", 11.9)], Occasion.OTHER),
        ([visit("ended", 12)], Occasion.NEXT_DAY),
        ([visit("ended", 48)], Occasion.NEXT_DAY),
        ([visit("ended", 48.1)], Occasion.OTHER),
    ],
    ids=["no drip", "running", "recovery", "too soon", "next morning", "two days", "later"],
)
def test_the_occasion_follows_from_the_visits(visits: list[StartedVisit], occasion: Occasion) -> None:
    assert moment_of(visits, next_day_after_h=24, at=DRIP).occasion is occasion


def test_whoever_had_infusions_elsewhere_has_no_first_one_here() -> None:
    assert moment_of([], next_day_after_h=24, at=DRIP).occasion is Occasion.BASELINE
    assert moment_of([], next_day_after_h=24, at=DRIP, had_earlier=True).occasion is Occasion.OTHER
    runs = [run("a", -2 * DAY, 40), run("b", -DAY, 44), run("c", DAY, None, why="hidden")]
    found = compared(runs, first_drip_at=None, had_earlier=True)
    assert [(each.is_baseline, each.change, each.why) for each in found] == [
        (False, None, "no_baseline"),
        (False, None, "no_baseline"),
        (False, None, "hidden"),
    ]
    assert practice_of(runs, first_drip_at=None) is not None
    assert practice_of(runs, first_drip_at=None, had_earlier=True) is None
