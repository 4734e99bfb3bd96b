"""What tests of case pages share: a case, and what is typed into its forms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety import actions
from slowdrip.clinic.safety.models import CaseEvent, CaseState, RiskCase
from slowdrip.clinic.safety.signs import sign_seen
from tests.drips import House

MINUTE = timedelta(minutes=1)
ASQ_ACUTE = {"way": "asq", "q1": "1", "q2": "0", "q3": "1", "q4": "0", "q5": "1"}
ASQ_NONE = {"way": "asq", "q1": "0", "q2": "0", "q3": "0", "q4": "0"}
ASQ_NOT_ACUTE = {"way": "asq", "q1": "1", "q2": "0", "q3": "0", "q4": "0", "q5": "0"}


def opened(house: House, *, at: datetime, **more: Any) -> RiskCase:
    """Ada's case, opened by question 9 of a PHQ-9."""
    told = {"source": "answer", "code": "phq9.item9", "urgency": "urgent", "height": 2, "subject_id": uuid7(), **more}
    with act(house.cast.system, at=at) as tx:
        case = sign_seen(tx, house.patient_id, **told)
    assert case is not None
    return case


def settled(house: House, case: RiskCase, *, at: datetime) -> None:
    """A case that waits for nothing but its signature."""
    nurse = house.cast.nurse.acting
    actions.screen(nurse, case.pk, "asq", answers={"q1": "0", "q2": "0", "q3": "0", "q4": "0"}, at=at)
    actions.dispose(nurse, case.pk, "no_concern", at=at)


def spoilt(house: House, case: RiskCase, *, at: datetime) -> None:
    """An event of a kind that this program does not know, and a projection of another shape."""
    with act(house.cast.system, at=at) as tx:
        row = CaseEvent.objects.filter(case=case).latest("occurred_at")
        row.pk, row._state.adding, row.kind = uuid7(), True, "of_next_year"
        tx.insert(row)
        tx.wrote("test.spoilt", case)
    CaseState.objects.filter(case=case).update(state="{}")


def of(case: RiskCase, rest: str = "") -> str:
    """The address of a case."""
    return f"/harbor/cases/{case.pk}/{rest}"


def text_of(client: Client, path: str) -> str:
    """The page at an address."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def refused(client: Client, path: str, sent: dict[str, str]) -> str:
    """The page that comes back after a refusal."""
    answer = client.post(path, sent)
    assert answer.status_code == 422, answer.status_code
    return answer.content.decode()


def taken(client: Client, path: str, sent: dict[str, str]) -> None:
    """Sends a form that is stored; a second send of the same changes nothing."""
    told = {"event_id": str(uuid7()), **sent}
    for _ in range(2):
        answer = client.post(path, told)
        assert answer.status_code == 302, answer.content.decode()[:4000]
