"""Shared writes about monitors; they need the caller's open transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.steps import locked, store
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion.phases import Phase

PAIRED, UNPAIRED = "monitor_paired", "monitor_unpaired"
log = logging.getLogger("slowdrip.listener")


@contextmanager
def alone(tx: Tx, infusion_id: UUID) -> Iterator[None]:
    """Keeps what goes wrong at one drip to that drip: its writes are undone and logged, and the caller goes on."""
    entries, rows = len(tx.entries), len(tx.rows)
    try:
        with transaction.atomic():
            yield
    except Exception:  # whatever a rule, a row or the database does: the numbers of all the others are to be stored
        del tx.entries[entries:], tx.rows[rows:]
        log.exception("the rules could not look at infusion %s", infusion_id)


def release_ended(tx: Tx, monitors: Iterable[Monitor]) -> None:
    """Unpairs monitors whose visit has ended, so that the next patient's numbers are never taken for the last one's."""
    for monitor in monitors:
        if _has_ended(monitor):
            release(tx, monitor, how="visit_ended")


def let_go(tx: Tx, monitors: Iterable[Monitor]) -> None:
    """As `release_ended`, for whoever stores numbers: a visit that cannot be written to keeps no number from the disk.

    Its monitor then still stands there, but what it says now is nobody's.
    """
    for monitor in monitors:
        if not _has_ended(monitor) or monitor.infusion_id is None:
            continue
        with alone(tx, monitor.infusion_id):
            release(tx, monitor, how="visit_ended")
        monitor.infusion = None


def _has_ended(monitor: Monitor) -> bool:
    return monitor.infusion is not None and bool(monitor.infusion.state.phase == Phase.ENDED)


def release(tx: Tx, monitor: Monitor, *, how: str) -> None:
    """Takes a monitor from its drip and says so on the drip's timeline."""
    infusion = monitor.infusion
    if infusion is None:
        return
    tx.change(monitor, infusion=None, paired_at=None)
    told = {"device": monitor.device, "name": str(monitor), "released": how}
    store(tx, locked(tx.actor, infusion.pk), [Draft(UNPAIRED, told, tx.at, source="monitor")])
    tx.publish("monitor", infusion.pk)
