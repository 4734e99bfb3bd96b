"""An emergency at a drip: opened once by any number of taps, shuts the way home, never the way to the hospital."""

from datetime import datetime
from uuid import UUID

import pytest

from slowdrip.cli.demo.leaving import complete, last_look
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, gating, projecting
from slowdrip.clinic.infusion.actions.emergency import BEGAN
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent, Task
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.rules.outcome import GateResult
from tests.drips import House


def begin(visit: Visit, minute: float, *, event_id: UUID | None = None, told: float | None = None) -> InfusionState:
    return actions.begin_emergency(
        visit.team.nurse.acting(),
        visit.infusion.pk,
        at=visit.at(minute),
        occurred_at=visit.at(told) if told is not None else None,
        event_id=event_id,
    )


def discharge(visit: Visit, minute: float) -> InfusionState:
    nurse, at = visit.team.nurse.acting(), visit.at(minute)
    return actions.discharge(nurse, visit.infusion.pk, {}, proof=shown_by(nurse, at=at), at=at)


def debriefs_asked(visit: Visit) -> list[str]:
    return list(Task.objects.filter(infusion=visit.infusion, kind="emergency_debrief").values_list("key", flat=True))


def began(visit: Visit) -> list[datetime]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind=BEGAN).current().order_by("occurred_at")
    return list(rows.values_list("occurred_at", flat=True))


def test_the_projection_says_since_when_and_the_board_can_ask_for_it(running: Visit) -> None:
    begin(running, 12)
    assert StateRow.objects.get(infusion=running.infusion).emergency_since == running.at(12)
    running.chart((13, "emergency_over", {}))
    assert StateRow.objects.get(infusion=running.infusion).emergency_since is None
    assert projecting.drifted(running.infusion.clinic_id) == []


def test_a_tap_sent_twice_and_a_tap_of_somebody_else_open_one(running: Visit, house: House) -> None:
    event_id = uuid7()
    begin(running, 12, event_id=event_id)
    begin(running, 12.1, event_id=event_id, told=12)
    begin(running, 12.2)
    assert began(running) == [running.at(12)]


def test_the_same_id_with_another_moment_is_still_the_same_beginning(running: Visit) -> None:
    event_id = uuid7()
    begin(running, 12, event_id=event_id)
    begin(running, 13, event_id=event_id)
    assert began(running) == [running.at(12)]


def test_a_tablet_that_was_offline_and_tapped_first_moves_the_clock(running: Visit) -> None:
    begin(running, 12)
    state = begin(running, 14, told=11)
    assert state.emergency is not None
    assert state.emergency.began_at == running.at(11)
    assert len(state.emergencies) == 1


def test_an_emergency_begins_before_the_drip_and_after_the_visit(visit: Visit, house: House) -> None:
    actions.check_in(house.team.nurse.acting(), visit.infusion.pk, chair_id=house.chairs[0], at=visit.at(-30))
    assert begin(visit, -20).emergency is not None
    visit.chart((-15, "emergency_over", {}))
    told = {"why": "prescriber_decision"}
    actions.end_otherwise(house.team.nurse.acting(), visit.infusion.pk, "not_started", told, at=visit.at(-10))
    assert begin(visit, -5).emergency is not None


def test_only_who_may_chart_opens_one(running: Visit, house: House) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        actions.begin_emergency(house.team.desk.acting(), running.infusion.pk, at=running.at(12))


def test_nobody_goes_home_out_of_an_open_emergency_and_afterwards_they_may(running: Visit) -> None:
    complete(running)
    last_look(running, 101)
    begin(running, 104)
    with pytest.raises(Refused, match="not_dischargeable") as refused:
        discharge(running, 105)
    assert refused.value.params["gates"] == ["emergency"]
    running.chart((106, "emergency_over", {}))
    assert discharge(running, 107).phase is Phase.ENDED


def test_a_discharge_that_did_not_ask_would_be_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the gate of the emergency is left out."""

    def careless(result: GateResult, open_since: datetime | None) -> GateResult:
        return result

    monkeypatch.setattr(gating, "with_emergency", careless)
    with pytest.raises(pytest.fail.Exception):
        test_nobody_goes_home_out_of_an_open_emergency_and_afterwards_they_may(running)


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("transferred_ems", {"reason": "chest pain"}),
        ("left_against_advice", {"risks_explained": True}),
        ("left_unseen", {}),
    ],
)
def test_every_other_ending_stays_possible_and_closes_it(running: Visit, ending: str, told: dict[str, object]) -> None:
    begin(running, 12)
    actions.end_otherwise(running.team.nurse.acting(), running.infusion.pk, ending, told, at=running.at(15))
    state = running.state()
    assert (state.phase, state.emergency) == (Phase.ENDED, None)
    assert debriefs_asked(running) == [state.emergencies[0].event_id]


def test_the_debrief_is_asked_for_once_when_it_is_over_and_not_before(running: Visit) -> None:
    state = begin(running, 12)
    assert debriefs_asked(running) == []
    running.chart((20, "emergency_over", {}))
    running.chart((21, "note", {"note": "calm again"}))
    assert state.emergency is not None
    assert debriefs_asked(running) == [state.emergency.event_id]


def test_a_beginning_by_mistake_is_voided_with_one_tap_and_asks_for_nothing(running: Visit) -> None:
    state = begin(running, 12)
    assert state.emergency is not None
    nurse = running.team.nurse.acting()
    after = actions.void_event(nurse, UUID(state.emergency.event_id), reason="entered_by_mistake", at=running.at(13))
    assert after.emergencies == ()
    assert debriefs_asked(running) == []


def test_it_was_earlier_moves_the_beginning(running: Visit) -> None:
    state = begin(running, 12)
    assert state.emergency is not None
    after = actions.chart_again(
        running.team.nurse.acting(),
        UUID(state.emergency.event_id),
        occurred_at=running.at(10),
        new_id=uuid7(),
        at=running.at(13),
    )
    assert after.emergency is not None
    assert after.emergency.began_at == running.at(10)


def test_a_tapped_time_sent_twice_is_one_and_another_under_its_id_is_refused(running: Visit) -> None:
    begin(running, 12)
    nurse, event_id = running.team.nurse.acting(), uuid7()
    shock = Draft("emergency_step", {"step": "shock_given"}, running.at(13), event_id)
    for minute in (13, 14):
        actions.chart(nurse, running.infusion.pk, [shock], at=running.at(minute))
    assert InfusionEvent.objects.filter(infusion=running.infusion, kind="emergency_step").count() == 1
    other = Draft("emergency_step", {"step": "suction"}, running.at(13), event_id)
    with pytest.raises(Refused, match="id_used_twice"):
        actions.chart(nurse, running.infusion.pk, [other], at=running.at(15))


def test_stopping_the_pump_in_an_emergency_stops_the_drip(running: Visit) -> None:
    begin(running, 12)
    running.chart((12.5, "stopped", {"reason": "emergency"}))
    state = running.state()
    assert (state.phase, state.drip.stop_reason) == (Phase.RECOVERY, "emergency")
    assert state.emergency is not None
