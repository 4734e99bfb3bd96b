"""Baselines stay where they were pinned, overlaps are told, and unlike scores are never compared."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slowdrip.knowledge.scales import scale, scales
from slowdrip.knowledge.types.scale_rules import Kind
from slowdrip.knowledge.types.scales import Distribution, Permission
from slowdrip.science.scales import (
    Administration,
    Course,
    Offer,
    Result,
    change,
    may_load_text,
    offer,
    overlaps,
    pinned_baseline,
    score,
)

PHQ9 = scale("phq9")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def phq9(total: int) -> Result:
    """A complete PHQ-9 with a total."""
    full, rest = divmod(total, 3)
    values = [3] * full + [rest] + [0] * 9
    return score(PHQ9, {f"q{place}": values[place - 1] for place in range(1, 10)})


def given(key: str, days: float, result: Result, **more: Any) -> Administration:
    """An administration so many days after the first infusion."""
    return Administration(key, START + timedelta(days=days), result, **more)


def test_the_baseline_is_the_last_complete_score_before_the_first_infusion() -> None:
    rows = [
        given("early", -20, phq9(22)),
        given("last", -1, phq9(18)),
        given("broken", -0.5, score(PHQ9, {"q1": 3})),
        given("later", 1, phq9(5)),
    ]
    found = pinned_baseline(Course.SERIES, "total", rows, first_infusion_at=START)
    assert found is not None
    assert found.administration.key == "last"


def test_a_pinned_baseline_is_not_moved_by_what_comes_in_late() -> None:
    rows = [given("first", -3, phq9(18))]
    pinned = pinned_baseline(Course.SERIES, "total", rows, first_infusion_at=START)
    later = [*rows, given("found on paper", -1, phq9(9))]
    assert pinned_baseline(Course.SERIES, "total", later, first_infusion_at=START, pinned=pinned) is pinned


def test_without_a_complete_score_before_there_is_no_baseline() -> None:
    assert pinned_baseline(Course.SERIES, "total", [given("later", 1, phq9(5))], first_infusion_at=START) is None


def test_two_phq9_within_a_fortnight_look_back_on_the_same_days() -> None:
    (found,) = overlaps(PHQ9, [given("b", 3, phq9(4)), given("a", 0, phq9(5))])
    assert (found.earlier, found.later, found.recall_days, found.shared) == ("a", "b", 14, timedelta(days=11))


def test_a_fortnight_apart_or_with_another_look_back_they_do_not() -> None:
    assert overlaps(PHQ9, [given("a", 0, phq9(5)), given("b", 14, phq9(4))]) == ()
    assert overlaps(PHQ9, [given("a", 0, phq9(5)), given("b", 3, phq9(4), recall_days=1)]) == ()
    assert overlaps(scale("nrs_mood"), [given("a", 0, phq9(5)), given("b", 0.1, phq9(4))]) == ()


def test_no_baseline_gives_no_label() -> None:
    found = change(PHQ9, "total", baseline=None, current=phq9(4))
    assert (found.why, found.better_by) == ("baseline_missing", None)
    assert {label.met for label in found.labels} == {None}


def test_an_incomplete_score_is_compared_with_nothing() -> None:
    found = change(PHQ9, "total", baseline=phq9(20), current=score(PHQ9, {"q1": 0}))
    assert (found.why, found.better_by) == ("current_missing", None)


@pytest.mark.parametrize("part", ["scale", "version", "coding"])
def test_another_version_or_coding_is_not_compared(part: str) -> None:
    now = phq9(4)
    other = replace(now, stamp=replace(now.stamp, **{part: "another"}))
    assert change(PHQ9, "total", baseline=phq9(20), current=other).why == "other_version"


def test_another_language_is_compared() -> None:
    now = phq9(4)
    other = replace(now, stamp=replace(now.stamp, language="es"))
    assert change(PHQ9, "total", baseline=phq9(20), current=other).better_by == 16


def test_thirty_two_and_forty_are_never_compared() -> None:
    wsas = scale("wsas")
    rest = {"q2": 4, "q3": 4, "q4": 4, "q5": 4}
    before, now = score(wsas, {"q1": 4, **rest}), score(wsas, {"retired": 1, **rest})
    assert change(wsas, "total", baseline=before, current=now).why == "other_maximum"


def test_the_defaults_are_found_by_kind_and_name_their_source() -> None:
    found = change(PHQ9, "total", baseline=phq9(20), current=phq9(10)).by_kind
    assert {kind: label.met for kind, label in found.items()} == {
        Kind.RESPONSE: True,
        Kind.REMISSION: False,
        Kind.CHANGE: True,
        Kind.WORSENING: False,
        Kind.CASENESS: True,
        Kind.SCREEN: True,
    }
    assert found[Kind.CHANGE].threshold.origin.source == "PMID 33261932"


def test_an_unverified_line_labels_nobody() -> None:
    labels = change(PHQ9, "total", baseline=phq9(20), current=phq9(10)).labels
    assert {"change_general", "reliable"}.isdisjoint({each.threshold.name for each in labels})
    assert score(scale("bdi2"), {f"q{place}": 3 for place in range(1, 22)}).scores["total"].band is None


def test_a_rise_of_four_in_the_positive_items_makes_a_task() -> None:
    bprs = scale("bprs_plus")
    names = [each.name for each in bprs.items]
    before = score(bprs, dict.fromkeys(names, 1))
    now = score(bprs, dict(zip(names, (2, 1, 3, 2), strict=True)))
    found = change(bprs, "positive", baseline=before, current=now)
    assert found.better_by == -4
    assert [each.threshold.name for each in found.tasks] == ["positive_rise"]


def allowed(name: str) -> Permission:
    """A site's record of its permission."""
    return Permission(name, "the owner", date(2026, 1, 2), "this clinic")


def test_what_needs_permission_is_off_until_it_is_recorded() -> None:
    for each in scales().values():
        if each.licence.distribution is Distribution.ON_PERMISSION:
            assert offer(each) is Offer.OFF
            assert offer(each, [allowed("phq9")]) is Offer.OFF
            assert offer(each, [allowed(each.name)]) is Offer.NUMBERED


def test_words_are_shown_only_where_they_lie_here_and_numbers_elsewhere() -> None:
    assert offer(scale("orientation")) is Offer.WITH_TEXT
    assert offer(scale("msm")) is Offer.WITH_TEXT
    assert offer(scale("madrs")) is Offer.NUMBERED
    assert offer(scale("hamd17")) is Offer.NUMBERED


@pytest.mark.parametrize("name", ["phq9", "phq8", "phq2", "gad7", "pcl5", "asq", "cgi_i", "cgi_s", "pgic_cgi7"])
def test_words_read_in_a_copy_are_offered_with_a_warning(name: str) -> None:
    assert offer(scale(name)) is Offer.COMPARE_FIRST


def test_one_language_that_was_not_compared_is_enough_for_the_warning() -> None:
    english = scale("orientation").texts["en"]
    both = {"en": english, "es": replace(english, language="es", compare_before_use=True)}
    assert offer(replace(scale("orientation"), texts=both)) is Offer.COMPARE_FIRST


def test_a_licence_nobody_verified_lets_nobody_load_words() -> None:
    assert not may_load_text(scale("edi"), [])
    assert may_load_text(scale("edi"), [allowed("edi")])
    assert may_load_text(scale("hamd17"), [])


def test_a_site_brings_its_words_only_with_a_permission() -> None:
    assert not may_load_text(scale("madrs"), [])
    assert may_load_text(scale("madrs"), [allowed("madrs")])
