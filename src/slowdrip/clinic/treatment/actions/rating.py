"""Another rate for the bag that hangs: signed by the prescriber at this screen, or spoken and read back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.treatment.authoring import must_prescribe, replaceable, spoken, written
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries.statuses import SIGNED, TAKEN
from slowdrip.clinic.treatment.rate_documents import rate_drafted
from slowdrip.clinic.treatment.rate_proposals import RateProposal, propose_rate
from slowdrip.clinic.treatment.rate_typed import RateTyped
from slowdrip.clinic.treatment.steps import Agreed, Authors, judged, locked_patient, second_clinician, store

SEEN_FOR: Final = timedelta(minutes=5)
"""How old the figures of a running drip may be when they are signed; the page renews them as one types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateAsked(Agreed):
    """What a change of rate is written from: what was typed, and the instant whose figures the signer saw."""

    typed: RateTyped
    seen_at: datetime | None = None


def order_rate(
    actor: Acting, old_id: UUID, asked: RateAsked, *, proof: Proof, at: datetime, order_id: UUID | None = None
) -> Order:
    """Writes the signed order that changes the rate of the bag which hangs by an order in force.

    That order stays in force until this one is verified. The same `order_id` sent twice is written once.
    """
    must_prescribe(actor, proof.signer)
    with act(actor, at=at) as tx:
        old: Order = Order.objects.visible_to(actor).get(id=old_id)
        patient = locked_patient(tx, old.patient_id)
        known = written(tx, patient, order_id)
        if known is not None:
            return known
        old = replaceable(tx, old_id, of=patient)
        proposal = _proposed(tx, old, asked)
        second_clinician(asked, proof.signer.actor_id)
        draft, authors = rate_drafted(proposal, at=tx.at), Authors(prescriber=proof.signer.actor_id)
        order, document = store(tx, draft, asked, order_id=order_id or uuid7(), authors=authors, replaces=old)
        sign(tx, proof, order, meaning=SIGNED, document=document)
        return order


def enter_verbal_rate(
    actor: Acting,
    old_id: UUID,
    asked: RateAsked,
    *,
    prescriber_id: UUID,
    read_back: bool,
    proof: Proof,
    at: datetime,
    order_id: UUID | None = None,
) -> Order:
    """Writes a change of rate that a prescriber (a membership) spoke and the signer of `proof` took and read back."""
    actor.must("order.enter_verbal")
    with act(actor, at=at) as tx:
        old: Order = Order.objects.visible_to(actor).get(id=old_id)
        patient = locked_patient(tx, old.patient_id)
        known = written(tx, patient, order_id)
        if known is not None:
            return known
        authors = spoken(tx, prescriber_id, taker=proof.signer, read_back=read_back)
        old = replaceable(tx, old_id, of=patient)
        proposal = _proposed(tx, old, asked)
        second_clinician(asked, authors.prescriber, proof.signer.actor_id)
        draft = rate_drafted(proposal, at=tx.at)
        order, document = store(tx, draft, asked, order_id=order_id or uuid7(), authors=authors, replaces=old)
        sign(tx, proof, order, meaning=TAKEN, document=document)
        return order


def _proposed(tx: Tx, old: Order, asked: RateAsked) -> RateProposal:
    """The proposal with the figures that the signer saw, or its refusal; figures that grew old are looked at again."""
    seen_at = tx.at if asked.seen_at is None else asked.seen_at
    if not tx.at - SEEN_FOR <= seen_at <= tx.at:
        raise Refused("rate_figures_old")
    proposal = propose_rate(tx.actor, old, asked.typed, seen_at=seen_at)
    if proposal.may_be_signed and not asked.reason.strip():
        raise Refused("rate_reason_missing", field="reason")
    return judged(proposal, asked)
