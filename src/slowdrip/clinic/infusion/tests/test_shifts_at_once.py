"""Two people at once: who takes a chair, who leaves and who closes the shift wait for each other."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection

from slowdrip.cli.demo.days import open_shift_as_it_is
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import InfusionEvent, ShiftClosed, ShiftOpened, Task
from slowdrip.clinic.infusion.shifts import closing_seen, opening_seen, shift_of
from slowdrip.clinic.infusion.tests.test_at_the_same_time import has_no_gap, together
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from tests.drips import House
from tests.houses import Prototype


def taking(visit: Visit, taker: Membership, holder: Membership) -> Callable[[], object]:
    own, at = taker.acting(), visit.at(3)
    return lambda: actions.take_over(
        own,
        visit.infusion.pk,
        reason="needed elsewhere",
        holder=str(holder.actor_id),
        proof=shown_by(own, at=at),
        outcome="taken",
        at=at,
    )


def closing(visit: Visit, house: House, *, seen: str, shift: ShiftOpened) -> Callable[[], object]:
    nurse, at = house.team.nurse.acting(), visit.at(4)
    return lambda: actions.close_shift(
        nurse,
        shift.pk,
        {},
        stays=[nurse.actor_id],
        unsent=0,
        seen=seen,
        proof=shown_by(nurse, at=at),
        at=at,
        closed_id=uuid7(),
    )


def codes(raised: list[BaseException]) -> list[str]:
    return [why.code if isinstance(why, Refused) else repr(why) for why in raised]


def test_of_two_who_take_one_chair_at_once_one_hears_that_it_changed_hands(committed: Prototype) -> None:
    drip, team = committed.drip, committed.house.team
    raised = together(taking(drip, team.second, team.nurse), taking(drip, team.prescriber, team.nurse))
    assert codes(raised) == ["chair_changed_hands"]
    assert InfusionEvent.objects.filter(infusion=drip.infusion, kind="taken_over").count() == 1
    assert has_no_gap(committed.house.cast)


def test_a_shift_is_never_closed_over_a_nurse_who_left_meanwhile(committed: Prototype) -> None:
    drip, house = committed.drip, committed.house
    nurse = house.team.nurse
    shift = open_shift_as_it_is(house.team, at=drip.at(2))
    seen = closing_seen(nurse.acting(), unsent=0).digest
    raised = together(
        closing(drip, house, seen=seen, shift=shift),
        lambda: actions.leave(nurse.acting(), nurse.pk, at=drip.at(3)),
    )
    assert codes(raised) in ([], ["stays_not_here"])
    assert ShiftClosed.objects.count() == (0 if raised else 1)
    assert Task.objects.filter(kind="chair_without_nurse").count() == 1


@pytest.mark.postgres_only
def test_a_whole_shift_works_for_the_role_that_owns_nothing(running: Visit, house: House) -> None:
    nurse = house.team.nurse.acting()
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SLOWDRIP_APP_ROLE}"')
    with tenant(nurse.clinic_id):
        seen = opening_seen(nurse, device_id=None, at=running.at(2))
    because = {part.code: "known" for part in seen.parts if not part.whole}
    shift = actions.open_shift(
        nurse,
        because,
        seen=seen.digest,
        device_id=None,
        proof=shown_by(nurse, at=running.at(2)),
        at=running.at(2),
        shift_id=uuid7(),
    )
    with tenant(nurse.clinic_id):
        left = closing_seen(nurse, unsent=0).digest
    closing(running, house, seen=left, shift=shift)()
    with tenant(nurse.clinic_id):
        assert shift_of(nurse, shift.pk).closed is not None
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
