"""What tests of adverse events share: one that was written down, and answers to a bladder screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.adverse.actions import write_event
from slowdrip.clinic.adverse.models import Matter
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.record.tables import uuid7
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.adverse.codes import Relation, Seriousness, Symptom
from slowdrip.science.rules.adverse.events import Assessed, Opened
from tests.cast import Cast, Person

MILD = Assessed(severity=1, relation=Relation.POSSIBLE)
SERIOUS = replace(MILD, severity=3, seriousness=(Seriousness.HOSPITAL,), note="Went to the hospital by herself")


def event_of(person: Person, patient_id: UUID, judged: Assessed = MILD, *, at: datetime) -> Matter:
    """A headache that somebody wrote down."""
    return write_event(person.acting, patient_id, Opened(symptom=Symptom.HEADACHE, onset=at), judged, at=at)


def answered(person: Person, patient_id: UUID, name: str, marks: str, *, at: datetime) -> Response:
    """A response that staff typed: one mark per item in the order of the form, `-` where nothing was answered."""
    told = zip(scale(name).items, marks.split(), strict=False)
    given = tuple(Given(item.name, "value", mark) for item, mark in told if mark != "-")
    filling = Filling(patient_id, name, "staff", uuid7(), answered_at=at, is_whole=True)
    return save_answers(person.acting, filling, given, at=at).response


def matter_ids(cast: Cast, patient_id: UUID, *, at: datetime) -> dict[str, UUID]:
    """One adverse event of the patient at Harbor, for the walk of addresses."""
    return {"matter": event_of(cast.nurse, patient_id, at=at).pk}
