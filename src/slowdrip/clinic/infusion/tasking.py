"""Opens and closes tasks, and keeps the open ones true to the record while it still changes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical, sha256

ANSWERED = "answered_at"
"""In a task's detail: since when the record no longer shows what the task asks about. A person still closes it."""


def open_task(tx: Tx, infusion: Infusion, *, kind: str, key: str, detail: Mapping[str, Any]) -> None:
    """Opens one task of this kind for this occurrence, once."""
    if _of(infusion).filter(kind=kind, key=key).exists():
        return
    task = Task(
        clinic_id=infusion.clinic_id,
        kind=kind,
        key=key,
        infusion=infusion,
        patient_id=infusion.patient_id,
        detail=canonical(detail),
        at=tx.at,
    )
    tx.insert(task)
    tx.wrote("task.opened", task, kind=kind, infusion=infusion.pk)
    tx.publish("task", task.pk)


def opened(infusion: Infusion) -> frozenset[tuple[str, str]]:
    """Gives kind and occurrence of every task there ever was at this drip."""
    return frozenset(_of(infusion).values_list("kind", "key"))


def close(tx: Tx, tasks: Iterable[Task], *, outcome: str) -> None:
    """Closes tasks that were read for this, locked, with what was found or decided."""
    for task in list(tasks):
        tx.change(task, state=Task.State.DONE, outcome=outcome, closed_by_id=tx.actor.actor_id, closed_at=tx.at)
        tx.publish("task", task.pk)


def keep_true(tx: Tx, infusion: Infusion, kind: str, detail: Mapping[str, str] | None) -> None:
    """Asks about the numbers as they are now; None says that nothing is to ask about.

    Other numbers are put into the task that is still open; after it was closed they are a new task.
    """
    key = "" if detail is None else sha256(canonical(detail))
    rows = _of(infusion).filter(kind=kind)
    stale = list(rows.filter(state=Task.State.OPEN).exclude(key=key).select_for_update().order_by("at", "id"))
    if detail is None:
        _answer(tx, stale)
        return
    same = rows.filter(key=key).select_for_update().first()
    if same is None and stale:
        _ask(tx, stale.pop(0), key=key, detail=detail)
    elif same is None:
        open_task(tx, infusion, kind=kind, key=key, detail=detail)
    elif same.state == Task.State.OPEN and ANSWERED in json.loads(same.detail):
        _ask(tx, same, key=key, detail=detail)
    _answer(tx, stale)


def follow(tx: Tx, infusion: Infusion, *, old: str, new: str) -> None:
    """Lets the open tasks about an entry go on with the entry that was written in its place."""
    for task in list(_of(infusion).filter(key=old, state=Task.State.OPEN).select_for_update()):
        tx.change(task, key=new, detail=canonical({**json.loads(task.detail), "event": new}))


def _of(infusion: Infusion) -> Any:
    return Task.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion)


def _ask(tx: Tx, task: Task, *, key: str, detail: Mapping[str, str]) -> None:
    tx.change(task, key=key, detail=canonical(detail))
    tx.publish("task", task.pk)


def _answer(tx: Tx, tasks: list[Task]) -> None:
    for task in tasks:
        detail = json.loads(task.detail)
        if ANSWERED not in detail:
            tx.change(task, detail=canonical({**detail, ANSWERED: tx.at}))
            tx.publish("task", task.pk)
