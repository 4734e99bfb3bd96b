"""A task comes in: it opens, or joins the one of its kind that is open; the same answer gives it once."""

from uuid import UUID, uuid5

from slowdrip.clinic.adverse.models import Matter, MatterEntry
from slowdrip.clinic.adverse.steps import Draft, opened, store
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.rules.adverse.codes import Task
from slowdrip.science.rules.adverse.events import Raised


def raise_task(
    tx: Tx,
    patient_id: UUID,
    task: Task,
    *,
    codes: tuple[str, ...],
    subject_id: UUID,
    infusion_id: UUID | None = None,
) -> Matter | None:
    """Opens the patient's task of this kind or joins it; gives None where this answer told the same before.

    What was done about an answer is done: the same answer saved again opens nothing anew.
    """
    entry_id = uuid5(subject_id, "|".join((task, *codes)))
    patient = locked_patient(tx, patient_id)
    if MatterEntry.objects.filter(clinic_id=patient.clinic_id, id=entry_id).exists():
        return None
    rows = Matter.objects.visible_to(tx.actor).filter(patient=patient, kind=task, state__is_open=True)
    matter = rows.first() or opened(tx, patient.pk, task, infusion_id=infusion_id)
    store(tx, matter, [Draft(Raised(task=task, codes=codes, subject=str(subject_id)), entry_id)])
    return matter
