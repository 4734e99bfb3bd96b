"""A second series has a baseline of its own, and the points of the first one keep theirs."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.following import Told, follow
from slowdrip.clinic.outcomes.history import lines_of
from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.outcomes.tests.asking import START, Asking, asking_for
from slowdrip.clinic.progress import courses, hearing, projecting
from slowdrip.clinic.progress.models import PinnedBaseline, PointOutcome
from slowdrip.clinic.progress.projecting import drifted, write_missed
from slowdrip.clinic.progress.tests.scored import answered, asked, of_total, settled
from slowdrip.clinic.progress.tracks import tracks_of
from slowdrip.clinic.record.acting import act
from tests.cast import Cast

DAYS = timedelta(days=1)
AGAIN = START + 100 * DAYS
"""When the second series begins."""


@pytest.fixture
def one(cast: Cast) -> Asking:
    """A patient who came with 24 points, had 10 a week after the first drip, and came again with 18."""
    one = asking_for(cast)
    nurse, who = cast.nurse.acting, one.patient.pk
    answered(nurse, who, of_total(24), at=START - DAYS)
    first = _ran(one, START)
    answered(nurse, who, of_total(10), at=START + 7 * DAYS, ask=_week(one, first, START + 7 * DAYS))
    answered(nurse, who, of_total(18), at=AGAIN - DAYS)
    return one


def _ran(one: Asking, at: datetime) -> Infusion:
    visit = one.expects(at, at=at - 3 * DAYS)
    one.has_run(visit, at)
    return visit


def _week(one: Asking, first: Infusion, opens_at: datetime, number: int = 1) -> Ask:
    key = f"weekly:{first.pk}:{number}"
    return asked(one.cast.nurse.acting, one.patient.pk, point="week", opens_at=opens_at, key=key, infusion=first)


def _told(one: Asking, phase: str, since: datetime, *, at: datetime) -> None:
    follow(one.cast.nurse.acting, one.patient.pk, Told(phase=phase, phase_since=since), at=at)


def _again(one: Asking) -> Infusion:
    """The second series is told and its first drip ran; a week later there are 12 points."""
    _told(one, Following.Phase.SERIES, AGAIN - DAYS / 2, at=AGAIN - DAYS / 2)
    visit = _ran(one, AGAIN)
    ask = _week(one, visit, AGAIN + 7 * DAYS)
    answered(one.cast.nurse.acting, one.patient.pk, of_total(12), at=AGAIN + 7 * DAYS, ask=ask)
    return visit


def _better_by() -> list[int | None]:
    return list(PointOutcome.objects.order_by("closed_at").values_list("better_by_milli", flat=True))


def test_each_point_is_compared_with_the_baseline_of_its_own_series(one: Asking) -> None:
    assert _better_by() == [14_000]
    _again(one)
    assert _better_by() == [14_000, 6_000]
    assert list(PointOutcome.objects.order_by("closed_at").values_list("response", flat=True)) == [True, False]
    assert drifted(one.cast.harbor.pk, at=AGAIN + 8 * DAYS) == []


def test_planted_fault_one_baseline_for_all_judges_the_first_series_anew(
    one: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projecting, "_series_of", lambda ask, courses: courses.series)
    with pytest.raises(AssertionError):
        test_each_point_is_compared_with_the_baseline_of_its_own_series(one)


def test_after_the_second_series_maintenance_is_compared_with_its_baseline(one: Asking) -> None:
    _again(one)
    later = AGAIN + 30 * DAYS
    _told(one, Following.Phase.MAINTENANCE, later, at=later)
    nurse, who = one.cast.nurse.acting, one.patient.pk
    ask = asked(nurse, who, point="maintenance", opens_at=later + DAYS, key="maintenance:start:1")
    answered(nurse, who, of_total(5), at=later + DAYS, ask=ask)
    assert _better_by() == [14_000, 6_000, 13_000]
    assert courses.courses_of(one.cast.harbor.pk, who).earlier[0].at < AGAIN


def test_an_ask_of_either_series_that_nobody_answered_knows_its_own_baseline(one: Asking) -> None:
    visit = _again(one)
    first = Infusion.objects.exclude(pk=visit.pk).get()
    missed = [_week(one, first, START + 14 * DAYS, 2), _week(one, visit, AGAIN + 14 * DAYS, 2)]
    with act(one.cast.nurse.acting, at=AGAIN + 20 * DAYS) as tx:
        write_missed(tx, missed)
        tx.wrote("asks.missed")
    assert set(PointOutcome.objects.filter(answered="not").values_list("has_baseline", flat=True)) == {True}
    assert drifted(one.cast.harbor.pk, at=AGAIN + 20 * DAYS) == []


def test_a_series_that_is_told_to_have_begun_earlier_has_one_baseline_again(one: Asking) -> None:
    visit = _again(one)
    _told(one, Following.Phase.SERIES, START - 2 * DAYS, at=AGAIN + 8 * DAYS)
    settled(one.cast.nurse.acting, one.patient.pk, at=AGAIN + 9 * DAYS)
    standing = PinnedBaseline.objects.current()
    assert list(standing.filter(infusion=visit)) == []
    assert _better_by() == [14_000, 12_000]
    assert drifted(one.cast.harbor.pk, at=AGAIN + 9 * DAYS) == []


def test_a_first_series_without_a_baseline_is_not_judged_by_that_of_the_second(cast: Cast) -> None:
    one = asking_for(cast)
    nurse, who = cast.nurse.acting, one.patient.pk
    first = _ran(one, START)
    answered(nurse, who, of_total(10), at=START + 7 * DAYS, ask=_week(one, first, START + 7 * DAYS))
    answered(nurse, who, of_total(24), at=AGAIN - DAYS)
    _again(one)
    assert _better_by() == [None, 12_000]
    assert list(PointOutcome.objects.order_by("closed_at").values_list("has_baseline", flat=True)) == [False, True]


def test_a_second_series_that_nobody_answered_is_known_when_maintenance_is_told(one: Asking) -> None:
    _told(one, Following.Phase.SERIES, AGAIN - DAYS / 2, at=AGAIN - DAYS / 2)
    _ran(one, AGAIN)
    later = AGAIN + 30 * DAYS
    _told(one, Following.Phase.MAINTENANCE, later, at=later)
    nurse, who = one.cast.nurse.acting, one.patient.pk
    ask = asked(nurse, who, point="maintenance", opens_at=later + DAYS, key="maintenance:start:1")
    answered(nurse, who, of_total(8), at=later + DAYS, ask=ask)
    assert _better_by() == [14_000, 10_000]


def test_planted_fault_a_phase_that_changes_unheard_forgets_that_series(
    one: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_on_following", [])
    with pytest.raises(AssertionError):
        test_a_second_series_that_nobody_answered_is_known_when_maintenance_is_told(one)


def test_the_list_of_answers_compares_with_the_same_baseline(one: Asking) -> None:
    _again(one)
    lines = lines_of(one.cast.nurse.acting, one.patient.pk)
    assert [line.change and line.change.better_by for line in lines] == [6, None, 14, None]


def test_the_chart_keeps_the_words_of_the_first_series(one: Asking) -> None:
    _again(one)
    (track,) = tracks_of(one.cast.nurse.acting, one.patient.pk, at=AGAIN + 8 * DAYS)
    told = [(each.is_baseline, each.judged.response, each.judged.better_by) for each in track.scored]
    assert told == [(True, None, None), (False, True, 14), (True, None, None), (False, False, 6)]


def test_one_patient_whose_point_cannot_be_written_takes_no_other_with_them(
    one: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = _again(one)
    asks = [_week(one, visit, AGAIN + day * DAYS, day) for day in (14, 21)]
    whole = projecting._unanswered

    def fails(ask: Ask, indication: str, scale: str, *, has_baseline: bool) -> dict[str, Any]:
        if ask == asks[0]:
            raise RuntimeError("broken")
        return whole(ask, indication, scale, has_baseline=has_baseline)

    monkeypatch.setattr(projecting, "_unanswered", fails)
    at = AGAIN + 30 * DAYS
    with act(one.cast.nurse.acting, at=at) as tx:
        for ask in asks:
            tx.change(ask, missed_at=at)
        hearing.on_missed(tx, asks)
    assert set(PointOutcome.objects.filter(answered="not").values_list("ask_id", flat=True)) == {asks[1].pk}
    monkeypatch.undo()
    assert drifted(one.cast.harbor.pk, at=at) == [asks[0].pk]


def _ended(one: Asking, last: Infusion, at: datetime) -> Ask:
    """What is asked a week after the drip that is the last one planned."""
    nurse, who = one.cast.nurse.acting, one.patient.pk
    ask = asked(nurse, who, point="end", opens_at=at, key=f"end:{last.pk}", infusion=last)
    with act(nurse, at=at) as tx:
        tx.change(ask, serves=[ask.key])
    answered(nurse, who, of_total(9), at=at, ask=ask)
    return ask


def _points() -> list[str]:
    return list(PointOutcome.objects.order_by("closed_at").values_list("point", flat=True))


def test_what_was_asked_as_the_end_counts_as_its_week_once_the_series_goes_on(cast: Cast) -> None:
    one = asking_for(cast)
    first = _ran(one, START)
    _ended(one, first, START + 7 * DAYS)
    assert _points() == ["end"]
    second = _ran(one, START + 8 * DAYS)
    with act(cast.system, at=START + 8 * DAYS) as tx:
        hearing.on_started(tx, second, [])
        tx.wrote("drip.started")
    assert _points() == ["week_1"]
    assert PinnedBaseline.objects.count() == 0
    _ended(one, second, START + 15 * DAYS)
    assert _points() == ["week_1", "end"]
    assert drifted(cast.harbor.pk, at=START + 20 * DAYS) == []


def test_a_drip_of_maintenance_does_not_take_the_end_back(cast: Cast) -> None:
    one = asking_for(cast)
    first = _ran(one, START)
    _ended(one, first, START + 7 * DAYS)
    _told(one, Following.Phase.MAINTENANCE, START + 9 * DAYS, at=START + 9 * DAYS)
    _ran(one, START + 12 * DAYS)
    settled(cast.nurse.acting, one.patient.pk, at=START + 13 * DAYS)
    assert _points() == ["end"]
