"""Answers as they come in from a page, before they are rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

OWN_WORDS: Final = "own_words"
"""The item under which own words are kept; no scale has one of that name."""

TOTAL_OF: Final = "score."
"""Before the name of a score that was added up on a form of the clinic's own."""

MOST_WORDS: Final = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: `what` as in `Answer.What`, with a value or with a text."""

    item: str
    what: str
    value: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """What is being filled in: whose, which scale, for which ask, in which way, and when the patient answered.

    `answered_at` is None for "now"; on paper it lies in the past. `tap_id` names one tap or one send of a form, so that
    the same tap sent twice is one answer. `is_whole` says that nothing more comes: what is missing stays missing.
    """

    patient_id: UUID
    scale: str
    way: str
    tap_id: UUID
    ask_id: UUID | None = None
    answered_at: datetime | None = None
    is_whole: bool = False
