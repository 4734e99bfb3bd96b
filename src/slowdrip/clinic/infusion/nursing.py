"""A visit under way whose nurse is not in the building is a task: from when that is true until it is no longer."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from slowdrip.clinic.infusion.holding import NO_NURSE_TASK, UnderWay, held_by, hold_house, under_way
from slowdrip.clinic.infusion.house import present_actors
from slowdrip.clinic.infusion.models import Infusion, Presence, Task
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import IDLE, state_of
from slowdrip.clinic.infusion.tasking import close, open_task
from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion.state import InfusionState


def is_without_nurse(state: InfusionState, present: Collection[str]) -> bool:
    """Says whether a visit is under way and nobody who is in the building by the record holds it."""
    return state.phase not in IDLE and state.in_charge not in present


def may_have_changed(before: InfusionState, after: InfusionState) -> bool:
    """Says whether new entries changed whom the visit has or whether it is under way: most do not, and ask nothing."""
    return (before.in_charge, before.phase in IDLE) != (after.in_charge, after.phase in IDLE)


def ask_for_nurse(tx: Tx, infusion: Infusion, state: InfusionState) -> None:
    """Opens the task of a chair without a nurse, or closes it, as the record stands now."""
    _keep(tx, infusion, state, _present(infusion.clinic_id, at=tx.at))


def come_in(tx: Tx, actor_id: UUID) -> None:
    """Says that somebody who takes a chair here is in the building, unless the record says so already."""
    if str(actor_id) not in _present(tx.actor.clinic_id, at=tx.at):
        move(tx, actor_id, Presence.Way.IN)


def move(tx: Tx, actor_id: UUID, way: str) -> list[UnderWay]:
    """Says that a person came in or left, and gives the visits they hold; the caller holds the house."""
    actor = tx.actor
    row = Presence(clinic_id=actor.clinic_id, who_id=actor_id, way=way, by_id=actor.actor_id, at=tx.at)
    tx.insert(row)
    tx.wrote(f"presence.{way}", row, who=actor_id)
    tx.publish("day")
    held = held_by(actor.clinic_id, actor_id)
    for each in held:
        look_again(tx, each.infusion.pk)
    return held


def look_again(tx: Tx, infusion_id: UUID) -> None:
    """Keeps the task of one visit true under the visit's lock."""
    infusion = prepared.one_locked(Infusion, id=infusion_id, clinic_id=tx.actor.clinic_id)
    if infusion is not None:
        ask_for_nurse(tx, infusion, state_of(prepared.one(StateRow, infusion_id=infusion_id)))


def wrongly_asked(clinic_id: UUID, *, at: datetime) -> list[UUID]:
    """Gives the visits whose task is not true, in as many queries for twenty chairs as for one.

    Nothing is written when a clinic's day ends and everybody's presence with it; a look finds that.
    """
    present = _present(clinic_id, at=at)
    lacking = {each.infusion.pk for each in under_way(clinic_id) if is_without_nurse(each.state, present)}
    rows = Task.objects.filter(clinic_id=clinic_id, kind=NO_NURSE_TASK, state=Task.State.OPEN)
    return sorted(lacking ^ set(rows.values_list("infusion_id", flat=True)))


def place_closed(tx: Tx, actor_id: UUID) -> None:
    """Says that somebody whose place in the clinic was closed is not in the building any more."""
    hold_house(tx.actor)
    if str(actor_id) in _present(tx.actor.clinic_id, at=tx.at):
        move(tx, actor_id, Presence.Way.OUT)


def _present(clinic_id: UUID, *, at: datetime) -> frozenset[str]:
    return frozenset(map(str, present_actors(clinic_id, at=at)))


def _keep(tx: Tx, infusion: Infusion, state: InfusionState, present: Collection[str]) -> None:
    rows = Task.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion, kind=NO_NURSE_TASK)
    asked = list(rows.filter(state=Task.State.OPEN).select_for_update())
    if not is_without_nurse(state, present):
        close(tx, asked, outcome=_found(state))
        return
    if not asked:
        open_task(tx, infusion, kind=NO_NURSE_TASK, key=str(uuid7()), detail={"left": state.in_charge})
    for task in asked:
        _name(tx, task, left=state.in_charge)


def _name(tx: Tx, task: Task, *, left: str) -> None:
    if json.loads(task.detail).get("left") != left:
        tx.change(task, detail=canonical({"left": left}))
        tx.publish("task", task.pk)


def _found(state: InfusionState) -> str:
    if state.phase in IDLE:
        return _("The visit is not under way.")
    return _("A nurse who is in the building holds the chair.")
