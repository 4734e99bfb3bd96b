"""Who is on call for signs of risk, now and in the next two weeks, and where the roster has a hole."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.permissions import permissions_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.safety.covering import BACKUP, FIRST, PLACES, Piece, Span, answering, day_bounds, holes, pieces
from slowdrip.clinic.safety.models import ClosedDay, OnCallSpan

LOOKED_AHEAD_DAYS: Final = 14
LOOKED_AHEAD: Final = timedelta(days=LOOKED_AHEAD_DAYS)
ANSWERS: Final = "risk.act"


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who answers at an instant, as actor ids; None where nobody does. Whoever left the clinic is nobody."""

    first: UUID | None = None
    backup: UUID | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """A time in which nobody is first on call; `backup` says that a backup is named all through it."""

    from_at: datetime
    until_at: datetime
    closed: str = ""
    backup: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One piece of a day at one place; `who` is nothing where nobody answers."""

    from_at: datetime
    until_at: datetime
    who: str = ""
    covered: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the roster: its name where the clinic is closed, and who answers at both places."""

    day: date
    closed: str
    first: tuple[Turn, ...]
    backup: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The next two weeks, and their holes: those on closed days stand first."""

    days: tuple[Day, ...]
    holes: tuple[Hole, ...]


def on_call(clinic_id: UUID, at: datetime, *, members: Iterable[Membership] | None = None) -> OnCall:
    """Gives the first on call and the backup at an instant; `members` are those who can be, where they are known."""
    spans = spans_around(clinic_id, since=at, until=at)
    able = able_actors(clinic_id) if members is None else frozenset(each.actor_id for each in members)
    first, backup = (_able(answering(spans, place, at), able) for place in PLACES)
    return OnCall(first, backup if backup != first else None)


def somebody_is_on_call(clinic_id: UUID, at: datetime) -> bool:
    """Says whether somebody is first on call; a backup alone is called, and is no promise to read."""
    return on_call(clinic_id, at).first is not None


def _able(span: Span | None, able: Collection[UUID]) -> UUID | None:
    return span.who if span is not None and span.who in able else None


def spans_around(clinic_id: UUID, *, since: datetime, until: datetime) -> list[Span]:
    """Gives the spans that count at some instant between two, and those that they cover for."""
    rows = OnCallSpan.objects.filter(clinic_id=clinic_id, from_at__lte=until, until_at__gt=since)
    rows = rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=since))
    return [span_of(row) for row in rows.order_by("from_at", "pk")]


def span_of(row: OnCallSpan) -> Span:
    """Gives a row as the rules read it."""
    return Span(
        id=row.pk,
        who=row.who_id,
        place=row.place,
        from_at=row.from_at,
        until_at=row.until_at,
        covers_for=row.covers_for_id,
        withdrawn_at=row.withdrawn_at,
        written_at=row.at,
    )


def able_members(clinic_id: UUID) -> list[Membership]:
    """Gives those who can be on call: in the clinic today, with the right to act on a case; by name."""
    members = Membership.objects.filter(clinic_id=clinic_id, active=True).select_related("user").order_by("name")
    return [each for each in members if ANSWERS in permissions_of(frozenset(each.roles))]


def able_actors(clinic_id: UUID) -> frozenset[UUID]:
    """Gives the actors of those who can be on call."""
    return frozenset(each.actor_id for each in able_members(clinic_id))


def closed_days(clinic_id: UUID, *, since: date, days: int = LOOKED_AHEAD_DAYS) -> list[ClosedDay]:
    """Gives the days on which the clinic is closed, the next ones first."""
    rows = ClosedDay.objects.filter(clinic_id=clinic_id, withdrawn_at__isnull=True, day__gte=since)
    return list(rows.filter(day__lt=since + timedelta(days=days)).order_by("day"))


def standing_rows(actor: Acting, *, at: datetime) -> list[OnCallSpan]:
    """Gives what was written into the roster and is not over, the next first."""
    rows = OnCallSpan.objects.visible_to(actor).filter(withdrawn_at__isnull=True, until_at__gt=at)
    return list(rows.select_related("who", "covers_for__who").order_by("from_at", "place", "pk"))


def roster(clinic: Clinic, *, at: datetime, names: Mapping[UUID, str]) -> Roster:
    """Gives the next two weeks from now on, by the clinic's days."""
    zone = ZoneInfo(clinic.time_zone)
    today = at.astimezone(zone).date()
    until = day_bounds(today + timedelta(days=LOOKED_AHEAD_DAYS), zone=zone)[0]
    closed = {each.day: each.name for each in closed_days(clinic.pk, since=today)}
    spans, able = spans_around(clinic.pk, since=at, until=until), able_actors(clinic.pk)
    found = {place: pieces(spans, place, since=at, until=until, able=able) for place in PLACES}
    days = [today + timedelta(days=number) for number in range(LOOKED_AHEAD_DAYS)]
    return Roster(
        tuple(_day(day, closed.get(day, ""), found, names, zone) for day in days),
        tuple(_holes(found, closed, zone)),
    )


def _day(day: date, closed: str, found: Mapping[str, list[Piece]], names: Mapping[UUID, str], zone: ZoneInfo) -> Day:
    since, until = day_bounds(day, zone=zone)
    first, backup = (tuple(_turns(found[place], names, since=since, until=until)) for place in PLACES)
    return Day(day, closed, first, backup)


def _turns(found: Iterable[Piece], names: Mapping[UUID, str], *, since: datetime, until: datetime) -> Iterable[Turn]:
    for piece in found:
        start, end = max(piece.from_at, since), min(piece.until_at, until)
        if start < end:
            yield Turn(start, end, _name(piece.who, names), _name(piece.covered, names))


def _name(who: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(who, "–") if who is not None else ""


def _holes(found: Mapping[str, list[Piece]], closed: Mapping[date, str], zone: ZoneInfo) -> list[Hole]:
    told = [
        Hole(a, b, _closed_at(a, closed, zone), backup=_backed(found[BACKUP], since=a, until=b))
        for hole in holes(found[FIRST])
        for a, b in pairwise(_cut(hole, closed, zone))
    ]
    return sorted(told, key=lambda hole: (not hole.closed, hole.from_at))


def _cut(hole: Piece, closed: Iterable[date], zone: ZoneInfo) -> list[datetime]:
    """A hole is cut where a closed day begins and ends, so that the closed day stands alone."""
    edges = {edge for day in closed for edge in day_bounds(day, zone=zone) if hole.from_at < edge < hole.until_at}
    return [hole.from_at, *sorted(edges), hole.until_at]


def _closed_at(at: datetime, closed: Mapping[date, str], zone: ZoneInfo) -> str:
    return closed.get(at.astimezone(zone).date(), "")


def _backed(found: Iterable[Piece], *, since: datetime, until: datetime) -> bool:
    return not any(piece.from_at < until and since < piece.until_at for piece in holes(found))
