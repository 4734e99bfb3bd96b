"""Baselines are pinned once, and every asked point says whether it was answered and what that means."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.outcomes.history import lines_of
from slowdrip.clinic.outcomes.models import Score
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.progress import hearing, pinning
from slowdrip.clinic.progress.courses import courses_of
from slowdrip.clinic.progress.models import PinnedBaseline, PointOutcome
from slowdrip.clinic.progress.naming import point_of
from slowdrip.clinic.progress.projecting import drifted, write_missed
from slowdrip.clinic.progress.reading import standing_scores
from slowdrip.clinic.progress.tests.scored import answered, asked, of_total, settled
from slowdrip.clinic.progress.words import point_word
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.verify import verify_chain
from tests.drips import House

DAYS = timedelta(days=1)


@pytest.fixture
def nurse(house: House) -> Acting:
    return house.cast.nurse.acting


@pytest.fixture
def start(running: Visit) -> datetime:
    began = running.state().drip.started_at
    assert began is not None
    return began


def point(running: Visit, name: str) -> PointOutcome:
    found: PointOutcome = PointOutcome.objects.get(patient_id=running.infusion.patient_id, point=name)
    return found


def test_a_point_says_response_by_the_last_whole_score_before_the_first_drip(
    nurse: Acting, running: Visit, start: datetime
) -> None:
    who = running.infusion.patient_id
    answered(nurse, who, of_total(24), at=start - 9 * DAYS)
    answered(nurse, who, of_total(20), at=start - DAYS)
    answered(nurse, who, of_total(20)[:5], at=start - DAYS / 2)
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    answered(nurse, who, of_total(10), at=start + 7 * DAYS, ask=ask)
    settled(nurse, who, at=start + 8 * DAYS)
    row = point(running, "week_1")
    assert (row.answered, row.has_baseline, row.better_by_milli) == ("whole", True, 10_000)
    assert (row.response, row.remission, row.worsened, row.ideation) == (True, False, False, "none")


def test_what_was_not_answered_is_a_point_too(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    part = asked(nurse, who, point="week_2", opens_at=start + 14 * DAYS)
    answered(nurse, who, of_total(10)[:4], at=start + 14 * DAYS, ask=part)
    asked(nurse, who, point="week_3", opens_at=start + 21 * DAYS)
    settled(nurse, who, at=start + 21 * DAYS)
    told = dict(PointOutcome.objects.filter(patient_id=who).values_list("point", "answered"))
    assert told == {"week_1": "not", "week_2": "part"}


def test_a_score_that_arrives_later_does_not_move_the_baseline(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    first = answered(nurse, who, of_total(20), at=start - 2 * DAYS)
    settled(nurse, who, at=start + DAYS)
    answered(nurse, who, of_total(8), at=start - DAYS, recorded_at=start + 2 * DAYS)
    settled(nurse, who, at=start + 3 * DAYS)
    assert [row.score_id for row in PinnedBaseline.objects.filter(patient_id=who)] == [first.pk]


def test_planted_fault_a_baseline_that_is_looked_up_anew_moves(
    nurse: Acting, running: Visit, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinning, "pinned_of", lambda *_: {})
    with pytest.raises(AssertionError):
        test_a_score_that_arrives_later_does_not_move_the_baseline(nurse, running, start)


def test_a_voided_score_is_no_baseline_and_another_is_pinned(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    older = answered(nurse, who, of_total(22), at=start - 3 * DAYS)
    newer = answered(nurse, who, of_total(20), at=start - DAYS)
    settled(nurse, who, at=start + DAYS)
    with act(nurse, at=start + 2 * DAYS) as tx:
        tx.void(newer, reason="another patient's form")
    settled(nurse, who, at=start + 3 * DAYS)
    courses = courses_of(nurse.clinic_id, who)
    pinned = pinning.pinned_of(nurse.clinic_id, who, courses, standing_scores(nurse.clinic_id, who))
    assert pinned == {("series", "phq9"): older.pk}


def test_new_ideation_is_told_whatever_the_total_is(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    answered(nurse, who, of_total(20), at=start - DAYS)
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    answered(nurse, who, of_total(3, item9=3), at=start + 7 * DAYS, ask=ask)
    settled(nurse, who, at=start + 8 * DAYS)
    row = point(running, "week_1")
    assert (row.remission, row.ideation) == (True, "new")


def test_without_a_baseline_nothing_is_compared(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    answered(nurse, who, of_total(4), at=start + 7 * DAYS, ask=ask)
    settled(nurse, who, at=start + 8 * DAYS)
    row = point(running, "week_1")
    assert (row.answered, row.has_baseline, row.response, row.remission) == ("whole", False, None, None)


def test_the_points_equal_what_the_logs_say_and_a_changed_row_is_found(
    nurse: Acting, running: Visit, start: datetime
) -> None:
    who = running.infusion.patient_id
    answered(nurse, who, of_total(20), at=start - DAYS)
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    answered(nurse, who, of_total(18), at=start + 7 * DAYS, ask=ask)
    settled(nurse, who, at=start + 8 * DAYS)
    assert drifted(nurse.clinic_id, at=start + 8 * DAYS) == []
    PointOutcome.objects.filter(patient_id=who).update(response=True)
    assert drifted(nurse.clinic_id, at=start + 8 * DAYS) == [ask.pk]


def test_a_point_has_its_number(nurse: Acting, running: Visit, start: datetime) -> None:
    who, infusion = running.infusion.patient_id, running.infusion
    week = asked(nurse, who, point="week", opens_at=start, key=f"weekly:{infusion.pk}:3")
    before = asked(nurse, who, point="before", opens_at=start, key=f"before:{infusion.pk}", infusion=infusion)
    assert [(point_of(each), point_word(point_of(each))) for each in (week, before)] == [
        ("week_3", "week 3"),
        ("before_1", "before drip 1"),
    ]


@pytest.mark.parametrize(
    ("serves", "told"),
    [
        (["before:{}", "weekly:{}:2"], "week_2"),
        (["after:{}:24h", "weekly:{}:1"], "week_1"),
        (["end:{}", "weekly:{}:3"], "end"),
        (["before:{}", "maintenance:{}:1", "bladder:{}:1"], "maintenance"),
        (["later:{}:2"], "later_2"),
        (["before:{}"], "before_1"),
    ],
)
def test_an_ask_that_serves_several_counts_where_every_patient_counts(
    nurse: Acting, running: Visit, start: datetime, serves: list[str], told: str
) -> None:
    who, infusion = running.infusion.patient_id, running.infusion
    ask = asked(nurse, who, point="before", opens_at=start, key=f"before:{infusion.pk}", infusion=infusion)
    ask.serves = [key.format(infusion.pk) for key in serves]
    assert point_of(ask) == told


def test_a_voided_response_takes_its_point_back(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    answered(nurse, who, of_total(20), at=start - DAYS)
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    row = answered(nurse, who, of_total(18), at=start + 7 * DAYS, ask=ask)
    assert PointOutcome.objects.get(ask=ask).answered == "whole"
    void_response(nurse, row.response_id, reason="another patient's form", at=start + 9 * DAYS)
    assert not PointOutcome.objects.filter(ask=ask, answered="whole").exists()


def test_the_list_of_answers_is_compared_with_the_pinned_score_too(
    nurse: Acting, running: Visit, start: datetime
) -> None:
    who = running.infusion.patient_id
    answered(nurse, who, of_total(20), at=start - 2 * DAYS)
    settled(nurse, who, at=start + DAYS)
    answered(nurse, who, of_total(8), at=start - DAYS, recorded_at=start + 2 * DAYS)
    answered(nurse, who, of_total(12), at=start + 7 * DAYS)
    newest = lines_of(nurse, who)[0]
    assert newest.change is not None
    assert newest.change.better_by == 8


def test_an_ask_that_passed_is_one_row_and_equals_the_whole(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    answered(nurse, who, of_total(20), at=start - DAYS)
    settled(nurse, who, at=start + DAYS)
    ask = asked(nurse, who, point="week", opens_at=start + 7 * DAYS, key=f"weekly:{running.infusion.pk}:1")
    with act(nurse, at=start + 11 * DAYS) as tx:
        write_missed(tx, [ask])
        tx.wrote("asks.missed", ask)
    row = PointOutcome.objects.get(ask=ask)
    assert (row.point, row.answered, row.has_baseline) == ("week_1", "not", True)
    assert drifted(nurse.clinic_id, at=start + 11 * DAYS) == []


def test_a_fault_in_counting_takes_no_answer_back(
    nurse: Acting, running: Visit, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = running.infusion.patient_id

    def breaks(tx: Tx, patient_id: UUID) -> None:
        PointOutcome.objects.create(clinic_id=nurse.clinic_id)

    monkeypatch.setattr(hearing, "rewrite", breaks)
    row = answered(nurse, who, of_total(20), at=start - DAYS)
    assert Score.objects.filter(pk=row.pk).exists()
    assert verify_chain(nurse.clinic_id) is None


def test_the_baseline_is_not_compared_with_itself(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    ask = asked(nurse, who, point="before", opens_at=start - DAYS, key=f"before:{running.infusion.pk}")
    answered(nurse, who, of_total(20), at=start - DAYS, ask=ask)
    settled(nurse, who, at=start + DAYS)
    row = PointOutcome.objects.get(ask=ask)
    assert (row.has_baseline, row.response, row.better_by_milli, row.ideation) == (True, None, None, "")


def test_two_who_write_the_same_point_write_one(nurse: Acting, running: Visit, start: datetime) -> None:
    who = running.infusion.patient_id
    ask = asked(nurse, who, point="week_1", opens_at=start + 7 * DAYS)
    for work in (write_missed, write_missed):
        with act(nurse, at=start + 11 * DAYS) as tx:
            work(tx, [ask])
            tx.wrote("asks.missed", ask)
    settled(nurse, who, at=start + 11 * DAYS)
    assert PointOutcome.objects.filter(ask=ask).count() == 1
