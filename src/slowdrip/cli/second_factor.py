"""`slowdrip reset-second-factor`: a lost phone or passkey, when nobody else can let the person in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slowdrip.cli.installation import open_installation

if TYPE_CHECKING:
    from slowdrip.clinic.accounts.factors import Reset
    from slowdrip.clinic.accounts.models import User

Address = Annotated[str, typer.Argument(help="The e-mail address that the person signs in with.")]
Home = Annotated[Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")]
Keep = Annotated[bool, typer.Option("--keep-passkeys", help="Remove code app and recovery codes, keep passkeys.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]
WORDS = {"totp": "code app", "recovery_codes": "recovery codes", "webauthn": "passkeys"}


def reset_second_factor(user: Address, home: Home = None, keep_passkeys: Keep = False, yes: Yes = False) -> None:
    """Remove a person's lost second factor and end their sessions; they set up a new one at their next sign-in."""
    place = open_installation(home)
    person = person_of(user, place)
    if not yes:
        typer.confirm(f"Remove the second factor of {person.name} <{person.email}> and end their sessions?", abort=True)
    for line in _told(_reset(person, keep_passkeys=keep_passkeys), keep_passkeys=keep_passkeys):
        typer.echo(line)


def person_of(address: str, place: Path) -> "User":
    """Gives whoever signs in with this address, or says that nobody does."""
    from django.db import connection

    from slowdrip.clinic.accounts.models import User

    if User._meta.db_table not in connection.introspection.table_names():
        raise typer.BadParameter(f"{place} holds no clinic yet", param_hint="--home")
    found = User.objects.filter(email=address.strip().lower()).first()
    if found is None:
        raise typer.BadParameter(f"nobody here signs in with {address}", param_hint="USER")
    return found


def _reset(person: "User", *, keep_passkeys: bool) -> "Reset":
    """Resets the factor in each clinic of the person; the first finds what is there, every one writes it down."""
    from slowdrip.clinic.accounts.factors import (
        ALL_BUT_PASSKEYS,
        EVERY_FACTOR,
        Reset,
        every_place,
        reset_second_factor,
    )
    from slowdrip.clinic.record.moment import now
    from slowdrip.clinic.record.queries import system_of
    from slowdrip.clinic.record.tenancy import own_rows, tenant

    with own_rows(person.pk):
        places = every_place(person)
    if not places:
        raise typer.BadParameter(
            f"{person.email} has no place in any clinic, so there is nothing to open", param_hint="USER"
        )
    kinds, at = ALL_BUT_PASSKEYS if keep_passkeys else EVERY_FACTOR, now()
    done = []
    for member in places:
        with tenant(member.clinic_id):
            system = system_of(member.clinic_id)
        done.append(reset_second_factor(system, member.pk, kinds=kinds, at=at))
    return Reset(done[0].removed, sum(each.sessions for each in done))


def _told(done: "Reset", *, keep_passkeys: bool) -> list[str]:
    removed = ", ".join(WORDS.get(kind, kind) for kind in done.removed) or "there was none"
    return [
        f"removed: {removed}; sessions ended: {done.sessions}",
        "A passkey that is still there opens the account."
        if keep_passkeys
        else "A password alone opens no clinic page.",
        "Stay with the person until they have signed in and set up a new code app or passkey: "
        "until then, whoever knows the password could.",
    ]
