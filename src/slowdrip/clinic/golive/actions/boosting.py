"""The next booster from before Slowdrip gets another day, or ends because nobody waits for it any more."""

from datetime import date, datetime
from uuid import UUID

from slowdrip.clinic.golive.boosters import standing_boosters
from slowdrip.clinic.golive.models import NextBooster
from slowdrip.clinic.golive.steps import today_at, zone_of
from slowdrip.clinic.people.steps import standing_patient
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused

PLAN = "drip.expect"


def move_booster(actor: Acting, patient_id: UUID, *, due_on: date, at: datetime) -> NextBooster:
    """Notes another day that was agreed; one in the past is refused."""
    actor.must(PLAN)
    if due_on < today_at(zone_of(actor.clinic_id), at):
        raise Refused("booster_day_past", field="due_on")
    with act(actor, at=at) as tx:
        row = _locked(tx, patient_id)
        tx.change(row, due_on=due_on)
        tx.publish("patient", patient_id)
    return row


def end_booster(actor: Acting, patient_id: UUID, *, at: datetime) -> NextBooster:
    """Notes that no booster is waited for any more."""
    actor.must(PLAN)
    with act(actor, at=at) as tx:
        row = _locked(tx, patient_id)
        tx.change(row, withdrawn_at=at)
        tx.publish("patient", patient_id)
    return row


def _locked(tx: Tx, patient_id: UUID) -> NextBooster:
    standing_patient(tx, patient_id)
    row: NextBooster | None = standing_boosters(tx.actor).filter(patient_id=patient_id).first()
    if row is None:
        raise Refused("no_booster")
    return row
