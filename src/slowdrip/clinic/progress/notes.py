"""Slots above a patient's scores: apps further right say there what a reader has to know first."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.people.models import Patient

Note = Callable[[ClinicRequest, Patient], SafeString]

_notes: list[Note] = []


def register(note: Note) -> None:
    """Adds a note above the scores; registering it again changes nothing. A note may give nothing."""
    if note not in _notes:
        _notes.append(note)


def rendered(request: ClinicRequest, patient: Patient) -> list[SafeString]:
    """Gives the notes of this patient that have something to say."""
    return [shown for note in _notes if (shown := note(request, patient))]
