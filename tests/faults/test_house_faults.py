"""Breaks one rule of the house at a time (chairs, monitors, drills, calls); the check that guards it must fail."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.chart import calls
from slowdrip.clinic.emergency import actions as practice
from slowdrip.clinic.emergency.actions import drills
from slowdrip.clinic.emergency.models import Drill
from slowdrip.clinic.emergency.queries import OpenEmergency
from slowdrip.clinic.emergency.views import strip
from slowdrip.clinic.infusion import actions, steps
from slowdrip.clinic.infusion.actions import visits
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit
from slowdrip.clinic.monitors import actions as monitoring
from slowdrip.clinic.monitors.actions import pairing
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.tests.speaking import introduced
from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.site import context
from slowdrip.site.shell import shell_of
from tests.drips import House
from tests.faults.planted import Fault, nothing, prove
from tests.fixtures import signed_in, taken_back
from tests.pages import look_at

__all__ = ["built", "house", "running", "visit"]
SCRIPT = {"HX-Request": "true"}
MINUTE = 12


def undone(check: Callable[[], None]) -> Callable[[], None]:
    """The check on the house as it was: what it did is taken back, so that it can be asked twice."""

    def asked() -> None:
        with taken_back():
            check()

    return asked


@pytest.fixture
def other(running: Visit, house: House) -> Visit:
    """Another patient in the second chair, while Ada's drip runs in the first."""
    expected = house.book(start=running.at(60))
    nurse = house.team.nurse.acting()
    actions.check_in(nurse, expected.infusion.pk, chair_id=house.chairs[1], at=running.at(5))
    return expected


def test_planted_fault_a_move_into_a_taken_chair_is_noticed(
    running: Visit, other: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_patient_a_chair() -> None:
        nurse = house.team.nurse.acting()
        with suppress(Refused):
            actions.move_to_chair(nurse, running.infusion.pk, chair_id=house.chairs[1], at=running.at(MINUTE))
        assert StateRow.objects.filter(active=True, infusion__chair_id=house.chairs[1]).count() == 1

    prove(Fault(visits, "_must_be_free", nothing, undone(one_patient_a_chair)), monkeypatch)


def test_planted_fault_a_move_that_nobody_hears_of_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said_among_what_happened() -> None:
        nurse = house.team.nurse.acting()
        actions.move_to_chair(nurse, running.infusion.pk, chair_id=house.chairs[1], at=running.at(MINUTE))
        assert InfusionEvent.objects.filter(infusion=running.infusion, kind="chair_changed").exists()

    def silent(tx: Any, infusion: Any, chair: Any, **_: Any) -> None:
        tx.change(infusion, chair=chair)

    prove(Fault(visits, "_move", silent, undone(said_among_what_happened)), monkeypatch)


def test_planted_fault_a_monitor_taken_from_another_patient_is_noticed(
    running: Visit, other: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse, monitor = house.team.nurse.acting(), introduced(house)
    monitoring.pair(nurse, running.infusion.pk, monitor.pk, at=running.at(11))

    def it_stays_where_it_measures() -> None:
        with suppress(Refused):
            monitoring.pair(nurse, other.infusion.pk, monitor.pk, at=running.at(MINUTE))
        assert Monitor.objects.get(pk=monitor.pk).infusion_id == running.infusion.pk

    prove(Fault(pairing, "_must_be_free", nothing, undone(it_stays_where_it_measures)), monkeypatch)


def begun_drill(house: House, running: Visit) -> UUID:
    drill_id: UUID = uuid7()
    nurse = house.team.nurse.acting()
    practice.begin_drill(nurse, place="chair 1", at=running.at(MINUTE), drill_id=drill_id)
    return drill_id


def test_planted_fault_a_drill_on_the_line_of_real_emergencies_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_drill(house, running)
    look_at(monkeypatch, running.at(MINUTE))
    client = signed_in(Client(), house.cast.second_nurse.user)

    def screens_stay_calm() -> None:
        assert client.get("/harbor/emergencies/open/", headers=SCRIPT).content.decode().strip() == ""

    def both(*_: Any) -> list[OpenEmergency]:
        return [OpenEmergency(one.pk, one.place, one.at.isoformat()) for one in Drill.objects.all()]

    prove(Fault(strip, "open_emergencies", both, screens_stay_calm), monkeypatch)


def test_planted_fault_a_drill_that_writes_into_a_drip_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill_id, nurse = begun_drill(house, running), house.team.nurse.acting()
    before = InfusionEvent.objects.count()

    def every_record_stays_as_it_was() -> None:
        at = running.at(MINUTE + 1)
        practice.drill_tap(nurse, drill_id, "oxygen_on", at=at, step_id=uuid7())
        assert InfusionEvent.objects.count() == before

    def as_if_it_were_one(tx: Any, *_: Any, **__: Any) -> None:
        draft = Draft("emergency_step", {"step": "oxygen_on"}, tx.at)
        steps.store(tx, steps.locked(tx.actor, running.infusion.pk), [draft])

    prove(Fault(drills, "_write", as_if_it_were_one, undone(every_record_stays_as_it_was)), monkeypatch)


def call_help(running: Visit, house: House) -> None:
    """Early enough that nothing else calls yet: no check is due before the fifth minute."""
    draft = Draft("help_called", {"who": "colleague"}, running.at(1))
    actions.chart(house.team.nurse.acting(), running.infusion.pk, [draft], at=running.at(1))


def test_planted_fault_a_call_that_stands_on_no_other_screen_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_help(running, house)
    look_at(monkeypatch, running.at(1) + timedelta(seconds=5))
    people = (house.cast.second_nurse, house.cast.prescriber, house.cast.director, house.cast.desk)
    screens = [signed_in(Client(), person.user) for person in people]

    def every_staff_screen_says_so() -> None:
        for screen in screens:
            told = screen.get("/harbor/calls/", headers=SCRIPT).content.decode()
            assert 'data-calls="help"' in told

    prove(Fault(calls, "_helps", lambda _states: [], every_staff_screen_says_so), monkeypatch)


def test_planted_fault_a_call_that_no_screen_hears_of_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def screens_elsewhere_hear() -> None:
        before = Outbox.objects.filter(clinic=house.cast.harbor, topic="call").count()
        call_help(running, house)
        assert Outbox.objects.filter(clinic=house.cast.harbor, topic="call").count() > before

    deaf = steps.CALLING - {"help_called"}
    prove(Fault(steps, "CALLING", deaf, undone(screens_elsewhere_hear)), monkeypatch)


def test_planted_fault_a_page_without_the_place_for_calls_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, running.at(MINUTE))
    screen = signed_in(Client(), house.cast.second_nurse.user)

    def every_page_asks_for_calls() -> None:
        for page in ("/harbor/", "/harbor/people/", "/harbor/day/", "/harbor/tasks/", "/harbor/policy/"):
            assert 'hx-get="/harbor/calls/"' in screen.get(page).content.decode(), page

    def without(request: Any) -> dict[str, Any]:
        return {**shell_of(request), "calls_url": ""}

    prove(Fault(context, "shell_of", without, every_page_asks_for_calls), monkeypatch)
