"""What was signed is voided with its signature, by whoever may sign it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from slowdrip.cli.demo.stories import as_planned, stopped_early, taken_by_ems
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import charting
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import AuditEntry, Outbox, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.science.infusion import Phase
from tests.drips import House


def void(actor: Acting, visit: Visit, kind: str, minute: float = 130) -> None:
    event = InfusionEvent.objects.filter(infusion=visit.infusion, kind=kind).latest("occurred_at")
    actions.void_event(actor, event.pk, reason="wrong patient", at=visit.at(minute))


def standing(visit: Visit) -> list[str]:
    rows = Signature.objects.filter(subject_id=visit.infusion.pk).current()
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
    monkeypatch.setattr(charting, "_signatures_on", lambda row: [])
    with pytest.raises(AssertionError):
        its_signature_goes_with_it(running, house)


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
