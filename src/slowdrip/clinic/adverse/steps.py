"""Stores what is told of a matter in the caller's transaction: written once, folded, projected, published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.history import as_entry
from slowdrip.clinic.adverse.models import EVENT, Matter, MatterEntry
from slowdrip.clinic.adverse.ruling import limits_in_force
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.rules.adverse import State, encoded, kind_of, step
from slowdrip.science.rules.adverse.events import Payload

TOPIC: Final = "adverse"
A_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry to store; the id comes from whoever captured it, so that sending it twice stores it once.

    `by` is the actor it comes from when that is not whoever holds the session: a signer.
    """

    payload: Payload
    id: UUID = field(default_factory=uuid7)
    by: UUID | None = None


def locked_matter(tx: Tx, matter_id: UUID) -> Matter:
    """Gives a matter of the actor's clinic that stands; its patient's row stands for it in the lock."""
    matter: Matter | None = Matter.objects.visible_to(tx.actor).filter(id=matter_id).first()
    if matter is None:
        raise Refused("no_such_matter")
    locked_patient(tx, matter.patient_id)
    if Void.objects.filter(clinic_id=matter.clinic_id, target_id=matter.pk).exists():
        raise Refused("already_voided")
    return matter


def opened(tx: Tx, patient_id: UUID, kind: str, *, infusion_id: UUID | None, matter_id: UUID | None = None) -> Matter:
    """Writes a new matter; what it is about is told by its first entry."""
    matter = Matter(
        id=matter_id or uuid7(),
        clinic_id=tx.actor.clinic_id,
        patient_id=patient_id,
        infusion_id=infusion_id,
        kind=kind,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    return tx.insert(matter)


def told_before(matter: Matter, entry_id: UUID | None) -> bool:
    """Says whether this very entry is stored: a form sent twice after its answer was lost."""
    row = MatterEntry.objects.filter(id=entry_id).first() if entry_id is not None else None
    if row is None:
        return False
    if row.matter_id != matter.pk:
        raise Refused("id_used_twice")
    return True


def must_be_open_event(matter: Matter, state: State) -> None:
    """Refuses a task, and an event that was closed."""
    if matter.kind != EVENT or not state.is_open:
        raise Refused("event_not_open")


def must_have_seen(state: State, seen: int | None) -> None:
    """Refuses what was decided before something else came in; `seen` is how many entries the page showed.

    None is whoever does not go by a page.
    """
    if seen is not None and seen != state.entries:
        raise Refused("came_meanwhile")


def store(tx: Tx, matter: Matter, drafts: Sequence[Draft]) -> State:
    """Writes the drafts after all that was told before, and gives the state after them."""
    state = projecting.stored_state(matter.pk)
    rows = []
    for draft in drafts:
        row = _row(tx, matter, draft, at=_next_moment(tx.at, state.as_of))
        state = step(state, as_entry(row))
        tx.wrote(f"adverse.{row.kind}", matter, entry=row.pk, kind=matter.kind)
        rows.append(row)
    tx.insert_all(rows)
    projecting.write(matter, state, limits_in_force(matter.clinic_id))
    tx.publish(TOPIC, matter.pk)
    return state


def _next_moment(at: datetime, after: datetime | None) -> datetime:
    """What is told comes after all that was told before, also when the clock was set back in between."""
    return at if after is None else max(at, after + A_MOMENT)


def _row(tx: Tx, matter: Matter, draft: Draft, *, at: datetime) -> MatterEntry:
    return MatterEntry(
        id=draft.id,
        clinic_id=matter.clinic_id,
        matter_id=matter.pk,
        kind=kind_of(draft.payload),
        payload=canonical(encoded(draft.payload)),
        at=at,
        recorded_at=tx.at,
        by_id=draft.by or tx.actor.actor_id,
        session_actor_id=tx.actor.actor_id,
    )
