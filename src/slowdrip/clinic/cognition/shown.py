"""What the staff's page says of each run: plain numbers and words, nothing that says fit or unfit."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowdrip.clinic.cognition.models import CognitionRun, Task
from slowdrip.clinic.cognition.reading import Counts, TaskSeen
from slowdrip.clinic.cognition.words import (
    ENDED_WORDS,
    INPUT_WORDS,
    OCCASION_WORDS,
    REASON_WORDS,
    TASK_WORDS,
    WAY_WORDS,
    WHY_WORDS,
    Words,
)
from slowdrip.science.cognition import Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One run as a line of the table."""

    run_id: UUID
    at: datetime
    occasion: Words
    result: Words
    beside: str
    change: Words
    earlier: int
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One task of a patient as the page shows it."""

    name: str
    title: Words
    counts: Counts
    lines: tuple[Line, ...]
    practice: str
    had_earlier: bool


def section_of(seen: TaskSeen) -> Section:
    """Gives one task with its newest run first."""
    practice = seen.practice
    return Section(
        name=seen.task,
        title=TASK_WORDS[seen.task],
        counts=seen.counts,
        lines=tuple(_line(seen.row(each), each) for each in reversed(seen.compared)),
        practice=difference(seen.task, practice.change) if practice is not None else "",
        had_earlier=seen.had_earlier,
    )


def value_words(task: str, value: int) -> str:
    """Gives a result in words: correct pairs, or a median in milliseconds."""
    return (_("%(n)s correct") if task == Task.SYMBOLS else _("%(n)s ms")) % {"n": value}


def difference(task: str, change: int) -> str:
    """Gives a difference in plain words, with its sign."""
    said = f"+{change}" if change > 0 else f"−{-change}" if change < 0 else "0"
    return (_("%(n)s pairs") if task == Task.SYMBOLS else _("%(n)s ms")) % {"n": said}


def _line(row: CognitionRun, one: Compared) -> Line:
    how = [WAY_WORDS.get(row.way, row.way), row.agent, INPUT_WORDS.get(row.input_kind, row.input_kind)]
    return Line(
        run_id=row.pk,
        at=row.started_at,
        occasion=OCCASION_WORDS.get(row.occasion, row.occasion),
        result=_result(row),
        beside=_beside(row),
        change=_change(row, one),
        earlier=one.earlier,
        device=" · ".join(str(each) for each in how if each),
    )


def _result(row: CognitionRun) -> Words:
    if row.ended == CognitionRun.Ended.INTERRUPTED:
        return _("interrupted: %(why)s") % {"why": REASON_WORDS.get(row.reason, row.reason)}
    if row.value is None:
        return WHY_WORDS.get(_document(row).get("why", ""), ENDED_WORDS.get(row.ended, row.ended))
    return value_words(row.task, row.value)


def _beside(row: CognitionRun) -> str:
    """What else the run says: wrong pairs and tempo, or spread, anticipations and lapses."""
    told = _document(row)
    if not told:
        return ""
    if row.task == Task.SYMBOLS:
        words = _("in %(length)s s, %(wrong)s wrong")
        if told["per_answer_ms"] is not None:
            words += _(", %(per_answer_ms)s ms for an answer (median)")
        return words % {**told, "length": row.length}
    spread = _("middle half %(quarter_ms)s to %(three_quarters_ms)s ms, ") if told["median_ms"] is not None else ""
    rest = _("%(valid)s of %(of)s valid, %(anticipations)s too early, %(lapses)s lapses")
    return (spread + rest) % {**told, "of": row.length}


def _change(row: CognitionRun, one: Compared) -> Words:
    if one.is_baseline:
        return _("baseline")
    if one.change is not None:
        return difference(row.task, one.change)
    return WHY_WORDS.get(one.why, "")


def _document(row: CognitionRun) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row.score) if row.score else {}
    return found
