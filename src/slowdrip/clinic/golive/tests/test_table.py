"""A table is read as spreadsheets write it, and every mistake is a line with a number, a column and a fix."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slowdrip.clinic.golive import cells, judging
from slowdrip.clinic.golive.columns import COLUMNS, GAD7_MOST, ITEM_MOST, NEEDED, PHQ9_MOST
from slowdrip.clinic.golive.judging import NAMES
from slowdrip.clinic.golive.reading import MOST_BYTES, MOST_ROWS, read
from slowdrip.clinic.golive.tests.tables import BARE, good, judged, people, problems, table
from slowdrip.clinic.golive.totals import totals_of
from slowdrip.knowledge.scales.catalogue import scale


def test_the_columns_are_the_names_of_a_line_and_the_ranges_are_the_scales_own() -> None:
    assert tuple(each.name for each in COLUMNS) == NAMES
    assert [int(scale(name).score("total").high) for name in ("phq9", "gad7")] == [PHQ9_MOST, GAD7_MOST]
    assert scale("phq9").item("q9").answers.high == ITEM_MOST


@pytest.mark.parametrize("sign", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_separators_line_ends_and_a_byte_order_mark_make_no_difference(sign: str, end: str) -> None:
    plain = table(good(family_name='Lund, "née" Berg; B'), sign=sign, end=end)
    for content in (plain, b"\xef\xbb\xbf" + plain, plain + (sign * (len(COLUMNS) - 1) + end + end).encode()):
        found = judged(content)
        assert found.problems == ()
        (line,) = found.lines
        assert (line.line, line.family_name) == (2, 'Lund, "née" Berg; B')
        assert (line.birth_date, line.last_dose_mg, line.phq9_item9) == (date(1979, 4, 2), Decimal("38.5"), None)


def test_columns_may_stand_in_any_order_and_may_be_left_out_when_not_needed() -> None:
    lines = {name: BARE[name] for name in NEEDED}
    assert judged(table(lines, order=list(reversed(NEEDED)))).problems == ()
    head, rest = table(lines, order=list(NEEDED)).split(b"\r\n", 1)
    assert judged(head.replace(b"_", b" ").title() + b"\r\n" + rest).problems == ()


FILES: dict[str, tuple[bytes, tuple[int, str, str]]] = {
    "nothing": (b"", (1, "", "empty_file")),
    "blank lines": (b"\r\n \r\n", (1, "", "empty_file")),
    "a workbook": (b"PK\x03\x04rest", (1, "", "not_csv")),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", (1, "", "not_csv")),
    "latin-1": (table(good()) + "Müller".encode("latin-1"), (3, "", "not_utf8")),
    "too large": (b"a" * (MOST_BYTES + 1), (1, "", "file_too_large")),
    "an open quote": (table(good()) + b'"open', (3, "", "broken_quotes")),
    "headings only": (table(), (1, "", "no_rows")),
    "too many": (table(*people(MOST_ROWS + 1)), (MOST_ROWS + 2, "", "too_many_rows")),
    "a misspelt heading": (
        table(good()).replace(b"phq9_total", b"phq9_totl", 1),
        (1, "phq9_totl", "column_unknown_near"),
    ),
    "a foreign heading": (table(good()).replace(b"email", b"zzzz", 1), (1, "zzzz", "column_unknown")),
    "a heading twice": (table(good()).replace(b"gad7_total", b"phq9_total", 1), (1, "phq9_total", "column_twice")),
    "a heading missing": (b"family_name\nSandoval", (1, "reference", "column_missing")),
    "a cell too many": (table(good())[:-2] + b",x\r\n", (2, "", "wrong_number_of_cells")),
    "a cell too few": (table(good()) + b"only,two\r\n", (3, "", "wrong_number_of_cells")),
    "a nameless column": (table(good()).replace(b"email", b"", 1), (2, "", "cell_without_heading")),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_bad_file_is_named_with_its_line(name: str) -> None:
    content, wanted = FILES[name]
    assert wanted in problems(content)


CELLS: dict[str, tuple[dict[str, str], str, str]] = {
    "needed": ({"family_name": ""}, "family_name", "cell_missing"),
    "long": ({"reference": "x" * 21}, "reference", "text_too_long"),
    "line break": ({"given_name": "A\nB"}, "given_name", "control_sign"),
    "us day": ({"birth_date": "04/02/1979"}, "birth_date", "day_form"),
    "german day": ({"phq9_date": "10.02.2026"}, "phq9_date", "day_form"),
    "serial day": ({"gad7_date": "46063"}, "gad7_date", "day_form"),
    "no day": ({"phq9_date": "2026-02-30"}, "phq9_date", "no_such_day"),
    "half": ({"lifetime_infusions": "6.5"}, "lifetime_infusions", "not_whole"),
    "negative": ({"series_infusions": "-1"}, "series_infusions", "not_whole"),
    "foreign digits": ({"phq9_total": "١٢"}, "phq9_total", "not_whole"),
    "unit": ({"last_dose_mg": "38.5 mg"}, "last_dose_mg", "not_number"),
    "infinity": ({"last_dose_mg": "inf"}, "last_dose_mg", "not_number"),
    "comma": ({"weight_kg": "77,2"}, "weight_kg", "decimal_comma"),
    "decimals": ({"weight_kg": "77.12345"}, "weight_kg", "too_many_decimals"),
    "zero": ({"last_dose_mg": "0"}, "last_dose_mg", "zero"),
    "above": ({"phq9_total": "28"}, "phq9_total", "out_of_range"),
    "item above": ({"phq9_item9": "4"}, "phq9_item9", "out_of_range"),
    "choice": ({"sex_for_dosing": "f"}, "sex_for_dosing", "not_a_choice"),
    "future": ({"last_infusion_date": "2026-03-11"}, "last_infusion_date", "day_in_future"),
    "unborn": ({"baseline_phq9_date": "1970-01-01"}, "baseline_phq9_date", "day_before_birth"),
    "booster": ({"next_booster_date": "2026-03-09"}, "next_booster_date", "booster_in_past"),
    "no score day": ({"gad7_date": ""}, "gad7_date", "needs_its_day"),
    "no score": ({"gad7_total": ""}, "gad7_total", "needs_its_value"),
    "no contact": ({"phone": "", "email": ""}, "contact_consent", "consent_without_contact"),
    "more in series": ({"series_infusions": "7"}, "series_infusions", "more_in_series_than_ever"),
    "no last day": ({"last_infusion_date": ""}, "last_infusion_date", "infusions_without_day"),
    "day alone": (
        {"lifetime_infusions": "0", "series_infusions": "0"},
        "lifetime_infusions",
        "day_without_infusions",
    ),
    "dose alone": ({"lifetime_infusions": "0", "series_infusions": "0"}, "last_dose_mg", "dose_without_infusions"),
    "maintenance": (
        {"lifetime_infusions": "0", "series_infusions": "0", "phase": "maintenance"},
        "phase",
        "maintenance_without_infusions",
    ),
    "item alone": ({"phq9_item9": "1", "phq9_total": "", "phq9_date": ""}, "phq9_item9", "item_without_total"),
    "item too high": ({"phq9_item9": "3", "phq9_total": "2"}, "phq9_item9", "item_not_in_total"),
    "item too low": ({"phq9_item9": "0", "phq9_total": "25"}, "phq9_item9", "item_not_in_total"),
    "baseline late": ({"baseline_phq9_date": "2026-02-11"}, "baseline_phq9_date", "baseline_after_last"),
    "baseline item": (
        {"baseline_phq9_item9": "1", "baseline_phq9_total": "", "baseline_phq9_date": ""},
        "baseline_phq9_item9",
        "item_without_total",
    ),
    "gad7 baseline late": (
        {"baseline_gad7_total": "9", "baseline_gad7_date": "2026-02-11"},
        "baseline_gad7_date",
        "baseline_after_last",
    ),
    "two totals": ({"baseline_phq9_date": "2026-02-10"}, "baseline_phq9_total", "two_totals_one_day"),
    "two items": (
        {
            "baseline_phq9_date": "2026-02-10",
            "baseline_phq9_total": "12",
            "baseline_phq9_item9": "0",
            "phq9_item9": "1",
        },
        "baseline_phq9_item9",
        "two_items_one_day",
    ),
    "baseline on the last day": (
        {"baseline_phq9_date": "2026-02-10", "last_infusion_date": "2026-02-10", "baseline_phq9_total": "12"},
        "baseline_phq9_date",
        "baseline_on_last_infusion",
    ),
    "baseline after": (
        {"last_infusion_date": "2026-01-01", "baseline_phq9_date": "2026-01-05"},
        "baseline_phq9_date",
        "baseline_after_infusion",
    ),
}


@pytest.mark.parametrize("name", sorted(CELLS))
def test_a_bad_cell_is_named_and_its_line_is_not_good(name: str) -> None:
    changed, column, code = CELLS[name]
    found = judged(table(good(reference="A-0"), good(**changed)))
    assert (3, column, code) in [(one.line, one.column, one.code) for one in found.problems]
    assert [line.line for line in found.lines] == [2]


def test_all_problems_are_told_at_once_from_the_top_and_from_the_left() -> None:
    content = table(good(birth_date="x", phq9_total="99"), good(), good(indication="pain"))
    assert problems(content) == [
        (2, "birth_date", "day_form"),
        (2, "phq9_total", "out_of_range"),
        (4, "indication", "not_a_choice"),
    ]


def test_two_equal_totals_of_one_day_are_one_score_and_a_baseline_comes_first() -> None:
    (line,) = judged(table(good(baseline_phq9_date="2026-02-10", baseline_phq9_total="12", phq9_item9="1"))).lines
    same = [(each.total, each.item9, each.is_baseline, each.is_newest) for each in totals_of(line)]
    assert same == [(12, 1, True, True), (9, None, False, True)]
    (line,) = judged(table(good(baseline_gad7_total="14", baseline_gad7_date="2026-01-05"))).lines
    assert [(each.total, each.is_newest) for each in totals_of(line)] == [
        (21, False),
        (12, True),
        (14, False),
        (9, True),
    ]


def test_a_cell_that_looks_like_a_formula_stays_the_text_that_it_is() -> None:
    (line,) = judged(table(good(family_name="=HYPERLINK(1)", given_name="@SUM"))).lines
    assert (line.family_name, line.given_name) == ("=HYPERLINK(1)", "@SUM")


def test_a_day_as_a_spreadsheet_exports_it_is_taken() -> None:
    (line,) = judged(table(good(birth_date="1979-04-02 00:00:00"))).lines
    assert line.birth_date == date(1979, 4, 2)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_no_bytes_make_it_fail_and_every_problem_has_a_line(content: bytes) -> None:
    for each in (content, table(good()) + content, content + table(good())):
        found = judged(each)
        assert found.lines or found.problems
        assert all(one.line >= 1 and one.code for one in found.problems)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4), st.sampled_from([",", ";", "\t"]))
def test_what_was_written_as_a_table_is_read_back(names: list[tuple[str, str]], sign: str) -> None:
    told = [(family or "F", given or "G") for family, given in names]
    lines = [good(family_name=family, given_name=given) for family, given in told]
    found = read(table(*lines, sign=sign))
    assert found.problems == ()
    assert [(row.cells["family_name"], row.cells["given_name"]) for row in found.rows] == told


def test_planted_an_empty_score_that_counts_as_zero_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: a reader that takes an empty cell for 0."""
    content = table(good(phq9_item9="", phone="1", email=""))
    assert judged(content).lines[0].phq9_item9 is None
    whole = cells.value_of
    monkeypatch.setattr(
        judging,
        "value_of",
        lambda column, text, *, line: whole(column, text or ("0" if column.name == "phq9_item9" else ""), line=line),
    )
    assert judged(content).lines[0].phq9_item9 == 0
