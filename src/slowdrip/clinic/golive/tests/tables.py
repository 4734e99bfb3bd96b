"""Tables of these tests: one good line, and whatever a test changes in it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final

from slowdrip.clinic.golive.columns import COLUMNS
from slowdrip.clinic.golive.judging import Judged, judge

TODAY: Final = date(2026, 3, 10)
GOOD: Final = {
    "reference": "A-1",
    "family_name": "Sandoval",
    "given_name": "Irene",
    "birth_date": "1979-04-02",
    "sex_for_dosing": "female",
    "could_be_pregnant": "no",
    "indication": "depression",
    "phase": "series",
    "series_infusions": "4",
    "lifetime_infusions": "6",
    "last_infusion_date": "2026-03-01",
    "last_dose_mg": "38.5",
    "weight_kg": "77.2",
    "weight_date": "2026-03-01",
    "phq9_total": "12",
    "phq9_date": "2026-02-10",
    "phq9_item9": "",
    "gad7_total": "9",
    "gad7_date": "2026-02-10",
    "baseline_phq9_total": "21",
    "baseline_phq9_date": "2026-01-05",
    "baseline_phq9_item9": "",
    "baseline_gad7_total": "",
    "baseline_gad7_date": "",
    "next_booster_date": "2026-04-01",
    "phone": "+1 555 0141",
    "email": "irene@example.org",
    "contact_consent": "yes",
}
BARE: Final = {
    **dict.fromkeys(GOOD, ""),
    **{name: GOOD[name] for name in list(GOOD)[:8]},
    "series_infusions": "0",
    "lifetime_infusions": "0",
}


def table(*lines: dict[str, str], sign: str = ",", end: str = "\r\n", order: list[str] | None = None) -> bytes:
    """The bytes of a table with these lines."""
    names = order or [each.name for each in COLUMNS]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=sign, lineterminator=end)
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def good(**changed: str) -> dict[str, str]:
    """The good line with some cells changed."""
    return {**GOOD, **changed}


def people(count: int, **changed: str) -> list[dict[str, str]]:
    """Good lines of so many people, each with a reference and a name of their own."""
    return [good(reference=f"A-{number}", family_name=f"Family {number}", **changed) for number in range(count)]


def problems(content: bytes) -> list[tuple[int, str, str]]:
    """Line, column and code of everything that is wrong."""
    return [(one.line, one.column, one.code) for one in judged(content).problems]


def judged(content: bytes) -> Judged:
    """A table judged on the day of these tests."""
    return judge(content, today=TODAY)
