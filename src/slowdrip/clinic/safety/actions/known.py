"""A clinician signs: this ideation is known, this plan stands, it is looked at again by then."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.safety.drafts import drafted
from slowdrip.clinic.safety.models import KnownIdeation, RiskCase, SafetyPlan
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.ruling import risk_policy
from slowdrip.clinic.safety.signs import open_case
from slowdrip.clinic.safety.steps import store
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.rules.risk_case import Tier
from slowdrip.science.rules.risk_case.events import KnownSigned
from slowdrip.science.rules.risk_case.known import IDEATION_UP_TO

SIGN: Final = "risk.sign"
MEANING: Final = "known_ideation"


def sign_known(
    actor: Acting,
    plan_id: UUID,
    *,
    review_by: datetime,
    heights: Mapping[str, int],
    proof: Proof,
    at: datetime,
    known_id: UUID,
) -> KnownIdeation:
    """Stores what is known of a patient's thoughts, by trigger and height; sent twice it is one.

    Refused beyond the longest time of the policy, above thoughts alone, and while the last screen says high.
    """
    actor.must(SIGN)
    proof.signer.must(SIGN)
    _must_be_thoughts(heights)
    _must_be_soon(actor, review_by, at=at)
    with act(actor, at=at) as tx:
        plan = _standing(tx, plan_id)
        text = canonical({"plan": plan.pk, "heights": dict(heights), "review_by": review_by})
        known: KnownIdeation | None = KnownIdeation.objects.visible_to(actor).filter(id=known_id).first()
        if known is not None:
            return _same(known, text)
        case = open_case(plan.patient)
        _must_not_be_high(case)
        row = _stored(tx, plan, heights, review_by=review_by, text=text, known_id=known_id)
        sign(tx, proof, row, meaning=MEANING, document={"known": row.pk, "known_sha256": row.sha256})
        if case is not None:
            told = KnownSigned(known=str(row.pk), plan=str(plan.pk), review_by=review_by, heights=dict(heights))
            store(tx, case, [drafted(told, event_id=None)])
        tx.publish("patient", plan.patient_id)
    return row


def _must_be_thoughts(heights: Mapping[str, int]) -> None:
    if not heights:
        raise Refused("missing", field="heights")
    for code, height in heights.items():
        if code not in IDEATION_UP_TO or not 1 <= height <= IDEATION_UP_TO[code]:
            raise Refused("known_beyond_thoughts", field="heights", trigger=code)


def _must_be_soon(actor: Acting, review_by: datetime, *, at: datetime) -> None:
    days = risk_policy(actor.clinic_id).known_ideation_lasts_days.value
    if not at < review_by <= at + timedelta(days=days):
        raise Refused("known_review_by", field="review_by", most=days)


def _standing(tx: Tx, plan_id: UUID) -> SafetyPlan:
    plan: SafetyPlan | None = (
        SafetyPlan.objects.visible_to(tx.actor).filter(id=plan_id).select_related("patient").first()
    )
    if plan is None:
        raise Refused("no_such_plan")
    locked_patient(tx, plan.patient_id)
    if Void.objects.filter(clinic_id=plan.clinic_id, target_id=plan.pk).exists():
        raise Refused("plan_voided")
    return plan


def _must_not_be_high(case: RiskCase | None) -> None:
    """What a screen called high is no known thought."""
    if case is None:
        return
    state = stored_state(case.pk)
    worst = state.worst_unacted
    if Tier.HIGH.rank in (state.tier.rank if state.tier else 0, worst.tier.rank if worst else 0):
        raise Refused("known_tier_high")


def _stored(
    tx: Tx, plan: SafetyPlan, heights: Mapping[str, int], *, review_by: datetime, text: str, known_id: UUID
) -> KnownIdeation:
    values: dict[str, Any] = {"heights": canonical(dict(heights)), "review_by": review_by, "document": text}
    row = KnownIdeation(
        id=known_id,
        clinic_id=plan.clinic_id,
        patient_id=plan.patient_id,
        plan=plan,
        sha256=sha256(text),
        by_id=tx.actor.actor_id,
        at=tx.at,
        **values,
    )
    tx.insert(row)
    tx.wrote("risk.known_signed", row, plan=plan.pk, heights=dict(heights), known_sha256=row.sha256)
    return row


def _same(known: KnownIdeation, text: str) -> KnownIdeation:
    if known.document != text:
        raise Refused("id_used_twice")
    return known
