"""An adverse event from its first word to its end: kept from a drip, judged, looked at, closed, reopened, voided."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.adverse import actions, chair, hearing
from slowdrip.clinic.adverse.models import EVENT, Matter, MatterEntry, MatterState
from slowdrip.clinic.adverse.projecting import drifted, state_of
from slowdrip.clinic.adverse.proposals import proposals
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion import Event
from slowdrip.science.rules.adverse.codes import Outcome, Result, Seriousness, Symptom, Task
from slowdrip.science.rules.adverse.events import Closed, Opened, Settled
from tests.cast import DAY
from tests.drips import House
from tests.matters import MILD, SERIOUS, answered, event_of

DAYS, HOUR = timedelta(days=1), timedelta(hours=1)


def row_of(matter: Matter) -> MatterState:
    return MatterState.objects.get(matter=matter)


def due(matter: Matter) -> datetime:
    """Until when somebody has to look, to the second."""
    found = row_of(matter).due_at
    assert found is not None
    return found.replace(microsecond=0)


def refusal(act: Callable[[], object]) -> str:
    """The code with which it is refused."""
    with pytest.raises(Refused) as why:
        act()
    return why.value.code


def test_an_event_is_judged_looked_at_again_and_closed_with_its_outcome(house: House) -> None:
    nurse = house.cast.nurse.acting
    matter = event_of(house.cast.nurse, house.patient_id, SERIOUS, at=DAY)
    assert (state_of(row_of(matter)).is_serious, due(matter)) == (True, DAY + timedelta(hours=24))
    actions.look_again(nurse, matter.pk, Outcome.RECOVERING, note="Home since noon", at=DAY + HOUR)
    assert due(matter) == DAY + HOUR + DAYS
    closed = Closed(outcome=Outcome.RECOVERED, offset=DAY + 2 * DAYS)
    at = DAY + 3 * DAYS
    assert refusal(lambda: actions.close_event(nurse, matter.pk, closed, at=at)) == "adverse_signer_not_prescriber"
    state = actions.close_event(nurse, matter.pk, closed, at=at, proof=shown_by(house.cast.prescriber.acting, at=at))
    assert (state.is_open, state.outcome, row_of(matter).due_at) == (False, Outcome.RECOVERED, None)
    again = actions.reopen(nurse, matter.pk, reason="It came back", at=DAY + 4 * DAYS)
    assert (again.is_open, again.outcome, again.entries) == (True, None, 5)
    assert due(matter) == DAY + 5 * DAYS
    assert drifted(house.cast.harbor.pk) == []


def test_it_is_never_closed_without_an_end(house: House) -> None:
    nurse = house.cast.nurse.acting
    matter = event_of(house.cast.nurse, house.patient_id, at=DAY)

    def close(outcome: Outcome, *, after: timedelta | None = None) -> str:
        told = Closed(outcome=outcome, offset=None if after is None else DAY + after)
        return refusal(lambda: actions.close_event(nurse, matter.pk, told, at=DAY + DAYS))

    assert close(Outcome.RECOVERING) == "outcome_not_final"
    assert close(Outcome.RECOVERED) == "missing"
    assert close(Outcome.RECOVERED, after=-HOUR) == "adverse_ends_first"
    assert close(Outcome.RECOVERED, after=2 * DAYS) == "adverse_in_future"
    assert close(Outcome.DIED) == "death_not_assessed"
    assert row_of(matter).is_open


def test_what_nobody_can_have_seen_or_named_is_refused(house: House) -> None:
    nurse = house.cast.nurse.acting
    later = Opened(symptom=Symptom.NAUSEA, onset=DAY + HOUR)
    nameless = Opened(symptom=Symptom.OTHER, onset=DAY)
    assert refusal(lambda: actions.write_event(nurse, house.patient_id, later, MILD, at=DAY)) == "adverse_in_future"
    assert refusal(lambda: actions.write_event(nurse, house.patient_id, nameless, MILD, at=DAY)) == "missing"
    told = replace(later, onset=DAY)
    strong = replace(MILD, severity=4)
    assert refusal(lambda: actions.write_event(nurse, house.patient_id, told, strong, at=DAY)) == "choose_one"
    assert Matter.objects.count() == 0


def test_a_form_sent_twice_is_one(house: House) -> None:
    nurse, matter_id, entry_id = house.cast.nurse.acting, uuid7(), uuid7()
    told = Opened(symptom=Symptom.NAUSEA, onset=DAY)
    for _ in range(2):
        actions.write_event(nurse, house.patient_id, told, MILD, at=DAY, matter_id=matter_id)
        actions.look_again(nurse, matter_id, Outcome.RECOVERING, note="", at=DAY, entry_id=entry_id)
    assert (Matter.objects.count(), MatterEntry.objects.count()) == (1, 3)


def test_another_clinic_finds_nothing_and_a_desk_may_nothing(house: House) -> None:
    matter = event_of(house.cast.nurse, house.patient_id, at=DAY)
    outsider, desk = house.cast.outsider.acting, house.cast.desk.acting
    assert refusal(lambda: actions.assess(outsider, matter.pk, MILD, at=DAY)) == "no_such_matter"
    assert refusal(lambda: actions.assess(desk, matter.pk, MILD, at=DAY)) == "not_permitted"
    assert refusal(lambda: actions.void_event(desk, matter.pk, reason="x", at=DAY)) == "not_permitted"


def test_one_that_was_voided_waits_for_nobody_and_takes_no_entry(house: House) -> None:
    nurse = house.cast.nurse.acting
    matter = event_of(house.cast.nurse, house.patient_id, at=DAY)
    actions.void_event(nurse, matter.pk, reason="another patient's", at=DAY)
    row = row_of(matter)
    assert (row.is_open, row.is_voided, row.due_at) == (False, True, None)
    assert refusal(lambda: actions.assess(nurse, matter.pk, MILD, at=DAY)) == "already_voided"
    assert drifted(house.cast.harbor.pk) == []


def test_what_was_charted_at_a_drip_is_proposed_and_kept_by_one_tap_once(house: House, running: Visit) -> None:
    running.chart(
        (5, "symptom_started", {"symptom": "nausea", "grade": "mild", "relation": "probable", "action": "paused"}),
        (6, "symptom_started", {"symptom": "itching"}),
    )
    nurse, who = house.cast.nurse.acting, house.patient_id
    assert proposals(nurse, who, at=running.at(300)) == []
    complete(running)
    recover(running)
    discharge(running)
    nausea, itching = proposals(nurse, who, at=running.at(300))
    assert Matter.objects.count() == 0
    at = running.at(300)
    kept = [actions.keep_symptom(nurse, running.infusion.pk, UUID(nausea.event_id), at=at).pk for _ in range(2)]
    assert kept[0] == kept[1]
    state = state_of(MatterState.objects.get(matter_id=kept[0]))
    assert (state.symptom, state.severity, state.relation, state.onset) == ("nausea", 1, "probable", running.at(5))
    assert [one.event_id for one in proposals(nurse, who, at=running.at(300))] == [itching.event_id]
    other = actions.keep_symptom(nurse, running.infusion.pk, UUID(itching.event_id), at=at)
    state = state_of(row_of(other))
    assert (state.symptom, state.own_words, state.severity) == ("other", "Itching", None)
    assert row_of(other).due_at == at + timedelta(hours=24)


def diary(house: House, visit: Visit, *effects: str, minute: float) -> None:
    """Side effects that staff typed for the diary of a drip."""
    at = visit.at(minute)
    ask = Ask.objects.create(
        clinic_id=visit.infusion.clinic_id,
        patient_id=house.patient_id,
        infusion=visit.infusion,
        key=f"after:{minute}",
        phase="series",
        point="diary",
        scales=["side_effects"],
        opens_at=at,
        closes_at=at + DAYS,
        at=at,
    )
    given = tuple(Given(name, "value", "1") for name in effects)
    filling = Filling(house.patient_id, "side_effects", "staff", uuid7(), ask_id=ask.pk, is_whole=True)
    save_answers(house.cast.nurse.acting, filling, given, at=at)


def test_the_diary_proposes_what_lasts_a_day_and_what_is_looked_at_at_once(house: House, running: Visit) -> None:
    complete(running)
    recover(running)
    discharge(running)
    diary(house, running, "nausea", "headache", minute=300)
    assert Matter.objects.count() == 0
    diary(house, running, "nausea", "palpitations", minute=310)
    diary(house, running, "headache", minute=60 * 26)
    matter = Matter.objects.get(kind=Task.SIDE_EFFECT)
    state = state_of(row_of(matter))
    assert (state.codes, Matter.objects.filter(kind=EVENT).count()) == (("palpitations", "headache"), 0)
    nurse, at = house.cast.nurse.acting, running.at(60 * 27)
    kept = Settled(result=Result.KEPT)
    assert refusal(lambda: actions.settle_task(nurse, matter.pk, kept, at=at)) == "event_not_written"
    event_of(house.cast.nurse, house.patient_id, at=at)
    assert not actions.settle_task(nurse, matter.pk, kept, at=at).is_open


def test_answers_that_nobody_hears_would_be_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: an ear that hears no bladder screen."""
    monkeypatch.setattr(hearing, "BLADDER", "another")
    answered(house.cast.nurse, house.patient_id, "bladder", "0 0 0 0 1 0", at=DAY)
    assert Matter.objects.count() == 0


def test_what_came_meanwhile_is_looked_at_before_anything_ends(house: House) -> None:
    nurse, who = house.cast.nurse.acting, house.patient_id
    matter = event_of(house.cast.nurse, who, at=DAY)
    actions.look_again(nurse, matter.pk, Outcome.NOT_RECOVERED, note="worse", at=DAY)
    closed = Closed(outcome=Outcome.UNKNOWN)
    assert refusal(lambda: actions.close_event(nurse, matter.pk, closed, at=DAY, seen=2)) == "came_meanwhile"
    assert refusal(lambda: actions.void_event(nurse, matter.pk, reason="x", at=DAY, seen=2)) == "came_meanwhile"
    assert refusal(lambda: actions.assess(nurse, matter.pk, MILD, at=DAY, seen=2)) == "came_meanwhile"
    assert not actions.close_event(nurse, matter.pk, closed, at=DAY, seen=3).is_open


def test_nobody_alone_makes_a_serious_event_disappear(house: House) -> None:
    """Each way out of a serious event asks for a prescriber; a nurse's own signature is none."""
    nurse, prescriber = house.cast.nurse.acting, house.cast.prescriber.acting
    matter = event_of(house.cast.nurse, house.patient_id, SERIOUS, at=DAY)
    over = Closed(outcome=Outcome.UNKNOWN)

    def ways(proof: Proof | None) -> list[str]:
        return [
            refusal(lambda: actions.assess(nurse, matter.pk, MILD, at=DAY, proof=proof)),
            refusal(lambda: actions.close_event(nurse, matter.pk, over, at=DAY, proof=proof)),
            refusal(lambda: actions.void_event(nurse, matter.pk, reason="x", at=DAY, proof=proof)),
        ]

    assert {*ways(None), *ways(shown_by(nurse, at=DAY))} == {"adverse_signer_not_prescriber"}
    more = replace(SERIOUS, seriousness=(*SERIOUS.seriousness, Seriousness.LASTING_HARM))
    actions.assess(nurse, matter.pk, more, at=DAY)
    state = actions.assess(nurse, matter.pk, MILD, at=DAY, proof=shown_by(prescriber, at=DAY))
    assert (state.is_serious, state.ever_serious) == (False, True)
    assert refusal(lambda: actions.close_event(nurse, matter.pk, over, at=DAY)) == "adverse_signer_not_prescriber"
    signed = Signature.objects.get(subject_id=matter.pk)
    assert (signed.meaning, json.loads(signed.document)["entries"]) == ("adverse.seriousness_taken_back", 3)


def test_a_way_out_that_asks_nobody_would_be_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: what may be taken back is never asked."""
    monkeypatch.setattr("slowdrip.clinic.adverse.actions.events.takes_back", lambda state, seriousness: False)
    with pytest.raises(pytest.fail.Exception):
        test_nobody_alone_makes_a_serious_event_disappear(house)


def test_what_was_serious_at_the_chair_or_ended_the_drip_is_a_task(house: House, running: Visit) -> None:
    running.chart((5, "symptom_started", {"symptom": "vomiting", "grade": "severe"}))
    assert not Matter.objects.exists()
    running.chart((6, "symptom_changed", {"symptom": "vomiting", "seriousness": "serious"}))
    running.chart((8, "symptom_ended", {"symptom": "vomiting"}))
    complete(running)
    matter = Matter.objects.get()
    state = state_of(row_of(matter))
    assert (matter.kind, matter.infusion_id, state.codes) == ("chair_event", running.infusion.pk, ("charted_serious",))
    assert due(matter) == running.at(6) + DAYS
    nurse, at = house.cast.nurse.acting, running.at(60)
    silent = Settled(result=Result.NOTHING_MORE)
    assert refusal(lambda: actions.settle_task(nurse, matter.pk, silent, at=at)) == "missing"
    (vomiting,) = proposals(nurse, house.patient_id, at=running.at(60) + 80 * DAYS)
    assert proposals(nurse, house.patient_id, at=running.at(60) + 100 * DAYS) == []
    kept = actions.keep_symptom(nurse, running.infusion.pk, UUID(vomiting.event_id), at=at)
    assert state_of(row_of(kept)).offset == running.at(8)
    assert not actions.settle_task(nurse, matter.pk, Settled(result=Result.KEPT), at=at).is_open


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("stopped", {"reason": "adverse_event"}, "stopped_for_it"),
        ("stopped", {"reason": "pump_problem"}, ""),
        ("symptom_started", {"symptom": "seizure", "seriousness": "serious"}, "charted_serious"),
        ("symptom_started", {"symptom": "nausea", "seriousness": "not_serious"}, ""),
    ],
    ids=["stopped for it", "pump", "serious", "not serious"],
)
def test_which_entries_of_a_drip_are_looked_back_at(kind: str, payload: dict[str, str], code: str) -> None:
    event = Event(id=str(uuid7()), kind=kind, occurred_at=DAY, recorded_at=DAY, by="nia", payload=payload)
    assert chair.code_of(event) == code
