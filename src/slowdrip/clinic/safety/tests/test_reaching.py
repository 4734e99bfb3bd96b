"""Who hears of a case only at an open screen is said where people look: on the roster, on the board, in the checks."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from slowdrip.cli import checks
from slowdrip.cli.findings import State
from slowdrip.clinic.safety import reaching, roster
from slowdrip.clinic.safety.tests.walked import opened, text_of
from tests.cases import on_call
from tests.cast import Person
from tests.drips import House

MAIL = {"SLOWDRIP_SMTP_URL": "smtp://127.0.0.1:2525", "SLOWDRIP_SMTP_FROM": "desk@harbor.example", "DEMO": False}
NONE = {**MAIL, "SLOWDRIP_SMTP_URL": ""}
ROSTER, BOARD = "/harbor/on-call/", "/harbor/cases/"
MARK = "No e-mail reaches them: they hear of a case only at an open screen"
NO_MAIL = "No e-mail is sent from here."
NOW_UNREACHED = "Who answers now has no e-mail address."
DAYS = timedelta(days=1)


def without_address(person: Person) -> None:
    type(person.user).objects.filter(pk=person.user.pk).update(email="")


@pytest.fixture(autouse=True)
def check_now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looks at the time of the test."""
    monkeypatch.setattr(checks, "now", lambda: now)


@pytest.fixture
def rostered(house: House, now: datetime) -> House:
    """The nurse first and the second nurse as backup."""
    for person, place in ((house.cast.nurse, "first"), (house.cast.second_nurse, "backup")):
        on_call(house.cast, person, since=now - DAYS, until=now + DAYS, place=place)
    return house


def pages(client: Client) -> tuple[str, str]:
    return text_of(client, ROSTER), text_of(client, BOARD)


@override_settings(**MAIL)
def test_where_all_have_an_address_nothing_is_said(director: Client, rostered: House, now: datetime) -> None:
    opened(rostered, at=now)
    for page in pages(director):
        assert not [said for said in (MARK, NO_MAIL, NOW_UNREACHED) if said in page]


def is_said(director: Client, rostered: House, now: datetime) -> None:
    without_address(rostered.cast.second_nurse)
    page, board = pages(director)
    assert page.count(MARK) == 2  # as the backup now, and in the line of the roster
    assert NOW_UNREACHED not in board
    without_address_of_first(director, rostered, now)


def without_address_of_first(director: Client, rostered: House, now: datetime) -> None:
    type(rostered.cast.nurse.user).objects.filter(pk=rostered.cast.nurse.user.pk).update(is_active=False)
    opened(rostered, at=now)
    page, board = pages(director)
    assert page.count(MARK) == 4
    assert NO_MAIL not in page + board
    assert NOW_UNREACHED in board
    assert board.count(MARK) == 1  # beside who answers for the open case


@override_settings(**MAIL)
def test_who_has_no_address_is_marked_where_people_look(director: Client, rostered: House, now: datetime) -> None:
    is_said(director, rostered, now)


@override_settings(**MAIL)
def test_planted_everybody_taken_for_reached_is_noticed(
    director: Client, rostered: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in ("roster", "board"):
        monkeypatch.setattr(f"slowdrip.clinic.safety.views.{home}.unreached", lambda _members: frozenset())
    with pytest.raises(AssertionError):
        is_said(director, rostered, now)


@override_settings(**MAIL)
def test_a_backup_without_an_address_who_answers_alone_is_named_on_the_board(
    director: Client, house: House, now: datetime
) -> None:
    on_call(house.cast, house.cast.second_nurse, since=now - DAYS, until=now + DAYS, place="backup")
    assert NOW_UNREACHED not in text_of(director, BOARD)
    without_address(house.cast.second_nurse)
    assert NOW_UNREACHED in text_of(director, BOARD)


@override_settings(**NONE)
def test_without_any_mail_one_sentence_says_so_for_all(director: Client, rostered: House, now: datetime) -> None:
    without_address(rostered.cast.nurse)
    opened(rostered, at=now)
    for page in pages(director):
        assert (page.count(NO_MAIL), page.count(MARK), page.count(NOW_UNREACHED)) == (1, 0, 0)


@override_settings(**MAIL)
def test_the_marks_cost_no_query(director: Client, rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    without_address(rostered.cast.nurse)
    counts = []
    for _round in range(2):
        for path in (ROSTER, BOARD):
            text_of(director, path)
            with CaptureQueriesContext(connection) as asked:
                text_of(director, path)
            counts.append(len(asked))
        for home in ("roster", "board"):
            monkeypatch.setattr(f"slowdrip.clinic.safety.views.{home}.unreached", lambda _members: frozenset())
    assert counts[:2] == counts[2:]


def found(house: House) -> tuple[State, str]:
    finding = checks._roster(house.cast.harbor)
    assert finding.what == "harbor: on call"
    return finding.state, finding.found


def the_check_says_so(house: House, now: datetime) -> None:
    with override_settings(**MAIL):
        assert found(house)[0] is State.OK
        without_address(house.cast.second_nurse)
        state, said = found(house)
        assert (state, house.cast.second_nurse.member.name in said) == (State.NOTE, True)
        assert house.cast.nurse.member.name not in said
    with override_settings(**NONE):
        assert found(house) == (State.NOTE, "no e-mail is sent: a case is heard of only at an open screen")


def test_the_check_names_who_is_not_reached(rostered: House, now: datetime) -> None:
    the_check_says_so(rostered, now)


def test_planted_a_check_that_reads_no_roster_is_noticed(
    rostered: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "spans_around", lambda *_told, **_more: [])
    with pytest.raises(AssertionError):
        the_check_says_so(rostered, now)


@override_settings(**MAIL)
def test_somebody_off_the_roster_is_not_named_by_the_check(rostered: House, now: datetime) -> None:
    without_address(rostered.cast.prescriber)
    assert rostered.cast.prescriber.member.actor_id in reaching.unreached(roster.able_members(rostered.cast.harbor.pk))
    assert found(rostered)[0] is State.OK
