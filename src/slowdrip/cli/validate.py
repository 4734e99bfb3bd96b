"""`slowdrip validate`: the validation report of the pharmacology models."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

DEFAULT_VISITS = 300
Out = Annotated[Path, typer.Option("--out", help="The report; plots go into the folder of the same name beside it.")]
Visits = Annotated[
    int,
    typer.Option("--visits", min=0, max=10_000, help="Simulated visits for the gates of updating; 0 leaves them out."),
]


def validate(*, out: Out = Path("docs/reference/validation.md"), visits: Visits = DEFAULT_VISITS) -> None:
    """Measure the shipped models against every gate and write the report; a failing gate is printed and ends with 1."""
    # NumPy, the engine and the plots are loaded for this command alone.
    from slowdrip.cli.validation.report import measured, summary
    from slowdrip.cli.validation.results import Verdict
    from slowdrip.cli.validation.writing import heavy_figures, write_report
    from slowdrip.exchange.populations.problems import Refused

    try:
        with Console(stderr=True).status("measuring each gate; the gates of updating take minutes"):
            found = write_report(out, heavy_figures(visits))
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused
    typer.echo(summary(found).strip().strip("*"))
    failing = [result for result in found if result.verdict is Verdict.FAIL]
    for result in failing:
        typer.echo(f"FAIL {result.gate.title}: {measured(result)}, target {result.gate.target}")
    raise typer.Exit(1 if failing else 0)
