"""Writes that several actions of notes share; each needs the open transaction it is given."""

from uuid import UUID

from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.infusion.models import Task
from slowdrip.clinic.infusion.tasking import close
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.steps import locked_patient

SIGNED = "note.signed"
COSIGNED = "note.cosigned"
LETTER_SIGNED = "letter.signed"
COSIGN_TASK = "note_cosign"
CALL_TASK = "call_back"


def standing_note(tx: Tx, note_id: UUID) -> Note:
    """Gives a note of the clinic; one that was voided is refused.

    Its patient's row is locked until the commit, so that two who sign or void at once wait for each other.
    """
    found: Note = Note.objects.visible_to(tx.actor).get(id=note_id)
    locked_patient(tx, found.patient_id)
    if not Note.objects.visible_to(tx.actor).current().filter(id=note_id).exists():
        raise Refused("note_voided")
    return found


def signatures_on(note: Note) -> list[Signature]:
    """Gives the standing signatures on a note, the author's first."""
    rows = Signature.objects.filter(clinic_id=note.clinic_id, subject_id=note.pk).current()
    return list(rows.filter(meaning__in=(SIGNED, COSIGNED)).order_by("at", "id"))


def open_task(tx: Tx, note: Note, *, kind: str) -> None:
    """Puts what a note leaves open before people; the note's id says which one."""
    task = Task(
        clinic_id=note.clinic_id,
        kind=kind,
        key=str(note.pk),
        infusion_id=note.infusion_id,
        patient_id=note.patient_id,
        detail=canonical({"note": note.pk}),
        at=tx.at,
    )
    tx.insert(task)
    tx.wrote("task.opened", task, kind=kind, note=note.pk)
    tx.publish("task", task.pk)


def close_tasks(tx: Tx, note: Note, kinds: tuple[str, ...], *, outcome: str) -> None:
    """Closes what a note had left open."""
    rows = Task.objects.filter(clinic_id=note.clinic_id, key=str(note.pk), kind__in=kinds, state=Task.State.OPEN)
    close(tx, rows.select_for_update(), outcome=outcome)
