"""Reads: notes with their signatures and addenda, calls, the wishes that hold, letters."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.encounters.models import Letter, Note, Wishes
from slowdrip.clinic.encounters.steps import COSIGNED, LETTER_SIGNED, SIGNED
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.tables import ClinicQuerySet

MOST_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A note as a page shows it; `whole` is False when its text is not what was signed, and then no text is shown."""

    note: Note
    content: dict[str, Any]
    signed_by: str
    cosigned_by: str = ""
    cosigned_at: datetime | None = None
    void_reason: str = ""
    void_by: str = ""
    whole: bool = True
    addenda: list["Written"] = field(default_factory=list)

    @property
    def waits_for_cosign(self) -> bool:
        """Says whether somebody still has to co-sign it."""
        return self.note.needs_cosign and not self.cosigned_by and not self.void_reason


def is_whole(note: Note, signed: Iterable[Signature]) -> bool:
    """Says whether the stored text is the one that the author signed."""
    named = [json.loads(each.document).get("note_sha256") for each in signed if each.meaning == SIGNED]
    return sha256(note.document) == note.sha256 and named == [note.sha256]


def authors_of(note: Note, signed: Iterable[Signature]) -> set[UUID]:
    """Gives whoever wrote or signed a note: none of them co-signs it."""
    return {note.by_id, *(each.signer_id for each in signed)}


def note(actor: Acting, note_id: UUID) -> Written:
    """Gives one note with its addenda, or raises Note.DoesNotExist."""
    found: Note = _notes(actor).get(id=note_id)
    return _with_addenda(actor, [found])[0]


def notes_of(actor: Acting, patient_id: UUID, *, most: int = MOST_LISTED) -> list[Written]:
    """Gives a patient's notes and calls, the newest first, each with its addenda below it."""
    rows = _notes(actor).filter(patient_id=patient_id, adds_to=None).order_by("-happened_at", "-id")
    return _with_addenda(actor, list(rows[:most]))


def calls(actor: Acting, *, most: int = MOST_LISTED) -> list[Written]:
    """Gives the clinic's phone calls, the newest first."""
    rows = _notes(actor).filter(kind=Note.Kind.PHONE, adds_to=None).order_by("-happened_at", "-id")
    return _with_addenda(actor, list(rows[:most]))


def saved_call(actor: Acting, patient_id: UUID, note_id: UUID, *, words: Sequence[str]) -> Note | None:
    """Gives the call that this author saved under this id with these words (what was said, the advice), if any."""
    rows = Note.objects.visible_to(actor).filter(patient_id=patient_id, by_id=actor.actor_id, kind=Note.Kind.PHONE)
    found: Note | None = rows.filter(id=note_id).first()
    if found is None:
        return None
    told = json.loads(found.document)
    return found if [told["text"], told["call"]["advice"]] == list(words) else None


def _notes(actor: Acting) -> ClinicQuerySet:
    rows: ClinicQuerySet = Note.objects.visible_to(actor).select_related("patient", "infusion")
    return rows


def _with_addenda(actor: Acting, rows: Sequence[Note]) -> list[Written]:
    added = list(_notes(actor).filter(adds_to__in=[row.pk for row in rows]).order_by("at", "id"))
    shown = _shown(actor, [*rows, *added])
    for row in added:
        shown[row.adds_to_id].addenda.append(shown[row.pk])
    return [shown[row.pk] for row in rows]


def _shown(actor: Acting, rows: Sequence[Note]) -> dict[UUID, Written]:
    ids = [row.pk for row in rows]
    meant = Signature.objects.visible_to(actor).filter(subject_id__in=ids, meaning__in=(SIGNED, COSIGNED))
    signed: dict[UUID, list[Signature]] = {key: [] for key in ids}
    for signature in meant.order_by("at", "id"):
        signed[signature.subject_id].append(signature)
    voids = _voids(actor, ids)
    return {row.pk: _written(row, signed[row.pk], voids.get(row.pk)) for row in rows}


def _written(row: Note, signed: list[Signature], void: Void | None) -> Written:
    whole = is_whole(row, signed)
    author = next((each.signer_name for each in signed if each.meaning == SIGNED), "")
    second = next((each for each in signed if each.meaning == COSIGNED), None)
    return Written(
        note=row,
        content=json.loads(row.document) if whole else {},
        signed_by=author,
        cosigned_by=second.signer_name if second is not None else "",
        cosigned_at=second.at if second is not None else None,
        void_reason=void.reason if void is not None else "",
        void_by=void.by.label if void is not None else "",
        whole=whole,
    )


def wishes_of(actor: Acting, patient_id: UUID) -> Wishes | None:
    """Gives the wishes that a patient told last, with their date; None when nobody asked yet."""
    rows = Wishes.objects.visible_to(actor).filter(patient_id=patient_id).current().select_related("by")
    found: Wishes | None = rows.order_by("-at", "-id").first()
    return found


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """A letter as it was signed; `whole` is False when its text is not what was signed."""

    letter: Letter
    content: dict[str, Any]
    signed_by: str
    whole: bool
    void_reason: str = ""
    void_by: str = ""


def letters_of(actor: Acting, patient_id: UUID, *, most: int = 20) -> list[SignedLetter]:
    """Gives a patient's letters, the newest first, those that were voided too."""
    rows = Letter.objects.visible_to(actor).filter(patient_id=patient_id).select_related("by")
    return _signed_letters(actor, list(rows.order_by("-at", "-id")[:most]))


def letter(actor: Acting, letter_id: UUID) -> SignedLetter:
    """Gives one letter, or raises Letter.DoesNotExist."""
    row: Letter = Letter.objects.visible_to(actor).select_related("patient", "by").get(id=letter_id)
    return _signed_letters(actor, [row])[0]


def _signed_letters(actor: Acting, rows: Sequence[Letter]) -> list[SignedLetter]:
    ids = [row.pk for row in rows]
    meant = Signature.objects.visible_to(actor).filter(subject_id__in=ids, meaning=LETTER_SIGNED)
    signatures = {each.subject_id: each for each in meant}
    voids = _voids(actor, [*ids, *(each.pk for each in signatures.values())])
    # A signature is voided with its letter; one that was voided alone leaves a letter that nobody signed.
    for key, each in list(signatures.items()):
        if each.pk in voids and key not in voids:
            del signatures[key]
    return [_signed_letter(row, signatures.get(row.pk), voids.get(row.pk)) for row in rows]


def _signed_letter(row: Letter, signature: Signature | None, void: Void | None) -> SignedLetter:
    named = json.loads(signature.document).get("letter_sha256") if signature is not None else None
    whole = sha256(row.document) == row.sha256 == named
    return SignedLetter(
        row,
        content=json.loads(row.document) if whole else {},
        signed_by=signature.signer_name if signature is not None else "",
        whole=whole,
        void_reason=void.reason if void is not None else "",
        void_by=void.by.label if void is not None else "",
    )


def _voids(actor: Acting, ids: Sequence[UUID]) -> dict[UUID, Void]:
    rows = Void.objects.visible_to(actor).filter(target_id__in=ids).select_related("by")
    return {void.target_id: void for void in rows}
