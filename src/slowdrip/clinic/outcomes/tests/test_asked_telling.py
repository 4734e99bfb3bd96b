"""What a link in a message opens: read out by somebody of the clinic it takes answers and shows nothing."""

import pytest

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import queue
from slowdrip.clinic.outcomes import asked_telling
from slowdrip.clinic.outcomes.opening import ASK
from slowdrip.clinic.outcomes.tests.asked import NOON, asked, patient_of
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import act
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db


def scopes_of_words(cast: Cast, way: str) -> list[str]:
    adopt_default(cast.system, at=DAY)
    patient = patient_of(cast)
    ask = asked(cast, patient, "phq9")
    with act(cast.system, at=NOON) as tx:
        row = queue(tx, kind=ASK, key="ask", patient=patient, subject_id=ask.pk, due_at=NOON)
        Message.objects.filter(pk=row.pk).update(way=way)
        assert asked_telling.ask_words(tx, Message.objects.get(pk=row.pk)) is not None
    return list(PatientLink.objects.get().scopes)


@pytest.mark.parametrize("way", ["text", "email"])
def test_a_link_that_was_sent_may_show_the_patients_own_answers_after_a_code(cast: Cast, way: str) -> None:
    assert scopes_of_words(cast, way) == ["link.answer", "link.see"]


def test_a_link_that_passes_through_other_hands_only_takes_answers(cast: Cast) -> None:
    assert scopes_of_words(cast, "hand") == ["link.answer"]
