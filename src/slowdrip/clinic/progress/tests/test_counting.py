"""A clinic's counts: missing first, each word with its own denominator, small numbers kept inside."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.progress import counting
from slowdrip.clinic.progress.counting import COUNTS, PARTS, Counted, counted, suppressed
from slowdrip.clinic.progress.tests.scored import answered, asked, of_total, settled
from slowdrip.clinic.progress.words import place_of
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

DAYS = timedelta(days=1)


@pytest.fixture
def followed(house: House, running: Visit) -> Visit:
    """One patient who was asked three times: a response, a part of an answer, and none."""
    nurse, who = house.cast.nurse.acting, running.infusion.patient_id
    start = running.state().drip.started_at
    assert start is not None
    answered(nurse, who, of_total(20), at=start - DAYS)
    for point, day, total in (("week_1", 7, 10), ("week_2", 14, None), ("week_3", 21, None)):
        ask = asked(nurse, who, point=point, opens_at=start + day * DAYS)
        if total is not None:
            answered(nurse, who, of_total(total), at=start + day * DAYS, ask=ask)
        elif point == "week_2":
            answered(nurse, who, of_total(12)[:3], at=start + day * DAYS, ask=ask)
    settled(nurse, who, at=start + 30 * DAYS)
    return running


def test_each_point_has_its_missing_beside_its_numbers(house: House, followed: Visit) -> None:
    found = {row.point: row for row in counted(house.cast.nurse.acting)}
    assert {point: (row.asked, row.answered, row.part, row.not_answered) for point, row in found.items()} == {
        "week_1": (1, 1, 0, 0),
        "week_2": (1, 0, 1, 0),
        "week_3": (1, 0, 0, 1),
    }
    assert (found["week_1"].response, found["week_1"].response_of) == (1, 1)
    assert (found["week_3"].response, found["week_3"].response_of) == (0, 0)


def test_another_clinic_counts_nobody_of_this_one(house: House, followed: Visit) -> None:
    assert counted(house.cast.outsider.acting) == []


def test_the_page_shows_missing_first_and_the_file_hides_one_patient(
    house: House, followed: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, followed.at(0) + 40 * DAYS)
    client = signed_in(Client(), house.cast.director.user)
    page = client.get("/harbor/outcomes/").content.decode()
    assert "Asked 3, answered 1, in part 1, <strong>not answered 1</strong>." in page
    assert page.index("Asked 3") < page.index("<table")
    assert "1 of 1" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/harbor/outcomes/outcomes.csv").content.decode())))
    assert {row[name] for row in rows for name in COUNTS} == {"<11"}


ROW = Counted(indication="depression", phase="series", point="week_1", scale="phq9", **dict.fromkeys(COUNTS, 0))


def counts() -> st.SearchStrategy[Counted]:
    """Any row whose counts can be: parts add up, and no word counts more than it is out of."""

    @st.composite
    def row(draw: Any) -> Counted:
        told = {name: draw(st.integers(0, 60)) for name in ("answered", "part", "not_answered")}
        compared = draw(st.integers(0, told["answered"]))
        words = {}
        for part, whole in PARTS.items():
            words[whole] = draw(st.integers(0, compared))
            words[part] = draw(st.integers(0, words[whole]))
        asked = sum(told.values())
        return replace(ROW, **told, **words, compared=compared, asked=asked, patients=draw(st.integers(0, asked)))

    return row()


def betrayed(row: Counted, shown: dict[str, str], *, below: int) -> bool:
    """Whether a small count stands in the row, or comes out by one subtraction."""

    def small(name: str) -> bool:
        return 0 < int(getattr(row, name)) < below

    if any(small(name) and not shown[name].startswith("<") for name in COUNTS):
        return True
    hidden = [name for name in ("answered", "part", "not_answered") if shown[name].startswith("<")]
    if len(hidden) == 1 and not shown["asked"].startswith("<") and small(hidden[0]):
        # The other two stand there; where both are zero nothing else could be hidden, and asked is small itself.
        return True
    for part, whole in PARTS.items():
        both = not shown[part].startswith("<") and not shown[whole].startswith("<")
        if both and 0 < getattr(row, whole) - getattr(row, part) < below:
            return True
    return False


@given(row=counts())
def test_no_small_number_leaves_the_clinic_nor_can_be_worked_out(row: Counted) -> None:
    (shown,) = suppressed([row])
    assert not betrayed(row, shown, below=counting.SMALL_BELOW)


def test_planted_fault_without_the_counterpart_a_small_number_can_be_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        counting, "_hidden", lambda row, below: {name for name in COUNTS if 0 < getattr(row, name) < below}
    )
    row = replace(ROW, asked=70, answered=60, part=10, patients=70, compared=60, response_of=60, response=55)
    (shown,) = suppressed([row])
    assert betrayed(row, shown, below=counting.SMALL_BELOW)


def test_points_stand_in_the_order_in_which_they_are_lived() -> None:
    lived = [
        "before_1",
        "before_10",
        "4h",
        "24h",
        "72h",
        "week_1",
        "week_2",
        "week_10",
        "end",
        "maintenance",
        "later_1",
    ]
    mixed = lived[5:] + lived[:5]
    assert sorted(mixed, key=place_of) == lived
