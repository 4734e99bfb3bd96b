"""A note in words: codes become what a person reads, and addenda hang below the note they add to."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime

from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.encounters.queries import Written
from slowdrip.clinic.encounters.words import CALLERS, COURSES, KINDS, REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """One note for a page."""

    written: Written
    title: str
    text: str
    who: str = ""
    number: str = ""
    safe: bool = False
    other_number: bool = False
    reason: str = ""
    attempt: bool = False
    advice: str = ""
    follow_up: bool = False
    symptoms: list[dict[str, Any]] = field(default_factory=list)
    """What was told about each: {"name", "course"} in words, and {"at"}, a moment."""
    addenda: list["ShownNote"] = field(default_factory=list)

    @property
    def is_call(self) -> bool:
        """Says whether this is a phone call."""
        return bool(self.who)


def shown_notes(rows: list[Written]) -> list[ShownNote]:
    """Gives notes for a page."""
    return [shown_note(each) for each in rows]


def shown_note(found: Written) -> ShownNote:
    """Gives one note for a page."""
    call = found.content.get("call") or {}
    return ShownNote(
        written=found,
        title=str(KINDS[found.note.kind]),
        text=found.content.get("text", ""),
        who=str(CALLERS[call["who"]]) if call else "",
        number=call.get("number", ""),
        safe=bool(call.get("safe")),
        other_number=call.get("other_number", False),
        reason=str(REASONS[call["reason"]]) if call else "",
        attempt=call.get("who") == "clinic_called" and not call["reached"],
        advice=call.get("advice", ""),
        follow_up=call.get("follow_up", False),
        symptoms=[_course(each) for each in call.get("symptoms", [])],
        addenda=[shown_note(each) for each in found.addenda],
    )


def _course(told: dict[str, str]) -> dict[str, Any]:
    return {
        "name": choice_words("symptom", told["symptom"]),
        "course": str(COURSES[told["course"]]),
        "at": parse_datetime(told["at"]),
    }
