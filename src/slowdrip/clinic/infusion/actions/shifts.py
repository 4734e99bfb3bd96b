"""A shift is opened and closed over a signature; what was not whole is said yes to with a reason, never hidden."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.holding import hold_house, under_way
from slowdrip.clinic.infusion.models import ShiftClosed, ShiftOpened
from slowdrip.clinic.infusion.shifts import (
    CLOSED,
    OPENED,
    Seen,
    closing_seen,
    not_held,
    open_shift_of,
    opening_seen,
    plain_parts,
    present_ids,
)
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.rules.shift import Part, missing_reasons

LONGEST_BECAUSE = 300


def open_shift(
    actor: Acting,
    because: Mapping[str, str],
    *,
    seen: str,
    device_id: UUID | None,
    proof: Proof,
    at: datetime,
    shift_id: UUID,
) -> ShiftOpened:
    """Opens a shift as the house stands; every part that is not whole needs its reason in `because`.

    `seen` is the mark of what the signer saw: of another state nobody has said yes to anything.
    """
    actor.must("day.open")
    proof.signer.must("day.open")
    with act(actor, at=at) as tx:
        hold_house(actor)
        known: ShiftOpened | None = ShiftOpened.objects.visible_to(actor).filter(id=shift_id).first()
        if known is not None:
            return known
        if open_shift_of(actor.clinic_id) is not None:
            raise Refused("shift_open_already")
        found = opening_seen(actor, device_id=device_id, at=at)
        number = 1 + ShiftOpened.objects.visible_to(actor).count()
        document = _document(found, because, seen=seen)
        row = ShiftOpened(id=shift_id, number=number, **_written(actor, document, at=at))
        _store(tx, proof, row, meaning=OPENED)
    return row


def close_shift(
    actor: Acting,
    shift_id: UUID,
    because: Mapping[str, str],
    *,
    stays: Collection[UUID],
    unsent: int | None,
    seen: str,
    proof: Proof,
    at: datetime,
    closed_id: UUID,
) -> ShiftClosed:
    """Closes a shift; each visit under way must be held by somebody who stays, and the rest needs a reason.

    `stays` are actors in the building, `unsent` is how many entries the tablet says it has not sent yet.
    """
    actor.must("day.open")
    proof.signer.must("day.open")
    with act(actor, at=at) as tx:
        hold_house(actor)
        shift = ShiftOpened.objects.visible_to(actor).get(id=shift_id)
        known: ShiftClosed | None = ShiftClosed.objects.visible_to(actor).filter(id=closed_id).first()
        if known is not None:
            return known
        if shift.closings.exists():
            raise Refused("shift_closed_already")
        _must_be_held(actor, stays, at=at)
        found = closing_seen(actor, unsent=unsent)
        document = {**_document(found, because, seen=seen), "stays": sorted(map(str, stays)), "unsent": unsent}
        row = ShiftClosed(id=closed_id, shift=shift, **_written(actor, document, at=at))
        _store(tx, proof, row, meaning=CLOSED)
    return row


def _written(actor: Acting, document: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """The columns that an opening and a close share."""
    text = canonical(document)
    return {"clinic_id": actor.clinic_id, "document": text, "sha256": sha256(text), "by_id": actor.actor_id, "at": at}


def _must_be_held(actor: Acting, stays: Collection[UUID], *, at: datetime) -> None:
    """Nobody stays who is not there; a visit whose nurse goes home would lie in a closed house."""
    if not set(stays) <= present_ids(actor, at=at):
        raise Refused("stays_not_here", field="stays")
    chairs = not_held(under_way(actor.clinic_id), stays)
    if chairs:
        raise Refused("shift_chairs_not_held", field="stays", chairs=", ".join(chairs))


def _document(found: Seen, because: Mapping[str, str], *, seen: str) -> dict[str, Any]:
    if found.digest != seen:
        raise Refused("shift_changed")
    said = {code: " ".join(text.split())[:LONGEST_BECAUSE] for code, text in because.items() if text.strip()}
    _must_be_said(found.parts, said)
    wanted = {part.code: said[part.code] for part in found.parts if not part.whole}
    return {"parts": plain_parts(found.parts, wanted), **found.facts}


def _must_be_said(parts: Collection[Part], said: Collection[str]) -> None:
    missing = missing_reasons(parts, said)
    if missing:
        raise RefusedAll([Refused("shift_reason_missing", field=f"because_{code}") for code in missing])


def _store(tx: Tx, proof: Proof, row: ShiftOpened | ShiftClosed, *, meaning: str) -> None:
    tx.insert(row)
    tx.wrote(meaning, row, shift_sha256=row.sha256)
    sign(tx, proof, row, meaning=meaning, document={"row": row.pk, "shift_sha256": row.sha256})
    tx.publish("day")
