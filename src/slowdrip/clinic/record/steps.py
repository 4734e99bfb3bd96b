"""Writes that several actions share; each needs the open transaction it is given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from .acting import Acting, Tx
from .canonical import canonical, sha256
from .models import Signature
from .refusal import Refused

PROOF_LASTS = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Proof:
    """Fresh proof that the signer was at this screen: made by a PIN or passkey check, good for 60 seconds."""

    signer: Acting
    method: str
    at: datetime


def sign(tx: Tx, proof: Proof, subject: models.Model, *, meaning: str, document: dict[str, Any]) -> Signature:
    """Stores the signer's signature over the canonical bytes of the document."""
    if proof.signer.clinic_id != tx.actor.clinic_id:
        raise Refused("signer_of_other_clinic")
    if not timedelta(0) <= tx.at - proof.at <= PROOF_LASTS:
        raise Refused("proof_expired")
    text = canonical(document)
    signature = Signature(
        clinic_id=tx.actor.clinic_id,
        signer_id=proof.signer.actor_id,
        session_actor_id=tx.actor.actor_id,
        signer_name=proof.signer.label,
        meaning=meaning,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        document=text,
        document_sha256=sha256(text),
        method=proof.method,
        at=tx.at,
    )
    tx.insert(signature)
    tx.wrote("signed", subject, meaning=meaning, signature=signature.pk, signer=proof.signer.actor_id)
    return signature
