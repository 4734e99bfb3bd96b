"""A case is closed by a screen after the last sign, an act, a disposition and a signature, and by nothing less."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety import actions
from slowdrip.clinic.safety.actions import closing
from slowdrip.clinic.safety.case_page import next_step
from slowdrip.clinic.safety.models import CaseEvent, CaseState, RiskCase
from slowdrip.clinic.safety.projecting import drifted, fold_anew
from slowdrip.clinic.safety.tests.case.told import after, closed, kinds, known, settled, signed, state
from tests.cast import Person
from tests.drips import House

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {
    "source": "own_words",
    "code": "phq9.own_words",
    "urgency": "review",
    "height": None,
    "own_words": True,
}


def proof_of(person: Person, minute: float) -> Proof:
    return shown_by(person.acting, at=after(minute))


def refused(tried: Callable[[], object]) -> Any:
    with pytest.raises(Refused) as why:
        tried()
    return why.value


def close(house: House, case: RiskCase, minute: float) -> Any:
    return refused(lambda: closed(house, case, minute)).params["reasons"]


def test_each_thing_that_is_missing_is_named(rostered: House) -> None:
    nurse, case = rostered.cast.nurse.acting, signed(rostered)
    assert close(rostered, case, 1) == ["screen_demanded", "no_disposition"]
    actions.screen(nurse, case.pk, "asq", answers={"q1": "1", "q5": "1"}, at=after(2))
    assert state(case).tier == "high"
    assert close(rostered, case, 3) == ["not_acted", "no_disposition"]
    why = refused(lambda: actions.dispose(nurse, case.pk, "admitted", at=after(3)))
    assert (why.code, why.params["reasons"]) == ("case_not_disposable", ["not_acted"])
    actions.note_action(nurse, case.pk, "contact_tried", at=after(4))
    assert close(rostered, case, 5) == ["not_acted", "no_disposition"]
    actions.note_action(nurse, case.pk, "emergency", at=after(6))
    assert close(rostered, case, 7) == ["no_disposition"]
    actions.dispose(nurse, case.pk, "emergency_care", at=after(8))
    assert not closed(rostered, case, 9).is_open
    signature = Signature.objects.get(meaning=closing.CLOSED, subject_id=case.pk)
    assert signature.signer_id == rostered.cast.prescriber.member.actor_id
    row = CaseState.objects.get(case=case)
    assert (row.is_open, row.deadline_at, row.next_look_at) == (False, None, None)


def test_a_new_sign_takes_the_disposition_back(rostered: House) -> None:
    case = signed(rostered)
    settled(rostered, case, 1)
    signed(rostered, 5, code="asq.positive", height=1)
    assert close(rostered, case, 6) == ["screen_demanded", "no_disposition"]


def test_after_a_moderate_or_high_screen_a_clinician_signs(rostered: House) -> None:
    nurse, case = rostered.cast.nurse, signed(rostered)
    settled(rostered, case, 1, tier="moderate")
    why = refused(lambda: actions.close(nurse.acting, case.pk, proof=proof_of(nurse, 5), at=after(5)))
    assert why.code == "not_permitted"
    by_clinician = proof_of(rostered.cast.director, 5)
    assert not actions.close(nurse.acting, case.pk, proof=by_clinician, at=after(5)).is_open


def test_after_a_screen_without_risk_a_nurse_signs(rostered: House) -> None:
    nurse, case = rostered.cast.nurse, signed(rostered)
    asked(nurse, case)
    assert not actions.close(nurse.acting, case.pk, proof=proof_of(nurse, 4), at=after(4)).is_open


def asked(nurse: Person, case: RiskCase) -> None:
    """Asked by the questions, nothing found, decided."""
    actions.screen(nurse.acting, case.pk, "asq", outcome="negative", at=after(1))
    actions.dispose(nurse.acting, case.pk, "no_concern", at=after(2))


def own_judgement(house: House) -> None:
    """An urgent sign does not end by one nurse's own judgement; a clinician signs it, a sign to review not."""
    nurse, case = house.cast.nurse, signed(house)
    settled(house, case, 1)
    why = refused(lambda: actions.close(nurse.acting, case.pk, proof=proof_of(nurse, 4), at=after(4)))
    assert why.code == "not_permitted"
    closed(house, case, 5)
    later = signed(house, 20, code="phq9.item9", urgency="review", height=1)
    settled(house, later, 21)
    assert not actions.close(nurse.acting, later.pk, proof=proof_of(nurse, 24), at=after(24)).is_open


def test_an_urgent_sign_does_not_end_by_one_nurses_own_judgement(rostered: House) -> None:
    own_judgement(rostered)


def test_planted_a_close_that_any_nurse_signs_is_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "CLINICIAN", "somebody")
    with pytest.raises(pytest.fail.Exception):
        own_judgement(rostered)


@pytest.mark.parametrize(
    ("disposal", "code"), [("known_ideation", "known_not_signed"), ("safety_plan", "plan_not_standing")]
)
def test_where_it_ends_has_to_be_true(rostered: House, disposal: str, code: str) -> None:
    nurse, case = rostered.cast.nurse.acting, signed(rostered, height=2)
    actions.screen(nurse, case.pk, "asq", outcome="negative", at=after(0))
    why = refused(lambda: actions.dispose(nurse, case.pk, disposal, at=after(1)))
    assert (why.code, why.field) == (code, "disposal")
    known(rostered, {"phq9.item9": 2})
    disposition = actions.dispose(nurse, case.pk, disposal, at=after(2)).disposition
    assert disposition is not None
    assert disposition.disposal == disposal


def test_where_no_screen_was_possible_the_case_ends_in_other_hands_only(rostered: House) -> None:
    nurse, case = rostered.cast.nurse.acting, signed(rostered)
    actions.screen(nurse, case.pk, "clinician", outcome="undetermined", note="ran off", at=after(1))
    actions.note_action(nurse, case.pk, "emergency", at=after(2))
    assert state(case).is_screen_demanded
    why = refused(lambda: actions.dispose(nurse, case.pk, "no_concern", at=after(3)))
    assert why.params["reasons"] == ["screen_demanded"]
    actions.dispose(nurse, case.pk, "emergency_care", at=after(4))
    assert next_step(state(case)) == "close"
    assert not closed(rostered, case, 5).is_open


def test_an_old_proof_closes_nothing(rostered: House) -> None:
    case = signed(rostered)
    settled(rostered, case, 1)
    stale = proof_of(rostered.cast.prescriber, 4)
    why = refused(lambda: actions.close(rostered.cast.prescriber.acting, case.pk, proof=stale, at=after(6)))
    assert why.code == "proof_expired"
    assert state(case).is_open


def test_planted_without_the_gate_the_fold_keeps_the_case_open(
    rostered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = signed(rostered)
    monkeypatch.setattr(closing, "may_close", lambda _state: ())
    after_close = closed(rostered, case, 1)
    assert after_close.is_open
    assert [each.code for each in after_close.problems] == ["close_ignored"]


def test_reopening_demands_a_screen_and_keeps_the_story(rostered: House) -> None:
    case = signed(rostered)
    settled(rostered, case, 1)
    closed(rostered, case, 5)
    nurse = rostered.cast.nurse.acting
    assert refused(lambda: actions.take(nurse, case.pk, at=after(6))).code == "case_closed"
    again = actions.reopen(nurse, case.pk, reason="Her sister called", at=after(7))
    assert again.is_open
    assert again.is_screen_demanded
    assert [turn.is_open for turn in again.turns] == [False, True]
    assert refused(lambda: actions.reopen(nurse, case.pk, reason="again", at=after(8))).code == "case_open"
    settled(rostered, case, 10)
    assert not closed(rostered, case, 20).is_open


def test_a_closed_case_is_not_opened_beside_another(rostered: House) -> None:
    first = signed(rostered)
    settled(rostered, first, 1)
    closed(rostered, first, 5)
    signed(rostered, 10)
    nurse = rostered.cast.nurse.acting
    assert refused(lambda: actions.reopen(nurse, first.pk, reason="why", at=after(11))).code == "other_case_open"


def test_each_entry_sent_twice_is_stored_once(rostered: House) -> None:
    nurse, prescriber = rostered.cast.nurse.acting, rostered.cast.prescriber
    case, ids = signed(rostered), [uuid7() for _number in range(7)]
    for _twice in range(2):
        actions.take(nurse, case.pk, at=after(1), event_id=ids[0])
        actions.screen(nurse, case.pk, "clinician", outcome="low", at=after(2), event_id=ids[1])
        actions.note_action(nurse, case.pk, "contact_reached", at=after(3), event_id=ids[2])
        actions.dispose(nurse, case.pk, "follow_up", at=after(4), event_id=ids[3])
        actions.close(prescriber.acting, case.pk, proof=proof_of(prescriber, 5), at=after(5), event_id=ids[4])
        assert not state(case).is_open
    assert Signature.objects.filter(meaning=closing.CLOSED).count() == 1
    told = CaseEvent.objects.filter(case=case, id__in=ids)
    assert told.count() == 5
    other = refused(lambda: actions.take(nurse, case.pk, at=after(6), event_id=ids[3]))
    assert other.code == "id_used_twice"


def test_own_words_alone_need_to_be_read_and_signed_and_no_screen(rostered: House) -> None:
    nurse = rostered.cast.nurse
    case = signed(rostered, **WORDS)
    (words,) = state(case).unread
    assert not state(case).is_screen_demanded
    assert close(rostered, case, 1) == ["text_unread", "no_disposition"]
    sign_id = CaseEvent.objects.get(case=case, kind="signalled").pk
    actions.mark_read(nurse.acting, case.pk, sign_id, at=after(2))
    assert refused(lambda: actions.mark_read(nurse.acting, case.pk, sign_id, at=after(3))).code == "text_read_already"
    decided = state(case).disposition
    assert decided is not None
    assert (decided.disposal, decided.by) == ("no_concern", str(nurse.acting.actor_id))
    assert not actions.close(nurse.acting, case.pk, proof=proof_of(nurse, 5), at=after(5)).is_open
    assert words.id == str(sign_id)


def test_words_beside_a_sign_decide_nothing(rostered: House) -> None:
    nurse = rostered.cast.nurse.acting
    case = signed(rostered)
    settled(rostered, case, 1)
    signed(rostered, 5, **WORDS)
    actions.mark_read(nurse, case.pk, UUID(state(case).unread[0].id), at=after(6))
    assert close(rostered, case, 7) == ["no_disposition"]


def test_words_after_which_somebody_screened_decide_nothing(rostered: House) -> None:
    nurse = rostered.cast.nurse.acting
    case = signed(rostered, **WORDS)
    actions.screen(nurse, case.pk, "asq", answers={"q1": "1", "q5": "0"}, at=after(1))
    actions.mark_read(nurse, case.pk, UUID(state(case).unread[0].id), at=after(2))
    assert "no_disposition" in close(rostered, case, 3)


def test_new_words_take_the_decision_about_old_ones_back(rostered: House) -> None:
    nurse = rostered.cast.nurse
    case = signed(rostered, **WORDS)
    actions.mark_read(nurse.acting, case.pk, UUID(state(case).unread[0].id), at=after(2))
    signed(rostered, **WORDS)
    assert close(rostered, case, 3) == ["text_unread", "no_disposition"]


def test_words_that_worry_whoever_reads_them_demand_a_screen(rostered: House) -> None:
    case = signed(rostered, **WORDS)
    sign_id = CaseEvent.objects.get(case=case, kind="signalled").pk
    now = actions.mark_read(rostered.cast.nurse.acting, case.pk, sign_id, concern="urgent", at=after(2))
    assert now.is_screen_demanded
    assert [(sign.source, sign.urgency) for sign in now.signs] == [("own_words", "urgent")]


def test_somebody_who_may_not_act_owns_no_case(rostered: House) -> None:
    nurse, case = rostered.cast.nurse.acting, signed(rostered)
    owner = rostered.cast.prescriber.member.actor_id
    assert actions.name_owner(nurse, case.pk, owner, at=after(1)).owner == str(owner)
    for person in (rostered.cast.desk, rostered.cast.outsider):
        with pytest.raises(Refused, match="owner_not_able"):
            actions.name_owner(nurse, case.pk, person.member.actor_id, at=after(2))


def test_the_projection_is_the_fold_of_the_events(rostered: House) -> None:
    case = signed(rostered)
    settled(rostered, case, 1, tier="moderate")
    assert fold_anew(case.pk) == state(case)
    assert drifted(rostered.cast.harbor.pk) == []
    CaseState.objects.filter(case=case).update(is_open=False)
    assert drifted(rostered.cast.harbor.pk) == [case.pk]
    assert "disposed" in kinds(case.pk)
