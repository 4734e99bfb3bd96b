"""What is written down afterwards: endings and signed entries of earlier, whose signature keeps its own time."""

import json
from typing import Any

import pytest

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions, projecting
from slowdrip.clinic.infusion.actions import closing
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion import InfusionState, Phase
from tests.drips import House


def end(visit: Visit, ending: str, minute: float, *, at: float, **payload: object) -> InfusionState:
    return actions.end_otherwise(
        visit.team.nurse.acting(),
        visit.infusion.pk,
        ending,
        dict(payload),
        at=visit.at(at),
        occurred_at=visit.at(minute),
    )


def test_an_ending_charted_afterwards_stands_at_its_own_time(running: Visit, house: House) -> None:
    running.chart((40, "completed", {}))
    state = end(running, "escort_never_came", 110, at=150, arrangement="taxi, called the sister")
    assert state.ending is not None
    assert (state.phase, state.ending.at) == (Phase.ENDED, running.at(110))
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="escort_never_came")
    assert (row.occurred_at, row.recorded_at) == (running.at(110), running.at(150))
    assert projecting.drifted(house.cast.harbor.pk) == []


def test_what_was_charted_for_after_the_ending_is_kept_and_flagged(running: Visit) -> None:
    running.chart((40, "completed", {}))
    check(running, 70)
    before = InfusionEvent.objects.filter(infusion=running.infusion).current().count()
    state = end(running, "left_unseen", 60, at=90)
    assert InfusionEvent.objects.filter(infusion=running.infusion).current().count() == before + 1
    assert state.phase is Phase.ENDED
    assert state.flagged("vitals_after_ending")
    assert state.observed.last_vitals_at == running.at(70)


def test_a_drip_still_running_is_cut_at_the_told_time_and_reviewed(running: Visit) -> None:
    state = end(running, "transferred_ems", 12, at=25, reason="collapsed")
    assert (state.drip.ended_at, state.drip.segments[-1].to_at) == (running.at(12), running.at(12))
    kinds = set(Task.objects.filter(infusion=running.infusion).values_list("kind", flat=True))
    assert "ended_without_stop" in kinds


def test_a_stop_charted_for_after_the_ending_is_kept_and_flagged(running: Visit) -> None:
    running.chart((20, "stopped", {}))
    state = end(running, "transferred_ems", 18, at=30, reason="collapsed")
    assert state.phase is Phase.ENDED
    assert state.flagged("ended_without_stop")
    assert state.flagged("stopped_after_ending")


def an_ending_before_the_run(visit: Visit) -> None:
    visit.chart((10, "paused", {}), (12, "resumed", {}))
    with pytest.raises(Refused, match="ended_before_run"):
        end(visit, "left_unseen", 11, at=20)
    assert visit.state().phase is Phase.RUNNING
    assert visit.state().ending is None
    assert end(visit, "left_unseen", 12, at=20).phase is Phase.ENDED


def test_an_ending_before_the_pump_last_ran_is_refused_with_the_fix(running: Visit) -> None:
    an_ending_before_the_run(running)


def test_planted_fault_an_ending_before_the_run_is_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "_must_not_run_after", lambda state, moment: None)
    with pytest.raises(pytest.fail.Exception):
        an_ending_before_the_run(running)


def test_an_ending_to_come_is_refused(running: Visit) -> None:
    with pytest.raises(Refused, match="in_the_future"):
        end(running, "left_unseen", 30, at=20)


def test_not_started_is_told_afterwards_for_a_visit_nobody_checked_in(visit: Visit) -> None:
    state = end(visit, "not_started", 5, at=300, why="no_show")
    assert state.ending is not None
    assert (state.phase, state.ending.at) == (Phase.ENDED, visit.at(5))


def document(visit: Visit, meaning: str) -> tuple[Signature, dict[str, Any]]:
    signature = Signature.objects.get(subject_id=visit.infusion.pk, meaning=meaning)
    return signature, json.loads(signature.document)


def test_a_draw_up_from_a_paper_sheet_has_its_time_and_the_signature_its_own(visit: Visit, house: House) -> None:
    walk.arrive(visit, chair_id=house.chairs[0])
    second, at = house.team.second.acting(), visit.at(10)
    drawn = {
        "product": walk.PRODUCT, "lot": "K1", "expires_on": "2027-01-01", "container": "bag", "label": "B1",
        "draw_volume_ul": 800, "vial_ug_per_ml": 50_000, "bag_volume_ul": 100_000,
    }  # fmt: skip
    actions.draw_up(
        house.team.nurse.acting(), visit.infusion.pk, drawn,
        second=shown_by(second, at=at), at=at, occurred_at=visit.at(-20),
    )  # fmt: skip
    actions.bedside_check(
        house.team.nurse.acting(), visit.infusion.pk, label="B1",
        second=shown_by(second, at=at), at=at, occurred_at=visit.at(-6),
    )  # fmt: skip
    for kind, minute in (("drawn_up", -20), ("bedside_check", -6)):
        row = InfusionEvent.objects.get(infusion=visit.infusion, kind=kind)
        signature, signed = document(visit, f"{kind}.second_person")
        assert (row.occurred_at, row.recorded_at, signature.at) == (visit.at(minute), at, at)
        assert (signed["event"], signed["occurred_at"]) == (str(row.pk), visit.at(minute).isoformat())


def test_waste_of_earlier_is_witnessed_now(running: Visit, house: House) -> None:
    running.chart((40, "completed", {}))
    at, payload = running.at(60), {"volume_ul": 500, "container": "bag", "label": running.label}
    actions.waste(
        house.team.nurse.acting(), running.infusion.pk, payload,
        witness=shown_by(house.team.second.acting(), at=at), at=at, occurred_at=running.at(45),
    )  # fmt: skip
    (waste,) = running.state().wastes
    assert waste.at == running.at(45)
    assert document(running, "wasted.witness")[0].at == at
