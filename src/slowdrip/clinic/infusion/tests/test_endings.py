"""The other true endings, waste before a witness, and the bag reconciled."""

import pytest

from slowdrip.cli.demo.stories import stopped_early, taken_by_ems
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.tasks import close_task
from slowdrip.clinic.infusion.models import Task
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion import Phase
from tests.drips import House


def tasks(visit: Visit) -> set[str]:
    return set(Task.objects.filter(infusion=visit.infusion).values_list("kind", flat=True))


def end(visit: Visit, ending: str, minute: float, **payload: object) -> None:
    actions.end_otherwise(visit.team.nurse.acting(), visit.infusion.pk, ending, dict(payload), at=visit.at(minute))


def test_the_ambulance_ends_a_visit_whatever_the_gates_say(running: Visit) -> None:
    taken_by_ems(running)
    state = running.state()
    assert (state.phase, state.ending and state.ending.code) == (Phase.ENDED, "transferred_ems")
    assert tasks(running) == set()


def test_an_ending_while_the_pump_runs_is_stored_flagged_and_reviewed(running: Visit) -> None:
    end(running, "transferred_ems", 12, reason="collapsed")
    assert running.state().phase is Phase.ENDED
    assert running.state().drip.ended_at == running.at(12)
    not_counted = {"pump_volume_not_read", "residual_not_read", "residual_not_wasted"}
    assert tasks(running) == {"ended_without_stop", *not_counted}


def test_discharged_is_no_other_ending_and_nonsense_is_none(running: Visit) -> None:
    for ending in ("discharged", "vanished"):
        with pytest.raises(Refused, match="unknown_ending"):
            end(running, ending, 12)


def test_an_ending_sent_twice_ends_once(running: Visit, house: House) -> None:
    nurse, event_id = house.team.nurse.acting(), uuid7()
    for minute in (12, 13):
        actions.end_otherwise(nurse, running.infusion.pk, "left_unseen", {}, at=running.at(minute), event_id=event_id)
    assert running.state().ending is not None
    assert not running.state().flagged("ended_twice")


def test_waste_needs_a_witness_who_is_somebody_else_and_may(running: Visit, house: House) -> None:
    nurse, at = house.team.nurse.acting(), running.at(30)
    payload = {"volume_ul": 1_000, "container": "bag", "label": running.label}
    with pytest.raises(Refused, match="witness_is_the_waster"):
        actions.waste(nurse, running.infusion.pk, payload, witness=shown_by(nurse, at=at), at=at)
    desk = shown_by(house.team.desk.acting(), at=at)
    with pytest.raises(Refused, match="witness_role_not_allowed"):
        actions.waste(nurse, running.infusion.pk, payload, witness=desk, at=at)
    assert running.state().wastes == ()


def test_a_stop_with_everything_counted_and_wasted_opens_no_task(running: Visit) -> None:
    stopped_early(running)
    assert tasks(running) == set()
    (waste,) = running.state().wastes
    assert waste.witness == str(running.team.second.actor_id)
    witnessed = Signature.objects.get(subject_id=running.infusion.pk, meaning="wasted.witness")
    assert witnessed.signer_id == running.team.second.actor_id


@pytest.mark.parametrize(("pump_ul", "opened"), [(98_000, False), (97_999, True), (102_000, False), (102_001, True)])
def test_a_pump_that_differs_over_policy_opens_a_task(running: Visit, pump_ul: int, *, opened: bool) -> None:
    running.chart((40, "completed", {}))
    running.chart((41, "pump_read", {"pump_volume_ul": pump_ul, "residual_ul": 0}))
    end(running, "left_against_advice", 50, risks_explained=True)
    assert ("pump_differs_from_record" in tasks(running)) == opened


def test_a_task_is_closed_once_with_words(running: Visit, house: House) -> None:
    end(running, "left_unseen", 12)
    task = Task.objects.get(infusion=running.infusion, kind="ended_without_stop")
    nurse = house.team.nurse.acting()
    with pytest.raises(Refused, match="outcome_missing"):
        close_task(nurse, task.pk, outcome=" ", at=running.at(60))
    closed = close_task(nurse, task.pk, outcome="pump found running, stopped by the desk", at=running.at(60))
    assert (closed.state, closed.closed_by_id) == (Task.State.DONE, nurse.actor_id)
    with pytest.raises(Refused, match="task_closed"):
        close_task(nurse, task.pk, outcome="again", at=running.at(61))
    with pytest.raises(Task.DoesNotExist):
        close_task(house.cast.outsider.acting, task.pk, outcome="mine", at=running.at(61))


def test_what_is_counted_after_the_ending_still_reconciles(running: Visit) -> None:
    running.chart((40, "completed", {}))
    end(running, "left_unseen", 60)
    assert tasks(running) == {"pump_volume_not_read", "residual_not_read"}
    running.chart((70, "pump_read", {"pump_volume_ul": 80_000, "residual_ul": 0}))
    assert "pump_differs_from_record" in tasks(running)
