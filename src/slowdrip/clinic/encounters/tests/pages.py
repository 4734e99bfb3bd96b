"""Notes and calls as a browser sends them, and as the actions take them."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models.base import ModelState
from django.test import Client

from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.encounters.actions import write_note
from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.told import Call, Told
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent, InfusionState
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.tables import uuid7


def of(patient_id: UUID, rest: str) -> str:
    """The address of a page of this patient's."""
    return f"/harbor/people/{patient_id}/{rest}"


def at_note(note_id: UUID, rest: str = "") -> str:
    """The address of a note's page."""
    return f"/harbor/notes/{note_id}/{rest}"


def text_of(client: Client, url: str) -> str:
    """The page behind an address."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def local(at: datetime) -> str:
    """An instant as the clinic's own clock shows it and a browser sends it; the cast's clinic is four hours behind."""
    return f"{at - timedelta(hours=4):%Y-%m-%dT%H:%M}"


def noted(by: Acting, patient_id: UUID, *, at: datetime, **more: Any) -> Note:
    """A signed note."""
    told = Told(**{"text": "Slept well.", "happened_at": at, **more})
    return write_note(by, patient_id, told, proof=shown_by(by, at=at), at=at, note_id=uuid7())


def called(by: Acting, patient_id: UUID, *, at: datetime, **more: Any) -> Note:
    """A signed phone call in which the patient was reached."""
    call = Call(**{"who": "clinic_called", "reason": "after_drip", **more})
    return noted(by, patient_id, at=at, call=call)


def twin(infusion_id: UUID, *, without: tuple[str, ...] = ()) -> Infusion:
    """Another visit of the same patient with the same events, but for those of the named kinds."""
    events = list(InfusionEvent.objects.filter(infusion_id=infusion_id).exclude(kind__in=without))
    row: Infusion = _again(Infusion.objects.get(pk=infusion_id))
    _again(InfusionState.objects.get(infusion_id=infusion_id), infusion_id=row.pk)
    for event in events:
        _again(event, infusion_id=row.pk)
    return row


def _again(row: Any, **changed: Any) -> Any:
    other = copy(row)
    other.pk, other._state = uuid7(), ModelState()
    for name, value in changed.items():
        setattr(other, name, value)
    other.save(force_insert=True)
    return other
