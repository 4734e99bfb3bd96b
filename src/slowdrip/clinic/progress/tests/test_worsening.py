"""A PHQ-9 well above the one before the first drip opens a case, once, and never one of history."""

from datetime import datetime, timedelta

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.progress import worsening
from slowdrip.clinic.progress.tests.scored import answered, of_total, settled
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.safety.case_words import sign_words
from slowdrip.clinic.safety.models import CaseEvent
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import state_of
from tests.drips import House

DAYS = timedelta(days=1)
BEFORE = 12


@pytest.fixture
def nurse(house: House) -> Acting:
    return house.cast.nurse.acting


@pytest.fixture
def start(nurse: Acting, running: Visit) -> datetime:
    began = running.state().drip.started_at
    assert began is not None
    answered(nurse, running.infusion.patient_id, of_total(BEFORE), at=began - DAYS)
    settled(nurse, running.infusion.patient_id, at=began + DAYS)
    return began


def signs(running: Visit) -> list[tuple[str, str, int | None]]:
    rows = StateRow.objects.filter(patient_id=running.infusion.patient_id)
    return [(one.source, one.code, one.height) for row in rows for one in state_of(row).signs]


def test_a_score_at_the_line_opens_a_case_and_one_under_it_does_not(
    nurse: Acting, running: Visit, start: datetime
) -> None:
    line = policy_in_force(nurse.clinic_id).policy.risk.worse_by_phq9_points.value
    answered(nurse, running.infusion.patient_id, of_total(BEFORE + line - 1), at=start + 7 * DAYS)
    assert signs(running) == []
    answered(nurse, running.infusion.patient_id, of_total(BEFORE + line), at=start + 14 * DAYS)
    assert signs(running) == [("worsening", "phq9.worse", line)]
    assert sign_words("phq9.worse", source="worsening", height=line).endswith("(6 points worse)")


def test_the_weeks_after_are_not_told_again_until_it_is_as_much_worse_again(
    nurse: Acting, running: Visit, start: datetime
) -> None:
    for week, total in enumerate((18, 19, 23, 24), start=1):
        answered(nurse, running.infusion.patient_id, of_total(total), at=start + 7 * week * DAYS)
    assert [height for _, _, height in signs(running)] == [6, 12]


def test_an_unfinished_one_is_told_when_it_is_sure(nurse: Acting, running: Visit, start: datetime) -> None:
    answered(nurse, running.infusion.patient_id, of_total(20)[:8], at=start + 7 * DAYS)
    assert [height for _, code, height in signs(running) if code == "phq9.worse"] == [8]


def test_a_high_score_of_long_ago_that_was_imported_quiets_nothing(
    nurse: Acting, running: Visit, start: datetime
) -> None:
    who, now = running.infusion.patient_id, start + 60 * DAYS
    answered(nurse, who, of_total(BEFORE + 8), at=start + 7 * DAYS, recorded_at=now, way=Response.Way.IMPORT)
    assert signs(running) == []
    answered(nurse, who, of_total(BEFORE + 10), at=now)
    assert [height for _, _, height in signs(running)] == [10]


def test_without_a_score_before_the_first_drip_nothing_is_compared(nurse: Acting, running: Visit, house: House) -> None:
    began = running.state().drip.started_at
    assert began is not None
    answered(nurse, running.infusion.patient_id, of_total(24), at=began + DAYS)
    assert signs(running) == []


def test_planted_fault_a_line_that_is_never_reached_opens_nothing(
    nurse: Acting, running: Visit, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worsening, "told_worse", lambda rises, *, by: [False for _ in rises])
    answered(nurse, running.infusion.patient_id, of_total(24), at=start + 7 * DAYS)
    with pytest.raises(AssertionError):
        assert CaseEvent.objects.filter(kind="signalled").exists()
