"""A patient's runs, read for the staff: what was offered and what became of it, and each run beside the baseline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, CognitionStart, Task
from slowdrip.clinic.cognition.visits import first_drip_at, visits_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.cognition import Compared, Practice, Run, Setup, compared, practice_of

Ended = CognitionRun.Ended
NOT_ENDED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often one task was offered and what became of it; `silent` are offers that closed without a word."""

    offered: int = 0
    done: int = 0
    not_now: int = 0
    interrupted: int = 0
    unfinished: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSeen:
    """One task of a patient: counts first, every run beside its baseline, and the effect of practice if known."""

    task: str
    counts: Counts
    runs: tuple[CognitionRun, ...]
    compared: tuple[Compared, ...]
    practice: Practice | None

    def row(self, one: Compared) -> CognitionRun:
        """The stored run of a comparison."""
        return next(each for each in self.runs if str(each.pk) == one.run.key)


def seen_of(actor: Acting, patient_id: UUID, *, at: datetime) -> tuple[TaskSeen, ...]:
    """Gives both tasks of a patient, in five queries however many runs there are."""
    offers = list(CognitionOffer.objects.visible_to(actor).filter(patient_id=patient_id).current())
    starts = list(CognitionStart.objects.visible_to(actor).filter(patient_id=patient_id))
    runs = list(CognitionRun.objects.visible_to(actor).filter(patient_id=patient_id).current().order_by("started_at"))
    first = first_drip_at(visits_of(actor, patient_id))
    return tuple(_seen(str(task), offers, starts, runs, first_at=first, at=at) for task in Task)


def newest_of(actor: Acting, patient_id: UUID) -> list[CognitionRun]:
    """Gives the newest run with a score of each task."""
    rows = CognitionRun.objects.visible_to(actor).filter(patient_id=patient_id, value__isnull=False).current()
    newest = {row.task: row for row in rows.order_by("started_at", "pk")}
    return [newest[task] for task in Task.values if task in newest]


def _seen(
    task: str,
    offers: Sequence[CognitionOffer],
    starts: Sequence[CognitionStart],
    runs: Sequence[CognitionRun],
    *,
    first_at: datetime | None,
    at: datetime,
) -> TaskSeen:
    mine = [each for each in runs if each.task == task]
    begun = [each for each in starts if each.task == task]
    facts = [_run(each) for each in mine if each.ended != Ended.NOT_NOW]
    return TaskSeen(
        task=task,
        counts=_counts(offers, begun, mine, at=at),
        runs=tuple(mine),
        compared=compared(facts, first_drip_at=first_at),
        practice=practice_of(facts, first_drip_at=first_at),
    )


def _counts(
    offers: Sequence[CognitionOffer], starts: Sequence[CognitionStart], runs: Sequence[CognitionRun], *, at: datetime
) -> Counts:
    by_end = Counter(each.ended for each in runs)
    ended = {each.pk for each in runs}
    told = {each.offer_id for each in runs if each.ended != Ended.INTERRUPTED}
    return Counts(
        offered=len(offers),
        done=by_end[Ended.DONE],
        not_now=by_end[Ended.NOT_NOW],
        interrupted=by_end[Ended.INTERRUPTED],
        unfinished=sum(1 for each in starts if each.pk not in ended),
        silent=sum(1 for each in offers if each.closes_at <= at and each.pk not in told),
    )


def _run(row: CognitionRun) -> Run:
    return Run(
        key=str(row.pk),
        occasion=row.occasion,
        visit=str(row.infusion_id) if row.infusion_id else None,
        started_at=row.started_at,
        setup=Setup(way=row.way, agent=row.agent, input_kind=row.input_kind, length=row.length or 0, scorer=row.scorer),
        value=row.value,
        why="" if row.value is not None else _why(row),
    )


def _why(row: CognitionRun) -> str:
    return row.reason or NOT_ENDED if row.ended == Ended.INTERRUPTED else "no_score"
