"""A patient's runs, read for the staff: what was offered and what became of it, and each run beside the baseline."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, CognitionStart, Task
from slowdrip.clinic.cognition.visits import first_drip_at, had_earlier, visits_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.cognition import Compared, Practice, Run, Setup, compared, practice_of

Ended = CognitionRun.Ended
NOT_ENDED = "interrupted"
UNDER_WAY_FOR: Final = timedelta(minutes=15)
"""A run that was begun less long ago and has not ended may still be going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often one task was offered and what became of it; `silent` are offers that closed without a word.

    A voided run is counted as that alone, and one that may still be going on is not yet counted as anything.
    """

    offered: int = 0
    done: int = 0
    not_now: int = 0
    interrupted: int = 0
    unfinished: int = 0
    silent: int = 0
    voided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSeen:
    """One task of a patient: counts first, every run beside its baseline, and the effect of practice if known."""

    task: str
    counts: Counts
    runs: tuple[CognitionRun, ...]
    compared: tuple[Compared, ...]
    practice: Practice | None
    had_earlier: bool

    def row(self, one: Compared) -> CognitionRun:
        """The stored run of a comparison."""
        return next(each for each in self.runs if str(each.pk) == one.run.key)


@dataclass(frozen=True, slots=True)
class _Told:
    """All rows of a patient, or those of one task; `standing` are the ids of the runs that nobody voided."""

    offers: Sequence[CognitionOffer]
    starts: Sequence[CognitionStart]
    runs: Sequence[CognitionRun]
    standing: frozenset[UUID]

    def of(self, task: str) -> "_Told":
        starts = [each for each in self.starts if each.task == task]
        return _Told(self.offers, starts, [each for each in self.runs if each.task == task], self.standing)


def seen_of(actor: Acting, patient_id: UUID, *, at: datetime) -> tuple[TaskSeen, ...]:
    """Gives both tasks of a patient, in so many queries however many runs there are."""
    offers = list(CognitionOffer.objects.visible_to(actor).filter(patient_id=patient_id).current())
    starts = list(CognitionStart.objects.visible_to(actor).filter(patient_id=patient_id))
    rows = CognitionRun.objects.visible_to(actor).filter(patient_id=patient_id)
    standing = set(rows.current().values_list("pk", flat=True))
    told = _Told(offers, starts, list(rows.order_by("started_at")), frozenset(standing))
    before = {
        "first_drip_at": first_drip_at(visits_of(actor, patient_id)),
        "had_earlier": had_earlier(actor.clinic_id, patient_id),
    }
    return tuple(_seen(str(task), told, before, at=at) for task in Task)


def newest_of(actor: Acting, patient_id: UUID) -> list[CognitionRun]:
    """Gives the newest run with a score of each task."""
    rows = CognitionRun.objects.visible_to(actor).filter(patient_id=patient_id, value__isnull=False).current()
    newest = {row.task: row for row in rows.order_by("started_at", "pk")}
    return [newest[task] for task in Task.values if task in newest]


def _seen(task: str, told: _Told, before: Mapping[str, Any], *, at: datetime) -> TaskSeen:
    mine = told.of(task)
    standing = [each for each in mine.runs if each.pk in mine.standing]
    facts = [_run(each) for each in standing if each.ended != Ended.NOT_NOW]
    return TaskSeen(
        task=task,
        counts=_counts(mine, at=at),
        runs=tuple(standing),
        compared=compared(facts, **before),
        practice=practice_of(facts, **before),
        had_earlier=before["had_earlier"],
    )


def _counts(told: _Told, *, at: datetime) -> Counts:
    voided = {each.pk: each.offer_id for each in told.runs if each.pk not in told.standing}
    by_end = Counter(each.ended for each in told.runs if each.pk in told.standing)
    ended = {each.pk for each in told.runs}
    not_ended = [each for each in told.starts if each.pk not in ended]
    going_on = {each.pk: each.offer_id for each in not_ended if each.at > at - UNDER_WAY_FOR}
    answered = {each.offer_id for each in told.runs if each.ended != Ended.INTERRUPTED}
    heard = answered.union(voided.values(), going_on.values())
    return Counts(
        offered=len(told.offers),
        done=by_end[Ended.DONE],
        not_now=by_end[Ended.NOT_NOW],
        interrupted=by_end[Ended.INTERRUPTED],
        unfinished=len(not_ended) - len(going_on),
        silent=sum(1 for each in told.offers if each.closes_at <= at and each.pk not in heard),
        voided=len(voided),
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
