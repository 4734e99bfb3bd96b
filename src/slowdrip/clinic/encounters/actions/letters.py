"""Writes and signs a letter to a referrer; the facts of the visits are frozen as they stood at the signature."""

import json
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.encounters.letter_facts import LetterFacts, facts_digest, letter_facts
from slowdrip.clinic.encounters.models import Letter
from slowdrip.clinic.encounters.steps import LETTER_SIGNED
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.treatment.steps import locked_patient

LONGEST = {"to": 400, "text": 8000}


def write_letter(
    actor: Acting,
    patient_id: UUID,
    texts: dict[str, str],
    *,
    zone: ZoneInfo,
    seen: str,
    proof: Proof,
    at: datetime,
    letter_id: UUID,
) -> Letter:
    """Stores a signed letter: `to` and `text` as typed, and the facts as they stand; sent twice it is one.

    `seen` is the digest of the facts that the signer was shown: nobody signs a number that they have not seen.
    They are read here, in the transaction that signs, so that nothing comes between.
    """
    actor.must("drip.chart")
    proof.signer.must("drip.chart")
    kept = _kept(texts)
    with act(actor, at=at) as tx:
        patient = must_stand(locked_patient(tx, patient_id))
        known: Letter | None = Letter.objects.visible_to(actor).filter(id=letter_id).first()
        if known is not None:
            return _same(known, patient_id, kept)
        facts = letter_facts(actor, patient, zone=zone)
        if seen != facts_digest(facts):
            raise Refused("letter_facts_changed")
        row = _stored(tx, patient, _document(patient, kept, facts), letter_id=letter_id)
        sign(tx, proof, row, meaning=LETTER_SIGNED, document={"letter": row.pk, "letter_sha256": row.sha256})
        tx.publish("patient", patient.pk)
    return row


def _document(patient: Patient, kept: dict[str, str], facts: LetterFacts) -> str:
    return canonical({"patient": patient.pk, **kept, **facts.told()})


def _stored(tx: Tx, patient: Patient, text: str, *, letter_id: UUID) -> Letter:
    row = Letter(
        id=letter_id,
        clinic_id=patient.clinic_id,
        patient=patient,
        document=text,
        sha256=sha256(text),
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    tx.insert(row)
    tx.wrote("letter.written", row, patient=patient.pk, letter_sha256=row.sha256)
    return row


def _kept(texts: dict[str, str]) -> dict[str, str]:
    kept = {name: texts.get(name, "").strip() for name in LONGEST}
    for name, text in kept.items():
        if not text:
            raise Refused("missing", field=name)
        if len(text) > LONGEST[name]:
            raise Refused("too_long", field=name, most=LONGEST[name], typed=len(text))
    return kept


def _same(known: Letter, patient_id: UUID, kept: dict[str, str]) -> Letter:
    stored = json.loads(known.document)
    if (known.patient_id, {name: stored[name] for name in LONGEST}) != (patient_id, kept):
        raise Refused("id_used_twice")
    return known
