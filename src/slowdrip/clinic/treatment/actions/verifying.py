"""The second person: works the order out, and only then the order may be drawn up."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.people.queries.measurements import Taken, latest_measured
from slowdrip.clinic.policy.queries import InForce, policy_in_force
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.policy_roles import may_by_policy
from slowdrip.clinic.treatment.queries.drips import as_verified
from slowdrip.clinic.treatment.queries.statuses import SIGNED, TAKEN, VERIFIED
from slowdrip.clinic.treatment.rate_documents import asks_for_rate, doses_ug, same_minutes
from slowdrip.clinic.treatment.rate_standing import must_still_fit
from slowdrip.clinic.treatment.recomputing import recomputed
from slowdrip.clinic.treatment.steps import locked_order, publish, retire
from slowdrip.science.pharmacology.dosing import Finding, Unit, parse_quantity

SHOWN_DOSE_UG = 100
"""Doses are read to 0.1 mg: a verifier who worked out 39.9 mg of 39.915 mg has worked it out."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What the verifier worked out and typed: the dose in mg and the pump's rate in mL/h.

    For a change of rate the dose is the total from start to end; where the prescriber asked for a rate, the verifier
    works out the minutes left instead.
    """

    dose_mg: str
    rate_ml_per_h: str = ""
    rest_min: str = ""


def verify_order(actor: Acting, order_id: UUID, proof: Proof, *, worked: Worked, at: datetime) -> Signature:
    """Signs that a second person worked the order out to the same figures.

    All figures are computed anew from what was asked; a replaced order that a drip has in force hands over here.
    """
    actor.must("order.see")
    with act(actor, at=at) as tx:
        order = locked_order(tx, order_id)
        signatures = _signatures(tx, order)
        if VERIFIED in signatures:
            raise Refused("order_already_verified")
        _may_verify(tx, order, proof.signer, cosigned=SIGNED in signatures)
        figures = recomputed(order)
        _signed_as_stored(order, signatures)
        _weight_still_stands(tx, order)
        must_still_fit(tx, order)
        _must_agree(order, worked)
        return _verified(tx, order, proof, figures=figures, worked=worked, cosigned=SIGNED in signatures)


def _signatures(tx: Tx, order: Order) -> dict[str, Signature]:
    rows = Signature.objects.visible_to(tx.actor).filter(subject_id=order.pk, meaning__startswith="order.")
    return {each.meaning: each for each in rows}


def _may_verify(tx: Tx, order: Order, verifier: Acting, *, cosigned: bool) -> None:
    """A second person by the policy's roles; never the prescriber, and not whoever took a spoken order.

    With only two people in the building, and if the policy says so, the taker may verify once the prescriber signed.
    """
    rules = policy_in_force(tx.actor).policy.verification
    if verifier.actor_id == order.prescriber_id:
        raise Refused("order_verifier_signed_it", field="signer")
    if not verifier.may("order.verify") or not may_by_policy(verifier, rules.order_verifier_roles.value):
        raise Refused("order_verifier_role", field="signer")
    if not order.verbal or verifier.actor_id != order.by_id:
        return
    allowed = rules.preparer_may_verify_order_when_two.value and cosigned
    if not (allowed and gates.only_two_in_building(tx)):
        raise Refused("order_verifier_took_it", field="signer")


def _signed_as_stored(order: Order, signatures: dict[str, Signature]) -> None:
    first = signatures.get(SIGNED) or signatures.get(TAKEN)
    if first is None or first.document_sha256 != order.document_sha256:
        raise Refused("order_signature_differs")


def _weight_still_stands(tx: Tx, order: Order) -> None:
    """The weight that doses was not voided, is not too old by now, and no later one is far from it."""
    used = read_document(order.document)["weight"]
    row = Measurement.objects.visible_to(tx.actor).current().filter(id=used["measurement"]).first()
    if row is None or row.value != used["weight_g"] or row.how != Measurement.How.MEASURED:
        raise Refused("order_weight_voided")
    in_force = policy_in_force(tx.actor)
    max_age_days = in_force.policy.weight.max_age_days.value
    if (tx.at - row.at).total_seconds() > max_age_days * 86_400:
        raise Refused("order_weight_too_old", days=max_age_days)
    newest = latest_measured(tx.actor, order.patient_id, Measurement.Kind.WEIGHT_G)
    if newest is not None and newest.id != row.pk and _far(newest, row.value, in_force):
        raise Refused("order_weight_changed", kg=newest.kg)


def _far(newest: Taken, used_g: int, in_force: InForce) -> bool:
    change_pct = abs(Fraction(newest.value, used_g) - 1) * 100
    return change_pct > in_force.policy.weight.change_alert_percent.value


def _must_agree(order: Order, worked: Worked) -> None:
    """The verifier's own figures; both are judged, so that a wrong dose does not hide a wrong rate."""
    document = read_document(order.document)
    mg = _typed(worked.dose_mg, Unit.MG)
    right = isinstance(mg, Decimal) and any(_same_dose(mg, each) for each in doses_ug(order, document))
    wrong = [*_wrong(mg, "dose_mg", right=right), *_wrong_pace(order, document, worked)]
    if wrong:
        raise RefusedAll(wrong)


def _wrong_pace(order: Order, document: dict[str, Any], worked: Worked) -> list[Refused]:
    if asks_for_rate(document):
        minutes = _typed(worked.rest_min, Unit.MIN)
        near = isinstance(minutes, Decimal) and same_minutes(minutes, document)
        return _wrong(minutes, "rest_min", right=near)
    ml_per_h = _typed(worked.rate_ml_per_h, Unit.ML_PER_H)
    right = isinstance(ml_per_h, Decimal) and ml_per_h * 1000 == order.rate_ul_per_h
    return _wrong(ml_per_h, "rate_ml_per_h", right=right)


def _wrong(read: Decimal | Finding, field: str, *, right: bool) -> list[Refused]:
    if isinstance(read, Finding):
        return [Refused("order_number_unread", field=field, code=read.code)]
    return [] if right else [Refused("order_verifier_differs", field=field)]


def _typed(text: str, unit: Unit) -> Decimal | Finding:
    parsed = parse_quantity(text, unit=unit)
    return parsed.findings[0] if parsed.value is None else parsed.value


def _same_dose(mg: Decimal, dose_ug: int) -> bool:
    return mg * 1000 == dose_ug or mg * 1000 == round(Fraction(dose_ug, SHOWN_DOSE_UG)) * SHOWN_DOSE_UG


def _verified(
    tx: Tx, order: Order, proof: Proof, *, figures: dict[str, str], worked: Worked, cosigned: bool
) -> Signature:
    document = {
        "order": order.pk,
        "order_sha256": order.document_sha256,
        "figures": figures,
        "worked_out": {each.name: typed for each in fields(worked) if (typed := getattr(worked, each.name).strip())},
    }
    signature = sign(tx, proof, order, meaning=VERIFIED, document=document)
    tx.wrote("order.verified", order, patient=order.patient_id, sha256=order.document_sha256)
    publish(tx, order)
    if order.replaces_id is not None:
        _hand_over(tx, order, signature, cosigned=cosigned)
    return signature


def _hand_over(tx: Tx, order: Order, signature: Signature, *, cosigned: bool) -> None:
    old: Order = Order.objects.visible_to(tx.actor).get(id=order.replaces_id)
    if gates.in_use(old.pk):
        gates.hand_over(tx, old.pk, as_verified(order, verified=signature, cosigned=cosigned))
    retire(tx, old)
