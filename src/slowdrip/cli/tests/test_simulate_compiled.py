"""`slowdrip simulate --engine compiled`: the same table, and a clear word where it cannot be had."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from slowdrip.cli.main import app
from slowdrip.exchange.populations import job

DOSE = ["--dose", "0.5mg/kg", "--over", "40min", "--patients", "4"]


def simulated(out: Path, *words: str) -> list[str]:
    """The rows of the table."""
    done = CliRunner().invoke(app, ["simulate", *DOSE, "--out", str(out), *words])
    assert done.exit_code == 0, done.output
    return out.read_text("utf-8").splitlines()


def test_the_compiled_engine_writes_the_same_table_and_says_who_computed_it(tmp_path: Path) -> None:
    plain, compiled = simulated(tmp_path / "a.csv"), simulated(tmp_path / "b.csv", "--engine", "compiled")
    assert [line for line in compiled if "engine" not in line] == plain
    assert [line for line in compiled if "engine" in line] == ["# engine: compiled"]


def test_an_engine_that_is_not_known_or_not_for_this_is_refused(tmp_path: Path) -> None:
    events = tmp_path / "e.csv"
    events.write_text("ID,TIME,AMT,RATE,EVID,WT\n1,0,35,52.5,1,70\n", "utf-8")
    for words in ([*DOSE, "--engine", "fast"], ["--events", str(events), "--engine", "compiled"]):
        done = CliRunner().invoke(app, ["simulate", *words, "--out", str(tmp_path / "a.csv")])
        assert done.exit_code == 1
        assert "--engine" in done.output
        assert not (tmp_path / "a.csv").exists()


def test_without_the_extra_the_refusal_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "find_spec", lambda name: None)
    for engine, extra in (("compiled", "population"), ("gpu", "cohort")):
        done = CliRunner().invoke(app, ["simulate", *DOSE, "--engine", engine, "--out", str(tmp_path / "a.csv")])
        assert done.exit_code == 1
        assert f"pip install 'slowdrip[{extra}]'" in done.output


@pytest.mark.long
def test_a_gpu_that_is_not_there_is_refused_and_not_replaced_by_something_slower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slowdrip.population import device

    monkeypatch.setattr(device, "_gpu", lambda: None)
    done = CliRunner().invoke(app, ["simulate", *DOSE, "--engine", "gpu", "--out", str(tmp_path / "a.csv")])
    assert done.exit_code == 1
    assert "JAX finds no GPU here" in done.output
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.long
def test_the_engine_for_a_gpu_writes_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from slowdrip.population import device

    processor = device.device_of("cpu")
    monkeypatch.setattr(device, "_gpu", lambda: processor)
    plain, found = simulated(tmp_path / "a.csv"), simulated(tmp_path / "b.csv", "--engine", "gpu")
    assert [line for line in found if "engine" not in line] == plain
    assert [line for line in found if "engine" in line] == ["# engine: gpu"]
