"""Small jobs for the tests."""

from pathlib import Path

import numpy as np

from slowdrip.exchange.populations.job import Job, models_for, readouts_at, variability_for
from slowdrip.exchange.populations.orders import compared
from slowdrip.exchange.populations.people import alike
from slowdrip.science.pharmacology.models import Given

HALF = "0.5mg/kg/40min"
TIMES = (0.0, 20.0, 40.0, 80.0)


def job(
    *regimens: str,
    model: str = "kamp2020",
    site: str = "",
    variability: str = "clinic",
    patients: int = 8,
    seed: int = 1,
) -> Job:
    """A job for people of 70 kg and 40 years."""
    models, where = models_for(model, site)
    orders = tuple(compared(each) for each in regimens or (HALF,))
    return Job(
        models=models,
        readouts=readouts_at(models, where, Given.RACEMATE),
        site=where,
        orders=orders,
        people=alike(70.0, 40.0, patients),
        t_min=np.array(TIMES),
        variability=variability_for(models, variability),
        seed=seed,
    )


def lines(path: Path) -> list[str]:
    """The lines of a table that are no comment."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def facts(path: Path) -> dict[str, str]:
    """The comment lines of a table by name."""
    said = (line[2:] for line in path.read_text("utf-8").splitlines() if line.startswith("# "))
    return dict(line.split(": ", 1) for line in said)
