"""Two signs at once, two screens at once: real commits from two connections, one open case, one call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from slowdrip.clinic.infusion.tests.test_at_the_same_time import has_no_gap, together
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.tenancy import bind
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.safety import actions, clock
from slowdrip.clinic.safety.models import CaseEvent, CaseState, RiskCase
from slowdrip.clinic.safety.projecting import drifted, stored_state
from slowdrip.clinic.safety.signs import sign_seen
from tests.cast import DAY
from tests.houses import Prototype

AT: datetime = DAY + timedelta(minutes=30)


def sign(there: Prototype, height: int, subject: UUID) -> Callable[[], object]:
    def work() -> None:
        with act(there.house.cast.system, at=AT) as tx:
            sign_seen(
                tx,
                there.house.patient_id,
                source="answer",
                code="phq9.item9",
                urgency="urgent",
                height=height,
                subject_id=subject,
            )

    return work


def seen(there: Prototype) -> list[RiskCase]:
    with transaction.atomic():
        bind(there.house.cast.harbor.pk)
        return list(RiskCase.objects.all())


def test_two_signs_at_once_join_one_case(committed: Prototype) -> None:
    first, second = uuid4(), uuid4()
    assert together(sign(committed, 1, first), sign(committed, 2, second)) == []
    (case,) = seen(committed)
    with transaction.atomic():
        bind(case.clinic_id)
        assert sorted(each.height or 0 for each in stored_state(case.pk).signs) == [1, 2]
        assert CaseState.objects.filter(is_open=True).count() == 1
        assert drifted(case.clinic_id) == []
    assert has_no_gap(committed.house.cast)
    assert verify_chain(committed.house.cast.harbor.pk) is None


def test_the_same_sign_from_two_devices_at_once_is_one(committed: Prototype) -> None:
    response = uuid4()
    assert together(*[sign(committed, 3, response)] * 3) == []
    (case,) = seen(committed)
    with transaction.atomic():
        bind(case.clinic_id)
        assert len(stored_state(case.pk).signs) == 1


def test_two_clocks_at_once_make_one_call(committed: Prototype) -> None:
    assert together(sign(committed, 3, uuid4())) == []
    (case,) = seen(committed)
    late = AT + timedelta(minutes=15)
    assert together(*[lambda: clock.tick(case.clinic_id, late)] * 2) == []
    with transaction.atomic():
        bind(case.clinic_id)
        assert CaseEvent.objects.filter(case=case, kind="escalated").count() == 1


def test_two_people_who_act_at_once_are_both_kept(committed: Prototype) -> None:
    assert together(sign(committed, 3, uuid4())) == []
    (case,) = seen(committed)
    nurse, second = committed.house.team.nurse.acting(), committed.house.team.second.acting()
    at = AT + timedelta(minutes=1)
    works = [lambda who=who: actions.note_action(who, case.pk, "contact_tried", at=at) for who in (nurse, second)]
    assert together(*works) == []
    with transaction.atomic():
        bind(case.clinic_id)
        assert len(stored_state(case.pk).acts) == 2
        assert drifted(case.clinic_id) == []
