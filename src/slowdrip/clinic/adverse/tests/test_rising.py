"""A score whose file calls a rise a task reaches a prescriber: certain, possible, or not at all."""

from datetime import datetime, timedelta

import pytest

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.adverse import hearing, rising
from slowdrip.clinic.adverse.actions import settle_task
from slowdrip.clinic.adverse.models import Matter, MatterState
from slowdrip.clinic.adverse.projecting import drifted, state_of
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import TOTAL_OF, Filling, Given
from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.knowledge.scales import scale
from slowdrip.knowledge.scales.catalogue import scales
from slowdrip.science.rules.adverse import State
from slowdrip.science.rules.adverse.codes import Result, Task
from slowdrip.science.rules.adverse.events import Settled
from tests.cast import DAY
from tests.drips import House
from tests.matters import answered

DAYS = timedelta(days=1)
CALM, EIGHT, SEVEN = "1 1 1 1", "2 1 3 2", "2 1 2 2"


def bprs(house: House, marks: str, *, at: datetime, name: str = "bprs_plus") -> Response:
    return answered(house.cast.nurse, house.patient_id, name, marks, at=at)


def ymrs(house: House, total: str, *, at: datetime) -> Response:
    filling = Filling(house.patient_id, "ymrs", "staff", uuid7(), answered_at=at, is_whole=True)
    given = (Given(TOTAL_OF + "total", "value", total),)
    return save_answers(house.cast.nurse.acting, filling, given, at=at).response


def tasks(house: House, task: Task) -> list[State]:
    rows = MatterState.objects.filter(patient_id=house.patient_id, kind=task).order_by("matter__at")
    return [state_of(row) for row in rows]


@pytest.fixture
def began(house: House, running: Visit) -> datetime:
    """When the first drip of the house's patient began."""
    at = running.state().drip.started_at
    assert at is not None
    assert running.infusion.patient_id == house.patient_id
    return at


def test_every_scale_with_a_line_that_is_a_task_has_somebody_who_hears_it() -> None:
    assert {each.name for each in scales().values() if any(line.raises_task for line in each.thresholds)} == {
        *rising.ASKED_BY
    }
    assert set(rising.RISES) == set(rising.ASKED_BY.values())


def test_a_rise_of_four_points_is_a_task_for_a_prescriber_and_one_of_three_is_none(
    house: House, began: datetime
) -> None:
    bprs(house, CALM, at=began - DAYS)
    bprs(house, SEVEN, at=began + DAYS)
    assert Matter.objects.count() == 0
    at = began + 2 * DAYS
    found = bprs(house, EIGHT, at=at)
    (state,) = tasks(house, Task.PSYCHOSIS_SCREEN)
    assert (state.codes, state.answers) == (("bprs_rise",), (str(found.pk),))
    row = MatterState.objects.get()
    assert row.due_at == at + DAYS
    told = Settled(result=Result.PSYCHOSIS, note="Hears a voice since yesterday")
    nurse = house.cast.nurse.acting
    with pytest.raises(Refused, match="adverse_signer_not_prescriber"):
        settle_task(nurse, row.matter_id, told, at=at)
    with pytest.raises(Refused, match="missing"):
        settle_task(nurse, row.matter_id, Settled(result=Result.PSYCHOSIS), at=at)
    proof = shown_by(house.cast.prescriber.acting, at=at)
    assert not settle_task(nurse, row.matter_id, told, at=at, proof=proof).is_open
    assert drifted(house.cast.harbor.pk) == []


def test_without_the_hearing_a_rise_would_reach_nobody(
    house: House, began: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "codes_of", lambda *_: ())
    with pytest.raises(ValueError, match="not enough values"):
        test_a_rise_of_four_points_is_a_task_for_a_prescriber_and_one_of_three_is_none(house, began)


@pytest.mark.parametrize(("before", "now", "rose"), [("8", "11", False), ("8", "12", True), ("11", "15", True)])
def test_a_rise_to_twelve_is_the_mania_task(house: House, began: datetime, before: str, now: str, rose: bool) -> None:
    ymrs(house, before, at=began - DAYS)
    assert tasks(house, Task.MANIA_SCREEN) == []
    ymrs(house, now, at=began + DAYS)
    assert [each.codes for each in tasks(house, Task.MANIA_SCREEN)] == ([("ymrs_rise",)] if rose else [])


def test_twelve_with_none_to_compare_is_told_once_and_the_same_height_later_is_no_rise(
    house: House, began: datetime
) -> None:
    ymrs(house, "13", at=began - DAYS)
    (state,) = tasks(house, Task.MANIA_SCREEN)
    ymrs(house, "13", at=began + DAYS)
    ymrs(house, "12.5", at=began + 2 * DAYS)
    assert [each.answers for each in tasks(house, Task.MANIA_SCREEN)] == [state.answers]


def test_what_may_have_risen_says_so_and_joins_the_task_that_is_open(house: House) -> None:
    bprs(house, EIGHT, at=DAY)
    (state,) = tasks(house, Task.PSYCHOSIS_SCREEN)
    assert state.codes == ("bprs_rise_open",)
    bprs(house, "7 7 7 7", at=DAY + DAYS)
    (state,) = tasks(house, Task.PSYCHOSIS_SCREEN)
    assert state.codes == ("bprs_rise_open", "bprs_rise")


def test_what_is_half_typed_says_nothing_yet(house: House) -> None:
    bprs(house, CALM, at=DAY)
    first = scale("bprs_plus").items[0].name
    filling = Filling(house.patient_id, "bprs_plus", "staff", uuid7(), answered_at=DAY + DAYS)
    save_answers(house.cast.nurse.acting, filling, (Given(first, "value", "7"),), at=DAY + DAYS)
    assert Matter.objects.count() == 0


def test_a_score_that_was_taken_back_is_compared_with_by_nobody(house: House) -> None:
    bprs(house, CALM, at=DAY - 2 * DAYS)
    wrong = bprs(house, "7 7 7 7", at=DAY - DAYS)
    void_response(house.cast.nurse.acting, wrong.pk, reason="Wrong patient", at=DAY - DAYS)
    before = len(tasks(house, Task.PSYCHOSIS_SCREEN)[0].answers)
    bprs(house, EIGHT, at=DAY)
    assert len(tasks(house, Task.PSYCHOSIS_SCREEN)[0].answers) == before + 1


def test_the_long_form_of_eighteen_items_gives_the_same_task(house: House, began: datetime) -> None:
    bprs(house, " ".join(["1"] * 18), at=began - DAYS, name="bprs18")
    bprs(house, "7 1 1 1 1 1 1 1 1 1 1 3 1 1 2 1 1 1", at=began + DAYS, name="bprs18")
    assert tasks(house, Task.PSYCHOSIS_SCREEN) == []
    bprs(house, "1 1 1 2 1 1 1 1 1 1 1 3 1 1 2 1 1 1", at=began + 2 * DAYS, name="bprs18")
    (state,) = tasks(house, Task.PSYCHOSIS_SCREEN)
    assert state.codes == ("bprs_rise",)


def test_a_rise_beside_the_first_drip_is_compared_with_before_it_and_not_with_the_last_one(
    house: House, began: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: without the instant of the first drip the last score is the one to compare with."""
    bprs(house, CALM, at=began - DAYS)
    bprs(house, SEVEN, at=began + DAYS)
    monkeypatch.setattr(rising, "pinned_responses", lambda *_: {})
    with monkeypatch.context() as planted:
        planted.setattr(rising, "_first_drip_at", lambda _response: None)
        bprs(house, EIGHT, at=began + 2 * DAYS)
        assert tasks(house, Task.PSYCHOSIS_SCREEN) == []
    bprs(house, EIGHT, at=began + 3 * DAYS)
    (state,) = tasks(house, Task.PSYCHOSIS_SCREEN)
    assert state.codes == ("bprs_rise",)
