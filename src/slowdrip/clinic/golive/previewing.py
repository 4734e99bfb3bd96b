"""What the pages of an import show: what a table would do, and who an undo would take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.golive.actions.undoing import standing_of, stays_of
from slowdrip.clinic.golive.checking import HERE_BY_NAME, HERE_BY_REFERENCE, Checked, check
from slowdrip.clinic.golive.judging import Line
from slowdrip.clinic.golive.models import GoLiveBatch
from slowdrip.clinic.golive.problems import Problem
from slowdrip.clinic.golive.steps import moment_of, text_of, today_at, zone_of
from slowdrip.clinic.golive.words import happened_words, problem_words
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.hearing import IMPORTED_COUNTS_FOR

MOST_BATCHES: Final = 50
HERE: Final = frozenset({HERE_BY_REFERENCE, HERE_BY_NAME})


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One problem in words; `patient_id` is whoever is here already."""

    problem: Problem
    fix: str
    patient_id: UUID | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do; `mark` stands for exactly this.

    `without_item9` are the lines whose recent PHQ-9 comes without question 9: each opens a case to be screened.
    """

    lines: tuple[Line, ...]
    problems: tuple[ShownProblem, ...]
    bad_lines: int
    already_here: int
    without_item9: int
    with_link: int
    here: tuple[UUID, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Staying:
    """One patient whom an undo leaves, and what was recorded on them since."""

    patient: Patient
    why: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who an undo would take back, by count, and who would stay, by name."""

    go: int
    stay: tuple[Staying, ...]


def recent(actor: Acting) -> list[GoLiveBatch]:
    """Gives the tables that were uploaded, the newest first."""
    rows = GoLiveBatch.objects.visible_to(actor).select_related("by").order_by("-at", "-pk")
    return list(rows[:MOST_BATCHES])


def preview(actor: Acting, batch: GoLiveBatch, *, at: datetime) -> Preview:
    """Gives what a waiting table would do now."""
    zone = zone_of(actor.clinic_id)
    found = check(actor, text_of(batch), today=today_at(zone, at))
    recently = at - IMPORTED_COUNTS_FOR
    unknown = [
        line
        for line in found.judged.lines
        if line.phq9_date is not None and line.phq9_item9 is None and moment_of(line.phq9_date, zone, at=at) >= recently
    ]
    return Preview(
        lines=found.judged.lines,
        problems=tuple(_shown(found)),
        bad_lines=len({one.line for one in found.judged.problems}),
        already_here=len({one.line for one in found.judged.problems if one.code in HERE}),
        without_item9=len(unknown),
        with_link=sum(line.contact_consent == "yes" for line in found.judged.lines),
        here=tuple(dict.fromkeys(found.here.values())),
        mark=found.mark,
    )


def _shown(found: Checked) -> Iterable[ShownProblem]:
    for one in found.judged.problems:
        patient_id = found.here.get(one.line) if one.code in HERE else None
        yield ShownProblem(one, problem_words(one), patient_id)


def leaving(actor: Acting, batch: GoLiveBatch) -> Leaving:
    """Gives who an undo would take back now; nobody where there is nothing to undo."""
    try:
        standing = standing_of(actor, batch)
    except Refused:
        return Leaving(0, ())
    stays = stays_of(actor, batch, standing)
    kept = (one.patient for one in standing if one.patient.pk in stays)
    return Leaving(
        go=len(standing) - len(stays),
        stay=tuple(Staying(patient, happened_words(stays[patient.pk])) for patient in kept),
    )
