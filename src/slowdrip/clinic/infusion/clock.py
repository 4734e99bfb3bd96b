"""What the clock process does each second: raises overdue checks, escalates, beats, sweeps what expired."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import close_old_connections, connection

from slowdrip.clinic.infusion import nursing, projecting, watching
from slowdrip.clinic.infusion.houses import Houses
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.steps import locked, settle, stored_state
from slowdrip.clinic.infusion.ticking import Runner, at_once, register_tick, run_ticks
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.lease import beat, take
from slowdrip.clinic.record.models import Clinic, Outbox
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant

__all__ = ["expire", "keep_asking", "register_tick", "tick", "tick_all"]
log = logging.getLogger("slowdrip.clock")
PROCESS = "clock"
OUTBOX_LASTS = timedelta(days=1)
SWEEP_EVERY_S = 60


def tick_all(holder: str, *, at: datetime, runner: Runner = at_once) -> int:
    """Ticks every clinic this process holds the lease for; gives how many drips it wrote to."""
    return sum(_tick_or_log(clinic.pk, holder, runner, at=at) for clinic in Clinic.objects.order_by("slug"))


def _tick_or_log(clinic_id: UUID, holder: str, runner: Runner, *, at: datetime) -> int:
    try:
        return tick(clinic_id, holder, at=at, runner=runner)
    except Exception:  # one clinic's failure must not silence the others; it did not beat, so its screens turn loud
        log.exception("the clock could not tick clinic %s", clinic_id)
        _drop_broken_line()
        return 0


def _drop_broken_line() -> None:
    """Closes a connection that broke: the next tick opens another, where this one would fail every tick to come."""
    if not connection.in_atomic_block:
        close_old_connections()


def tick(clinic_id: UUID, holder: str, *, at: datetime, runner: Runner = at_once) -> int:
    """Writes what one clinic's drips are due, beats once that is done, and lets the other parts look after that.

    One failing drip does not stop the others; the beat says which could not be watched.
    """
    if not take(clinic_id, PROCESS, holder, at=at):
        return 0
    houses = Houses(clinic_id, at)
    with tenant(clinic_id):
        looks = {infusion.pk: _has_work(infusion, houses, at=at) for infusion in _watched(clinic_id)}
    written = {key: _write(clinic_id, key, houses, at=at) for key, has_work in looks.items() if has_work}
    failing = [key for key, has_work in looks.items() if has_work is None]
    failing += [key for key, done in written.items() if not done]
    _tell(clinic_id, beat(clinic_id, PROCESS, holder, at=at, failing=failing), at=at)
    if at.second % SWEEP_EVERY_S == 0:
        expire(clinic_id, at=at)
        keep_asking(clinic_id, at=at)
    run_ticks(clinic_id, runner, at=at)
    return sum(written.values())


def _tell(clinic_id: UUID, changed: frozenset[UUID], *, at: datetime) -> None:
    """Lets open screens read anew who is watched."""
    if not changed:
        return
    with tenant(clinic_id):
        system = system_of(clinic_id)
    with act(system, at=at) as tx:
        for infusion_id in sorted(changed):
            tx.publish("infusion", infusion_id)


def expire(clinic_id: UUID, *, at: datetime) -> None:
    """Deletes outbox rows older than a day."""
    with tenant(clinic_id):
        Outbox.objects.filter(clinic_id=clinic_id, at__lt=at - OUTBOX_LASTS).delete()


def keep_asking(clinic_id: UUID, *, at: datetime) -> None:
    """Keeps the tasks of chairs without a nurse true where nothing is written: presence ends by itself."""
    with tenant(clinic_id):
        wrong, system = nursing.wrongly_asked(clinic_id, at=at), system_of(clinic_id)
    for infusion_id in wrong:
        with act(system, at=at) as tx:
            nursing.look_again(tx, infusion_id)


def _watched(clinic_id: UUID) -> list[Infusion]:
    """Drips under way, and ended ones whose alarms still wait for somebody."""
    rows = StateRow.objects.filter(clinic_id=clinic_id, active=True) | StateRow.objects.filter(
        clinic_id=clinic_id, open_alarms__gt=0
    )
    wanted = rows.values("infusion_id")
    return list(Infusion.objects.filter(id__in=wanted).select_related("state", "policy", "patient"))


def _has_work(infusion: Infusion, houses: Houses, *, at: datetime) -> bool | None:
    """A cheap look without a lock (the write looks again under it); None when the look itself failed."""
    try:
        state = projecting.state_of(infusion.state)
        return bool(watching.watch(infusion, state, at=at, house=houses.of(infusion, state)).drafts)
    except Exception:  # as below: the other drips are looked at all the same
        log.exception("the clock could not look at infusion %s", infusion.pk)
        return None


def _write(clinic_id: UUID, infusion_id: UUID, houses: Houses, *, at: datetime) -> bool:
    try:
        with tenant(clinic_id):
            system = system_of(clinic_id)
        with act(system, at=at) as tx:
            infusion = locked(system, infusion_id)
            state = stored_state(infusion)
            settle(tx, infusion, state, house=houses.of(infusion, state))
    except Exception:  # one broken drip must not silence the alarms of the others; the beat tells the screens
        log.exception("the clock could not write to infusion %s", infusion_id)
        return False
    return True
