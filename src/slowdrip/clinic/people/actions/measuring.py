"""Weight and height: kept when plausible or confirmed, re-read by a second person, voided with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from slowdrip.clinic.people.models import Measurement, Patient
from slowdrip.clinic.people.plausibility import Doubt, Known, doubts, outside
from slowdrip.clinic.people.queries.measurements import REREAD, known_before, rereads_of
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.knowledge.types import Weight

CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as read: kind (weight_g, height_mm), whole grams or millimetres, measured or stated, when taken."""

    kind: str
    value: int
    how: str
    taken_at: datetime


def measure(
    actor: Acting,
    patient_id: UUID,
    readings: Sequence[Reading],
    *,
    at: datetime,
    accepted: frozenset[str] = frozenset(),
) -> list[Measurement]:
    """Keeps a weight, a height or both.

    A value that no adult can have is refused. One that is only unlikely is refused with its doubts, until whoever
    looked again has `accepted` their codes.
    """
    actor.must("people.measure")
    _refuse_form(readings, at)
    with act(actor, at=at) as tx:
        limits = policy_in_force(actor).policy.weight
        patient: Patient = must_stand(Patient.objects.visible_to(actor).select_for_update().get(id=patient_id))
        new, last = _known(readings), known_before(actor, patient_id)
        _refuse_all(outside(new, limits))
        found = doubts(new, last, limits)
        _refuse_all([doubt for doubt in found if doubt.code not in accepted], field="even_so")
        codes = [doubt.code for doubt in found]
        return [_keep(tx, patient, reading, codes=codes) for reading in readings]


def confirm_measurement(actor: Acting, measurement_id: UUID, proof: Proof, *, value: int, at: datetime) -> Signature:
    """Signs that a second person read the same value off the scale: `value` in grams or millimetres as they read it."""
    actor.must("people.see")
    proof.signer.must("people.measure")
    with act(actor, at=at) as tx:
        row: Measurement = Measurement.objects.visible_to(actor).current().get(id=measurement_id)
        if row.how != Measurement.How.MEASURED:
            raise Refused("stated_cannot_be_reread")
        if row.by_id == proof.signer.actor_id:
            raise Refused("reread_by_same_person", field="signer")
        if rereads_of(actor, [row.pk]):
            raise Refused("already_reread")
        if abs(row.value - value) > _scale_step(row.kind, policy_in_force(actor).policy.weight):
            raise Refused("reread_differs", field="value", kind=row.kind)
        signature = sign(tx, proof, row, meaning=REREAD, document=_reread(row, value))
        tx.publish("patient", row.patient_id)
    return signature


def void_measurement(actor: Acting, measurement_id: UUID, *, reason: str, at: datetime) -> None:
    """Voids a weight or height that was entered in error."""
    actor.must("people.measure")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        row: Measurement = Measurement.objects.visible_to(actor).get(id=measurement_id)
        tx.void(row, reason=why)
        tx.publish("patient", row.patient_id)


def _scale_step(kind: str, limits: Weight) -> Decimal:
    """How far two people may differ who read the same value, in grams or millimetres."""
    if kind == Measurement.Kind.HEIGHT_MM:
        return limits.reread_within_cm.value * 10
    return limits.reread_within_kg.value * 1000


def _reread(row: Measurement, value: int) -> dict[str, object]:
    return {"patient": row.patient_id, "kind": row.kind, "value": row.value, "reread": value, "taken_at": row.at}


def _refuse_form(readings: Sequence[Reading], at: datetime) -> None:
    kinds = [reading.kind for reading in readings]
    if not readings or len(set(kinds)) < len(kinds):
        raise Refused("nothing_measured", field="weight")
    for reading in readings:
        if reading.kind not in Measurement.Kind.values or reading.how not in Measurement.How.values:
            raise Refused("choose_one", field="how")
        if reading.taken_at > at + CLOCKS_DIFFER:
            raise Refused("taken_in_future", field="taken_at")


def _refuse_all(found: list[Doubt], *, field: str = "") -> None:
    if not found:
        return
    raise RefusedAll([Refused(one.code, field=field or one.code.partition("_")[0], **one.params) for one in found])


def _known(readings: Sequence[Reading]) -> Known:
    values = {reading.kind: reading.value for reading in readings}
    return Known(values.get(Measurement.Kind.WEIGHT_G), values.get(Measurement.Kind.HEIGHT_MM))


def _keep(tx: Tx, patient: Patient, reading: Reading, *, codes: list[str]) -> Measurement:
    row = Measurement(
        clinic_id=patient.clinic_id,
        patient=patient,
        kind=reading.kind,
        value=reading.value,
        how=reading.how,
        by_id=tx.actor.actor_id,
        at=min(reading.taken_at, tx.at),
        recorded_at=tx.at,
    )
    tx.insert(row)
    tx.wrote("patient.measured", row, patient=patient.pk, kind=row.kind, value=row.value, how=row.how, accepted=codes)
    tx.publish("patient", patient.pk)
    return row
