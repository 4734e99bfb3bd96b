"""A drill: the same keys with no patient behind them, in tables of their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.emergency.keys import KEYS, OVER
from slowdrip.clinic.emergency.models import Drill, DrillStep
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.refusal import Refused

MEDICINE = "medicine_given"
STEPS = frozenset(KEYS) - {OVER.code} | {MEDICINE}
LONGEST_NOTE = 2000
MOST_PEOPLE = 40
CLOCK_SKEW = timedelta(seconds=60)


def begin_drill(actor: Acting, *, place: str = "", at: datetime, drill_id: UUID) -> Drill:
    """Starts a drill; sent twice it is one."""
    actor.must("day.open")
    with act(actor, at=at) as tx:
        known: Drill | None = Drill.objects.visible_to(actor).filter(id=drill_id).first()
        if known is not None:
            return known
        drill = Drill(id=drill_id, clinic_id=actor.clinic_id, place=place.strip()[:120], by_id=actor.actor_id, at=at)
        tx.insert(drill)
        tx.wrote("drill.began", drill)
        tx.publish("day")
    return drill


def drill_tap(
    actor: Acting, drill_id: UUID, step: str, *, at: datetime, occurred_at: datetime | None = None, step_id: UUID
) -> None:
    """Stores one tapped time of a drill; sent twice it is one."""
    actor.must("day.open")
    if step not in STEPS:
        raise Refused("no_such_step")
    with act(actor, at=at) as tx:
        drill = _locked(actor, drill_id)
        if _told_before(drill, step, step_id):
            return
        if _is_over(drill):
            raise Refused("drill_over")
        _write(tx, drill, step, occurred_at=occurred_at or at, step_id=step_id, detail={})


def end_drill(
    actor: Acting, drill_id: UUID, *, people: Sequence[str], note: str = "", at: datetime, step_id: UUID
) -> None:
    """Ends a drill with who took part and what was seen."""
    actor.must("day.open")
    with act(actor, at=at) as tx:
        drill = _locked(actor, drill_id)
        if _told_before(drill, OVER.code, step_id) or _is_over(drill):
            return
        detail = {"people": list(people)[:MOST_PEOPLE], "note": note.strip()[:LONGEST_NOTE]}
        _write(tx, drill, OVER.code, occurred_at=at, step_id=step_id, detail=detail)


def void_drill_step(actor: Acting, drill_id: UUID, step_id: UUID, *, reason: str, at: datetime) -> None:
    """Takes back one tap of a drill; the row stays, voided."""
    actor.must("day.open")
    with act(actor, at=at) as tx:
        drill = _locked(actor, drill_id)
        tx.void(DrillStep.objects.get(drill=drill, id=step_id), reason=reason.strip()[:200] or "entered_by_mistake")
        tx.publish("drill", drill.pk)


def _locked(actor: Acting, drill_id: UUID) -> Drill:
    found: Drill = Drill.objects.visible_to(actor).select_for_update(no_key=True).get(id=drill_id)
    return found


def _told_before(drill: Drill, step: str, step_id: UUID) -> bool:
    row = DrillStep.objects.filter(id=step_id).first()
    if row is not None and (row.drill_id, row.step) != (drill.pk, step):
        raise Refused("id_used_twice")
    return row is not None


def _is_over(drill: Drill) -> bool:
    return bool(DrillStep.objects.filter(drill=drill, step=OVER.code).current().exists())


def _write(
    tx: Tx, drill: Drill, step: str, *, occurred_at: datetime, step_id: UUID, detail: Mapping[str, object]
) -> None:
    if occurred_at > tx.at + CLOCK_SKEW:
        raise Refused("in_the_future", field="occurred_at", now=tx.at)
    row = DrillStep(
        id=step_id,
        clinic_id=drill.clinic_id,
        drill=drill,
        step=step,
        detail=canonical(detail),
        at=occurred_at,
        recorded_at=tx.at,
        by_id=tx.actor.actor_id,
    )
    tx.insert(row)
    tx.wrote("drill.step", drill, step=step, row=row.pk)
    tx.publish("drill", drill.pk)
