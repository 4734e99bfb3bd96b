"""Who answers, by the spans of a roster: covers win, what was withdrawn is gone, gaps are gaps, clocks may change."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.clinic.safety import covering
from slowdrip.clinic.safety.covering import BACKUP, FIRST, Span, answering, day_after_day, day_bounds, holes, pieces

START = datetime(2026, 3, 6, 12, tzinfo=UTC)
UNTIL = START + timedelta(hours=100)
PEOPLE = [UUID(int=number) for number in range(1, 5)]
NEW_YORK = ZoneInfo("America/New_York")


def hours(number: int) -> datetime:
    return START + timedelta(hours=number)


def span(number: int, who: UUID, a: int, b: int, **more: Any) -> Span:
    usual: dict[str, Any] = {"place": FIRST, "from_at": hours(a), "until_at": hours(b), "written_at": hours(-number)}
    return Span(id=UUID(int=100 + number), who=who, **{**usual, **more})


@st.composite
def rosters(draw: st.DrawFn) -> list[Span]:
    """Some spans, some of them covering for an earlier one, some of them withdrawn."""
    found: list[Span] = []
    for number in range(draw(st.integers(0, 6))):
        a = draw(st.integers(0, 90))
        b = draw(st.integers(a + 1, 100))
        own = [each.id for each in found if each.covers_for is None]
        found.append(
            span(
                number,
                draw(st.sampled_from(PEOPLE)),
                a,
                b,
                place=draw(st.sampled_from([FIRST, BACKUP])),
                covers_for=draw(st.sampled_from([None, *own])),
                withdrawn_at=draw(st.sampled_from([None, hours(a), hours((a + b) // 2)])),
            )
        )
    return found


MOMENTS = st.integers(0, 99).map(lambda hour: hours(hour) + timedelta(minutes=30))


@given(rosters(), MOMENTS)
def test_the_pieces_say_what_the_instant_says(spans: list[Span], at: datetime) -> None:
    for place in covering.PLACES:
        found = pieces(spans, place, since=START, until=UNTIL, able=PEOPLE)
        (here,) = [piece for piece in found if piece.from_at <= at < piece.until_at]
        now = answering(spans, place, at)
        assert here.who == (now.who if now is not None else None)


@given(rosters())
def test_the_pieces_leave_no_gap_and_do_not_meet(spans: list[Span]) -> None:
    found = pieces(spans, FIRST, since=START, until=UNTIL, able=PEOPLE)
    assert found[0].from_at == START
    assert found[-1].until_at == UNTIL
    assert all(a.until_at == b.from_at for a, b in pairwise(found))


@given(rosters(), MOMENTS)
def test_nobody_answers_for_a_time_nobody_was_put_in(spans: list[Span], at: datetime) -> None:
    for place in covering.PLACES:
        own = [each for each in spans if each.covers_for is None and each.place == place and each.holds(at)]
        assert (answering(spans, place, at) is None) == (not own)


def what_was_withdrawn_counts_for_nothing(spans: Sequence[Span], at: datetime) -> None:
    standing = [each for each in spans if each.withdrawn_at is None or at < each.withdrawn_at]
    for place in covering.PLACES:
        assert answering(spans, place, at) == answering(standing, place, at)


@given(rosters(), MOMENTS)
def test_what_was_withdrawn_counts_for_nothing(spans: list[Span], at: datetime) -> None:
    what_was_withdrawn_counts_for_nothing(spans, at)


def test_planted_fault_a_withdrawn_span_that_still_answers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Span, "ends_at", property(lambda self: self.until_at))
    with pytest.raises(AssertionError):
        what_was_withdrawn_counts_for_nothing([span(1, PEOPLE[0], 0, 10, withdrawn_at=hours(2))], hours(5))


def a_cover_answers_inside_its_time_and_the_other_before_and_after() -> None:
    base = span(1, PEOPLE[0], 0, 20)
    cover = span(2, PEOPLE[1], 5, 10, covers_for=base.id)
    told = [answering([base, cover], FIRST, hours(hour)) for hour in (4, 5, 9, 10)]
    assert [each.who for each in told if each] == [PEOPLE[0], PEOPLE[1], PEOPLE[1], PEOPLE[0]]


def test_a_cover_answers_inside_its_time_and_the_other_before_and_after() -> None:
    a_cover_answers_inside_its_time_and_the_other_before_and_after()


def test_planted_fault_a_cover_that_is_overlooked_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covering, "_newness", lambda span: (span.covers_for is None, str(span.id)))
    monkeypatch.setattr(Span, "holds", lambda self, at: self.covers_for is None and self.from_at <= at < self.until_at)
    with pytest.raises(AssertionError):
        a_cover_answers_inside_its_time_and_the_other_before_and_after()


def test_a_cover_of_what_was_withdrawn_covers_nobody() -> None:
    base = span(1, PEOPLE[0], 0, 20, withdrawn_at=hours(0))
    assert answering([base, span(2, PEOPLE[1], 5, 10, covers_for=base.id)], FIRST, hours(6)) is None


def test_a_gap_between_two_is_a_hole_and_so_is_a_person_who_left() -> None:
    spans = [span(1, PEOPLE[0], 0, 10), span(2, PEOPLE[1], 12, 20)]
    found = pieces(spans, FIRST, since=START, until=hours(20), able=[PEOPLE[0]])
    assert [(each.from_at, each.until_at) for each in holes(found)] == [(hours(10), hours(20))]
    found = pieces(spans, FIRST, since=START, until=hours(20), able=PEOPLE)
    assert [(each.from_at, each.until_at) for each in holes(found)] == [(hours(10), hours(12))]


@pytest.mark.parametrize(("day", "long_h"), [(7, 14), (8, 14), (9, 14)])
def test_hours_in_a_row_follow_the_clock_on_the_wall(day: int, long_h: int) -> None:
    """The night of 8 March 2026 has an hour less in New York; 18:00 to 8:00 stays 18:00 to 8:00."""
    since = datetime(2026, 3, day - 1, 18, tzinfo=NEW_YORK)
    times = day_after_day(since, datetime(2026, 3, day, 8, tzinfo=NEW_YORK), days=3, zone=NEW_YORK)
    for number, (a, b) in enumerate(times):
        assert (a.astimezone(NEW_YORK).hour, b.astimezone(NEW_YORK).hour) == (18, 8)
        lasts = b.astimezone(UTC) - a.astimezone(UTC)
        assert lasts == timedelta(hours=long_h - (day + number == 8))


@pytest.mark.parametrize(("day", "lasts_h"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 6, 1), 24)])
def test_a_clinic_day_has_its_own_length(day: date, lasts_h: int) -> None:
    since, until = day_bounds(day, zone=NEW_YORK)
    assert until.astimezone(UTC) - since.astimezone(UTC) == timedelta(hours=lasts_h)
