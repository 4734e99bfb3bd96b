"""`slowdrip password-link`: a way in for somebody whose first link was lost, or whose password was forgotten."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slowdrip.cli.installation import open_installation
from slowdrip.cli.open_clinic.command import HERE
from slowdrip.cli.second_factor import person_of

if TYPE_CHECKING:
    from slowdrip.clinic.accounts.models import User

Person = Annotated[str, typer.Argument(help="The e-mail address that the person signs in with.")]
Address = Annotated[str, typer.Option(help="Where browsers reach this installation; the link begins with it.")]
Home = Annotated[Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")]


def password_link(user: Person, address: Address = HERE, home: Home = None) -> None:
    """Print a link with which a person chooses their password, the first or a new one; good for one use."""
    person = person_of(user, open_installation(home))
    link = _given(person)
    typer.echo(f"Hand this link to {person.name} and to nobody else; it is good for three days and for one use:")
    typer.echo(f"  {address.rstrip('/')}{link}")
    typer.echo("The second factor stays as it is. If that is lost too: slowdrip reset-second-factor")


def _given(person: "User") -> str:
    """Gives the link, written down in each clinic of the person: it opens the account in all of them."""
    from slowdrip.clinic.accounts.factors import every_place
    from slowdrip.clinic.accounts.first_password import give_password_link
    from slowdrip.clinic.record.moment import now
    from slowdrip.clinic.record.queries import system_of
    from slowdrip.clinic.record.tenancy import own_rows, tenant

    with own_rows(person.pk):
        places = every_place(person)
    if not places:
        raise typer.BadParameter(
            f"{person.email} has no place in any clinic, so there is nothing to open", param_hint="USER"
        )
    if not any(member.active for member in places):
        raise typer.BadParameter(
            f"every place of {person.email} is closed; a director opens one again under Staff", param_hint="USER"
        )
    at, link = now(), ""
    for member in places:
        with tenant(member.clinic_id):
            system = system_of(member.clinic_id)
        link = give_password_link(system, member.pk, at=at)
    return link
