"""`slowdrip check`: says in one table what is right and what is off with an installation."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from slowdrip.cli.findings import Finding, State
from slowdrip.cli.installation import open_installation

MARKS = {State.OK: "ok", State.OFF: "OFF", State.NOTE: "note"}


def check(
    home: Annotated[
        Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")
    ] = None,
) -> None:
    """Check the installation: database mode, guards, projections, clock, keys, policy, disk, TLS, last backup."""
    place = open_installation(home)
    from slowdrip.cli.checks import all_findings

    findings = all_findings(place)
    show(findings)
    raise typer.Exit(1 if any(finding.state is State.OFF for finding in findings) else 0)


def show(findings: list[Finding]) -> None:
    """Prints the findings; what is off says how to mend it."""
    table = Table("", "what", "found", "mend", show_lines=False)
    for finding in findings:
        table.add_row(MARKS[finding.state], finding.what, finding.found, finding.mend)
    Console().print(table)
