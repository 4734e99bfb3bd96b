"""From answer rows to a score: what was answered by now, what is still open, and the row that keeps the result."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from slowdrip.clinic.outcomes.given import TOTAL_OF
from slowdrip.clinic.outcomes.models import Answer, Response, Score
from slowdrip.clinic.record.acting import Tx
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales import Absent, Result, score, score_total, to_json
from slowdrip.science.scales import Answer as Known
from slowdrip.science.scales.answers import checked
from slowdrip.science.scales.cells import Standing, cells_of

MAIN: tuple[str, ...] = ("total",)
ABSENT: Mapping[str, Absent] = {
    Answer.What.REFUSED: Absent.REFUSED,
    Answer.What.NOT_APPLICABLE: Absent.NOT_APPLICABLE,
    Answer.What.TAKEN_BACK: Absent.MISSING,
}


def newest(rows: Iterable[Answer]) -> dict[str, Answer]:
    """Gives the answer that holds for each item; the rows come in the order in which they were given."""
    return {row.item: row for row in rows if row.what != Answer.What.TEXT}


def known_answers(scale: Scale, rows: Iterable[Answer]) -> dict[str, Known]:
    """Gives the answers as the scorer takes them; a total that was typed is not among them."""
    items = {each.name for each in scale.items}
    return {name: _known(scale, row) for name, row in newest(rows).items() if name in items}


def scored(scale: Scale, rows: Iterable[Answer], *, language: str) -> Result:
    """Gives what the answers say by now; raises BadAnswers for answers that the scale does not have."""
    held = list(rows)
    answers = known_answers(scale, held)
    totals = {name: row for name, row in newest(held).items() if name.startswith(TOTAL_OF)}
    for name, row in totals.items():
        if row.what == Answer.What.VALUE:
            of = name.removeprefix(TOTAL_OF)
            return score_total(scale, Decimal(row.value), of=of, answers=answers, language=language)
    return score(scale, answers, language=language)


def still_open(scale: Scale, answers: Mapping[str, Known]) -> tuple[str, ...]:
    """Gives the items that apply or may apply and have no answer of any kind, in their order."""
    cells = cells_of(scale, checked(scale, answers))
    return tuple(name for name, cell in cells.items() if cell.standing is Standing.MISSING)


def does_not_apply(scale: Scale, answers: Mapping[str, Known], item: str) -> bool:
    """Says whether the answers before it settle that an item is not asked."""
    open_there = {name: answer for name, answer in answers.items() if name != item}
    return cells_of(scale, checked(scale, open_there))[item].standing is Standing.NOT_APPLICABLE


def write_score(tx: Tx, response: Response, scale: Scale, result: Result, *, at: datetime | None = None) -> Score:
    """Writes what a response scores; a later score of the same response replaces it for whoever reads."""
    return tx.insert(score_row(tx, response, scale, result, at=at))


def score_row(tx: Tx, response: Response, scale: Scale, result: Result, *, at: datetime | None = None) -> Score:
    """Gives the row that keeps what a response scores, not written yet."""
    main = main_score(scale)
    one = result.scores.get(main)
    return Score(
        clinic_id=response.clinic_id,
        response=response,
        patient_id=response.patient_id,
        scale=scale.name,
        version=scale.version,
        coding=scale.coding,
        content_sha256=scale.content_sha256,
        scorer=result.stamp.scorer,
        status=one.status if one is not None else "",
        total_milli=_milli(one.value) if one is not None else None,
        lowest_milli=_milli(one.low) if one is not None else None,
        highest_milli=_milli(one.high) if one is not None else None,
        document=to_json(result),
        answered_at=response.answered_at or tx.at,
        at=at or tx.at,
        by_id=tx.actor.actor_id,
    )


def main_score(scale: Scale) -> str:
    """Names the score that stands for the scale: its total, else the first that is shown, else the first."""
    names = [each.name for each in scale.scores]
    shown = [each.name for each in scale.scores if each.is_shown]
    return next((name for name in (*MAIN, *shown, *names) if name in names), "")


def is_total_only(response: Response, scale: Scale, missing: Collection[str]) -> bool:
    """Says whether a score was imported as a total, so that some of its answers are not known."""
    if response.way != Response.Way.IMPORT:
        return False
    return any(item in missing for item in scale.score(main_score(scale)).of)


def rows_of(response: Response) -> list[Answer]:
    """Gives the answers of a response that were not voided, in the order in which they were given."""
    return list(Answer.objects.filter(clinic_id=response.clinic_id, response=response).current().order_by("at", "id"))


def is_late(response: Response) -> bool:
    """Says whether a response was answered after its ask had closed: it is taken, and says so."""
    return response.ask is not None and _answered(response) >= response.ask.closes_at


def _answered(response: Response) -> datetime:
    at: datetime = response.answered_at or response.started_at
    return at


def _known(scale: Scale, row: Answer) -> Known:
    if row.what == Answer.What.VALUE:
        return Decimal(row.value)
    if row.what == Answer.What.NOT_ASSESSED:
        none = scale.item(row.item).answers.not_assessed
        return Absent.MISSING if none is None else none
    return ABSENT.get(row.what, Absent.MISSING)


def _milli(value: Fraction | None) -> int | None:
    """A score in thousandths, half up; the exact one stands in the document."""
    if value is None:
        return None
    return (abs(value.numerator) * 2000 + value.denominator) // (value.denominator * 2) * (1 if value >= 0 else -1)
