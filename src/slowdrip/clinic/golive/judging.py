"""What a row says as a whole, and every contradiction in it; without database and clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from slowdrip.clinic.golive.cells import value_of
from slowdrip.clinic.golive.columns import COLUMNS, ITEM_MOST, MAINTENANCE, PHQ9_MOST
from slowdrip.clinic.golive.problems import Problem
from slowdrip.clinic.golive.reading import Row, Table, read

SCORES = (
    ("phq9_total", "phq9_date"),
    ("gad7_total", "gad7_date"),
    ("baseline_phq9_total", "baseline_phq9_date"),
    ("baseline_gad7_total", "baseline_gad7_date"),
    ("weight_kg", "weight_date"),
)
"""Two columns that say something together only."""
PAST = ("birth_date", "last_infusion_date", *(day for _, day in SCORES))
ITEMS = (("phq9_item9", "phq9_total"), ("baseline_phq9_item9", "baseline_phq9_total"))
"""An answer to question 9, and the total that it is a part of."""
SCALES = ("phq9", "gad7")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One patient as the table tells of them; the names are those of the columns."""

    line: int
    reference: str
    family_name: str
    given_name: str
    birth_date: date
    sex_for_dosing: str
    could_be_pregnant: str
    indication: str
    phase: str
    series_infusions: int
    lifetime_infusions: int
    last_infusion_date: date | None = None
    last_dose_mg: Decimal | None = None
    weight_kg: Decimal | None = None
    weight_date: date | None = None
    phq9_total: int | None = None
    phq9_date: date | None = None
    phq9_item9: int | None = None
    gad7_total: int | None = None
    gad7_date: date | None = None
    baseline_phq9_total: int | None = None
    baseline_phq9_date: date | None = None
    baseline_phq9_item9: int | None = None
    baseline_gad7_total: int | None = None
    baseline_gad7_date: date | None = None
    next_booster_date: date | None = None
    phone: str | None = None
    email: str | None = None
    contact_consent: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines without a problem, and all problems in the order of the file."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    def but(self, more: tuple[Problem, ...]) -> "Judged":
        """Gives the same with further problems: their lines are no longer among the good ones."""
        wrong = {each.line for each in more}
        kept = tuple(each for each in self.lines if each.line not in wrong)
        return Judged(kept, in_order((*self.problems, *more)))


def judge(content: bytes, *, today: date) -> Judged:
    """Gives every patient of a file that can be told apart from its problems, and every problem."""
    return judged(read(content), today=today)


def judged(table: Table, *, today: date) -> Judged:
    """Judges each row by itself; a file whose headings are wrong has no good lines, and its cells are judged."""
    lines, problems = list[Line](), list(table.problems)
    headings = {each.column for each in table.problems if each.code.startswith("column_")}
    for row in table.rows:
        values, wrong = _values(row, apart_from=headings)
        wrong += _contradictions(row.line, values, today)
        problems += wrong
        if not wrong and not headings:
            lines.append(Line(line=row.line, **values))
    return Judged(tuple(lines), in_order(tuple(problems)))


def in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Gives problems as somebody works through the file: from the top, and in a line from the left."""
    places = {each.name: place for place, each in enumerate(COLUMNS)}
    return tuple(sorted(problems, key=lambda each: (each.line, places.get(each.column, -1))))


def _values(row: Row, *, apart_from: set[str]) -> tuple[dict[str, Any], list[Problem]]:
    values, wrong = dict[str, Any](), list[Problem]()
    for column in COLUMNS:
        if column.name in apart_from:
            continue
        found = value_of(column, row.cells.get(column.name, ""), line=row.line)
        if isinstance(found, Problem):
            wrong.append(found)
        else:
            values[column.name] = found
    return values, wrong


def _contradictions(line: int, values: Mapping[str, Any], today: date) -> list[Problem]:
    """Only what was read is compared: a cell with a problem of its own makes no second one."""
    found = [
        *_days(values, today),
        *_halves(values),
        *_counted(values),
        *_scored(values),
    ]
    return [Problem(line, column, code, _said(values, column), params) for column, code, params in found]


Found = Iterator[tuple[str, str, dict[str, Any]]]


def _said(values: Mapping[str, Any], column: str) -> str:
    value = values.get(column)
    return "" if value is None else str(value)


def _days(values: Mapping[str, Any], today: date) -> Found:
    born = values.get("birth_date")
    for name in PAST:
        day = values.get(name)
        if day is None:
            continue
        if day > today:
            yield name, "day_in_future", {"today": today.isoformat()}
        elif born is not None and name != "birth_date" and day < born:
            yield name, "day_before_birth", {"born": born.isoformat()}
    booster = values.get("next_booster_date")
    if booster is not None and booster < today:
        yield "next_booster_date", "booster_in_past", {"today": today.isoformat()}


def _halves(values: Mapping[str, Any]) -> Found:
    for one, other in SCORES:
        if one not in values or other not in values:
            continue
        if values[one] is not None and values[other] is None:
            yield other, "needs_its_day", {"other": one}
        elif values[one] is None and values[other] is not None:
            yield one, "needs_its_value", {"other": other}
    has_contact = values.get("phone") or values.get("email")
    if values.get("contact_consent") and "phone" in values and "email" in values and not has_contact:
        yield "contact_consent", "consent_without_contact", {}


def _counted(values: Mapping[str, Any]) -> Found:
    lifetime, series = values.get("lifetime_infusions"), values.get("series_infusions")
    last_known = "last_infusion_date" in values
    last = values.get("last_infusion_date")
    if lifetime is not None and series is not None and series > lifetime:
        yield "series_infusions", "more_in_series_than_ever", {"lifetime": lifetime}
    if lifetime and last_known and last is None:
        yield "last_infusion_date", "infusions_without_day", {"lifetime": lifetime}
    if lifetime == 0 and last is not None:
        yield "lifetime_infusions", "day_without_infusions", {"day": last.isoformat()}
    if lifetime == 0 and values.get("last_dose_mg") is not None:
        yield "last_dose_mg", "dose_without_infusions", {}
    if lifetime == 0 and values.get("phase") == MAINTENANCE:
        yield "phase", "maintenance_without_infusions", {}


def _scored(values: Mapping[str, Any]) -> Found:
    for name, of in ITEMS:
        total, item = values.get(of), values.get(name)
        if item is not None and total is None and of in values:
            yield name, "item_without_total", {}
        if item is not None and total is not None and not item <= total <= PHQ9_MOST - ITEM_MOST + item:
            yield name, "item_not_in_total", {"total": total}
    for scale in SCALES:
        yield from _compared(values, scale)
        yield from _before_treatment(values, f"baseline_{scale}_date")


def _compared(values: Mapping[str, Any], scale: str) -> Found:
    """Two totals of one day cannot both be right, since nobody can say which of them came first."""
    last, first = values.get(f"{scale}_date"), values.get(f"baseline_{scale}_date")
    if last is None or first is None:
        return
    if first > last:
        yield f"baseline_{scale}_date", "baseline_after_last", {"last": last.isoformat()}
    total, other = values.get(f"{scale}_total"), values.get(f"baseline_{scale}_total")
    if first == last and total is not None and other is not None and total != other:
        yield f"baseline_{scale}_total", "two_totals_one_day", {"total": total, "day": first.isoformat()}
    items = [values.get(name) for name, of in ITEMS if of.endswith(f"{scale}_total")]
    if first == last and total == other and None not in items and len(set(items)) > 1:
        yield f"baseline_{scale}_item9", "two_items_one_day", {"day": first.isoformat()}


def _before_treatment(values: Mapping[str, Any], name: str) -> Found:
    """After more than one infusion the first lies before the last, and the baseline lies before the first."""
    treated, first, series = values.get("last_infusion_date"), values.get(name), values.get("series_infusions")
    if treated is None or first is None:
        return
    if first > treated:
        yield name, "baseline_after_infusion", {"last": treated.isoformat()}
    elif first == treated and series is not None and series > 1:
        yield name, "baseline_on_last_infusion", {"last": treated.isoformat(), "series": series}


NAMES = tuple(each.name for each in fields(Line) if each.name != "line")
