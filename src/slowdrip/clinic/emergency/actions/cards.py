"""A director writes and signs the emergency card: one version, in force at once."""

from datetime import datetime

from slowdrip.clinic.emergency.card import Card, document_of
from slowdrip.clinic.emergency.models import EmergencyCard
from slowdrip.clinic.emergency.queries import SIGNED
from slowdrip.clinic.policy.steps import one_author_at_a_time
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign

LONGEST_COMMENT = 300


def sign_card(actor: Acting, card: Card, *, comment: str = "", proof: Proof, at: datetime) -> EmergencyCard:
    """Stores the card as the clinic's next version under the director's signature; earlier versions stay."""
    actor.must("policy.edit")
    proof.signer.must("policy.sign")
    document = document_of(card)
    with act(actor, at=at) as tx:
        one_author_at_a_time(tx)
        last = EmergencyCard.objects.visible_to(actor).order_by("-number").first()
        if last is not None and last.document == document:
            raise Refused("card_unchanged", number=last.number)
        row = EmergencyCard(
            clinic_id=actor.clinic_id,
            number=(last.number if last is not None else 0) + 1,
            document=document,
            sha256=sha256(document),
            comment=comment.strip()[:LONGEST_COMMENT],
            by_id=actor.actor_id,
            at=at,
        )
        tx.insert(row)
        tx.wrote("emergency_card.written", row, number=row.number, card_sha256=row.sha256)
        sign(tx, proof, row, meaning=SIGNED, document={"card": row.number, "card_sha256": row.sha256})
        tx.publish("policy", row.pk)
    return row
