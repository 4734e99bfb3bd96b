"""`slowdrip verify`: walks every clinic's audit chain and names the first row that does not hold."""

from pathlib import Path
from typing import Annotated

import typer

from slowdrip.cli.chains import chain_faults, sealed_faults
from slowdrip.cli.installation import open_installation

Home = Annotated[Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")]
Kept = Annotated[
    Path | None,
    typer.Option(
        "--against", help="A backup, or a folder of backups, kept elsewhere; default backups in the installation."
    ),
]


def verify(home: Home = None, against: Kept = None) -> None:
    """Verify the audit chains: edited, deleted, reordered, cut or added rows are named."""
    place = open_installation(home)
    if against is not None and not against.exists():
        raise typer.BadParameter(f"{against} does not exist")
    faults = [*chain_faults(), *sealed_faults(against or place / "backups")]
    for line in faults:
        typer.echo(line, err=True)
    if not faults:
        typer.echo("every chain is whole")
    raise typer.Exit(1 if faults else 0)
