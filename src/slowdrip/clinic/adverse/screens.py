"""What a patient's bladder screens say, newest first."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models.functions import Coalesce

from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.scoring import known_answers
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.science.rules.adverse.bladder import Screened, Verdict, judge
from slowdrip.science.scales import Absent
from slowdrip.science.scales import Answer as Given

BLADDER: Final = "bladder"
LOOKED_BACK: Final = 12
"""How many screens back a row is looked for; more than any policy asks."""


def screened(answers: Mapping[str, Given], *, at_least: int) -> Screened:
    """Gives what one screen says; refused and missing answers can be anything."""
    known = {name: None if isinstance(told, Absent) else int(told) for name, told in answers.items()}
    return judge(known, at_least=at_least)


def verdicts(clinic_id: UUID, patient_id: UUID, *, at_least: int) -> list[tuple[UUID, Verdict]]:
    """Gives each of the patient's newest screens with what it says, the newest first; voided ones say nothing.

    In whatever order they came in: a sheet that is typed days later stands where it was answered.
    """
    rows = Response.objects.filter(clinic_id=clinic_id, patient_id=patient_id, scale=BLADDER)
    newest = list(rows.order_by(Coalesce("answered_at", "started_at").desc(), "-id")[:LOOKED_BACK])
    held: dict[object, list[Answer]] = {row.pk: [] for row in newest}
    answers = Answer.objects.filter(clinic_id=clinic_id, response__in=newest).current().order_by("at", "id")
    for answer in answers:
        held[answer.response_id].append(answer)
    scale = scale_of(BLADDER)
    return [(row.pk, screened(known_answers(scale, held[row.pk]), at_least=at_least).verdict) for row in newest]
