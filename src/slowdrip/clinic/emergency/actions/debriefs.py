"""The debrief of an emergency: written when it is over, signed with a PIN, and with it the task is done."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.emergency.course import must_have
from slowdrip.clinic.emergency.models import Debrief
from slowdrip.clinic.infusion.emergencies import DEBRIEF
from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.clinic.infusion.steps import locked, stored_state
from slowdrip.clinic.infusion.tasking import close
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign

SIGNED = "emergency.debrief"
QUESTIONS = ("what_happened", "went_well", "change", "took_part", "equipment_faults", "patient_outcome")
REQUIRED = ("what_happened", "took_part", "patient_outcome")
LONGEST_ANSWER = 4000


def write_debrief(
    actor: Acting,
    infusion_id: UUID,
    emergency_id: UUID,
    answers: Mapping[str, str],
    *,
    outcome: str,
    proof: Proof,
    at: datetime,
    debrief_id: UUID,
) -> Debrief:
    """Stores a signed debrief and closes its task with `outcome` in words; sent twice it is one."""
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    kept = _kept(answers)
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        known: Debrief | None = Debrief.objects.visible_to(actor).filter(id=debrief_id).first()
        if known is not None:
            return _same(known, emergency_id, kept)
        if must_have(stored_state(infusion), str(emergency_id)).over_at is None:
            raise Refused("emergency_still_open")
        row = _row(tx, infusion, emergency_id, kept, debrief_id=debrief_id)
        document = {"debrief": row.pk, "emergency": emergency_id, "debrief_sha256": row.sha256}
        sign(tx, proof, row, meaning=SIGNED, document=document)
        _close_task(tx, infusion, str(emergency_id), outcome=outcome)
        tx.publish("infusion", infusion.pk)
    return row


def _kept(answers: Mapping[str, str]) -> dict[str, str]:
    kept = {name: answers.get(name, "").strip() for name in QUESTIONS}
    for name, text in kept.items():
        if not text and name in REQUIRED:
            raise Refused("missing", field=name)
        if len(text) > LONGEST_ANSWER:
            raise Refused("too_long", field=name, most=LONGEST_ANSWER, typed=len(text))
    return kept


def _same(known: Debrief, emergency_id: UUID, kept: dict[str, str]) -> Debrief:
    if (known.emergency, known.document) != (emergency_id, canonical(kept)):
        raise Refused("id_used_twice")
    return known


def _row(tx: Tx, infusion: Infusion, emergency_id: UUID, kept: dict[str, str], *, debrief_id: UUID) -> Debrief:
    text = canonical(kept)
    row = Debrief(
        id=debrief_id,
        clinic_id=infusion.clinic_id,
        infusion=infusion,
        emergency=emergency_id,
        document=text,
        sha256=sha256(text),
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    tx.insert(row)
    tx.wrote("emergency.debriefed", infusion, debrief=row.pk, emergency=emergency_id, debrief_sha256=row.sha256)
    return row


def _close_task(tx: Tx, infusion: Infusion, key: str, *, outcome: str) -> None:
    rows = Task.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion, kind=DEBRIEF, key=key)
    close(tx, rows.filter(state=Task.State.OPEN).select_for_update(), outcome=outcome)
