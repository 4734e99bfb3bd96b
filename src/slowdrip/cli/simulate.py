"""`slowdrip simulate`: concentrations of one patient or a million, as a table or a plot."""

from pathlib import Path
from typing import Annotated

import typer

from slowdrip.cli.simulation.options import Options

DEFAULT_AGE_YEARS = 40.0
Out = Annotated[
    list[Path],
    typer.Option("--out", help="File to write, its ending says what: .csv, .parquet, .png, .svg; repeatable."),
]
Model = Annotated[str, typer.Option("--model", help="Name of the kinetic model, as in docs/reference/models.md.")]
Dose = Annotated[str, typer.Option("--dose", help="Dose of ketamine base with its unit: 0.5mg/kg, 35mg.")]
Over = Annotated[str, typer.Option("--over", help="How long the infusion takes, with its unit: 40min.")]
Every = Annotated[str, typer.Option("--every", help="From one start of a series to the next: 2d.")]
Infusions = Annotated[int, typer.Option("--infusions", help="How many infusions the series has.")]
Compare = Annotated[
    list[str] | None,
    typer.Option("--compare", help="A regimen such as 0.5mg/kg/40min; repeatable; in place of --dose and --over."),
]
Weight = Annotated[str, typer.Option("--weight", help="Weight of every patient in kg.")]
Age = Annotated[
    float, typer.Option("--age", help="Age in years of every patient without one in a file; clearance falls above 60.")
]
Patients = Annotated[int, typer.Option("--patients", help="How many virtual patients.")]
People = Annotated[
    Path | None,
    typer.Option(
        "--people", help="Population file (CSV: ID, WT, AGE), one patient a row, in place of --patients and --weight."
    ),
]
Events = Annotated[
    Path | None,
    typer.Option("--events", help="Event table (CSV: ID TIME AMT RATE EVID WT AGE ...), in place of a dose."),
]
TimeUnit = Annotated[str, typer.Option("--time-unit", help="Unit of TIME in the event table: min, h or d.")]
AmountUnit = Annotated[str, typer.Option("--amount-unit", help="Unit of AMT in the event table: mg or ug of base.")]
Variability = Annotated[
    str, typer.Option("--variability", help="How patients differ: clinic, healthy, none, or another set of the model.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same patients.")]
Site = Annotated[str, typer.Option("--site", help="Where it is sampled: arterial or venous; default the model's own.")]
Drug = Annotated[str, typer.Option("--given", help="The drug whose base is given: racemate or s_ketamine.")]
Times = Annotated[str, typer.Option("--times", help="When, with the unit at the end: 0,10,40,80min.")]
Until = Annotated[str, typer.Option("--until", help="Until when, with its unit; default four hours after the end.")]
Step = Annotated[str, typer.Option("--step", help="Distance of the times, with its unit; default at least 5min.")]
Bands = Annotated[bool, typer.Option("--bands", help="Percentiles over all patients in place of single patients.")]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        help="What computes single patients: numpy; compiled, which is faster for very many and needs "
        "slowdrip[population]; or gpu, which needs slowdrip[cohort] and a GPU. The numbers are the same; percentiles "
        "and event tables are computed by numpy.",
    ),
]


def simulate(
    *,
    out: Out,
    model: Model = "kamp2020",
    dose: Dose = "",
    over: Over = "",
    every: Every = "",
    infusions: Infusions = 1,
    compare: Compare = None,
    weight: Weight = "70",
    age: Age = DEFAULT_AGE_YEARS,
    patients: Patients = 1000,
    people: People = None,
    events: Events = None,
    time_unit: TimeUnit = "",
    amount_unit: AmountUnit = "",
    variability: Variability = "clinic",
    seed: Seed = 1,
    site: Site = "",
    given: Drug = "racemate",
    times: Times = "",
    until: Until = "",
    step: Step = "",
    bands: Bands = False,
    engine: Engine = "numpy",
) -> None:
    """Simulate concentrations of virtual patients: a table (CSV, Parquet) or a plot (PNG, SVG), by the ending."""
    options = Options(**locals())
    # NumPy and the engine are loaded for this command alone: every other one starts without them.
    from slowdrip.cli.simulation.running import run
    from slowdrip.exchange.populations.problems import Refused

    try:
        run(options)
    except Refused as refused:
        for problem in refused.problems:
            typer.echo(problem.message, err=True)
        typer.echo("Nothing was written.", err=True)
        raise typer.Exit(1) from refused
