"""`slowdrip open-clinic` asks, refuses with the fix, goes on after a cut, and prints a way in once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from typer.testing import CliRunner, Result

from slowdrip.cli import password_link
from slowdrip.cli.demo.home import MARK
from slowdrip.cli.main import app
from slowdrip.cli.open_clinic import answers, command, database, opening
from slowdrip.clinic.accounts.models import Membership, User
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.models import Actor, AuditEntry, Clinic
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.verify import verify_chain
from tests.cast import PASSWORD, Cast
from tests.own_database import empty_database, own_database

WORDS = {
    "--slug": "river",
    "--name": "River Ketamine",
    "--time-zone": "Europe/Berlin",
    "--director": "Dr Dana Whitfield",
    "--email": "dana@river.example",
}


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The commands work on the test database."""
    for module in (command, password_link):
        monkeypatch.setattr(module, "open_installation", lambda _home: tmp_path)


def told(**other: str) -> Result:
    """The command with every answer given; `other` changes some."""
    words = {**WORDS, **{f"--{name.replace('_', '-')}": text for name, text in other.items()}}
    return CliRunner().invoke(app, ["open-clinic", *(part for pair in words.items() for part in pair)])


def said(done: Result) -> str:
    return " ".join(done.output.replace("│", " ").split())


@pytest.mark.django_db
def test_it_opens_clinic_policy_and_director_and_the_chain_says_so() -> None:
    done = told(email="Dana@River.example", address="https://river.example/")
    assert done.exit_code == 0, done.output
    clinic = Clinic.objects.get(slug="river")
    member = Membership.objects.select_related("user").get(clinic=clinic)
    assert (clinic.name, clinic.time_zone) == ("River Ketamine", "Europe/Berlin")
    assert (member.user.email, member.roles, member.initials) == ("dana@river.example", ["medical_director"], "DW")
    assert not member.user.has_usable_password()
    assert "https://river.example/account/password/first/" in done.output
    entries = AuditEntry.objects.filter(clinic=clinic).select_related("actor").order_by("seq")
    assert [entry.action for entry in entries][0::3] == ["clinic.opened", "password_link.given"]
    assert {entry.actor.kind for entry in entries} == {Actor.Kind.SYSTEM}
    assert verify_chain(clinic.pk) is None


@pytest.mark.django_db
def test_the_policy_is_the_shipped_one_and_nobody_has_signed_it() -> None:
    told()
    clinic = Clinic.objects.get(slug="river")
    assert PolicyVersion.objects.filter(clinic=clinic).count() == 1
    assert not policy_in_force(clinic.pk).signed


@pytest.mark.django_db
def test_it_asks_again_until_an_answer_holds() -> None:
    typed = (
        "Har bor\naccount\nriver\n\nRiver Ketamine\nBerlin\neurope/berlin\nDana Whitfield\ndana@\ndana@river.example\n"
    )
    done = CliRunner().invoke(app, ["open-clinic"], input=typed)
    assert done.exit_code == 0, done.output
    assert "Did you mean Europe/Berlin?" in done.output
    assert Clinic.objects.get(slug="river").time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("option", "typed", "fix"),
    [
        ("slug", "River", "Use small letters"),
        ("slug", "a" * 41, "at most 40"),
        ("slug", "account", "an address of Slowdrip itself"),
        ("time_zone", "New York", "Did you mean America/New_York?"),
        ("time_zone", "QQQQ", "Type it as America/New_York"),
        ("email", "dana", "not an email address"),
        ("name", "  ", "This is empty"),
        ("director", "x" * 121, "120 fit"),
    ],
)
@pytest.mark.django_db
def test_a_wrong_option_is_refused_with_the_fix_and_changes_nothing(option: str, typed: str, fix: str) -> None:
    done = told(**{option: typed})
    assert done.exit_code == 2
    assert fix in said(done)
    assert not Clinic.objects.exists()


@pytest.mark.django_db
def test_a_second_run_refuses_and_says_how_the_director_comes_in() -> None:
    told()
    before = AuditEntry.objects.count()
    again = told(email="other@river.example")
    assert again.exit_code == 2
    assert "is open under river already, and nothing was changed" in said(again)
    assert "slowdrip password-link" in said(again)
    assert (AuditEntry.objects.count(), User.objects.count()) == (before, 1)


@pytest.mark.django_db
def test_a_run_that_was_cut_off_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the machine goes down after the clinic is made and before anybody has a place in it."""
    with monkeypatch.context() as cut:
        cut.setattr("slowdrip.clinic.policy.actions.adopt_default", lambda *_, **__: 1 / 0)
        assert isinstance(told().exception, ZeroDivisionError)
    assert Clinic.objects.count() == 1
    assert not Membership.objects.exists()
    assert told().exit_code == 0
    assert Clinic.objects.count() == Membership.objects.count() == 1


@pytest.mark.django_db
def test_whoever_has_a_password_keeps_it_and_gets_no_link(cast: Cast) -> None:
    done = told(email=cast.director.user.email)
    assert "with the password they have already" in done.output
    assert "/account/password/" not in done.output
    assert User.objects.get(pk=cast.director.user.pk).check_password(PASSWORD)


@pytest.mark.django_db
def test_a_new_link_is_written_down_in_every_clinic_of_the_person(cast: Cast) -> None:
    told(email=cast.director.user.email)
    done = CliRunner().invoke(app, ["password-link", cast.director.user.email.upper()])
    assert "/account/password/first/" in done.output
    for clinic in (cast.harbor, Clinic.objects.get(slug="river")):
        entry = AuditEntry.objects.visible_to(system_of(clinic.pk)).latest("seq")
        assert (entry.action, entry.detail) == ("password_link.given", '{"first":false}')


@pytest.mark.django_db
def test_nobody_of_that_address_is_named() -> None:
    done = CliRunner().invoke(app, ["password-link", "nobody@river.example"])
    assert done.exit_code == 2
    assert "nobody here signs in with nobody@river.example" in said(done)


@pytest.mark.parametrize(
    ("name", "letters"), [("Dr Dana Whitfield", "DW"), ("Dr.", "D"), ("Ana Bea Cruz Diaz Endo", "ABCD"), ("nia", "N")]
)
def test_initials_leave_titles_out(name: str, letters: str) -> None:
    assert answers.initials(name) == letters


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    with django_db_blocker.unblock(), empty_database(tmp_path):
        yield


def test_an_empty_database_is_made_ready(empty: None, tmp_path: Path) -> None:
    assert told().exit_code == 0
    assert "record_clinic" in connection.introspection.table_names()


def test_a_demo_is_left_alone(empty: None, tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("")
    done = told()
    assert done.exit_code == 2
    assert "holds the demo" in said(done)
    assert connection.introspection.table_names() == []


def test_a_database_of_an_older_version_is_not_touched(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "is_behind", lambda _alias: True)
    with django_db_blocker.unblock(), own_database(tmp_path):
        done = told()
        assert done.exit_code == 1
        assert "not migrated to this version" in said(done)
        assert "slowdrip serve" in said(done)
        assert not Clinic.objects.exists()


def test_what_a_cut_leaves_is_told_from_a_clinic_with_people(cast: Cast) -> None:
    with pytest.raises(opening.SlugTaken):
        opening.half_opened("harbor")
    assert opening.half_opened("nowhere") is None


@pytest.mark.django_db
def test_whose_every_place_is_closed_gets_no_link(cast: Cast) -> None:
    told(email=cast.nurse.user.email)
    Membership.objects.filter(user=cast.nurse.user, clinic=cast.harbor).update(active=False)
    assert CliRunner().invoke(app, ["password-link", cast.nurse.user.email]).exit_code == 0
    Membership.objects.filter(user=cast.nurse.user).update(active=False)
    done = CliRunner().invoke(app, ["password-link", cast.nurse.user.email])
    assert (done.exit_code, "/account/password/" in done.output) == (2, False)
    assert "every place of nia.okafor@harbor.example is closed" in said(done)
