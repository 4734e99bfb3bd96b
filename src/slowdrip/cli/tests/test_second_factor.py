"""`slowdrip reset-second-factor` asks, removes, tells; it names what it does not know."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from typer.testing import CliRunner, Result

from slowdrip.cli import second_factor
from slowdrip.cli.main import app
from slowdrip.clinic.accounts.actions import join
from slowdrip.clinic.accounts.models import Membership, User
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import DAY, Cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command works on the test database."""
    monkeypatch.setattr(second_factor, "open_installation", lambda _home: tmp_path)


@pytest.fixture
def nurse(cast: Cast) -> User:
    """The nurse with a code app and a passkey."""
    TOTP.activate(cast.nurse.user, SECRET)
    Authenticator.objects.create(user=cast.nurse.user, type="webauthn", data={"name": "Key", "credential": {}})
    return cast.nurse.user


def typed(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, ["reset-second-factor", *words], input=answer)


def kinds(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def test_it_asks_by_name_and_no_means_no(nurse: User) -> None:
    done = typed(nurse.email, answer="n\n")
    assert "Nia Okafor RN <nia.okafor@harbor.example>" in done.output
    assert (done.exit_code, kinds(nurse)) == (1, {"totp", "webauthn"})


@pytest.mark.parametrize(("words", "answer"), [((), "y\n"), (("--yes",), "")])
def test_it_removes_and_tells_what_to_do_next(nurse: User, words: tuple[str, ...], answer: str) -> None:
    done = typed(f" {nurse.email.upper()}", *words, answer=answer)
    assert (done.exit_code, kinds(nurse)) == (0, set())
    assert "removed: code app, passkeys; sessions ended: 0" in done.output
    assert "Stay with the person" in done.output


def test_passkeys_can_stay(nurse: User) -> None:
    assert typed(nurse.email, "--yes", "--keep-passkeys").exit_code == 0
    assert kinds(nurse) == {"webauthn"}


def test_every_clinic_of_the_person_writes_it_down(cast: Cast, nurse: User) -> None:
    join(cast.outside_system, nurse, roles=["nurse"], initials="NO", at=DAY)
    typed(nurse.email, "--yes")
    for system in (cast.system, cast.outside_system):
        assert AuditEntry.objects.visible_to(system).latest("seq").action == "second_factor.reset"


def test_an_unknown_address_is_named(cast: Cast) -> None:
    done = typed("nobody@harbor.example", "--yes")
    assert done.exit_code == 2
    assert "nobody here signs in with nobody@harbor.example" in " ".join(done.output.replace("│", " ").split())


def test_a_person_without_any_clinic_is_said_to_be_one(cast: Cast) -> None:
    User.objects.create_user("stray@harbor.example", "x", name="Stray")
    assert not Membership.objects.filter(user__email="stray@harbor.example").exists()
    done = typed("stray@harbor.example", "--yes")
    assert done.exit_code == 2
    assert "no place in any clinic" in " ".join(done.output.replace("│", " ").split())
