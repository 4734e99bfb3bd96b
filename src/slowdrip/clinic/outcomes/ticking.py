"""What the clock does for asking each second: plans anew what changed, opens, reminds, closes; bounded, resumable."""

import logging
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from slowdrip.clinic.infusion.clock import register_tick
from slowdrip.clinic.outcomes import leaving, noticing, opening
from slowdrip.clinic.outcomes.models import AskingMark
from slowdrip.clinic.outcomes.pacing import for_a_while
from slowdrip.clinic.outcomes.planning import House, house_of
from slowdrip.clinic.outcomes.syncing import is_due, sync
from slowdrip.clinic.policy.queries import NoPolicy
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.logged import logged
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant

log = logging.getLogger("slowdrip.clock")
SWEPT_AT_ONCE: Final = 20
LOOKS_FOR_S: Final = 0.5
"""How long one tick looks at patients; the rest waits for the next, so that nothing else has to wait."""


class Step(Protocol):
    """What one tick does for one clinic; gives how much of it."""

    __name__: str

    def __call__(self, house: House, *, at: datetime) -> int: ...


def tick(clinic_id: UUID, at: datetime) -> None:
    """Looks at one clinic: a restart or a standstill only makes it take a few ticks more."""
    try:
        with tenant(clinic_id):
            house = house_of(clinic_id)
    except NoPolicy:
        return
    for step in (plan_changed, sweep, opening.close_missed, leaving.close_left, opening.open_due, opening.remind):
        _step(step, house, at=at)


def _step(step: Step, house: House, *, at: datetime) -> None:
    """One step that fails does not keep the others from theirs; it is tried again with the next tick."""
    with logged(log, "%s failed for clinic %s", step.__name__, house.clinic_id):
        step(house, at=at)


def plan_changed(house: House, *, at: datetime) -> int:
    """Plans anew for everybody whose visits or answers changed; gives how many were looked at."""
    with tenant(house.clinic_id):
        mark = noticing.mark_of(house.clinic_id)
        noticed = noticing.changed_since(house.clinic_id, mark.seq)
    if noticed.seq == mark.seq:
        return 0
    for patient_id in noticed.patients:
        _sync(house, patient_id, at=at)
    _move(mark, seq=noticed.seq)
    if noticed.policy_changed:
        _move(mark, swept_on=None, swept_to=None)
    return len(noticed.patients)


def sweep(house: House, *, at: datetime) -> int:
    """Looks once a day at everybody, some in each tick; gives how many were looked at now."""
    with tenant(house.clinic_id):
        mark = noticing.mark_of(house.clinic_id)
    today = at.astimezone(house.zone()).date()
    if mark.swept_on == today:
        return 0
    with tenant(house.clinic_id):
        patients = noticing.next_to_sweep(house.clinic_id, mark.swept_to, most=SWEPT_AT_ONCE)
    looked_at = for_a_while(patients, lambda one: _sync(house, one, at=at), for_s=LOOKS_FOR_S)
    done = len(patients) < SWEPT_AT_ONCE and looked_at == len(patients)
    if done:
        _move(mark, swept_on=today, swept_to=None)
    elif looked_at:
        _move(mark, swept_to=patients[looked_at - 1])
    return looked_at


def _sync(house: House, patient_id: UUID, *, at: datetime) -> None:
    """One patient whose plan fails does not keep the others from theirs; the daily look comes back to them."""
    with logged(log, "the asks of patient %s could not be planned", patient_id):
        with tenant(house.clinic_id):
            if not is_due(house, patient_id, at):
                return
            system = system_of(house.clinic_id)
        with act(system, at=at) as tx:
            sync(tx, patient_id, at, house=house)


def _move(mark: AskingMark, **values: object) -> None:
    with tenant(mark.clinic_id):
        AskingMark.objects.filter(pk=mark.pk).update(**values)
    for name, value in values.items():
        setattr(mark, name, value)


def register_all() -> None:
    """Has the clock look."""
    register_tick(tick)
