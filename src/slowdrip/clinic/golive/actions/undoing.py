"""An import is taken back: its logs are voided, its patients leave every list, and nothing is deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Model

from slowdrip.clinic.golive.actions.confirming import IMPORTED, treatments_of
from slowdrip.clinic.golive.later import Imported, happened_since, imported
from slowdrip.clinic.golive.models import GoLiveBatch, NextBooster
from slowdrip.clinic.golive.steps import PERMISSION, locked_batch
from slowdrip.clinic.outcomes.answering import TOPIC
from slowdrip.clinic.outcomes.models import Answer, Ask, Following, Response, Score
from slowdrip.clinic.people.models import Contact, Measurement, Patient
from slowdrip.clinic.people.steps import one_registration_at_a_time
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.models import AuditEntry, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import LogModel

WITHDRAWN: Final = "entered_in_error"
AT_ONCE: Final = 100
LOGS: Final[tuple[type[LogModel], ...]] = (Measurement, Answer, Score)


def undo_batch(actor: Acting, batch_id: UUID, *, reason: str, at: datetime) -> GoLiveBatch:
    """Takes back every patient of an import to whom nothing happened since; the others stay, and the page names them.

    It can be asked for again. The batch counts as undone once nobody of it stands.
    """
    actor.must(PERMISSION)
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        one_registration_at_a_time(tx)
        batch = locked_batch(tx, batch_id)
        standing = standing_of(actor, batch)
        _hold([one.patient.pk for one in standing], tx)
        stays = stays_of(actor, batch, standing)
        going = [one for one in standing if one.patient.pk not in stays]
        if not going:
            raise Refused("golive_nobody_to_undo")
        _take_back(tx, going, reason=why)
        gone_at = None if stays else at
        tx.change(
            batch, undone_at=gone_at, undone_by_id=actor.actor_id, undone_why=why, undone=batch.undone + len(going)
        )
        tx.publish("patient")
        tx.publish(TOPIC)
    return batch


def standing_of(actor: Acting, batch: GoLiveBatch) -> list[Imported]:
    """Gives the patients of a batch that stand; refuses one that was not imported or was undone."""
    if batch.confirmed_at is None:
        raise Refused("golive_not_imported")
    if batch.undone_at is not None:
        raise Refused("golive_undone")
    return imported(treatments_of(actor, batch.pk))


def stays_of(actor: Acting, batch: GoLiveBatch, standing: Sequence[Imported]) -> dict[UUID, list[str]]:
    """Gives who stays, each with what was recorded since."""
    entries = AuditEntry.objects.visible_to(actor).filter(subject_id=batch.pk, action=IMPORTED)
    seq: int = entries.values_list("seq", flat=True).get()
    return happened_since(actor.clinic_id, standing, seq=seq)


def _hold(patient_ids: Sequence[UUID], tx: Tx) -> None:
    """Whoever writes a row for one of them now comes before this or after it: rows that only point at them wait too.

    Asks come first, as with whoever answers one: in the other order an answer and an undo would wait for each other.
    """
    asks = Ask.objects.visible_to(tx.actor).select_for_update().filter(patient_id__in=patient_ids)
    list(asks.order_by("pk").values_list("pk", flat=True))
    rows = Patient.objects.visible_to(tx.actor).select_for_update().filter(pk__in=patient_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _take_back(tx: Tx, going: Sequence[Imported], *, reason: str) -> None:
    tx.insert_all(_voids(tx, going, reason))
    for one in going:
        patient = one.patient
        before, after = patient.mrn, f"X-{patient.pk.hex[-16:]}"
        patient.entered_in_error_at, patient.mrn = tx.at, after
        changed = {"entered_in_error_at": [None, tx.at], "mrn": [before, after]}
        made = {table: [str(each) for each in ids] for table, ids in one.made.items()}
        tx.wrote("golive.undone", patient, batch=one.treatment.batch_id, changed=changed, made=made, reason=reason)
    Patient.objects.bulk_update([one.patient for one in going], ["entered_in_error_at", "mrn"], batch_size=AT_ONCE)
    _end(tx, going)


def _voids(tx: Tx, going: Sequence[Imported], reason: str) -> list[Void]:
    return [
        Void(
            clinic_id=tx.actor.clinic_id,
            target=table,
            target_id=row,
            reason=reason,
            by_id=tx.actor.actor_id,
            at=tx.at,
        )
        for one in going
        for table, row in _logs(one)
    ]


def _logs(one: Imported) -> list[tuple[str, UUID]]:
    found = [(table._meta.label_lower, row) for table in LOGS for row in one.made.get(table._meta.label_lower, ())]
    return [(one.treatment._meta.label_lower, one.treatment.pk), *found]


def _end(tx: Tx, going: Sequence[Imported]) -> None:
    """Registers are ended, each in the way of its house; the audit entry of their patient names every row."""
    for start in range(0, len(going), AT_ONCE):
        part = going[start : start + AT_ONCE]
        patients = [one.patient.pk for one in part]
        Contact.objects.visible_to(tx.actor).filter(pk__in=_ids(part, Contact)).update(ended_at=tx.at)
        ended = {"phase": Following.Phase.ENDED, "phase_since": tx.at}
        Following.objects.visible_to(tx.actor).filter(pk__in=_ids(part, Following)).update(**ended)
        NextBooster.objects.visible_to(tx.actor).filter(pk__in=_ids(part, NextBooster)).update(withdrawn_at=tx.at)
        Response.objects.visible_to(tx.actor).filter(pk__in=_ids(part, Response)).update(completed_at=None)
        asks = Ask.objects.visible_to(tx.actor).filter(patient_id__in=patients, withdrawn_at=None)
        asks.update(withdrawn_at=tx.at, withdrawn_why=WITHDRAWN, remind_at=None)


def _ids(part: Sequence[Imported], table: type[Model]) -> list[UUID]:
    return [row for one in part for row in one.made.get(table._meta.label_lower, ())]
