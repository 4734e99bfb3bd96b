"""What was signed is voided with its signature, over the signature of whoever may sign it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from slowdrip.cli.demo.stories import as_planned, stopped_early, taken_by_ems
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import charting
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.signed import is_signed, signatures_on
from slowdrip.clinic.record.acting import Acting, Tx
from slowdrip.clinic.record.models import AuditEntry, Outbox, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.science.infusion import Phase
from tests.drips import House


def void(actor: Acting, visit: Visit, kind: str, minute: float = 130, *, signer: Acting | None = None) -> None:
    """Voids the last entry of a kind over the signature of a person, by default whoever holds the session."""
    event = InfusionEvent.objects.filter(infusion=visit.infusion, kind=kind).latest("occurred_at")
    proof = Proof(signer or actor, "pin", visit.at(minute))
    actions.void_event(actor, event.pk, reason="wrong patient", at=visit.at(minute), proof=proof)


def standing(visit: Visit) -> list[str]:
    rows = Signature.objects.filter(subject_id=visit.infusion.pk).exclude(meaning=charting.VOIDED).current()
    return sorted(rows.values_list("meaning", flat=True))


SIGNED = ["bedside_check.second_person", "drawn_up.second_person", "go_no_go"]


def its_signature_goes_with_it(visit: Visit, house: House) -> None:
    as_planned(visit)
    assert standing(visit) == sorted([*SIGNED, "discharged"])
    void(house.team.nurse.acting(), visit, "discharged")
    assert standing(visit) == SIGNED


def test_a_voided_discharge_leaves_no_signature_standing(running: Visit, house: House) -> None:
    its_signature_goes_with_it(running, house)
    assert (running.state().phase, running.state().ending) == (Phase.RECOVERY, None)
    assert Signature.objects.filter(subject_id=running.infusion.pk, meaning="discharged").exists()
    assert AuditEntry.objects.filter(action="record.signature.voided").count() == 1
    assert Outbox.objects.filter(topic="board", at=running.at(130)).exists()
    assert verify_chain(house.cast.harbor.pk) is None


def test_planted_fault_a_signature_left_standing_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charting, "signatures_on", lambda row: [])
    with pytest.raises(AssertionError):
        its_signature_goes_with_it(running, house)


def a_signature_is_undone_only_over_another(visit: Visit, house: House) -> None:
    as_planned(visit)
    ending = InfusionEvent.objects.get(infusion=visit.infusion, kind="discharged")
    with pytest.raises(Refused, match="void_needs_signature"):
        actions.void_event(house.team.nurse.acting(), ending.pk, reason="wrong patient", at=visit.at(130))
    assert visit.state().phase is Phase.ENDED


def test_without_a_pin_a_signed_entry_stays(running: Visit, house: House) -> None:
    a_signature_is_undone_only_over_another(running, house)


def test_planted_fault_a_void_that_asks_for_no_pin_is_found(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plain(tx: Tx, infusion: Infusion, row: InfusionEvent, *, reason: str, proof: Proof | None) -> None:
        tx.void(row, reason=reason)

    monkeypatch.setattr(charting, "_void", plain)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        a_signature_is_undone_only_over_another(running, house)


def test_the_void_is_signed_by_whoever_typed_the_pin(running: Visit, house: House) -> None:
    nurse, prescriber = house.team.nurse.acting(), house.team.prescriber.acting()
    decision = InfusionEvent.objects.get(infusion=running.infusion, kind="go_no_go")
    (old,) = [each.pk for each in signatures_on(decision)]
    void(nurse, running, "go_no_go", minute=5, signer=prescriber)
    signed = Signature.objects.get(subject_id=running.infusion.pk, meaning=charting.VOIDED)
    assert (signed.signer_id, signed.session_actor_id) == (prescriber.actor_id, nurse.actor_id)
    assert json.loads(signed.document) == {
        "kind": "go_no_go",
        "reason": "wrong patient",
        "signatures": [str(old)],
        "voided": str(decision.pk),
    }


def test_an_old_proof_voids_nothing(running: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    drawn = InfusionEvent.objects.get(infusion=running.infusion, kind="drawn_up")
    proof = Proof(nurse, "pin", running.at(3))
    with pytest.raises(Refused, match="proof_expired"):
        actions.void_event(nurse, drawn.pk, reason="wrong bag", at=running.at(5), proof=proof)
    assert signatures_on(drawn)


def test_what_nobody_signed_is_voided_without_a_pin(running: Visit, house: House) -> None:
    started = InfusionEvent.objects.get(infusion=running.infusion, kind="started")
    assert not is_signed(house.team.nurse.acting(), running.infusion.pk, started.pk)
    actions.void_event(house.team.nurse.acting(), started.pk, reason="wrong patient", at=running.at(5))


@pytest.mark.parametrize(("kind", "meaning"), [(name.split(".")[0], name) for name in SIGNED])
def test_only_the_voided_entry_s_signature_goes(running: Visit, house: House, kind: str, meaning: str) -> None:
    void(house.team.prescriber.acting(), running, kind, minute=5)
    assert standing(running) == [name for name in SIGNED if name != meaning]


def test_the_witness_of_a_voided_waste_is_voided_too(running: Visit, house: House) -> None:
    stopped_early(running)
    void(house.team.nurse.acting(), running, "wasted")
    assert "wasted.witness" not in standing(running)


def test_a_decision_is_voided_only_by_whoever_may_decide(running: Visit, house: House) -> None:
    with pytest.raises(Refused, match="not_permitted") as refused:
        void(house.team.nurse.acting(), running, "go_no_go", minute=5)
    assert refused.value.params == {"permission": "drip.decide"}
    void(house.team.director.acting(), running, "go_no_go", minute=5)


def test_an_ending_is_voided_only_by_whoever_may_close(running: Visit, house: House) -> None:
    taken_by_ems(running)
    nurse = house.team.nurse.acting()
    with pytest.raises(Refused, match="not_permitted"):
        void(replace(nurse, permissions=nurse.permissions - {"drip.close"}), running, "transferred_ems")
    void(nurse, running, "transferred_ems")


def test_a_visit_whose_ending_was_voided_shares_its_chair_and_can_end_again(running: Visit, house: House) -> None:
    as_planned(running)
    nurse, other = house.team.nurse.acting(), house.book(start=running.start + timedelta(hours=4))
    actions.check_in(nurse, other.infusion.pk, chair_id=house.chairs[0], at=running.at(120))
    void(nurse, running, "discharged")
    assert running.state().phase is Phase.RECOVERY
    actions.end_otherwise(nurse, running.infusion.pk, "left_unseen", {}, at=running.at(140))
    assert running.state().phase is Phase.ENDED
