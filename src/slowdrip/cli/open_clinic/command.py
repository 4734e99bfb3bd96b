"""The command: asks what it was not told, opens the clinic, says how the director comes in."""

from pathlib import Path
from typing import Annotated

import typer

from slowdrip.cli.demo.zone import machine_zone
from slowdrip.cli.installation import open_installation

from . import answers
from .database import make_ready
from .opening import Begun, SlugTaken, Wanted, half_opened, open_with_director

Slug = Annotated[str | None, typer.Option(help="The clinic's word in its addresses; asked for when left out.")]
Name = Annotated[str | None, typer.Option(help="The clinic's name; asked for when left out.")]
Zone = Annotated[str | None, typer.Option(help="The clinic's time zone; asked for when left out.")]
Director = Annotated[str | None, typer.Option(help="Name of the first medical director; asked for when left out.")]
Email = Annotated[str | None, typer.Option(help="The address they will sign in with; asked for when left out.")]
Address = Annotated[str, typer.Option(help="Where browsers reach this installation; the link begins with it.")]
Home = Annotated[Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")]
HERE = "http://127.0.0.1:8000"


def open_clinic(
    slug: Slug = None,
    name: Name = None,
    time_zone: Zone = None,
    director: Director = None,
    email: Email = None,
    address: Address = HERE,
    home: Home = None,
) -> None:
    """Open a clinic: its policy, not yet signed, and its first medical director, who comes in by a link shown once."""
    from slowdrip.clinic.record.moment import now

    make_ready(open_installation(home))
    wanted = Wanted(
        slug=answers.ask(slug, "--slug", "Word in the clinic's addresses (harbor)", free_slug),
        name=answers.ask(name, "--name", "Name of the clinic", answers.name),
        time_zone=answers.ask(time_zone, "--time-zone", "Time zone", answers.time_zone, default=machine_zone()),
        director=answers.ask(director, "--director", "Name of the first medical director", answers.name),
        email=answers.ask(email, "--email", "Their email address", answers.email),
    )
    begun = open_with_director(wanted, at=now())
    for line in told(begun, slug=wanted.slug, address=address.rstrip("/")):
        typer.echo(line)


def free_slug(typed: str) -> str:
    """Gives the word for the clinic if no clinic with people in it has it."""
    wanted = answers.slug(typed)
    try:
        half_opened(wanted)
    except SlugTaken as taken:
        raise typer.BadParameter(
            f"the clinic “{taken}” is open under {wanted} already, and nothing was changed. Choose another word; if "
            "its director cannot come in, run: slowdrip password-link THEIR-EMAIL"
        ) from taken
    return wanted


def told(begun: Begun, *, slug: str, address: str) -> list[str]:
    """Gives what the person at the terminal does next."""
    first = [f"{begun.clinic} is open at {address}/{slug}/"]
    if not begun.link:
        return [*first, f"{begun.director} signs in as {begun.email} with the password they have already."]
    return [
        *first,
        "",
        f"Hand this link to {begun.director} and to nobody else; it is good for three days and for one use:",
        f"  {address}{begun.link}",
        "",
        f"They choose a password, sign in as {begun.email}, set up a code app or passkey, and then their PIN.",
        "Is the server not running yet? Start it with: slowdrip serve",
        f"Lost or too old? A new one: slowdrip password-link {begun.email}",
    ]
