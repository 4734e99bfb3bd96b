"""Signs: one open case per patient, the same sign once, a worry of staff, and what a signed plan answers for."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.safety import actions, signs
from slowdrip.clinic.safety.models import CaseEvent, RiskCase
from slowdrip.clinic.safety.projecting import drifted
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.clinic.safety.tests.case.told import after, closed, kinds, known, settled, signed, state
from tests.cases import planned
from tests.drips import House

pytestmark = pytest.mark.django_db


def test_a_sign_opens_a_case_names_who_is_on_call_and_tells_screens_at_once(rostered: House) -> None:
    case = signed(rostered)
    now = state(case)
    assert now.is_open
    assert now.is_screen_demanded
    assert (now.owner, now.owner_why) == (str(rostered.cast.nurse.member.actor_id), "on_call")
    assert kinds(case.pk) == ["signalled", "owner_named", "reminded"]
    assert Outbox.objects.filter(topic="risk", subject_id=case.pk).exists()
    assert AuditEntry.objects.filter(action="risk.signalled", subject_id=case.pk).exists()
    assert verify_chain(rostered.cast.harbor.pk) is None


def test_repeats_join_the_open_case_and_demand_a_screen_again(rostered: House) -> None:
    first = signed(rostered)
    settled(rostered, first, 5)
    assert not state(first).is_screen_demanded
    second = signed(rostered, 60, code="asq.positive", height=1)
    assert second == first
    assert state(first).is_screen_demanded
    assert state(first).disposition is None
    assert RiskCase.objects.count() == 1


def test_the_same_value_of_the_same_answer_is_told_once_and_a_higher_one_again(rostered: House) -> None:
    response = uuid4()
    case = signed(rostered, subject_id=response, height=1)
    for minute in (1, 2):
        assert signed(rostered, minute, subject_id=response, height=1) == case
    assert len(state(case).signs) == 1
    signed(rostered, 3, subject_id=response, height=3)
    assert [sign.height for sign in state(case).signs] == [1, 3]


def test_after_a_case_was_closed_the_next_sign_opens_another(rostered: House) -> None:
    first = signed(rostered)
    settled(rostered, first, 5)
    closed(rostered, first, 10)
    second = signed(rostered, 60)
    assert second != first
    assert not state(first).is_open
    assert state(second).is_open
    assert drifted(rostered.cast.harbor.pk) == []


def test_a_worry_of_staff_is_a_sign_with_their_words(rostered: House) -> None:
    nurse = rostered.cast.nurse.acting
    told = uuid7()
    for _twice in range(2):
        case = actions.note_concern(
            nurse, rostered.patient_id, "She gave her dog away", "urgent", at=after(0), event_id=told
        )
    (sign,) = state(case).signs
    assert (sign.source, sign.words, sign.by) == ("staff", "She gave her dog away", str(nurse.actor_id))
    with pytest.raises(Refused, match="not_permitted"):
        actions.note_concern(rostered.cast.desk.acting, rostered.patient_id, "A worry", "urgent", at=after(0))
    with pytest.raises(Refused, match="missing"):
        actions.note_concern(nurse, rostered.patient_id, "  ", "urgent", at=after(0))


def test_the_staff_of_another_clinic_has_no_such_patient_and_no_such_case(rostered: House) -> None:
    case = signed(rostered)
    outsider = rostered.cast.outsider.acting
    with pytest.raises(Patient.DoesNotExist):
        actions.note_concern(outsider, rostered.patient_id, "A worry", "urgent", at=after(1))
    tries: tuple[Callable[[], object], ...] = (
        lambda: actions.screen(outsider, case.pk, "clinician", outcome="none", at=after(1)),
        lambda: actions.take(outsider, case.pk, at=after(1)),
        lambda: actions.note_action(outsider, case.pk, "escort", at=after(1)),
        lambda: actions.dispose(outsider, case.pk, "no_concern", at=after(1)),
        lambda: actions.reopen(outsider, case.pk, reason="again", at=after(1)),
        lambda: actions.close(outsider, case.pk, proof=shown_by(outsider, at=after(1)), at=after(1)),
    )
    for tried in tries:
        with pytest.raises(Refused, match="no_such_case"):
            tried()


def test_a_signed_plan_answers_for_thoughts_that_are_known_and_the_audit_says_so(rostered: House) -> None:
    row, response = known(rostered, {"phq9.item9": 2}), uuid4()
    for minute in (5, 6):
        with act(rostered.cast.system, at=after(minute)) as tx:
            found = sign_seen(
                tx,
                rostered.patient_id,
                source="answer",
                code="phq9.item9",
                urgency="urgent",
                height=2,
                subject_id=response,
            )
        assert found is None
    assert RiskCase.objects.count() == 0
    assert AuditEntry.objects.filter(action=signs.SWALLOWED, subject_id=row.pk).count() == 1


@pytest.mark.parametrize(
    ("told", "minute"),
    [
        ({"height": 3}, 5),
        ({"code": "asq.acute", "height": None}, 5),
        ({"code": "cssrs_screener.intent_plan_behaviour", "height": None}, 5),
        ({"code": "chart.suicidality_after.behaviour", "height": None}, 5),
        ({"source": "silence", "code": "silence", "height": None}, 5),
        ({"source": "staff", "code": "staff.concern", "height": None}, 5),
        ({"height": 2}, 14 * 24 * 60),
    ],
)
def test_a_rise_and_everything_but_thoughts_escalates_all_the_same(
    rostered: House, told: dict[str, object], minute: float
) -> None:
    known(rostered, {"phq9.item9": 2})
    assert state(signed(rostered, minute, **told)).is_open


def heard(house: House, minute: float, **told: object) -> RiskCase | None:
    usual: dict[str, Any] = {"source": "answer", "code": "phq9.item9", "urgency": "urgent", "height": 2}
    with act(house.cast.system, at=after(minute)) as tx:
        return sign_seen(tx, house.patient_id, **{**usual, **told})


@pytest.mark.parametrize(("told", "tier"), [({"height": 3}, "low"), ({"code": "silence", "height": None}, "none")])
def test_after_a_sign_that_it_did_not_cover_a_plan_answers_for_nothing(
    rostered: House, told: dict[str, object], tier: str
) -> None:
    known(rostered, {"phq9.item9": 2})
    assert heard(rostered, 5) is None
    worse = signed(rostered, 10, **told)
    settled(rostered, worse, 20, tier=tier)
    closed(rostered, worse, 30)
    assert heard(rostered, 40) is not None


@pytest.mark.parametrize(("tier", "holds"), [("low", True), ("none", True), ("moderate", False), ("high", False)])
def test_after_a_screen_of_moderate_or_worse_a_plan_answers_for_nothing(
    rostered: House, tier: str, holds: bool
) -> None:
    case = signed(rostered, 0, height=1)
    known(rostered, {"phq9.item9": 2})
    settled(rostered, case, 20, tier=tier)
    closed(rostered, case, 30)
    assert (heard(rostered, 40) is None) == holds


def test_while_a_case_is_open_a_known_sign_joins_it(rostered: House) -> None:
    case = signed(rostered, 0, height=1)
    known(rostered, {"phq9.item9": 2})
    assert heard(rostered, 5) == case
    assert len(state(case).signs) == 2


def test_planted_a_plan_that_stands_whatever_came_is_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "_got_worse", lambda *_told: False)
    with pytest.raises(AssertionError):
        test_after_a_screen_of_moderate_or_worse_a_plan_answers_for_nothing(rostered, "moderate", False)


def test_planted_a_plan_that_answers_for_everything_is_noticed(
    rostered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(rostered, {"phq9.item9": 2})
    monkeypatch.setattr(signs, "is_known", lambda *_told: True)
    with pytest.raises(AssertionError):
        signed(rostered, 5, code="asq.acute", height=None)


def test_a_voided_plan_answers_for_nothing(rostered: House) -> None:
    row = known(rostered, {"phq9.item9": 2})
    with act(rostered.cast.prescriber.acting, at=after(1)) as tx:
        tx.void(row.plan, reason="wrong patient")
    assert state(signed(rostered, 5, height=2)).is_open


@pytest.mark.parametrize(
    ("heights", "days", "why"),
    [
        ({}, 14, "missing"),
        ({"phq9.item9": 4}, 14, "known_beyond_thoughts"),
        ({"asq.acute": 1}, 14, "known_beyond_thoughts"),
        ({"asq.positive": 4}, 14, "known_beyond_thoughts"),
        ({"phq9.item9": 2}, 15, "known_review_by"),
        ({"phq9.item9": 2}, 0, "known_review_by"),
    ],
)
def test_what_cannot_be_signed_as_known(rostered: House, heights: dict[str, int], days: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        known(rostered, heights, days=days)


def test_only_a_clinician_signs_and_not_over_a_screen_that_says_high(rostered: House) -> None:
    nurse, plan = rostered.cast.nurse.acting, planned(rostered.cast, rostered.patient_id, at=after(0))
    with pytest.raises(Refused, match="not_permitted"):
        actions.sign_known(
            nurse,
            plan.pk,
            review_by=after(60),
            heights={"phq9.item9": 1},
            proof=shown_by(nurse, at=after(0)),
            at=after(0),
            known_id=uuid7(),
        )
    case = signed(rostered)
    actions.screen(nurse, case.pk, "asq", outcome="acute_positive", at=after(1))
    with pytest.raises(Refused, match="known_tier_high"):
        known(rostered, {"phq9.item9": 2})


def test_signed_in_an_open_case_it_stands_in_its_story(rostered: House) -> None:
    case = signed(rostered, height=2)
    actions.screen(rostered.cast.nurse.acting, case.pk, "clinician", outcome="low", at=after(0))
    row = known(rostered, {"phq9.item9": 2})
    now = state(case)
    assert now.known is not None
    assert now.known.id == str(row.pk)
    assert "known_signed" in kinds(case.pk)
    assert "plan_made" in kinds(case.pk)
    assert CaseEvent.objects.filter(case=case).count() == now.events
