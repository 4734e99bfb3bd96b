"""What a person tells for a note or a phone call, and the canonical document that is signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.refusal import Refused

CALLERS: Final = ("clinic_called", "patient_called", "relative_called", "other_called")
REASONS: Final = ("after_drip", "symptom", "medicine", "safety", "appointment", "question", "other")
LONGEST_TEXT: Final = 8000
LONGEST_ADVICE: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A phone call: who called, by which of the patient's contacts or another number, why, what was advised."""

    who: str
    contact_id: UUID | None = None
    other_number: bool = False
    reason: str
    reached: bool = True
    """Asked only where the clinic called."""
    advice: str = ""
    follow_up: bool = False
    symptoms: tuple[Mapping[str, str], ...] = ()
    """What was told about each open symptom of the visit: {"symptom", "course", "at"}, as it is signed."""

    @property
    def reached_patient(self) -> bool:
        """Says whether somebody spoke with the patient; who called as somebody else is not the patient."""
        return self.reached if self.who == "clinic_called" else self.who == "patient_called"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one note says."""

    text: str
    happened_at: datetime
    infusion_id: UUID | None = None
    adds_to: UUID | None = None
    needs_cosign: bool = False
    call: Call | None = None

    @property
    def kind(self) -> str:
        """Gives the kind of note this is."""
        return Note.Kind.PROGRESS if self.call is None else Note.Kind.PHONE


def must_be_whole(told: Told, *, at: datetime) -> None:
    """Refuses a note without text, one that is too long, and one of a time to come."""
    if not told.text.strip():
        raise Refused("missing", field="text")
    _must_fit("text", told.text, LONGEST_TEXT)
    if told.happened_at > at:
        raise Refused("note_in_the_future", field="happened_at")
    if told.call is not None:
        _must_be_known(told.call)


def _must_be_known(call: Call) -> None:
    _must_fit("advice", call.advice, LONGEST_ADVICE)
    for field, value, known in (("who", call.who, CALLERS), ("reason", call.reason, REASONS)):
        if value not in known:
            raise Refused("choose_one", field=field)


def _must_fit(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Refused("too_long", field=field, most=most, typed=len(text))


def document_of(told: Told, *, patient_id: UUID, number: str, safe: bool) -> str:
    """Gives the canonical text of a note; `number` and `safe` are the contact as it stood when the call was noted."""
    content: dict[str, Any] = {
        "kind": told.kind,
        "patient": patient_id,
        "infusion": told.infusion_id,
        "adds_to": told.adds_to,
        "happened_at": told.happened_at.astimezone(UTC),
        "needs_cosign": told.needs_cosign,
        "text": told.text.strip(),
    }
    if told.call is not None:
        content["call"] = _call(told.call, number=number, safe=safe)
    return canonical(content)


def _call(call: Call, *, number: str, safe: bool) -> dict[str, Any]:
    return {
        "who": call.who,
        "number": number,
        "safe": safe if number else None,
        "other_number": call.other_number,
        "reason": call.reason,
        "reached": call.reached_patient,
        "advice": call.advice.strip(),
        "follow_up": call.follow_up,
        "symptoms": [dict(each) for each in call.symptoms],
    }
