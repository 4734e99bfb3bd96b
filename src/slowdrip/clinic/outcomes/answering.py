"""Saving answers: the row, the score, what apps to the right do with it, and the audit, in one transaction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db.models import Max

from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.given import MOST_WORDS, OWN_WORDS, TOTAL_OF, Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.offered import LANGUAGE, for_patients, offered
from slowdrip.clinic.outcomes.scoring import known_answers, rows_of, scored, still_open, write_score
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.portal.links import note_use
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales import Answer as Known
from slowdrip.science.scales import BadAnswers, Fired, Offer, Result

TOPIC: Final = "outcomes"
NUMBER: Final = re.compile(r"-?\d{1,6}(\.\d{1,3})?", re.ASCII)
BY_PATIENT: Final = frozenset({Response.Way.LINK, Response.Way.KIOSK})


@dataclass(frozen=True, slots=True)
class Saved:
    """A response after an answer: what it scores by now, which items are open, and whether this was new."""

    response: Response
    result: Result
    answers: Mapping[str, Known]
    open_items: tuple[str, ...]
    is_new: bool

    @property
    def fires(self) -> frozenset[str]:
        """The items of triggers that fire by what was answered."""
        return frozenset(name for each in self.result.fired if each.fired is Fired.FIRES for name in each.items)


def save_answers(actor: Acting, filling: Filling, given: tuple[Given, ...], *, at: datetime) -> Saved:
    """Saves answers to one scale; the same tap sent again changes nothing and gives what is there.

    An answer after the ask closed is taken. One that the scale does not have is refused, and nothing is saved.
    """
    by_patient = filling.way in BY_PATIENT
    actor.must("link.answer" if by_patient else "outcomes.enter")
    with act(actor, at=at) as tx:
        scale = _usable(actor, filling)
        _refuse_wrong_time(filling, at=at)
        response = _response(tx, filling, scale)
        rows = _new_rows(tx, response, filling, given)
        saved = _held(tx, response, scale, rows)
        if rows:
            _tell(tx, saved, rows, is_whole=filling.is_whole)
        if by_patient:
            note_use(tx, actor)
    return saved


def close_response(tx: Tx, response: Response) -> None:
    """Ends a response that nobody will go on with: what is missing stays missing, and the score says so.

    Others hear of it as of an answer: a question about risk that was left out is a sign from now on.
    """
    if response.completed_at is not None:
        return
    scale = scale_of(response.scale)
    rows = rows_of(response)
    result = scored(scale, rows, language=response.language)
    tx.change(response, completed_at=tx.at, left_at=tx.at)
    write_score(tx, response, scale, result)
    tx.wrote("response.closed", response, scale=response.scale)
    hooks.run_answers(tx, response, result, known_answers(scale, rows), ())
    tx.publish(TOPIC, response.patient_id)


def _usable(actor: Acting, filling: Filling) -> Scale:
    """A patient gets words, the staff whatever the clinic may use."""
    if filling.way in BY_PATIENT:
        if not for_patients([filling.scale]):
            raise Refused("scale_not_for_patients")
    elif offered(actor.clinic_id, filling.scale) is Offer.OFF:
        raise Refused("scale_off")
    return scale_of(filling.scale)


def _refuse_wrong_time(filling: Filling, *, at: datetime) -> None:
    if filling.answered_at is not None and filling.answered_at > at:
        raise Refused("answered_in_future", field="answered_at")


def _response(tx: Tx, filling: Filling, scale: Scale) -> Response:
    """The one response of this ask and scale, or of this send where there is no ask; begun with its first answer."""
    ask = _locked_ask(tx, filling)
    rows = Response.objects.visible_to(tx.actor).select_related("ask").select_for_update(of=("self",))
    own = rows.filter(ask=ask, scale=filling.scale) if ask is not None else rows.filter(pk=_own_id(filling))
    found: Response | None = own.first()
    if found is not None:
        return found
    response = Response(
        clinic_id=tx.actor.clinic_id,
        patient_id=filling.patient_id,
        ask=ask,
        infusion_id=ask.infusion_id if ask is not None else None,
        scale=scale.name,
        content_sha256=scale.content_sha256,
        language=LANGUAGE,
        way=filling.way,
        started_at=tx.at,
        answered_at=filling.answered_at or tx.at,
        by_id=tx.actor.actor_id,
    )
    if ask is None:
        response.pk = _own_id(filling)
    tx.insert(response)
    tx.wrote("response.begun", response, scale=scale.name, way=filling.way)
    return response


def _own_id(filling: Filling) -> UUID:
    return uuid5(filling.tap_id, f"{filling.patient_id}:{filling.scale}")


def _locked_ask(tx: Tx, filling: Filling) -> Ask | None:
    """Two devices that answer at once come one after the other; an ask of another patient is not there."""
    patients = Patient.objects.visible_to(tx.actor).filter(pk=filling.patient_id)
    if not patients.exists():
        raise Refused("no_such_patient")
    if filling.ask_id is None:
        return None
    asks = Ask.objects.visible_to(tx.actor).select_for_update()
    ask: Ask | None = asks.filter(pk=filling.ask_id, patient_id=filling.patient_id).first()
    if ask is None or filling.scale not in scales_of(ask):
        raise Refused("not_asked")
    return ask


def scales_of(ask: Ask) -> tuple[str, ...]:
    """Gives the scales that an ask asks for, in their order."""
    return tuple(ask.scales)


def _new_rows(tx: Tx, response: Response, filling: Filling, given: tuple[Given, ...]) -> list[Answer]:
    """Rows for what this tap says and nobody saved yet; their ids come from the tap, so a second one finds them."""
    wanted = {_row_id(response, filling, each): each for each in given}
    there = set(Answer.objects.visible_to(tx.actor).filter(pk__in=wanted).values_list("pk", flat=True))
    written_at = _after_the_last(tx, response)
    return [
        tx.insert(_row(tx, response, filling, each, row_id, at=written_at))
        for row_id, each in wanted.items()
        if row_id not in there
    ]


def _after_the_last(tx: Tx, response: Response) -> datetime:
    """The newest answer holds, so it is written as later than the one before, also by a clock that was set back."""
    rows = Answer.objects.visible_to(tx.actor).filter(response=response)
    last: datetime | None = rows.aggregate(last=Max("at"))["last"]
    return tx.at if last is None else max(tx.at, last + timedelta(microseconds=1))


def _row_id(response: Response, filling: Filling, one: Given) -> UUID:
    return uuid5(response.pk, f"{filling.tap_id}:{one.item}:{one.what}:{one.value}:{one.text}")


def _row(tx: Tx, response: Response, filling: Filling, one: Given, row_id: UUID, *, at: datetime) -> Answer:
    text = one.text.strip()
    _refuse_unreadable(scale_of(response.scale), one, text)
    return Answer(
        id=row_id,
        clinic_id=response.clinic_id,
        response=response,
        item=one.item,
        what=one.what,
        value=one.value,
        text=text,
        way=filling.way,
        by_id=tx.actor.actor_id,
        answered_at=filling.answered_at or tx.at,
        at=at,
    )


def _refuse_unreadable(scale: Scale, one: Given, text: str) -> None:
    """A row that no scorer could read back must never be written; what the value may be, the scale says."""
    known = {OWN_WORDS, *(each.name for each in scale.items), *(TOTAL_OF + each.name for each in scale.scores)}
    if one.item not in known or (one.item == OWN_WORDS) != (one.what == Answer.What.TEXT):
        raise Refused("answer_unknown_item", field=one.item)
    if one.what == Answer.What.VALUE and not NUMBER.fullmatch(one.value):
        raise Refused("answer_not_a_number", field=one.item)
    if one.what not in Answer.What.values:
        raise Refused("answer_unknown_item", field=one.item)
    if len(text) > MOST_WORDS:
        raise Refused("too_long", field="text", typed=len(text), most=MOST_WORDS)


def _held(tx: Tx, response: Response, scale: Scale, fresh: list[Answer]) -> Saved:
    rows = rows_of(response)
    try:
        result = scored(scale, rows, language=response.language)
        answers = known_answers(scale, rows)
        open_items = still_open(scale, answers)
    except BadAnswers as bad:
        problem = bad.problems[0]
        raise Refused(f"answer_{problem.code}", field=problem.item, **problem.params) from bad
    has_total = any(row.item.startswith(TOTAL_OF) for row in rows)
    return Saved(response, result, answers, () if has_total else open_items, bool(fresh))


def _tell(tx: Tx, saved: Saved, rows: list[Answer], *, is_whole: bool) -> None:
    """Ends the response with its last answer, scores it, and tells the rest of the house."""
    response, way = saved.response, rows[0].way
    words = tuple(row for row in rows if row.item == OWN_WORDS and row.text)
    was_scored = response.completed_at is not None
    if is_whole or not saved.open_items or len(words) < len(rows):
        _go_on(tx, saved, rows[-1], is_done=is_whole or not saved.open_items)
    if (was_scored or response.completed_at is not None or _was_missed(response)) and len(words) < len(rows):
        write_score(tx, response, scale_of(response.scale), saved.result, at=rows[-1].at)
    late = response.ask is not None and rows[-1].answered_at >= response.ask.closes_at
    tx.wrote("answer.saved", response, items=[row.item for row in rows], way=way, late=late)
    hooks.run_answers(tx, response, saved.result, saved.answers, words)
    _note_answered(tx, response)
    tx.publish(TOPIC, response.patient_id)


def _go_on(tx: Tx, saved: Saved, last: Answer, *, is_done: bool) -> None:
    """Ends a response that is done; one that the clock had closed is under way again until it is.

    Otherwise each late answer would say that the questions behind it were left out.
    """
    response = saved.response
    if response.completed_at is not None and not _was_closed(response):
        return
    if is_done:
        tx.change(response, completed_at=tx.at, left_at=None, answered_at=last.answered_at)
    elif _was_missed(response) or _was_closed(response):
        tx.change(response, completed_at=None, left_at=None, answered_at=last.answered_at)


def _was_missed(response: Response) -> bool:
    """Whether its ask closed before it was answered: what comes from here on ends by a last answer, or is left."""
    return response.ask is not None and response.ask.missed_at is not None


def _was_closed(response: Response) -> bool:
    """Whether the clock ended it, and nobody by a last answer; of old rows only the time of the ask says so."""
    ask = response.ask
    by_ask = ask is not None and ask.missed_at is not None and response.completed_at == ask.missed_at
    return response.left_at is not None or by_ask


def _note_answered(tx: Tx, response: Response) -> None:
    """An ask is answered when each of its scales that a patient can answer is done, not only closed by the clock."""
    ask = response.ask
    if ask is None or ask.answered_at is not None or response.completed_at is None:
        return
    rows = Response.objects.visible_to(tx.actor).filter(ask=ask, completed_at__isnull=False).select_related("ask")
    done = {row.scale for row in rows if not _was_closed(row)}
    wanted = for_patients(scales_of(ask)) or scales_of(ask)
    if set(wanted) <= done:
        tx.change(ask, answered_at=response.answered_at)
