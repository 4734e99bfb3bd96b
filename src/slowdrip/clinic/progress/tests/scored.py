"""Scores around a drip, typed from paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response, Score
from slowdrip.clinic.progress.projecting import rewrite
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.tables import uuid7

PHQ9 = tuple(f"q{n}" for n in range(1, 10))


def of_total(total: int, *, item9: int = 0) -> list[int]:
    """Nine answers that add up to this total, the last one as given."""
    rest, found = total - item9, []
    for _ in range(8):
        found.append(min(3, rest))
        rest -= found[-1]
    assert rest == 0
    return [*found, item9]


def asked(
    by: Acting, patient_id: UUID, *, point: str, opens_at: datetime, key: str = "", infusion: Infusion | None = None
) -> Ask:
    """An ask that stays open for three days."""
    with act(by, at=opens_at) as tx:
        row = Ask(
            clinic_id=by.clinic_id,
            patient_id=patient_id,
            infusion=infusion,
            key=key or f"{point}:{opens_at.isoformat()}",
            phase="series",
            point=point,
            scales=["phq9"],
            opens_at=opens_at,
            closes_at=opens_at + timedelta(days=3),
            at=opens_at,
        )
        tx.insert(row)
    return row


def answered(
    by: Acting,
    patient_id: UUID,
    answers: Sequence[int],
    *,
    at: datetime,
    ask: Ask | None = None,
    recorded_at: datetime | None = None,
    way: str = Response.Way.PAPER,
) -> Score:
    """A PHQ-9 with these answers, answered at this time and typed then or later; fewer than nine are incomplete."""
    filling = Filling(
        patient_id=patient_id,
        scale="phq9",
        way=way,
        tap_id=uuid7(),
        ask_id=ask.pk if ask is not None else None,
        answered_at=at,
        is_whole=True,
    )
    given = tuple(Given(item, Answer.What.VALUE, str(value)) for item, value in zip(PHQ9, answers, strict=False))
    saved = save_answers(by, filling, given, at=recorded_at or at)
    row: Score = Score.objects.filter(response=saved.response).order_by("-at", "-pk")[0]
    return row


def settled(by: Acting, patient_id: UUID, *, at: datetime) -> None:
    """The patient's points as they stand at this time."""
    with act(by, at=at) as tx:
        rewrite(tx, patient_id)
