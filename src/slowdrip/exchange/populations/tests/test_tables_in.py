"""Population files and event tables: what is read, and every fault with its line."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.exchange.populations.event_rows import check_events, event_blocks
from slowdrip.exchange.populations.events import EventPerson, events_of, units_of
from slowdrip.exchange.populations.people import People, people_of
from slowdrip.exchange.populations.problems import Refused
from slowdrip.exchange.populations.reading import MOST_PROBLEMS
from slowdrip.exchange.populations.tests.jobs import job
from slowdrip.knowledge.models import model
from slowdrip.science.pharmacology.linear import Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, Person, Prediction, predict

HOURS = units_of("h", "mg")
HEAD = "ID,TIME,AMT,RATE,EVID,DV,MDV,CMT,WT,AGE\n"
GOOD = f"""# made by hand
{HEAD}1,0,35,52.5,1,.,1,1,70,40
1,0.5,0,0,0,220,0,1,70,40
1,1,.,.,2,.,1,1,70,40

2,0,40,60,1,.,1,1,80,40
2,24,40,60,4,.,1,1,80,40
2,25,0,0,0,.,1,1,80,40
"""


def people(tmp_path: Path, text: str, age_years: float | None = None) -> People:
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    return people_of(path, model("kamp2020"), age_years=age_years)


def events(tmp_path: Path, text: str) -> tuple[EventPerson, ...]:
    path = tmp_path / "events.csv"
    path.write_text(text, "utf-8")
    return events_of(path, HOURS)


def faults(read: Callable[..., object], *given: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(*given)
    return [each.where for each in refused.value.problems]


def test_people_are_read_by_column_whatever_the_order_and_case(tmp_path: Path) -> None:
    found = people(tmp_path, "sex,age,wt,id\nF,30,60,a\nM,50,90,b\n")
    assert found.ids == ("a", "b")
    assert list(np.asarray(found.weight_kg)) == [60, 90]
    assert list(np.asarray(found.age_years)) == [30, 50]


def test_a_missing_age_is_the_one_given(tmp_path: Path) -> None:
    assert list(np.asarray(people(tmp_path, "ID,WT,AGE\n1,70,.\n2,80,50\n", 40.0).age_years)) == [40, 50]
    assert faults(people, tmp_path, "ID,WT,AGE\n1,70,.\n") == ["people.csv, line 2, AGE"]


def test_every_fault_of_a_population_is_said_with_its_line(tmp_path: Path) -> None:
    text = "ID,WT,AGE\n# note\n1,700,40\n1,70,40\n,70,40\n4,heavy,40\n5,70,17\n6,,40\n7,nan,40\n"
    lines = [3, 4, 5, 6, 7, 8, 9]
    columns = ["WT", "ID", "ID", "WT", "AGE", "WT", "WT"]
    expected = [f"people.csv, line {line}, {column}" for line, column in zip(lines, columns, strict=True)]
    assert faults(people, tmp_path, text) == expected


@pytest.mark.parametrize(
    "text", ["", "ID,WT\n", "ID,AGE\n1,40\n", "ID;WT\n1;70\n", "ID,WT,WT\n1,70,70\n", "ID,WT\n1\n"]
)
def test_a_table_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert faults(people, tmp_path, text)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert faults(people_of, tmp_path / "none.csv", model("kamp2020"))
    (tmp_path / "bytes.csv").write_bytes(b"ID,WT\n\xff\xfe,1\n")
    assert faults(people_of, tmp_path / "bytes.csv", model("kamp2020"))


def test_a_long_list_of_faults_says_how_many_more(tmp_path: Path) -> None:
    found = faults(people, tmp_path, "ID,WT,AGE\n" + "".join(f"{number},0,40\n" for number in range(100)))
    assert len(found) == MOST_PROBLEMS + 1


def test_an_event_table_is_doses_and_times_person_by_person(tmp_path: Path) -> None:
    first, second = events(tmp_path, GOOD)
    assert (first.name, first.line, first.person.weight_kg) == ("1", 3, 70)
    assert float(first.courses[0].regimen.total_ug) == pytest.approx(35_000)
    assert first.courses[0].asked_min == [30, 60]
    assert first.courses[0].observed[0] == 220
    assert np.isnan(first.courses[0].observed[1])
    assert [len(course.infusions) for course in second.courses] == [1, 1]
    assert first.courses[0].infusions[0].end_min == pytest.approx(40.0)


def test_its_concentrations_are_those_of_a_prediction_and_a_reset_forgets(tmp_path: Path) -> None:
    first, second = event_blocks(job(variability="none"), events(tmp_path, GOOD))
    regimen = Regimen(infusions=(Infusion(0.0, 40.0, 35_000 / 40, into=DOSE),))
    answer = predict(job().models, Person(70.0, 40.0), regimen, [30.0, 60.0])
    assert isinstance(answer, Prediction)
    assert first.conc_ng_per_ml[0] == pytest.approx(answer.of("ketamine")[0])
    alone = predict(job().models, Person(80.0, 40.0), regimen.scaled(40 / 35), [60.0])
    assert isinstance(alone, Prediction)
    assert second.t_min.tolist() == [1500.0]
    assert second.conc_ng_per_ml[0] == pytest.approx(alone.of("ketamine")[0])


def test_every_fault_of_an_event_table_is_said_with_its_line(tmp_path: Path) -> None:
    text = (
        f"{HEAD}1,0,35,52.5,1,.,1,1,70,40\n1,1,0,0,3,.,1,2,70,40\n1,2,35,-1,1,.,1,1,70,40\n1,1,0,0,0,x,0,1,70,40\n"
        "1,3,5,0,0,.,1,1,70,40\n1,4,0,0,1,.,1,1,71,40\n2,0,35,52.5,1,.,5,1,70,40\n1,5,0,0,0,.,1,1,70,40\n"
    )
    assert set(faults(events, tmp_path, text)) == {
        f"events.csv, line {line}, {column}"
        for line, column in [
            (3, "EVID"), (3, "CMT"), (4, "RATE"), (5, "TIME"), (5, "DV"), (6, "AMT"), (7, "AMT"), (7, "WT"),
            (8, "MDV"), (9, "ID"),
        ]
    }  # fmt: skip


@pytest.mark.parametrize("column", ["ADDL", "II", "SS", "DUR"])
def test_a_column_that_is_not_read_is_refused_unless_it_says_nothing(tmp_path: Path, column: str) -> None:
    head = f"ID,TIME,AMT,RATE,EVID,WT,{column}\n"
    assert faults(events, tmp_path, f"{head}1,0,35,52.5,1,70,5\n") == [f"events.csv, line 2, {column}"]
    assert events(tmp_path, f"{head}1,0,35,52.5,1,70,0\n1,1,.,.,0,70,.\n")


def test_a_bolus_is_read_and_refused_by_the_model_with_the_line(tmp_path: Path) -> None:
    table = events(tmp_path, f"{HEAD}1,0,35,0,1,.,1,1,70,40\n1,1,0,0,0,.,1,1,70,40\n")
    assert float(table[0].courses[0].regimen.total_ug) == 35_000
    with pytest.raises(Refused, match=r"line 2.*no prediction.*bolus"):
        check_events(job(), table, "events.csv")


def test_a_tenfold_amount_in_a_table_is_no_prediction(tmp_path: Path) -> None:
    table = events(tmp_path, GOOD.replace("1,0,35,52.5", "1,0,350,525"))
    with pytest.raises(Refused, match=r"line 3.*above the range"):
        check_events(job(), table, "events.csv")


@pytest.mark.parametrize(("time", "amount"), [("", "mg"), ("h", ""), ("hours", "mg"), ("h", "ng")])
def test_a_table_without_known_units_is_refused(time: str, amount: str) -> None:
    with pytest.raises(Refused):
        units_of(time, amount)


CELLS = st.sampled_from(
    [
        "",
        ".",
        "0",
        "1",
        "2",
        "3",
        "4",
        "-1",
        "35",
        "70",
        "1e308",
        "1e-308",
        "-1e9",
        "nan",
        "inf",
        "x",
        "0.0",
        '"',
        "é",
        "1,5",
        " 40 ",
    ]
)


@given(st.lists(st.lists(CELLS, min_size=10, max_size=10), min_size=1, max_size=6))
def test_any_table_is_read_or_refused_and_never_breaks(rows: list[list[str]]) -> None:
    text = HEAD + "".join(",".join(row) + "\n" for row in rows)
    with tempfile.TemporaryDirectory() as folder, suppress(Refused):
        table = events(Path(folder), text)
        check_events(job(variability="none"), table, "events.csv")
        for block in event_blocks(job(variability="none"), table):
            assert np.isfinite(block.conc_ng_per_ml).all()
