"""Pins what a course is compared with: once, when there is something to compare."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.outcomes.models import Following, Score
from slowdrip.clinic.progress.courses import FOREVER, Began, Courses, elsewhere_until
from slowdrip.clinic.progress.models import PinnedBaseline
from slowdrip.clinic.progress.reading import Standing
from slowdrip.clinic.progress.told import Earlier, earlier_of
from slowdrip.clinic.record.acting import Acting, Tx
from slowdrip.clinic.record.queries import system_of
from slowdrip.knowledge.scales.catalogue import scale_names

SERIES, MAINTENANCE = Following.Phase.SERIES, Following.Phase.MAINTENANCE
Pinned = dict[tuple[str, str], UUID]
BySeries = dict[tuple[UUID, str], UUID]
"""The pinned score by the first drip of a series and scale."""
TOLD_OTHERWISE: Final = "the series began with an earlier drip"


def pinned_of(clinic_id: UUID, patient_id: UUID, courses: Courses, scores: Sequence[Standing]) -> Pinned:
    """Gives the pinned score by course and scale; one whose score or drip no longer stands is none."""
    standing = {each.row.pk for each in scores}
    first = {SERIES: courses.series, MAINTENANCE: courses.maintenance}
    told = {each.row.pk for each in _told(courses, scores).values()}
    rows = PinnedBaseline.objects.filter(clinic_id=clinic_id, patient_id=patient_id).current().order_by("at", "pk")
    found: Pinned = {}
    for row in rows:
        if row.course == SERIES and courses.is_elsewhere and row.score_id not in told:
            continue
        began = first.get(Following.Phase(row.course))
        if began is not None and began.infusion_id == row.infusion_id and row.score_id in standing:
            found.setdefault((row.course, row.scale), row.score_id)
    return found


def by_series(
    clinic_id: UUID, patient_id: UUID, courses: Courses, scores: Sequence[Standing], pinned: Pinned
) -> BySeries:
    """Gives the pinned scores of the present series and of each one before it: a new one judges no old point."""
    standing = {each.row.pk for each in scores}
    rows = PinnedBaseline.objects.filter(clinic_id=clinic_id, patient_id=patient_id, course=SERIES).current()
    before = {each.infusion_id for each in courses.earlier}
    found: BySeries = {}
    for row in rows.filter(infusion_id__in=before).order_by("at", "pk") if before else ():
        if row.score_id in standing:
            found.setdefault((row.infusion_id, row.scale), row.score_id)
    if courses.series is not None:
        first = courses.series.infusion_id
        found |= {(first, scale): score_id for (course, scale), score_id in pinned.items() if course == SERIES}
    return found


def pin(tx: Tx, patient_id: UUID, courses: Courses, scores: Sequence[Standing]) -> Pinned:
    """Pins for each course and scale the last whole score before its first drip, where none is pinned yet.

    When the same series is told to have begun earlier, what was pinned for its later beginning is voided.
    """
    _void_later(tx, patient_id, courses)
    found = pinned_of(tx.actor.clinic_id, patient_id, courses, scores)
    for course, began, each in _candidates(courses, scores, at=tx.at):
        if (course, each.row.scale) not in found:
            found[course, each.row.scale] = _write(tx, patient_id, course, began, each).score_id
    return found


def _void_later(tx: Tx, patient_id: UUID, courses: Courses) -> None:
    if courses.phase != SERIES or courses.series is None:
        return
    later = [each for each, at in courses.ran.items() if at > courses.series.at]
    rows = PinnedBaseline.objects.filter(clinic_id=tx.actor.clinic_id, patient_id=patient_id, course=SERIES)
    for row in rows.filter(infusion_id__in=later).current() if later else ():
        tx.void(row, reason=TOLD_OTHERWISE)


def pinned_or_next(
    clinic_id: UUID, patient_id: UUID, courses: Courses, scores: Sequence[Standing], *, at: datetime
) -> Pinned:
    """Gives the pinned scores, and for what is not pinned yet those that the next answer will pin."""
    told: Pinned = {(SERIES, scale): each.row.pk for scale, each in _told(courses, scores).items()}
    coming = {(course, each.row.scale): each.row.pk for course, _, each in _candidates(courses, scores, at=at)}
    return {**told, **coming, **pinned_of(clinic_id, patient_id, courses, scores)}


def _candidates(courses: Courses, scores: Sequence[Standing], *, at: datetime) -> Iterator[tuple[str, Began, Standing]]:
    """The last whole score of each scale before the first drip of a course that has begun.

    Of a series that began elsewhere it is the score that was told as the one before it, and nothing where none was: the
    last score before the first drip here lies in its middle.
    """
    for course, began in ((SERIES, courses.series), (MAINTENANCE, courses.maintenance)):
        if began is not None and began.at <= at:
            only_told = course == SERIES and courses.is_elsewhere
            found = _told(courses, scores) if only_told else _last_before(scores, began)
            yield from ((course, began, each) for each in found.values())


def _told(courses: Courses, scores: Sequence[Standing]) -> dict[str, Standing]:
    """By scale the score that was told as the baseline of a series that began elsewhere."""
    if not courses.is_elsewhere:
        return {}
    told = set(courses.told.values())
    return {each.row.scale: each for each in scores if each.row.response_id in told and each.value is not None}


def _last_before(scores: Sequence[Standing], began: Began) -> dict[str, Standing]:
    whole = (each for each in scores if each.value is not None and each.at < began.at)
    return {each.row.scale: each for each in sorted(whole, key=lambda each: (each.at, each.row.at, each.row.pk))}


def _write(tx: Tx, patient_id: UUID, course: str, began: Began, each: Standing) -> PinnedBaseline:
    row = PinnedBaseline(
        clinic_id=tx.actor.clinic_id,
        patient_id=patient_id,
        infusion_id=began.infusion_id,
        course=course,
        scale=each.row.scale,
        score=each.row,
        by_id=system_of(tx.actor.clinic_id).actor_id,
        at=tx.at,
    )
    tx.insert(row)
    tx.wrote("baseline.pinned", row, course=course, scale=each.row.scale, score=each.row.pk)
    return row


def pinned_responses(actor: Acting, patient_id: UUID) -> dict[str, list[UUID]]:
    """Gives by scale the responses that were pinned for the series, the first pinned one first.

    Of a series that began elsewhere only those that were told, and for every other scale an empty list: there is none.
    """
    earlier = earlier_of(actor.clinic_id, [patient_id]).get(patient_id)
    if earlier is not None and elsewhere_until(actor.clinic_id, [patient_id]).get(patient_id) == FOREVER:
        return {name: [*_standing_told(actor, earlier, name)] for name in scale_names()}
    rows = PinnedBaseline.objects.visible_to(actor).filter(patient_id=patient_id, course=SERIES).current()
    found: dict[str, list[UUID]] = {}
    for scale, response_id in rows.order_by("at", "pk").values_list("scale", "score__response_id"):
        found.setdefault(scale, []).append(response_id)
    return found


def _standing_told(actor: Acting, earlier: Earlier, name: str) -> Iterator[UUID]:
    told = earlier.baselines.get(name)
    if told is not None and Score.objects.visible_to(actor).filter(response_id=told).current().exists():
        yield told
