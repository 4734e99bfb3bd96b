"""Writes that several actions of orders share; each needs the open transaction it is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.pharmacology.dosing import OrderFigures, Tier
from slowdrip.science.pharmacology.dosing.display import figures_as_text

from . import gates
from .documents import SCHEMA, finding_as_text, product_as_text, request_as_text
from .models import Order
from .proposals import Proposal, propose
from .queries.statuses import REPLACED, SECOND
from .reading import Noticed
from .typed import Typed

LONGEST_REASON = 500


class Judged(Protocol):
    """Something typed, with everything noticed about it and what it needs before it may be signed."""

    @property
    def noticed(self) -> tuple[Noticed, ...]: ...
    @property
    def may_be_signed(self) -> bool: ...
    @property
    def needs_reason(self) -> bool: ...
    @property
    def needs_second(self) -> bool: ...


Proposed = TypeVar("Proposed", bound=Judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What stands beside a typed order: the reason, and a second clinician's proof where one is asked for."""

    reason: str = ""
    second: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Agreed):
    """What an order is written from: the typed form, and what stands beside it."""

    typed: Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """An order ready to be stored: whose, by which policy, the content of its document, and its columns."""

    patient: Patient
    version: PolicyVersion
    content: dict[str, Any]
    columns: dict[str, int]
    tier: str
    needs_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """Who an order comes from. A spoken order is spoken by the prescriber and taken by whoever read it back."""

    prescriber: UUID
    taken_by: UUID | None = None
    read_back: bool = False
    cosign_due_at: datetime | None = None


def locked_patient(tx: Tx, patient_id: UUID) -> Patient:
    """Gives the patient under a lock held to the commit, so that two orders of one patient never pass each other."""
    found: Patient = (
        Patient.objects.visible_to(tx.actor).select_for_update(of=("self",), no_key=True).get(id=patient_id)
    )
    return found


def locked_order(tx: Tx, order_id: UUID) -> Order:
    """Gives the order; its patient's row stands for it in the lock, because a log row cannot be locked."""
    order: Order = Order.objects.visible_to(tx.actor).select_related("policy").get(id=order_id)
    locked_patient(tx, order.patient_id)
    if is_void(order):
        raise Refused("order_void")
    return order


def is_void(order: Order) -> bool:
    """Says whether the order was voided or replaced."""
    return Void.objects.filter(clinic_id=order.clinic_id, target_id=order.pk).exists()


def proposed(tx: Tx, patient: Patient, asked: Asked) -> Proposal:
    """Gives the proposal behind an order, or refuses it with everything that stands against it."""
    return judged(propose(tx.actor, patient, asked.typed, at=tx.at), asked)


def judged(proposal: Proposed, asked: Agreed) -> Proposed:
    """Gives the proposal, or refuses it with everything that stands against it."""
    if not proposal.may_be_signed:
        raise RefusedAll([_refusal(each) for each in grave(proposal)])
    if proposal.needs_reason and not asked.reason.strip():
        raise Refused("order_reason_missing", field="reason")
    if len(asked.reason) > LONGEST_REASON:
        raise Refused("too_long", field="reason", most=LONGEST_REASON, typed=len(asked.reason))
    if proposal.needs_second and asked.second is None:
        raise Refused("order_second_missing", field="second")
    return proposal


def grave(proposal: Judged) -> list[Noticed]:
    """Gives what no reason lifts."""
    return [each for each in proposal.noticed if each.finding.severity == Tier.IMPOSSIBLE]


def _refusal(noticed: Noticed) -> Refused:
    params = {name: value for name, value in noticed.finding.params.items() if name != "field"}
    return Refused(noticed.finding.code, field=noticed.field, **params)


def second_clinician(asked: Agreed, *others: UUID) -> UUID | None:
    """Gives the second clinician, who is a clinician and nobody else of this order."""
    if asked.second is None:
        return None
    signer = asked.second.signer
    if signer.actor_id in others:
        raise Refused("order_second_same_person", field="second")
    if not signer.may("order.verify"):
        raise Refused("order_second_not_clinician", field="second")
    return signer.actor_id


def drafted(proposal: Proposal, *, at: datetime) -> Drafted:
    """Gives an order for a new bag, ready to be stored."""
    return Drafted(
        patient=proposal.body.patient,
        version=proposal.in_force.version,
        content=document_of(proposal, at=at),
        columns=columns(proposal.signable.figures),
        tier=proposal.tier.code,
        needs_second=proposal.needs_second,
    )


def store(
    tx: Tx, draft: Drafted, asked: Agreed, *, order_id: UUID, authors: Authors, replaces: Order | None = None
) -> tuple[Order, dict[str, Any]]:
    """Writes the order with its document, and the second clinician's signature if the tier asks for one."""
    second = asked.second if draft.needs_second else None
    document = {
        **draft.content,
        "order": order_id,
        "reason": asked.reason.strip(),
        "prescriber": authors.prescriber,
        "second_clinician": second.signer.actor_id if second else None,
        "verbal": authors.taken_by is not None,
        "read_back": authors.read_back,
        "taken_by": authors.taken_by,
        "cosign_due_at": authors.cosign_due_at,
        "replaces": replaces.pk if replaces else None,
    }
    order = tx.insert(_row(tx, draft, document, authors=authors, replaces=replaces))
    tx.wrote(
        "order.written",
        order,
        patient=order.patient_id,
        sha256=order.document_sha256,
        tier=order.tier,
        verbal=order.verbal,
    )
    if second is not None:
        sign(tx, second, order, meaning=SECOND, document=document)
    publish(tx, order)
    return order, document


def document_of(proposal: Proposal, *, at: datetime) -> dict[str, Any]:
    """Gives the part of the document that follows from the proposal alone."""
    request, figures, wanted, weight = proposal.signable
    version = proposal.in_force.version
    return {
        "schema": SCHEMA,
        "patient": proposal.body.patient.pk,
        "at": at,
        "request": request_as_text(request),
        "product": product_as_text(wanted.product),
        "weight": {
            "measurement": weight.id,
            "weight_g": weight.value,
            "taken_at": weight.at,
            "by": weight.by_id,
            "reread_at": weight.reread_at,
        },
        "figures": figures_as_text(figures),
        "findings": [finding_as_text(each.finding) for each in proposal.noticed],
        "tier": proposal.tier.code,
        "policy": {"version": version.pk, "number": version.number, "sha256": version.sha256},
    }


def columns(figures: OrderFigures) -> dict[str, int]:
    """Gives the figures that the drip needs, as the order's columns hold them."""
    return {
        "dose_ug": figures.dose_ug,
        "draw_ul": figures.draw_ul,
        "final_volume_ul": figures.final_volume_ul,
        "rate_ul_per_h": figures.rate_ul_per_h,
        "vtbi_ul": figures.vtbi_ul,
        "duration_s": round(figures.duration_min * 60),
    }


def _row(tx: Tx, draft: Drafted, document: dict[str, Any], *, authors: Authors, replaces: Order | None) -> Order:
    text = canonical(document)
    return Order(
        id=document["order"],
        clinic_id=tx.actor.clinic_id,
        patient=draft.patient,
        policy=draft.version,
        document=text,
        document_sha256=sha256(text),
        **draft.columns,
        tier=draft.tier,
        replaces=replaces,
        prescriber_id=authors.prescriber,
        verbal=authors.taken_by is not None,
        read_back=authors.read_back,
        cosign_due_at=authors.cosign_due_at,
        by_id=authors.taken_by or tx.actor.actor_id,
        at=tx.at,
    )


def publish(tx: Tx, order: Order) -> None:
    """Tells the screens of the order and of its patient."""
    tx.publish("order", order.pk)
    tx.publish("patient", order.patient_id)


def retire(tx: Tx, old: Order) -> bool:
    """Voids a replaced order unless a running drip still has it in force; says whether it no longer stands.

    A drip that attaches a replacement by itself calls this afterwards for the order that it let go.
    """
    if is_void(old):
        return True
    if gates.in_use(old.pk):
        return False
    tx.void(old, reason=REPLACED)
    publish(tx, old)
    return True
