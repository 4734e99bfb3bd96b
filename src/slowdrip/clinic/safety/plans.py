"""A patient's safety plan: six steps in the patient's own words, signed, read again later, voided where it was wrong.

The fields are those that published plans have; titles and hints are our own words.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.safety.models import SafetyPlan
from slowdrip.clinic.safety.plan_words import PLAN_TITLES as TITLES
from slowdrip.clinic.safety.telling import plan_made
from slowdrip.clinic.treatment.steps import locked_patient

STEPS: Final = ("signs", "alone", "away", "people", "professionals", "surroundings")
LONGEST: Final = {**dict.fromkeys(STEPS, 2000), "barriers": 1000, "kept": 200}
MAY_BE_EMPTY: Final = frozenset({"barriers"})
SURE_AT_MOST: Final = 10
SIGNED: Final = "safety_plan.signed"
VOIDED: Final = "voided"
ACT, SEE = "risk.act", "risk.see"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a plan says: a text per step, how sure the patient is to use it (0-10), and when it is looked at again."""

    texts: dict[str, str]
    sure: int
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as a page shows it; `whole` is False where its text is not what was signed, and then none is shown."""

    row: SafetyPlan
    number: int
    texts: dict[str, str]
    sure: int | None
    who: dict[str, str]
    signed_by: str = ""
    whole: bool = True
    void_reason: str = ""
    void_by: str = ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Gives titles and texts in their order; what was left out is not there."""
        if not self.whole:
            return []
        told = [(str(TITLES[name]), text) for name, text in self.texts.items() if text]
        return [*told, (str(TITLES["sure"]), str(self.sure))]

    def is_due(self, day: date) -> bool:
        """Says whether its day of review has come."""
        return self.row.review_on is not None and day >= self.row.review_on


def write_plan(
    actor: Acting, patient_id: UUID, planned: Planned, *, today: date, proof: Proof, at: datetime, plan_id: UUID
) -> SafetyPlan:
    """Stores a signed plan, which holds from now on instead of the one before; sent twice it is one."""
    actor.must(ACT)
    proof.signer.must(ACT)
    kept = _kept(planned, today=today)
    with act(actor, at=at) as tx:
        patient = locked_patient(tx, patient_id)
        who = {"given": patient.legal_given, "family": patient.legal_family, "mrn": patient.mrn}
        told = {"patient": patient.pk, "who": who, **kept, "sure": planned.sure, "review_on": planned.review_on}
        known: SafetyPlan | None = SafetyPlan.objects.visible_to(actor).filter(id=plan_id).first()
        if known is not None:
            return _same(known, patient_id, canonical(told))
        row = _stored(tx, patient_id, canonical(told), review_on=planned.review_on, plan_id=plan_id)
        sign(tx, proof, row, meaning=SIGNED, document={"plan": row.pk, "plan_sha256": row.sha256})
        plan_made(tx, row)
        tx.publish("patient", patient_id)
    return row


def void_plan(actor: Acting, plan_id: UUID, *, reason: str, proof: Proof, at: datetime) -> None:
    """Voids a plan with its signature over another signature; the one before it holds again."""
    actor.must(ACT)
    proof.signer.must(ACT)
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        row: SafetyPlan = SafetyPlan.objects.visible_to(actor).get(id=plan_id)
        locked_patient(tx, row.patient_id)
        tx.void(row, reason=why)
        signed = Signature.objects.filter(clinic_id=row.clinic_id, subject_id=row.pk, meaning=SIGNED).current()
        signatures = list(signed)
        for each in signatures:
            tx.void(each, reason=why)
        undone = {"voided": row.pk, "reason": why, "signatures": [each.pk for each in signatures]}
        sign(tx, proof, row, meaning=VOIDED, document=undone)
        tx.publish("patient", row.patient_id)


def plan(actor: Acting, plan_id: UUID) -> Plan:
    """Gives one plan, or raises SafetyPlan.DoesNotExist."""
    row: SafetyPlan = SafetyPlan.objects.visible_to(actor).select_related("patient", "by").get(id=plan_id)
    return next(each for each in plans_of(actor, row.patient_id) if each.row.pk == row.pk)


def plans_of(actor: Acting, patient_id: UUID) -> list[Plan]:
    """Gives a patient's plans, the newest first, those that were voided too."""
    rows = SafetyPlan.objects.visible_to(actor).filter(patient_id=patient_id).select_related("patient", "by")
    return _plans(actor, list(rows.order_by("-at", "-id")))


def standing_plan(actor: Acting, patient_id: UUID) -> Plan | None:
    """Gives the plan that holds: the newest that was not voided."""
    return next((each for each in plans_of(actor, patient_id) if not each.void_reason), None)


def _kept(planned: Planned, *, today: date) -> dict[str, str]:
    kept = {name: planned.texts.get(name, "").strip() for name in LONGEST}
    wrong = [why for name, text in kept.items() if (why := _fault(name, text)) is not None]
    if not 0 <= planned.sure <= SURE_AT_MOST:
        wrong.append(Refused("choose_one", field="sure"))
    if planned.review_on <= today:
        wrong.append(Refused("plan_review_past", field="review_on"))
    if wrong:
        raise RefusedAll(wrong)
    return kept


def _fault(name: str, text: str) -> Refused | None:
    if not text and name not in MAY_BE_EMPTY:
        return Refused("plan_step_empty", field=name)
    if len(text) > LONGEST[name]:
        return Refused("too_long", field=name, most=LONGEST[name], typed=len(text))
    return None


def _stored(tx: Tx, patient_id: UUID, text: str, *, review_on: date, plan_id: UUID) -> SafetyPlan:
    row = SafetyPlan(
        id=plan_id,
        clinic_id=tx.actor.clinic_id,
        patient_id=patient_id,
        document=text,
        sha256=sha256(text),
        review_on=review_on,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    tx.insert(row)
    tx.wrote("safety_plan.written", row, patient=patient_id, plan_sha256=row.sha256)
    return row


def _same(known: SafetyPlan, patient_id: UUID, text: str) -> SafetyPlan:
    if (known.patient_id, known.document) != (patient_id, text):
        raise Refused("id_used_twice")
    return known


def _plans(actor: Acting, rows: Sequence[SafetyPlan]) -> list[Plan]:
    ids = [row.pk for row in rows]
    meant = Signature.objects.visible_to(actor).filter(subject_id__in=ids, meaning=SIGNED)
    signatures = {each.subject_id: each for each in meant}
    voided = Void.objects.visible_to(actor).filter(target_id__in=[*ids, *(each.pk for each in signatures.values())])
    voids = {each.target_id: each for each in voided.select_related("by")}
    # A signature is voided with its plan; one that was voided alone leaves a plan that nobody signed.
    for key, each in list(signatures.items()):
        if each.pk in voids and key not in voids:
            del signatures[key]
    count = len(rows)
    return [_plan(row, count - place, signatures.get(row.pk), voids.get(row.pk)) for place, row in enumerate(rows)]


def _plan(row: SafetyPlan, number: int, signature: Signature | None, void: Void | None) -> Plan:
    named = json.loads(signature.document).get("plan_sha256") if signature is not None else None
    whole = sha256(row.document) == row.sha256 == named
    content: dict[str, Any] = json.loads(row.document) if whole else {}
    return Plan(
        row=row,
        number=number,
        texts={name: content.get(name, "") for name in LONGEST},
        sure=content.get("sure"),
        who=content.get("who", {}),
        signed_by=signature.signer_name if signature is not None else "",
        whole=whole,
        void_reason=void.reason if void is not None else "",
        void_by=void.by.label if void is not None else "",
    )
