"""`slowdrip simulate`: from the words typed to the files, and refusals that write nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from slowdrip.cli.main import app

HALF = ["--dose", "0.5mg/kg", "--over", "40min", "--patients", "4"]
EVENTS = "ID,TIME,AMT,RATE,EVID,WT\n1,0,35,52.5,1,70\n1,40,0,0,0,70\n"


def simulate(*words: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *words])


def test_the_line_of_the_issue_writes_its_table(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    done = simulate("--model", "kamp2020", *HALF, "--weight", "70", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "4 patients" in done.output
    assert out.read_text("utf-8").splitlines()[14] == "id,t_min,conc_ng_per_ml"


def test_a_series_and_regimens_beside_each_other_are_written_as_bands(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    series = ["--every", "2d", "--infusions", "3", "--bands", "--patients", "4", "--out", str(out)]
    done = simulate("--compare", "0.5mg/kg/40min", "--compare", "1mg/kg/60min", *series)
    assert done.exit_code == 0, done.output
    assert {line.split(",")[0] for line in out.read_text("utf-8").splitlines()[15:]} == {
        "0.5mg/kg/40min x3 every 2880min",
        "1mg/kg/60min x3 every 2880min",
    }


def test_a_population_file_gives_each_row_a_patient(tmp_path: Path) -> None:
    people = tmp_path / "p.csv"
    people.write_text("ID,WT,AGE\nanna,60,30\nbert,90,70\n", "utf-8")
    out = tmp_path / "a.csv"
    done = simulate(*HALF, "--people", str(people), "--times", "0,40min", "--out", str(out))
    assert done.exit_code == 0, done.output
    rows = [line for line in out.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    assert [row.split(",")[0] for row in rows] == ["anna", "anna", "bert", "bert"]


def test_a_dose_that_is_too_much_for_one_person_of_a_file_names_that_person(tmp_path: Path) -> None:
    people = tmp_path / "p.csv"
    people.write_text("ID,WT\nanna,44\nbert,90\ncarl,40\n", "utf-8")
    done = simulate("--dose", "89mg", "--over", "90min", "--people", str(people), "--out", str(tmp_path / "a.csv"))
    assert done.exit_code == 1
    assert "ID anna: no prediction, because a dose of 2.023 mg/kg" in done.output
    assert "ID carl" in done.output
    assert "bert" not in done.output


def test_bands_and_regimens_work_on_a_population_file(tmp_path: Path) -> None:
    people = tmp_path / "p.csv"
    people.write_text("ID,WT,AGE\n1,60,30\n2,90,70\n3,120,50\n", "utf-8")
    both = ["--compare", "0.5mg/kg/40min", "--compare", "35mg/40min", "--people", str(people), "--bands"]
    done = simulate(*both, "--times", "40min", "--out", str(tmp_path / "a.csv"), "--out", str(tmp_path / "a.svg"))
    assert done.exit_code == 0, done.output
    assert len((tmp_path / "a.csv").read_text("utf-8").splitlines()) == 13 + 2


def test_an_event_table_gives_its_rows(tmp_path: Path) -> None:
    table, out = tmp_path / "e.csv", tmp_path / "a.csv"
    table.write_text(EVENTS, "utf-8")
    units = ["--time-unit", "min", "--amount-unit", "mg", "--variability", "none"]
    # 35 mg at 52.5 mg/min would be over in a second: the model refuses that rate.
    assert simulate("--events", str(table), *units, "--out", str(out)).exit_code == 1
    table.write_text(EVENTS.replace("52.5", "0.875"), "utf-8")
    done = simulate("--events", str(table), *units, "--out", str(out))
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").splitlines()[-1].startswith("1,40,253.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dose", "0.5", "--over", "40min"], "write 0.5mg/kg"),
        (["--dose", "0.5mg/kg", "--over", "40"], "write 40min"),
        (["--dose", "5mg/kg", "--over", "40min"], "no prediction, because a dose of 5 mg/kg is above the range"),
        (["--dose", "0.5mg/kg"], "write --dose 0.5mg/kg --over 40min"),
        ([*HALF, "--compare", "0.5mg/kg/40min"], "write all regimens as --compare"),
        (["--compare", "0.5mg/kg/40min", "--compare", "0.5mg/kg/40min"], "named twice"),
        ([*HALF, "--model", "kamp"], "kamp2020"),
        ([*HALF, "--site", "urine"], "arterial"),
        ([*HALF, "--variability", "wild"], "clinic"),
        ([*HALF, "--given", "esketamine"], "s_ketamine"),
        ([*HALF, "--weight", "154lb"], "in kg"),
        ([*HALF, "--weight", "700"], "above the range of kamp2020, 40 to 150 kg"),
        ([*HALF, "--age", "17"], "no prediction, because an age of 17"),
        ([*HALF, "--patients", "0"], "--patients"),
        ([*HALF, "--events", "e.csv"], "leave out --dose"),
        (["--events", "none.csv", "--time-unit", "h", "--amount-unit", "mg"], "cannot be read"),
        ([*HALF, "--people", "none.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_answered_says_how_to_mend_it_and_writes_nothing(
    words: list[str], said: str, tmp_path: Path
) -> None:
    out = tmp_path / "a.csv"
    done = simulate(*words, "--out", str(out))
    assert done.exit_code == 1
    assert said in done.output
    assert "Nothing was written." in done.output
    assert list(tmp_path.iterdir()) == []


def loaded_by(statement: str) -> set[str]:
    """Which of the heavy packages an import loads in a fresh process."""
    names = "{'matplotlib', 'pyarrow', 'scipy', 'numpy'} & set(sys.modules)"
    code = f"import os, sys; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'slowdrip.site.settings'); {statement}"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*{names})"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_web_process_loads_no_plots_no_tables_and_no_optimiser() -> None:
    assert not loaded_by("import slowdrip.site.asgi") & {"matplotlib", "pyarrow", "scipy"}


def test_the_other_commands_start_without_the_engine() -> None:
    assert loaded_by("import slowdrip.cli.main") == set()


def test_planted_fault_a_heavy_import_is_found() -> None:
    assert loaded_by("import slowdrip.site.asgi, pyarrow") & {"pyarrow"}
