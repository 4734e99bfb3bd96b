"""Files out: what they say, that they say it again, and that there is a whole one or none."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from slowdrip.exchange.populations import outputs, simulating
from slowdrip.exchange.populations.job import Job, models_for
from slowdrip.exchange.populations.outputs import asked_for, write
from slowdrip.exchange.populations.problems import Refused
from slowdrip.exchange.populations.simulating import Block, blocks, check
from slowdrip.exchange.populations.tables import CsvTable, ParquetTable
from slowdrip.exchange.populations.tests.jobs import HALF, TIMES, facts, job, lines
from slowdrip.knowledge.models import model
from slowdrip.science.pharmacology.models import Prediction, predict


def written(job: Job, *places: Path, as_bands: bool = False) -> None:
    write(job, asked_for(places, as_bands=as_bands))


def test_a_table_has_a_row_for_each_patient_and_time(tmp_path: Path) -> None:
    written(job(), tmp_path / "a.csv")
    head, *rows = lines(tmp_path / "a.csv")
    assert head == "id,t_min,conc_ng_per_ml"
    assert len(rows) == 8 * len(TIMES)
    assert [row.split(",")[:2] for row in rows[:5]] == [["1", "0"], ["1", "20"], ["1", "40"], ["1", "80"], ["2", "0"]]


def test_it_says_model_hash_seed_and_site(tmp_path: Path) -> None:
    written(job(seed=7), tmp_path / "a.csv")
    said = facts(tmp_path / "a.csv")
    assert said["model"] == "kamp2020"
    assert said["sha256 of kamp2020"] == model("kamp2020").content_sha256
    assert (said["seed"], said["site"], said["variability"]) == ("7", "arterial", "clinic")
    assert said["regimen"] == HALF


def test_parquet_holds_the_same_numbers_and_facts(tmp_path: Path) -> None:
    written(job(), tmp_path / "a.csv", tmp_path / "a.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    conc = [float(row.split(",")[2]) for row in lines(tmp_path / "a.csv")[1:]]
    assert table["conc_ng_per_ml"].to_numpy() == pytest.approx(conc, rel=1e-6)
    assert table["id"][4].as_py() == "2"
    assert json.loads(table.schema.metadata[b"slowdrip"]) == facts(tmp_path / "a.csv")


def test_without_spread_everybody_is_the_prediction(tmp_path: Path) -> None:
    typical = job(variability="none", patients=3)
    answer = predict(typical.models, typical.people.part(0, 1), typical.orders[0].regimen(70.0), TIMES)
    assert isinstance(answer, Prediction)
    for block in blocks(typical):
        assert block.conc_ng_per_ml[:, 0] == pytest.approx(np.repeat(answer.of("ketamine"), 3, axis=0))


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        written(job(seed=seed), tmp_path / f"{name}.csv", tmp_path / f"{name}.svg")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert lines(tmp_path / "a.csv") != lines(tmp_path / "c.csv")


def test_blocks_of_any_size_give_the_same_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate([block.conc_ng_per_ml for block in blocks(job(patients=11))])
    monkeypatch.setattr(simulating, "AT_ONCE", 4)
    parts = list(blocks(job(patients=11)))
    assert [len(part.ids) for part in parts] == [4, 4, 3]
    assert np.concatenate([part.conc_ng_per_ml for part in parts]) == pytest.approx(whole, rel=1e-12)


def test_bands_are_the_quantiles_of_the_patients(tmp_path: Path) -> None:
    many = job(patients=200)
    written(many, tmp_path / "a.csv", as_bands=True)
    head, *rows = lines(tmp_path / "a.csv")
    assert head.split(",") == ["t_min", *(f"p{each}_conc_ng_per_ml" for each in ("05", "25", "50", "75", "95"))]
    conc = np.concatenate([block.conc_ng_per_ml[:, 0] for block in blocks(many)])
    found = np.array([[float(cell) for cell in row.split(",")] for row in rows])
    assert found[:, 1:] == pytest.approx(np.quantile(conc, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0).T, rel=1e-5)


def test_regimens_are_compared_in_one_table_on_the_same_patients(tmp_path: Path) -> None:
    written(job("0.25mg/kg/40min", HALF), tmp_path / "a.csv")
    head, *rows = lines(tmp_path / "a.csv")
    assert head == "regimen,id,t_min,conc_ng_per_ml"
    half = len(rows) // 2
    for low, high in zip(rows[:half], rows[half:], strict=True):
        assert 2 * float(low.split(",")[3]) == pytest.approx(float(high.split(",")[3]), rel=1e-5)


def test_a_venous_table_says_so_and_is_another_one(tmp_path: Path) -> None:
    written(job(variability="none", site="venous"), tmp_path / "v.csv")
    assert facts(tmp_path / "v.csv")["site"] == "venous"
    assert facts(tmp_path / "v.csv")["sha256 of venous_link"] == model("venous_link").content_sha256
    assert float(lines(tmp_path / "v.csv")[3].split(",")[2]) == pytest.approx(202, abs=2)


def test_a_metabolite_has_a_column_and_a_shape_has_none(tmp_path: Path) -> None:
    written(job(model="simons2022", variability="healthy", patients=2), tmp_path / "a.csv")
    head = lines(tmp_path / "a.csv")[0]
    assert head.startswith("id,t_min,conc_ng_per_ml,s_ketamine_ng_per_ml")
    assert "s_norketamine_ng_per_ml" in head
    assert "hydroxy" not in head


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_plot_carries_what_made_it(tmp_path: Path, ending: str) -> None:
    written(job(), tmp_path / f"a.{ending}")
    assert model("kamp2020").content_sha256.encode() in (tmp_path / f"a.{ending}").read_bytes()


def test_a_tenfold_slip_is_no_prediction_and_no_file(tmp_path: Path) -> None:
    for dose in ("5mg/kg/40min", "0.5mg/kg/4min", "0.5mg/kg/400min"):
        with pytest.raises(Refused, match="no prediction, because"):
            check(job(dose))
        with pytest.raises(Refused):
            written(job(dose), tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_all_orders_out_of_range_are_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        check(job("5mg/kg/40min", HALF, "6mg/kg/40min"))
    assert len(refused.value.problems) == 2


def test_an_unknown_model_site_or_spread_is_refused_with_those_there_are() -> None:
    for name, site in (("kamp", ""), ("constants", ""), ("otto2021", "arterial"), ("kamp2020", "urine")):
        with pytest.raises(Refused):
            models_for(name, site)
    with pytest.raises(Refused, match="healthy or none"):
        job(model="otto2021", variability="clinic")


@pytest.mark.parametrize("names", [[], ["a.txt"], ["a"], ["a.csv", "a.csv"]])
def test_a_file_that_nothing_writes_is_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(Refused):
        asked_for([tmp_path / name for name in names], as_bands=False)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        written(job(), tmp_path / "none" / "a.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(Refused):
        written(job(), tmp_path / "b.csv")


def test_a_run_that_breaks_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "a.csv"
    old.write_text("old")

    def breaking(job: Job) -> Iterator[Block]:
        yield next(blocks(job))
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "blocks", breaking)
    with pytest.raises(KeyboardInterrupt):
        written(job(), old, tmp_path / "b.parquet")
    assert old.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    told: list[int] = []
    asked = asked_for([tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "a.svg"], as_bands=False)
    write(job(HALF, "1mg/kg/60min", patients=10), asked, tell=told.append)
    assert sum(told) == asked.passes * 2 * 10


def test_a_gap_is_a_point_and_a_name_stays_what_it_is(tmp_path: Path) -> None:
    with CsvTable(tmp_path / "a.csv", ("id", "t_min", "observed"), {}) as table:
        table.add([["hernan", 'a,"b"'], np.array([0.0, 20160.0]), np.array([np.nan, 1.5])])
    assert lines(tmp_path / "a.csv")[1:] == ["hernan,0,.", '"a,""b""",20160,1.5']
    with ParquetTable(tmp_path / "a.parquet", ("id", "observed"), {}) as parquet:
        parquet.add([["a", "b"], np.array([np.nan, 1.5])])
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet")["observed"].to_pylist() == [None, 1.5]


@pytest.mark.parametrize(("package", "name"), [("pyarrow", "a.parquet"), ("matplotlib", "a.svg")])
def test_a_missing_package_is_named_with_its_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Refused, match=r"install slowdrip\[population\]"):
        written(job(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def peak_mb(patients: int, name: str, folder: Path, *more: str) -> float:
    """The most memory a run of the command used, in a process of its own."""
    code = (
        "import resource, sys; from slowdrip.cli.main import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    words = ["simulate", "--dose", "0.5mg/kg", "--over", "40min", "--times", "20,40,80,240min", *more]
    words += ["--patients", str(patients), "--out", str(folder / name)]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1]) / 1024


def test_more_patients_need_no_more_memory(tmp_path: Path) -> None:
    few, many = (peak_mb(patients, "a.csv", tmp_path) for patients in (1_000, 60_000))
    assert many - few < 60
    assert len(lines(tmp_path / "a.csv")) == 240_001


@pytest.mark.long
@pytest.mark.parametrize(("name", "more"), [("a.parquet", ()), ("a.csv", ("--bands",))])
def test_a_million_patients_stream_in_bounded_memory(tmp_path: Path, name: str, more: tuple[str, ...]) -> None:
    assert peak_mb(1_000_000, name, tmp_path, *more) < 400
