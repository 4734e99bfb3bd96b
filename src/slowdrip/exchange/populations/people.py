"""Who is simulated: one person again and again, or the rows of a population file (ID, WT, AGE)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from slowdrip.exchange.populations.problems import refuse
from slowdrip.exchange.populations.reading import Noted, Row, rows_of
from slowdrip.exchange.populations.words import no_prediction
from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.linear import PerPatient
from slowdrip.science.pharmacology.models import Person, person_refused

MOST_PATIENTS = 100_000_000


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """`count` people; weight and age are plain where all are alike, and `ids` are empty where they are 1, 2, 3, ..."""

    count: int
    weight_kg: PerPatient
    age_years: PerPatient | None
    ids: tuple[str, ...] = ()

    def part(self, first: int, stop: int) -> Person:
        """The people from `first` up to `stop`."""
        age = self.age_years
        return Person(_part(self.weight_kg, first, stop), None if age is None else _part(age, first, stop))

    def names(self, first: int, stop: int) -> list[str]:
        """Their ids."""
        return list(self.ids[first:stop]) if self.ids else [str(number + 1) for number in range(first, stop)]


def alike(weight_kg: float, age_years: float | None, count: int) -> People:
    """So many people of one weight and age."""
    if not 1 <= count <= MOST_PATIENTS:
        raise refuse("--patients", f"{count} is no number of patients", f"give 1 to {MOST_PATIENTS}")
    return People(count, weight_kg, age_years)


def people_of(path: Path, model: Model, *, age_years: float | None = None) -> People:
    """The people of a population file; every row must lie in the model's range. Other columns are let be."""
    columns, rows = rows_of(path, needs=("ID", "WT"))
    noted = Noted(path.name)
    seen: dict[str, int] = {}
    weights, ages = [], []
    for row in rows:
        _note_id(row, seen, noted)
        weight, age = row.number("WT", noted), _age(row, "AGE" in columns, age_years, noted)
        _note_range(row, model, weight, age, noted)
        weights.append(weight)
        ages.append(np.nan if age is None else age)
    noted.raise_any()
    known = "AGE" in columns or age_years is not None
    return People(
        len(rows), np.array(weights), np.array(ages) if known else None, tuple(row.text("ID") for row in rows)
    )


def _age(row: Row, has_column: bool, age_years: float | None, noted: Noted, /) -> float | None:
    return row.number("AGE", noted, default=age_years) if has_column else age_years


def _note_id(row: Row, seen: dict[str, int], noted: Noted) -> None:
    name = row.text("ID")
    if not name:
        noted.add(row.line, "ID", "the id is missing", "give each person an id")
    elif name in seen:
        noted.add(row.line, "ID", f"{name} is in line {seen[name]} as well", "give each person one row")
    seen.setdefault(name, row.line)


def _note_range(row: Row, model: Model, weight_kg: float, age_years: float | None, noted: Noted, /) -> None:
    if np.isnan(weight_kg) or (age_years is not None and np.isnan(age_years)):
        return
    refused = person_refused(model, Person(weight_kg, age_years))
    if refused is not None:
        column = "AGE" if refused.code.startswith("age") else "WT"
        problem = no_prediction(refused, where="")
        noted.add(row.line, column, problem.found, problem.fix)


def _part(value: PerPatient, first: int, stop: int) -> PerPatient:
    return value[first:stop] if isinstance(value, np.ndarray) else value
