"""What a patient's bladder screens say, newest first."""

from collections.abc import Mapping
from typing import Final

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


def verdicts_upto(response: Response, *, at_least: int) -> list[Verdict]:
    """Gives what the patient's screens say, newest first, from this one back; voided ones say nothing."""
    rows = Response.objects.filter(
        clinic_id=response.clinic_id, patient_id=response.patient_id, scale=BLADDER, answered_at__lte=_at(response)
    )
    newest = list(rows.order_by("-answered_at", "-id")[:LOOKED_BACK])
    held: dict[object, list[Answer]] = {row.pk: [] for row in newest}
    answers = Answer.objects.filter(clinic_id=response.clinic_id, response__in=newest).current().order_by("at", "id")
    for answer in answers:
        held[answer.response_id].append(answer)
    scale = scale_of(BLADDER)
    return [screened(known_answers(scale, held[row.pk]), at_least=at_least).verdict for row in newest]


def _at(response: Response) -> object:
    return response.answered_at or response.started_at
