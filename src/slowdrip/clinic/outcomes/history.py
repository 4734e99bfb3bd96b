"""A patient's responses as staff reads them: the score or why there is none, and what changed since the baseline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.baselines import pinned_responses
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.scoring import is_late, main_score, scored
from slowdrip.clinic.record.acting import Acting
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.knowledge.scales.catalogue import scale_names
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales import Change, Result, Status, change, pinned_baseline
from slowdrip.science.scales import Score as Scored
from slowdrip.science.scales.course import Administration, Course

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One response: what it scores, whether it was late or voided, and what changed since the baseline."""

    response: Response
    scale: Scale
    score: Scored | None
    result: Result | None
    change: Change | None
    is_voided: bool
    is_late: bool
    refused: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def at(self) -> datetime:
        """When the patient answered."""
        at: datetime = self.response.answered_at or self.response.started_at
        return at

    @property
    def is_complete(self) -> bool:
        """Whether there is a score."""
        return self.score is not None and self.score.status is Status.COMPLETE


def lines_of(actor: Acting, patient_id: UUID) -> list[Line]:
    """Gives a patient's responses, newest first, in four queries however many there are."""
    rows = Response.objects.visible_to(actor).filter(patient_id=patient_id, scale__in=scale_names())
    responses = list(rows.select_related("ask", "by").order_by("-answered_at", "-id")[:MOST])
    answers = _answers(actor, responses)
    results = {row.pk: _result(row, answers[row.pk]) for row in responses if answers[row.pk]}
    first_at = _first_infusion_at(actor, patient_id)
    pinned = pinned_responses(actor, patient_id)
    return [_line(row, results, _baseline(row, responses, results, first_at, pinned)) for row in responses]


def _answers(actor: Acting, responses: Sequence[Response]) -> Mapping[UUID, list[Answer]]:
    found: dict[UUID, list[Answer]] = {row.pk: [] for row in responses}
    if not found:
        return found
    for answer in Answer.objects.visible_to(actor).filter(response__in=found).current().order_by("at", "id"):
        found[answer.response_id].append(answer)
    return found


def _result(response: Response, rows: Iterable[Answer]) -> Result:
    return scored(scale_of(response.scale), rows, language=response.language)


def _first_infusion_at(actor: Acting, patient_id: UUID) -> datetime | None:
    rows = Infusion.objects.visible_to(actor).filter(patient_id=patient_id, planned_at__isnull=False)
    found: datetime | None = rows.order_by("planned_at").values_list("planned_at", flat=True).first()
    return found


def _baseline(
    response: Response,
    responses: Sequence[Response],
    results: Mapping[UUID, Result],
    first_at: datetime | None,
    pinned: Mapping[str, Sequence[UUID]],
) -> Result | None:
    """The pinned score, else the last whole one before the first drip; None for that one itself and while none is.

    Whoever pins may also say that a scale has none, because its series began before Slowdrip.
    """
    if response.scale in pinned and not pinned[response.scale]:
        return None
    kept = [key for key in pinned.get(response.scale, ()) if key in results]
    if kept:
        return _own_baseline(response, kept, responses, results)
    if first_at is None:
        return None
    rows = [
        Administration(str(row.pk), row.answered_at or row.started_at, results[row.pk])
        for row in responses
        if row.scale == response.scale and row.pk in results
    ]
    name = main_score(scale_of(response.scale))
    found = pinned_baseline(Course.SERIES, name, rows, first_infusion_at=first_at)
    if found is None or found.administration.key == str(response.pk):
        return None
    at: datetime = response.answered_at or response.started_at
    return found.administration.result if at > found.administration.at else None


def _own_baseline(
    response: Response, kept: Sequence[UUID], responses: Sequence[Response], results: Mapping[UUID, Result]
) -> Result | None:
    """The newest pinned score before this one: a second series has its own. None for a pinned one itself."""
    times = {row.pk: row.answered_at or row.started_at for row in responses}
    before = [key for key in kept if times[key] < times[response.pk]]
    if response.pk in kept or not before:
        return None
    return results[max(before, key=lambda key: times[key])]


def _line(response: Response, results: Mapping[UUID, Result], baseline: Result | None) -> Line:
    scale, result = scale_of(response.scale), results.get(response.pk)
    name = main_score(scale)
    if result is None:
        return Line(response, scale, None, None, None, is_voided=True, is_late=is_late(response))
    score = result.scores.get(name)
    numbers = {each.name: number for number, each in enumerate(scale.items, start=1)}
    open_items = score.missing if score is not None else ()
    return Line(
        response,
        scale,
        score,
        result,
        None if baseline is None or score is None else change(scale, name, baseline=baseline, current=result),
        is_voided=False,
        is_late=is_late(response),
        refused=tuple(numbers[each] for each in open_items if each in result.refused),
        missing=tuple(numbers[each] for each in open_items if each in numbers and each not in result.refused),
    )
