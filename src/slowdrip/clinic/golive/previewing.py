"""What the pages of an import show: what a table would do, and who an undo would take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.golive.actions.undoing import standing_of, stays_of
from slowdrip.clinic.golive.checking import HERE_BY_NAME, HERE_BY_REFERENCE, Checked, check
from slowdrip.clinic.golive.expecting import Expected, Expecting
from slowdrip.clinic.golive.judging import NAMES, Line
from slowdrip.clinic.golive.models import GoLiveBatch, PriorTreatment
from slowdrip.clinic.golive.problems import Problem
from slowdrip.clinic.golive.steps import text_of, today_at, zone_of
from slowdrip.clinic.golive.words import happened_words, problem_words
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.ruling import risk_policy

MOST_BATCHES: Final = 50
HERE: Final = frozenset({HERE_BY_REFERENCE, HERE_BY_NAME})


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One problem in words; `patient_id` is whoever is here already."""

    problem: Problem
    fix: str
    patient_id: UUID | None


@dataclass(frozen=True, slots=True)
class ShownValues:
    """Every value of one line that would be stored, under the heading of its column; what is empty is left out."""

    line: Line
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do; `mark` stands for exactly this, and `expected` says which cases of risk it would open."""

    lines: tuple[Line, ...]
    values: tuple[ShownValues, ...]
    problems: tuple[ShownProblem, ...]
    bad_lines: int
    already_here: int
    expected: Expected
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
    worse_by = risk_policy(actor.clinic_id).worse_by_phq9_points.value
    return Preview(
        lines=found.judged.lines,
        values=tuple(_values(line) for line in found.judged.lines),
        problems=tuple(_shown(found)),
        bad_lines=len({one.line for one in found.judged.problems}),
        already_here=len({one.line for one in found.judged.problems if one.code in HERE}),
        expected=Expecting(at, zone, worse_by).of(found.judged.lines),
        with_link=sum(line.contact_consent == "yes" for line in found.judged.lines),
        here=tuple(dict.fromkeys(found.here.values())),
        mark=found.mark,
    )


def _values(line: Line) -> ShownValues:
    told = ((name, getattr(line, name)) for name in NAMES)
    return ShownValues(line, tuple((name, str(value)) for name, value in told if value is not None))


def cases_of(actor: Acting, batch: GoLiveBatch) -> int:
    """Gives how many patients of a batch have a case of suicide risk: an undo leaves them."""
    came = PriorTreatment.objects.visible_to(actor).filter(batch=batch).current().values("patient_id")
    rows = RiskCase.objects.visible_to(actor).filter(patient_id__in=came)
    return rows.values("patient_id").distinct().count()


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
