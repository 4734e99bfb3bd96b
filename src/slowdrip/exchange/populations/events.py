"""Event tables with the standard columns (ID TIME AMT RATE EVID ...): each person's doses, and the times asked for.

EVID 0 is an observation or a time to predict at, 1 a dose, 2 a time to predict at, 4 a reset and a dose. RATE 0 is a
bolus. The drug goes into the first compartment. What is not read here is refused with its line, never passed over.
"""

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np

from slowdrip.exchange.populations.problems import refuse
from slowdrip.exchange.populations.quantities import MIN_IN, UG_IN
from slowdrip.exchange.populations.reading import Noted, Row, rows_of
from slowdrip.science.pharmacology.linear import Bolus, Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, Person

NEEDS = ("ID", "TIME", "AMT", "EVID", "WT")
OBSERVED, GIVEN, OTHER, RESET_AND_GIVEN = 0, 1, 2, 4
KINDS = (OBSERVED, GIVEN, OTHER, RESET_AND_GIVEN)
NOT_READ = {
    "ADDL": "write each dose as a row of its own",
    "II": "write each dose as a row of its own",
    "SS": "write the doses that lead to the steady state",
    "DUR": "write the rate into RATE",
    "LAGTIME": "write the later TIME",
    "F1": "write the amount that reaches the blood into AMT",
}


@dataclass(frozen=True, slots=True)
class TableUnits:
    """The units of a table; RATE is an amount for each unit of time, DV is ng/mL."""

    time: str
    amount: str

    @property
    def written(self) -> str:
        """Both in few characters."""
        return f"TIME in {self.time}, AMT in {self.amount}, RATE in {self.amount}/{self.time}, DV in ng/mL"


@dataclass(slots=True)
class Course:
    """What is given between two resets, and the rows that ask for a concentration in it."""

    infusions: list[Infusion] = field(default_factory=list)
    boluses: list[Bolus] = field(default_factory=list)
    asked_min: list[float] = field(default_factory=list)
    observed: list[float] = field(default_factory=list)

    @property
    def regimen(self) -> Regimen:
        """All that is given."""
        return Regimen(tuple(self.infusions), tuple(self.boluses))


@dataclass(frozen=True, slots=True, eq=False)
class EventPerson:
    """One person of an event table: the first line, weight and age, and the courses between resets."""

    name: str
    line: int
    person: Person
    courses: tuple[Course, ...]


def units_of(time: str, amount: str) -> TableUnits:
    """The units of a table, both named; a table itself says nothing about them."""
    if time not in MIN_IN:
        raise refuse("--time-unit", "a table does not say in which unit its TIME is", "give --time-unit min, h or d")
    if amount not in UG_IN:
        raise refuse("--amount-unit", "a table does not say in which unit its AMT is", "give --amount-unit mg or ug")
    return TableUnits(time, amount)


def events_of(path: Path, units: TableUnits, *, age_years: float | None = None) -> tuple[EventPerson, ...]:
    """The people of an event table; raises Refused with every problem and its line."""
    columns, rows = rows_of(path, needs=NEEDS)
    noted = Noted(path.name)
    for row in rows:
        _note_not_read(row, noted)
    people, seen = [], set()
    for name, group in groupby(rows, key=lambda row: row.text("ID")):
        own = list(group)
        if not name or name in seen:
            fix = "give each row an id" if not name else "put all rows of a person one below the other"
            noted.add(own[0].line, "ID", f"{name or 'nobody'} starts here again" if name else "the id is missing", fix)
        seen.add(name)
        people.append(_person(name, own, units, noted, age_years=age_years if "AGE" not in columns else None))
    noted.raise_any()
    return tuple(people)


def _person(name: str, rows: list[Row], units: TableUnits, noted: Noted, /, *, age_years: float | None) -> EventPerson:
    first = rows[0]
    weight = first.number("WT", noted)
    age = first.number("AGE", noted) if "AGE" in first.cells else age_years
    for column in ("WT", "AGE"):
        for row in (each for each in rows if each.says(column) and each.text(column) != first.text(column)):
            noted.add(row.line, column, f"{column} changes within a person", "keep the value of the first row")
    courses = [Course()]
    before = -np.inf
    for row in rows:
        time = row.number("TIME", noted) * MIN_IN[units.time]
        if time < before:
            noted.add(row.line, "TIME", "goes back within a person", "sort the rows by time")
        before = max(before, time) if np.isfinite(time) else before
        _add(row, time, courses, units, noted)
    return EventPerson(name, first.line, Person(weight, age), tuple(courses))


def _add(row: Row, t_min: float, courses: list[Course], units: TableUnits, noted: Noted, /) -> None:
    kind = row.number("EVID", noted)
    if kind in (GIVEN, RESET_AND_GIVEN):
        if kind == RESET_AND_GIVEN:
            courses.append(Course())
        _give(row, t_min, courses[-1], units, noted)
    elif kind in (OBSERVED, OTHER):
        if row.number("AMT", noted, default=0.0) != 0:
            noted.add(row.line, "AMT", f"an amount in a row of EVID {kind:.0f}", "make it 0, or EVID 1 for a dose")
        courses[-1].asked_min.append(t_min)
        courses[-1].observed.append(_observed(row, noted) if kind == OBSERVED else np.nan)
    elif np.isfinite(kind):
        fix = "use 0, 1, 2 or 4; write a reset and the next dose as one row of EVID 4"
        noted.add(row.line, "EVID", f"{row.text('EVID')} is not read here", fix)


def _observed(row: Row, noted: Noted) -> float:
    is_missing = row.number("MDV", noted, default=0.0) == 1
    return np.nan if is_missing or not row.says("DV") else row.number("DV", noted)


def _give(row: Row, t_min: float, course: Course, units: TableUnits, noted: Noted, /) -> None:
    amount = row.number("AMT", noted) * UG_IN[units.amount]
    rate = row.number("RATE", noted, default=0.0) * UG_IN[units.amount] / MIN_IN[units.time]
    if amount <= 0:
        noted.add(row.line, "AMT", f"a dose of {row.text('AMT')}", "give an amount above 0, or EVID 2")
    elif rate < 0:
        noted.add(
            row.line, "RATE", f"{row.text('RATE')} means a modelled rate", "write the rate itself, or 0 for a bolus"
        )
    elif not np.isfinite(amount + rate + t_min):
        return
    elif rate == 0:
        course.boluses.append(Bolus(t_min, amount, into=DOSE))
    elif t_min + amount / rate <= t_min:
        noted.add(row.line, "RATE", f"{row.text('RATE')} is over in no time", "check its unit, or write 0 for a bolus")
    else:
        course.infusions.append(Infusion(t_min, t_min + amount / rate, rate, into=DOSE))


def _note_not_read(row: Row, noted: Noted) -> None:
    for column, fix in NOT_READ.items():
        if row.says(column) and row.text(column) not in ("0", "0.0"):
            noted.add(row.line, column, f"{column} is not read here", fix)
    if row.says("CMT") and row.text("CMT") not in ("1", "1.0"):
        noted.add(row.line, "CMT", f"compartment {row.text('CMT')}", "1 is where the drug enters and is sampled")
    if row.says("MDV") and row.text("MDV") not in ("0", "1"):
        noted.add(row.line, "MDV", f"{row.text('MDV')} is neither 0 nor 1", "use 1 for a row without a measurement")
