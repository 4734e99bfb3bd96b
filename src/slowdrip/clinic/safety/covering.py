"""Who answers at an instant, by the spans of a roster; and where nobody does. Pure: no clock, no database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

FIRST, BACKUP = "first", "backup"
PLACES = (FIRST, BACKUP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Somebody answers from then until then; one with `covers_for` answers in another's stead, at that one's place."""

    id: UUID
    who: UUID
    place: str
    from_at: datetime
    until_at: datetime
    covers_for: UUID | None = None
    withdrawn_at: datetime | None = None
    written_at: datetime

    @property
    def ends_at(self) -> datetime:
        """Gives until when it counts: what was withdrawn counts for nothing from then on, and stays true before."""
        return self.until_at if self.withdrawn_at is None else min(self.until_at, self.withdrawn_at)

    def holds(self, at: datetime) -> bool:
        """Says whether it counts at an instant; its end belongs to whoever comes next."""
        return self.from_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Piece:
    """A time in which the same person, or nobody, answers at a place; `covered` is whom they answer for."""

    from_at: datetime
    until_at: datetime
    who: UUID | None
    covered: UUID | None = None


def answering(spans: Iterable[Span], place: str, at: datetime) -> Span | None:
    """Gives the span that answers at a place: the newest one, or the newest that covers for it."""
    standing = [span for span in spans if span.holds(at)]
    own = [span for span in standing if span.covers_for is None and span.place == place]
    if not own:
        return None
    first = max(own, key=_newness)
    covers = [span for span in standing if span.covers_for == first.id]
    return max(covers, key=_newness) if covers else first


def _newness(span: Span) -> tuple[datetime, str]:
    return span.written_at, str(span.id)


def pieces(
    spans: Sequence[Span], place: str, *, since: datetime, until: datetime, able: Collection[UUID]
) -> list[Piece]:
    """Gives who answers at a place between two instants, in order and without a gap; whoever is not able is nobody."""
    marks = {edge for span in spans for edge in (span.from_at, span.ends_at) if since < edge < until}
    edges = [since, *sorted(marks), until] if since < until else []
    found = [_piece(spans, place, since=a, until=b, able=able) for a, b in pairwise(edges) if a < b]
    return _joined(found)


def _piece(spans: Iterable[Span], place: str, *, since: datetime, until: datetime, able: Collection[UUID]) -> Piece:
    spans = tuple(spans)
    span = answering(spans, place, since)
    if span is None or span.who not in able:
        return Piece(since, until, None)
    covered = next((each.who for each in spans if each.id == span.covers_for), None)
    return Piece(since, until, span.who, covered)


def _joined(found: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in found:
        if joined and (joined[-1].who, joined[-1].covered) == (piece.who, piece.covered):
            joined[-1] = Piece(joined[-1].from_at, piece.until_at, piece.who, piece.covered)
        else:
            joined.append(piece)
    return joined


def holes(found: Iterable[Piece]) -> list[Piece]:
    """Gives the times in which nobody answers."""
    return [piece for piece in found if piece.who is None]


def overlap(spans: Iterable[Span], *, since: datetime, until: datetime) -> Span | None:
    """Gives the first span that counts at some instant between two."""
    hit = [span for span in spans if span.from_at < until and since < span.ends_at]
    return min(hit, key=lambda span: span.from_at, default=None)


def day_after_day(since: datetime, until: datetime, *, days: int, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Gives the same hours on so many days in a row, by the clock on the clinic's wall, also when that is changed."""
    first, last = since.astimezone(zone), until.astimezone(zone)
    return [(_moved(first, day, zone), _moved(last, day, zone)) for day in range(days)]


def _moved(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.date() + timedelta(days=days), at.time(), tzinfo=zone).astimezone(UTC)


def day_bounds(day: date, *, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Gives the first instant of a clinic day and that of the next; such a day has 23, 24 or 25 hours."""
    first, next_one = (datetime.combine(each, time(), tzinfo=zone) for each in (day, day + timedelta(days=1)))
    return first.astimezone(UTC), next_one.astimezone(UTC)
