"""A chair changes hands: signed by whoever takes it, in the log of the drip, and asked for when its nurse leaves."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import handing
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent, Presence, Task
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion.state import InfusionState
from tests.drips import House


def hand(
    visit: Visit, giver: Membership, taker: Membership, *, at: datetime, note: str = "", **more: Any
) -> InfusionState:
    proof = shown_by(taker.acting(session_actor_id=giver.actor_id), at=at)
    return actions.hand_over(giver.acting(), visit.infusion.pk, note=note, proof=proof, outcome="taken", at=at, **more)


def take(
    visit: Visit, taker: Membership, holder: Membership | None, *, at: datetime, reason: str = ""
) -> InfusionState:
    own, held = taker.acting(), str(holder.actor_id) if holder is not None else ""
    return actions.take_over(
        own, visit.infusion.pk, reason=reason, holder=held, proof=shown_by(own, at=at), outcome="taken", at=at
    )


def refusal(call: Any) -> str:
    with pytest.raises(Refused) as why:
        call()
    return why.value.code


def test_whoever_checks_in_holds_the_chair(running: Visit, house: House) -> None:
    assert running.state().in_charge == str(house.team.nurse.actor_id)


def test_a_hand_over_is_an_entry_of_the_drip_and_signed_by_whoever_takes_it(running: Visit, house: House) -> None:
    nurse, second, at = house.team.nurse, house.team.second, running.at(3)
    state = hand(running, nurse, second, at=at, note=" likes it quiet ")
    assert state.in_charge == str(second.actor_id)
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="handed_over")
    assert "likes it quiet" in row.payload
    signature = Signature.objects.get(meaning="handed_over", subject_id=running.infusion.pk)
    assert (signature.signer_id, signature.session_actor_id) == (second.actor_id, nurse.actor_id)
    assert f'"event":"{row.pk}"' in signature.document
    assert '"entries_before"' in signature.document


def test_a_retry_of_the_same_hand_over_is_one(running: Visit, house: House) -> None:
    nurse, second, event_id = house.team.nurse, house.team.second, uuid7()
    for _ in range(2):
        hand(running, nurse, second, at=running.at(3), event_id=event_id)
    assert InfusionEvent.objects.filter(kind="handed_over").count() == 1
    assert Signature.objects.filter(meaning="handed_over").count() == 1


def test_a_chair_that_nobody_holds_is_taken_without_a_reason(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of before name nobody at check-in."""
    monkeypatch.setattr(handing, "stored_state", lambda infusion: replace(running.state(), in_charge=""))
    assert (
        refusal(lambda: hand(running, house.team.nurse, house.team.second, at=running.at(3))) == "chair_without_nurse"
    )
    assert take(running, house.team.second, None, at=running.at(3)).in_charge == str(house.team.second.actor_id)


def refuses_who_may_not(visit: Visit, house: House) -> None:
    nurse, second, desk, at = house.team.nurse, house.team.second, house.team.desk, visit.at(3)
    assert refusal(lambda: hand(visit, nurse, nurse, at=at)) == "handed_to_oneself"
    assert refusal(lambda: hand(visit, nurse, desk, at=at)) == "not_permitted"
    assert refusal(lambda: hand(visit, second, house.team.prescriber, at=at)) == "handed_over_by_another"
    assert not InfusionEvent.objects.filter(kind="handed_over").exists()
    assert visit.state().in_charge == str(nurse.actor_id)


def test_nobody_takes_a_chair_from_themselves_nor_without_the_right_to_chart(running: Visit, house: House) -> None:
    refuses_who_may_not(running, house)


def test_planted_fault_a_hand_over_that_anybody_signs_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "hand_over_reason", lambda **told: None)
    with pytest.raises(BaseException, match="DID NOT RAISE"):
        refuses_who_may_not(running, house)


def test_a_hand_over_goes_no_other_way(running: Visit, house: House) -> None:
    nurse, at = house.team.nurse.acting(), running.at(3)
    people = {"from_person": str(nurse.actor_id), "to_person": str(house.team.second.actor_id)}
    for kind in ("handed_over", "taken_over"):
        draft = Draft(kind, people, at)
        assert (
            refusal(lambda draft=draft: actions.chart(nurse, running.infusion.pk, [draft], at=at))
            == "has_its_own_action"
        )


def test_a_chair_is_taken_over_with_a_reason(running: Visit, house: House) -> None:
    nurse, second = house.team.nurse, house.team.second
    assert refusal(lambda: take(running, second, nurse, at=running.at(3))) == "take_over_needs_reason"
    assert take(running, second, nurse, at=running.at(3), reason="at chair 4").in_charge == str(second.actor_id)
    assert refusal(lambda: take(running, second, second, at=running.at(4), reason="again")) == "chair_held_already"


def test_nobody_takes_a_chair_from_somebody_they_did_not_see(running: Visit, house: House) -> None:
    nurse, second, prescriber = house.team.nurse, house.team.second, house.team.prescriber
    hand(running, nurse, second, at=running.at(3))
    code = refusal(lambda: take(running, prescriber, nurse, at=running.at(4), reason="late"))
    assert code == "chair_changed_hands"
    assert running.state().in_charge == str(second.actor_id)


def test_a_visit_that_waits_or_is_over_has_no_chair_to_hand_over(visit: Visit, house: House) -> None:
    nurse, second = house.team.nurse, house.team.second
    assert refusal(lambda: hand(visit, nurse, second, at=visit.at(-60))) == "hand_over_before_check_in"


def test_who_leaves_is_told_the_chairs_and_each_becomes_a_task(running: Visit, house: House) -> None:
    nurse, at = house.team.nurse, running.at(5)
    assert actions.leave(house.team.second.acting(), house.team.second.pk, at=at) == []
    assert actions.leave(nurse.acting(), nurse.pk, at=at) == ["1"]
    assert Presence.objects.filter(way="out").count() == 2
    assert actions.leave(nurse.acting(), nurse.pk, at=running.at(6)) == ["1"]
    task = Task.objects.get(kind="chair_without_nurse", state=Task.State.OPEN)
    assert task.infusion_id == running.infusion.pk


def test_whoever_takes_the_chair_ends_its_task(running: Visit, house: House) -> None:
    nurse, second = house.team.nurse, house.team.second
    actions.leave(nurse.acting(), nurse.pk, at=running.at(5))
    take(running, second, nurse, at=running.at(6), reason="left")
    task = Task.objects.get(kind="chair_without_nurse")
    assert (task.state, task.outcome, task.closed_by_id) == ("done", "taken", second.actor_id)


def test_who_handed_over_first_leaves_nothing_behind(running: Visit, house: House) -> None:
    nurse, second = house.team.nurse, house.team.second
    hand(running, nurse, second, at=running.at(4))
    assert actions.leave(nurse.acting(), nurse.pk, at=running.at(5)) == []
    assert not Task.objects.filter(kind="chair_without_nurse").exists()
