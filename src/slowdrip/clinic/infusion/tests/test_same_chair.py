"""One chair, two people who want it at the same moment: one sits down, the other is told."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import visits
from slowdrip.clinic.infusion.models import Chair, Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.queries import free_chairs
from slowdrip.clinic.infusion.tests.test_at_the_same_time import together
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from tests.cast import DAY
from tests.drips import House
from tests.houses import Prototype


def slow(monkeypatch: pytest.MonkeyPatch, wait: Callable[[], object]) -> None:
    """Between the look at the chair and the taking of it lies time enough for another to look."""
    real = visits._must_be_free

    def looks_and_waits(infusion: Infusion, chair: Chair) -> None:
        real(infusion, chair)
        wait()

    monkeypatch.setattr(visits, "_must_be_free", looks_and_waits)


def who_sits_down(committed: Prototype, by: Callable[[Acting, UUID, UUID], object]) -> list[str]:
    """Lets two visits take the second chair at once; one gets it. Gives the refusals."""
    house, nurse = committed.house, committed.house.team.nurse.acting()
    chair = house.chairs[1]
    expected = [house.book(start=DAY + timedelta(hours=hours)).infusion.pk for hours in (4, 5)]
    raised = together(*(lambda key=key: by(nurse, key, chair) for key in expected))
    with tenant(nurse.clinic_id):
        assert StateRow.objects.filter(active=True, infusion__chair_id=chair).count() == 1
    return [why.code for why in raised if isinstance(why, Refused)]


def check_in(nurse: Acting, infusion_id: UUID, chair_id: UUID) -> None:
    actions.check_in(nurse, infusion_id, chair_id=chair_id, at=DAY + timedelta(hours=1))


def test_two_check_ins_at_once_take_a_chair_once(committed: Prototype, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(monkeypatch, partial(time.sleep, 0.4))
    assert who_sits_down(committed, check_in) == ["chair_taken"]


@pytest.mark.postgres_only
def test_planted_fault_a_chair_that_nobody_locks_is_taken_twice(
    committed: Prototype, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each waits until the other has looked too, however slow the machine is.
    slow(monkeypatch, partial(threading.Barrier(2).wait, 30))
    monkeypatch.setattr(visits, "_locked_chair", visits._chair)
    with pytest.raises(AssertionError):
        who_sits_down(committed, check_in)


def test_a_visit_without_a_chair_takes_none(house: House) -> None:
    nurse = house.team.nurse.acting()
    visit = house.book()
    check_in(nurse, visit.infusion.pk, house.chairs[0])
    Infusion.objects.filter(id=visit.infusion.pk).update(chair=None)
    assert [chair.pk for chair in free_chairs(nurse)] == list(house.chairs)
