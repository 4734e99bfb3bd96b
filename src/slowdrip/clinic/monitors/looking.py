"""Lets the rules look at drips that just got numbers, in the transaction that stored them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from slowdrip.clinic.infusion import projecting, watching
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.steps import locked, settle, stored_state
from slowdrip.clinic.monitors.models import VitalSample
from slowdrip.clinic.monitors.numbers import as_samples
from slowdrip.clinic.monitors.steps import alone
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.streamed import counting, listens, own_alarms, streamed_limits
from slowdrip.science.rules.streamed import worth_a_look


def look(tx: Tx, samples: Iterable[VitalSample]) -> None:
    """Writes what the rules make of the new numbers; a drip is locked only when there is something to write."""
    fresh: dict[UUID, list[VitalSample]] = {}
    for each in samples:
        fresh.setdefault(each.infusion_id, []).append(each)
    for infusion_id in sorted(fresh):
        _look_at(tx, fresh[infusion_id])


def _look_at(tx: Tx, fresh: Sequence[VitalSample]) -> None:
    """One drip that cannot be watched keeps neither its own numbers nor its neighbours' from the disk.

    The look has no lock, as the clock's; the write looks again under it. The clock looks too within the second, and its
    beat says on every screen which drip cannot be watched.
    """
    infusion = fresh[0].infusion
    with alone(tx, infusion.pk):
        state = projecting.state_of(infusion.state)
        if _worth_it(infusion, state, fresh) and watching.watch(infusion, state, at=tx.at).drafts:
            _write(tx, infusion.pk)


def _worth_it(infusion: Infusion, state: InfusionState, fresh: Sequence[VitalSample]) -> bool:
    """The look at the new numbers alone, which asks the database nothing; most seconds it is the only one."""
    if not listens(state):
        return False
    limits = streamed_limits(pinned_policy(infusion), state)
    return worth_a_look(counting(as_samples(fresh), state), own_alarms(state), limits)


def _write(tx: Tx, infusion_id: UUID) -> None:
    infusion = locked(tx.actor, infusion_id)
    settle(tx, infusion, stored_state(infusion))
