"""The roster: who answers now, what its page says, and what it refuses with all that was typed."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety import roster as roster_module
from slowdrip.clinic.safety.models import ClosedDay, OnCallSpan
from slowdrip.clinic.safety.roster import on_call, somebody_is_on_call
from slowdrip.clinic.safety.roster_actions import cover, withdraw
from tests.cases import on_call as put
from tests.drips import House

PAGE = "/harbor/on-call/"
HOUR = timedelta(hours=1)


def text_of(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def local(at: datetime) -> str:
    """As the clinic's own clock shows it; the cast's clinic is four hours behind."""
    return f"{at - 4 * HOUR:%Y-%m-%dT%H:%M}"


def typed(house: House, at: datetime, **more: str) -> dict[str, str]:
    who = str(house.cast.nurse.member.actor_id)
    told = {"who": who, "place": "first", "days": "1", "row_id": str(uuid7())}
    return {**told, "from_at": local(at), "until_at": local(at + 8 * HOUR), **more}


def test_whoever_is_written_in_answers_and_nobody_else(house: House, now: datetime) -> None:
    clinic = house.cast.harbor.pk
    assert not somebody_is_on_call(clinic, now)
    put(house.cast, house.cast.nurse, since=now - HOUR, until=now + HOUR)
    put(house.cast, house.cast.prescriber, since=now - HOUR, until=now + 2 * HOUR, place="backup")
    found = on_call(clinic, now)
    assert (found.first, found.backup) == (
        house.cast.nurse.member.actor_id,
        house.cast.prescriber.member.actor_id,
    )
    assert on_call(clinic, now + HOUR).first is None
    assert not somebody_is_on_call(clinic, now + HOUR)
    assert not somebody_is_on_call(house.cast.northside.pk, now)


def whoever_left_answers_no_more(house: House, now: datetime) -> None:
    put(house.cast, house.cast.nurse, since=now - HOUR, until=now + HOUR)
    Membership.objects.filter(pk=house.cast.nurse.member.pk).update(active=False)
    assert not somebody_is_on_call(house.cast.harbor.pk, now)


def test_whoever_left_the_clinic_answers_no_more(house: House, now: datetime) -> None:
    whoever_left_answers_no_more(house, now)


def test_planted_fault_a_roster_that_trusts_whoever_was_named_is_found(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_module, "_able", lambda span, able: span.who if span else None)
    with pytest.raises(AssertionError):
        whoever_left_answers_no_more(house, now)


def test_a_cover_answers_instead_and_goes_with_what_it_covers(house: House, now: datetime) -> None:
    director, second = house.cast.director.acting, house.cast.second_nurse.member.actor_id
    span = put(house.cast, house.cast.nurse, since=now - HOUR, until=now + HOUR)
    row = cover(director, span.pk, second, since=now, until=now + HOUR / 2, at=now, row_id=uuid7())
    assert on_call(house.cast.harbor.pk, now).first == second
    withdraw(director, span.pk, at=now)
    assert on_call(house.cast.harbor.pk, now).first is None
    assert on_call(house.cast.harbor.pk, now - HOUR / 2).first == house.cast.nurse.member.actor_id
    row.refresh_from_db()
    assert row.withdrawn_at == now


@pytest.mark.parametrize(
    ("code", "who", "place", "hours"),
    [
        ("roster_taken", "second_nurse", "first", (1, 2)),
        ("roster_own_backup", "nurse", "backup", (1, 2)),
        ("roster_not_able", "desk", "backup", (1, 2)),
        ("roster_not_able", "outsider", "backup", (1, 2)),
        ("roster_ends_first", "second_nurse", "backup", (2, 2)),
        ("roster_past", "second_nurse", "backup", (-3, -2)),
        ("roster_too_long", "second_nurse", "backup", (0, 24 * 32)),
        ("choose_one", "second_nurse", "third", (1, 2)),
    ],
)
def test_the_roster_refuses_what_would_leave_it_untrue(
    house: House, now: datetime, code: str, who: str, place: str, hours: tuple[int, int]
) -> None:
    put(house.cast, house.cast.nurse, since=now - HOUR, until=now + 3 * HOUR)
    since, until = (now + number * HOUR for number in hours)
    with pytest.raises(Refused, match=code):
        put(house.cast, getattr(house.cast, who), since=since, until=until, place=place, at=now)


@pytest.mark.parametrize(
    ("code", "who", "hours"),
    [
        ("roster_cover_outside", "second_nurse", (0, 4)),
        ("roster_covers_self", "nurse", (0, 1)),
        ("roster_own_backup", "prescriber", (0, 1)),
        ("roster_covered", "second_nurse", (0, 3)),
    ],
)
def test_a_cover_that_makes_no_sense_is_refused(
    house: House, now: datetime, code: str, who: str, hours: tuple[int, int]
) -> None:
    director = house.cast.director.acting
    span = put(house.cast, house.cast.nurse, since=now, until=now + 3 * HOUR)
    put(house.cast, house.cast.prescriber, since=now, until=now + 3 * HOUR, place="backup")
    since, until = (now + number * HOUR for number in hours)
    instead = house.cast.director.member.actor_id
    cover(director, span.pk, instead, since=now + 2 * HOUR, until=now + 3 * HOUR, at=now, row_id=uuid7())
    who_id = getattr(house.cast, who).member.actor_id
    with pytest.raises(Refused, match=code):
        cover(director, span.pk, who_id, since=since, until=until, at=now, row_id=uuid7())


def test_the_page_says_who_answers_and_names_the_holes(director: Client, house: House, now: datetime) -> None:
    assert "Nobody is on call now." in text_of(director)
    put(house.cast, house.cast.nurse, since=now - HOUR, until=now + 8 * HOUR)
    put(house.cast, house.cast.second_nurse, since=now + 10 * HOUR, until=now + timedelta(days=15))
    page = text_of(director)
    assert "Nobody is on call now." not in page
    assert "<strong>Nia Okafor RN</strong>" in page
    assert "Nobody from Tue 10 Mar 18:01 to Tue 10 Mar 20:01" in page
    assert page.count("Nobody from") == 1


def test_a_hole_on_a_closed_day_stands_first(director: Client, house: House, now: datetime) -> None:
    sent = {"day": "2026-03-12", "name": "Staff day"}
    assert director.post(f"{PAGE}closed/", sent).status_code == 302
    page = text_of(director)
    first = page.index("Nobody from")
    assert page.index("closed: Staff day", first) < page.index("Nobody from", first + 1)
    closed = ClosedDay.objects.get()
    assert director.post(f"{PAGE}closed/{closed.pk}/open/").status_code == 302
    assert "closed: Staff day" not in text_of(director)
    assert director.post(f"{PAGE}closed/", sent | {"name": "Holiday"}).status_code == 302
    assert ClosedDay.objects.get().name == "Holiday"


def test_days_in_a_row_are_written_at_once_and_only_once(director: Client, house: House, now: datetime) -> None:
    sent = typed(house, now, days="7")
    for _ in range(2):
        assert director.post(f"{PAGE}add/", sent).status_code == 302
    assert OnCallSpan.objects.count() == 7
    assert AuditEntry.objects.filter(action="roster.put").count() == 7


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"who": ""}, "Choose a name."),
        ({"until_at": "2026-03-10T01:00"}, "It ends before it begins."),
        ({"days": "40"}, "At most 31 days are written at once."),
        ({"until_at": "2026-03-12T23:00", "days": "3"}, "The next day begins before the last one ends."),
        ({"from_at": "2026-11-01T01:30", "until_at": "2026-11-01T09:00"}, "the clock is changed at this hour"),
    ],
)
def test_what_was_refused_stays_typed(
    director: Client, house: House, now: datetime, more: dict[str, str], said: str
) -> None:
    answer = director.post(f"{PAGE}add/", typed(house, now, **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert next(iter(more.values())) in page
    assert not OnCallSpan.objects.exists()


def test_covering_and_withdrawing_by_the_page(director: Client, house: House, now: datetime) -> None:
    span = put(house.cast, house.cast.nurse, since=now, until=now + 4 * HOUR)
    url = f"{PAGE}{span.pk}/cover/"
    assert "Who answers instead of Nia Okafor RN?" in text_of(director, url)
    sent = typed(house, now, who=str(house.cast.second_nurse.member.actor_id), until_at=local(now + HOUR))
    refused = director.post(url, sent | {"until_at": local(now + 9 * HOUR)})
    assert refused.status_code == 422
    assert "A cover lies inside the time that it covers." in refused.content.decode()
    assert director.post(url, sent).status_code == 302
    assert "covers for Nia Okafor RN" in text_of(director)
    assert director.post(f"{PAGE}{span.pk}/withdraw/").status_code == 302
    assert "Nobody is written in." in text_of(director)
    again = director.post(f"{PAGE}{span.pk}/withdraw/", follow=True)
    assert "This is over or was withdrawn." in again.content.decode()


def test_a_nurse_reads_the_roster_and_changes_nothing(nurse: Client, house: House, now: datetime) -> None:
    page = text_of(nurse)
    assert "Put somebody on call" not in page
    assert nurse.post(f"{PAGE}add/", typed(house, now)).status_code == 403


def test_the_page_asks_the_same_for_few_and_many(director: Client, house: House, now: datetime) -> None:
    counts = []
    for number in range(2):
        for day in range(6):
            since = now + timedelta(days=6 * number + day)
            put(house.cast, house.cast.nurse, since=since, until=since + HOUR)
        text_of(director)
        with CaptureQueriesContext(connection) as asked:
            text_of(director)
        counts.append(len(asked))
    assert counts[0] == counts[1]
