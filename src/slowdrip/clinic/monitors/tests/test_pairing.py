"""A monitor measures whom a person says, and one patient at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.actions import check_in
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.tests.speaking import AT, SOON, hear, introduced, message
from slowdrip.clinic.record.refusal import Refused
from tests.drips import House

pytestmark = pytest.mark.django_db


def told(visit: Visit) -> list[str]:
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind__startswith="monitor_").order_by("recorded_at")
    return [row.kind for row in rows]


def test_pairing_and_releasing_stand_on_the_timeline(house: House, running: Visit) -> None:
    nurse, monitor = running.team.nurse.acting(), introduced(house)
    actions.pair(nurse, running.infusion.pk, monitor.pk, at=AT)
    actions.pair(nurse, running.infusion.pk, monitor.pk, at=AT + SOON)
    actions.unpair(nurse, running.infusion.pk, monitor.pk, at=AT + 2 * SOON)
    actions.unpair(nurse, running.infusion.pk, monitor.pk, at=AT + 3 * SOON)
    assert told(running) == ["monitor_paired", "monitor_unpaired"]
    assert Monitor.objects.get().infusion is None


def test_a_monitor_at_another_chair_is_not_taken_from_there(house: House, running: Visit) -> None:
    nurse, monitor = running.team.nurse.acting(), introduced(house)
    actions.pair(nurse, running.infusion.pk, monitor.pk, at=AT)
    other = house.book(start=AT + timedelta(minutes=20))
    check_in(other.team.nurse.acting(), other.infusion.pk, chair_id=house.chairs[1], at=AT + timedelta(minutes=20))
    with pytest.raises(Refused) as why:
        actions.pair(nurse, other.infusion.pk, monitor.pk, at=AT + timedelta(minutes=21))
    assert (why.value.code, why.value.params["chair"]) == ("monitor_elsewhere", "1")
    assert Monitor.objects.get().infusion_id == running.infusion.pk


def test_a_patient_who_is_not_here_yet_has_no_monitor(house: House, visit: Visit) -> None:
    with pytest.raises(Refused, match="monitor_before_check_in"):
        actions.pair(visit.team.nurse.acting(), visit.infusion.pk, introduced(house).pk, at=AT)


def test_a_monitor_of_another_clinic_is_not_known(house: House, running: Visit) -> None:
    actions.receive(house.cast.outside_system, [message()], at=AT)
    with pytest.raises(Refused, match="no_such_monitor"):
        actions.pair(running.team.nurse.acting(), running.infusion.pk, Monitor.objects.get().pk, at=AT)


def test_the_desk_may_not_pair(house: House, running: Visit) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        actions.pair(house.cast.desk.acting, running.infusion.pk, introduced(house).pk, at=AT)


def test_a_name_is_kept_and_a_monitor_at_a_drip_stays_in_use(house: House, running: Visit) -> None:
    nurse, monitor = running.team.nurse.acting(), introduced(house)
    actions.keep_monitor(nurse, monitor.pk, name=" Monitor 3 ", in_use=True, at=AT)
    actions.pair(nurse, running.infusion.pk, monitor.pk, at=AT)
    assert str(Monitor.objects.get()) == "Monitor 3"
    with pytest.raises(Refused, match="monitor_at_a_drip"):
        actions.keep_monitor(nurse, monitor.pk, name="", in_use=False, at=AT)
    hear(house, message())
    assert Monitor.objects.get().in_use
