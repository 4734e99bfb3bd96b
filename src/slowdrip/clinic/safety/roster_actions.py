"""Writes the roster: a span, the same one on days in a row, a cover, what is withdrawn, days that are closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID, uuid5

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.covering import BACKUP, FIRST, PLACES, Span, overlap
from slowdrip.clinic.safety.models import ClosedDay, OnCallSpan
from slowdrip.clinic.safety.roster import able_actors, span_of

LONGEST_SPAN: Final = timedelta(days=31)
MOST_DAYS: Final = 31
LONGEST_NAME: Final = 80
PERMISSION: Final = "roster.edit"
TOPIC: Final = "roster"
Times = Sequence[tuple[datetime, datetime]]


def put_on_call(actor: Acting, who: UUID, *, place: str, times: Times, at: datetime, row_id: UUID) -> list[OnCallSpan]:
    """Puts somebody on call at a place, for one time or the same on days in a row; sent twice it is written once."""
    actor.must(PERMISSION)
    if place not in PLACES:
        raise Refused("choose_one", field="place")
    _must_be_times(times, at=at)
    with act(actor, at=at) as tx:
        if (known := OnCallSpan.objects.visible_to(actor).filter(id=row_id).first()) is not None:
            return [_same(known, who, since=times[0][0], until=times[0][1])]
        _must_be_able(actor, who)
        _must_be_free(actor, who, place, times)
        rows = [
            _row(tx, who, place, since=since, until=until, row_id=row_id if not number else uuid5(row_id, str(number)))
            for number, (since, until) in enumerate(times)
        ]
        tx.publish(TOPIC)
    return rows


def cover(
    actor: Acting, span_id: UUID, who: UUID, *, since: datetime, until: datetime, at: datetime, row_id: UUID
) -> OnCallSpan:
    """Lets somebody answer in another's stead for a part of that one's time, or for all of it."""
    actor.must(PERMISSION)
    with act(actor, at=at) as tx:
        known: OnCallSpan | None = OnCallSpan.objects.visible_to(actor).filter(id=row_id).first()
        if known is not None:
            return _same(known, who, since=since, until=until)
        covered = _standing(actor, span_id, at=at)
        _must_be_times([(since, until)], at=at)
        _must_fit(actor, covered, who, since=since, until=until)
        row = _row(tx, who, covered.place, since=since, until=until, row_id=row_id, covers_for=covered)
        tx.publish(TOPIC)
    return row


def withdraw(actor: Acting, span_id: UUID, *, at: datetime) -> OnCallSpan:
    """Takes a span out of the roster from now on, with those that cover for it; what was before stays true."""
    actor.must(PERMISSION)
    with act(actor, at=at) as tx:
        row = _standing(actor, span_id, at=at)
        covers = OnCallSpan.objects.visible_to(actor).filter(covers_for=row, withdrawn_at__isnull=True)
        for each in (row, *covers.select_for_update()):
            tx.change(each, withdrawn_at=at)
        tx.publish(TOPIC)
    return row


def close_day(actor: Acting, day: date, name: str, *, today: date, at: datetime) -> ClosedDay:
    """Says that the clinic is closed on a day, and why; the same day again takes the new name."""
    actor.must(PERMISSION)
    kept = said_in_a_line(name, field="name", most=LONGEST_NAME)
    if day < today:
        raise Refused("closed_day_past", field="day")
    with act(actor, at=at) as tx:
        known: ClosedDay | None = ClosedDay.objects.visible_to(actor).select_for_update().filter(day=day).first()
        row = known or tx.insert(ClosedDay(clinic_id=actor.clinic_id, day=day, name=kept))
        if known is not None:
            tx.change(row, name=kept, withdrawn_at=None)
        tx.wrote("roster.day_closed", row, day=day)
        tx.publish(TOPIC)
    return row


def open_day_again(actor: Acting, closed_id: UUID, *, at: datetime) -> ClosedDay:
    """Says that the clinic is open on a day after all."""
    actor.must(PERMISSION)
    with act(actor, at=at) as tx:
        rows = ClosedDay.objects.visible_to(actor).select_for_update()
        row: ClosedDay = rows.get(id=closed_id, withdrawn_at=None)
        tx.change(row, withdrawn_at=at)
        tx.publish(TOPIC)
    return row


def _must_be_times(times: Times, *, at: datetime) -> None:
    if not 1 <= len(times) <= MOST_DAYS:
        raise Refused("roster_days", field="days", most=MOST_DAYS)
    for since, until in times:
        if until <= since:
            raise Refused("roster_ends_first", field="until_at")
        if until - since > LONGEST_SPAN:
            raise Refused("roster_too_long", field="until_at", most=LONGEST_SPAN.days)
    if times[0][1] <= at:
        raise Refused("roster_past", field="until_at")
    if any(ends > begins for (_, ends), (begins, _) in pairwise(times)):
        raise Refused("roster_meets_itself", field="days")


def _must_be_able(actor: Acting, who: UUID) -> None:
    if who not in able_actors(actor.clinic_id):
        raise Refused("roster_not_able", field="who")


def _must_be_free(actor: Acting, who: UUID, place: str, times: Times) -> None:
    """Nobody stands at a taken place, and nobody is their own backup."""
    spans = _spans(actor, since=times[0][0], until=times[-1][1])
    own = [span for span in spans if span.covers_for is None and span.place == place]
    for since, until in times:
        if (taken := overlap(own, since=since, until=until)) is not None:
            raise Refused("roster_taken", field="from_at", who=_label(taken))
        _must_not_be_twice(spans, who, place, since=since, until=until)


def _must_not_be_twice(spans: Sequence[Span], who: UUID, place: str, *, since: datetime, until: datetime) -> None:
    other = BACKUP if place == FIRST else FIRST
    there = [span for span in spans if span.who == who and span.place == other]
    if overlap(there, since=since, until=until) is not None:
        raise Refused("roster_own_backup", field="who")


def _must_fit(actor: Acting, covered: OnCallSpan, who: UUID, *, since: datetime, until: datetime) -> None:
    if covered.covers_for_id is not None:
        raise Refused("roster_cover_of_cover")
    if since < covered.from_at or until > covered.until_at:
        raise Refused("roster_cover_outside", field="from_at")
    if who == covered.who_id:
        raise Refused("roster_covers_self", field="who")
    _must_be_able(actor, who)
    spans = _spans(actor, since=since, until=until)
    others = [span for span in spans if span.covers_for == covered.pk]
    if (taken := overlap(others, since=since, until=until)) is not None:
        raise Refused("roster_covered", field="from_at", who=_label(taken))
    _must_not_be_twice(spans, who, covered.place, since=since, until=until)


def _spans(actor: Acting, *, since: datetime, until: datetime) -> list[Span]:
    rows = OnCallSpan.objects.visible_to(actor).filter(withdrawn_at__isnull=True)
    return [span_of(row) for row in rows.filter(from_at__lt=until, until_at__gt=since).order_by("from_at", "pk")]


def _label(span: Span) -> str:
    return str(OnCallSpan.objects.values_list("who__label", flat=True).get(pk=span.id))


def _standing(actor: Acting, span_id: UUID, *, at: datetime) -> OnCallSpan:
    row: OnCallSpan = OnCallSpan.objects.visible_to(actor).select_for_update().get(id=span_id)
    if row.withdrawn_at is not None or row.until_at <= at:
        raise Refused("roster_over")
    return row


def _same(known: OnCallSpan, who: UUID, *, since: datetime, until: datetime) -> OnCallSpan:
    if (known.who_id, known.from_at, known.until_at) != (who, since, until):
        raise Refused("id_used_twice")
    return known


def _row(
    tx: Tx,
    who: UUID,
    place: str,
    *,
    since: datetime,
    until: datetime,
    row_id: UUID,
    covers_for: OnCallSpan | None = None,
) -> OnCallSpan:
    row = OnCallSpan(
        id=row_id,
        clinic_id=tx.actor.clinic_id,
        who_id=who,
        place=place,
        from_at=since,
        until_at=until,
        covers_for=covers_for,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    tx.insert(row)
    tx.wrote("roster.put", row, who=who, place=place, since=since, until=until, covers=bool(covers_for))
    return row
