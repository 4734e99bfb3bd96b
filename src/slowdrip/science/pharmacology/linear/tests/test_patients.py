"""Many patients at once are each what they would be alone; streams and bands are the same numbers."""

import subprocess
import sys
import tracemalloc
from importlib import import_module

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import (
    Bolus,
    EffectSite,
    Floats,
    Infusion,
    LinearSystem,
    Regimen,
    amounts,
    bands,
    concentration_of,
    concentrations,
    effect_of,
    engine,
    formed,
    mammillary,
    schedule,
    stream,
)
from slowdrip.science.pharmacology.linear.bands import quantiles
from slowdrip.science.pharmacology.linear.schedule import schedule_of, sorted_times
from slowdrip.science.pharmacology.linear.system import Transfer
from slowdrip.science.pharmacology.linear.tests import oracles
from slowdrip.science.pharmacology.linear.tests.systems import forty_minutes, kamp, spread_times
from slowdrip.science.pharmacology.linear.tests.test_exactness import assert_close

PATIENTS = 700
FORTNIGHT = np.linspace(0.0, 14 * 1440.0, 500)


def clinic(patients: int = PATIENTS) -> tuple[LinearSystem, Regimen]:
    """Patients who differ in six parameters and weigh differently; six visits in two weeks."""
    draw = np.random.default_rng(20260)
    v1, cl, q2, v2, clm, ke0 = np.exp(draw.normal(0, 0.3, (6, patients)))
    site = EffectSite("brain", "ketamine", 25 * v1, 0.0835 * ke0)
    system = LinearSystem(
        (
            *mammillary("ketamine", volumes_l=(25 * v1, 56 * v2, 157.0), exchange_l_per_min=(2.68 * q2, 1.32)),
            formed("ketamine", "norketamine", clearance_l_per_min=1.4 * cl, volume_l=25 * v1),
            Transfer("norketamine", None, 0.01 * clm),
        ),
        (
            concentration_of("ketamine", volume_l=25 * v1, site="arterial"),
            concentration_of("norketamine", volume_l=100.0, site="venous"),
            effect_of(site),
        ),
        (site,),
    )
    rate = 0.5 * 1000 * draw.normal(80, 8, patients) / 40
    days = (0, 2, 4, 7, 9, 11)
    return system, Regimen(tuple(Infusion(day * 1440.0, day * 1440.0 + 40, rate, "ketamine") for day in days))


def test_each_patient_is_what_they_would_be_alone() -> None:
    system, regimen = clinic()
    found = concentrations(system, regimen, FORTNIGHT)
    assert found.shape == (PATIENTS, 3, 500)
    for patient in (0, 333, PATIENTS - 1):
        expected = oracles.reading(system, patient) @ oracles.by_expm(system, regimen, FORTNIGHT[::20], patient)
        assert_close(found[patient][:, ::20], expected, 1e-10)


def test_the_size_of_a_chunk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the last chunk is a single patient."""
    system, regimen = clinic(261)
    whole = concentrations(system, regimen, FORTNIGHT)
    monkeypatch.setattr(engine, "SOLVED_AT_ONCE", 130)
    monkeypatch.setattr(engine, "MARCHED_AT_ONCE", 64)
    monkeypatch.setattr(engine, "CACHED", 100)
    assert_close(concentrations(system, regimen, FORTNIGHT), whole, 1e-11)


def test_a_stream_gives_the_same_and_each_patient_once() -> None:
    system, regimen = clinic()
    times = FORTNIGHT[::-7]
    whole = concentrations(system, regimen, times)
    seen = 0
    for patients, part in stream(system, regimen, times, most_patients=256):
        assert patients.start == seen
        assert_close(part, whole[patients], 1e-11)
        seen = patients.stop
    assert seen == PATIENTS


def test_a_plain_system_meets_a_dose_per_patient() -> None:
    doses = np.array([20_000.0, 35_000.0, 60_000.0])
    found = concentrations(kamp(), forty_minutes("ketamine", dose_ug=doses), [40.0])[:, 0, 0]
    assert found == pytest.approx(found[0] * doses / doses[0], rel=1e-14)


def test_before_the_first_dose_there_is_nothing_and_at_a_bolus_it_is_there() -> None:
    regimen = Regimen((Infusion(10.0, 50.0, 1.0, "ketamine"),), (Bolus(20.0, 25.0, "ketamine"),))
    just_before = np.nextafter(20.0, 0.0)
    found = concentrations(kamp(), regimen, [20.0, just_before, -1e9, 10.0, 0.0])[0, 0]
    assert found[0] - found[1] == pytest.approx(1.0, rel=1e-12)
    assert (found[2:] == 0.0).all()


def test_an_infusion_ends_when_it_ends() -> None:
    """Just before its end the slope is the inflow's, just after it is not; the concentration does not jump."""
    step = 1e-3
    times = [40.0 - 2 * step, 40.0 - step, 40.0, 40.0 + step, 40.0 + 2 * step]
    found = concentrations(kamp(), forty_minutes("ketamine"), times)[0, 0]
    slope = np.diff(found) / step
    assert slope[1] - slope[2] == pytest.approx(875.0 / 25.0, rel=1e-2)
    given = amounts(kamp(), forty_minutes("ketamine"), [39.0, 40.0, 41.0])[0].sum(axis=0)
    assert given == pytest.approx([875 * 39, 35_000, 35_000], rel=1e-12)


def test_no_doses_no_times_and_doses_after_the_last_time_are_fine() -> None:
    assert (concentrations(kamp(), Regimen(), [0.0, 1.0]) == 0).all()
    assert (concentrations(kamp(), forty_minutes("ketamine", start_min=100.0), [0.0, 99.0]) == 0).all()
    assert concentrations(kamp(), forty_minutes("ketamine"), []).shape == (1, 1, 0)


@pytest.mark.parametrize("at_once", [10**9, 2_100])
def test_bands_are_the_quantiles(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(import_module(bands.__module__), "MOST_NUMBERS_AT_ONCE", at_once)
    system, regimen = clinic()
    times = np.array([30.0, 40.0, 5.0, 300.0, 2_900.0, 2_920.0, 20_000.0])
    found = bands(system, regimen, times, readout="ketamine")
    expected = np.quantile(concentrations(system, regimen, times)[:, 0], (0.05, 0.5, 0.95), axis=0)
    assert found.conc_ng_per_ml == pytest.approx(expected, rel=1e-9)
    assert (found.site, found.shares) == ("arterial", (0.05, 0.5, 0.95))


def test_quantiles_of_few_values_interpolate() -> None:
    for size in (1, 2, 3, 50):
        values = np.random.default_rng(size).normal(size=size)
        shares = (0.0, 0.05, 0.5, 0.95, 1.0)
        assert quantiles(values.copy(), shares) == pytest.approx(np.quantile(values, shares), rel=1e-12)


def steps_in(times: Floats) -> list[tuple[int, float]]:
    """How many output times each run has, and its step to five digits."""
    stretches = schedule_of(forty_minutes("ketamine"), ("ketamine",), sorted_times(times)[0])
    return [(run.count, round(run.step_min, 5)) for stretch in stretches for run in stretch.runs]


def test_even_times_are_seen_in_spite_of_rounding() -> None:
    assert steps_in(np.linspace(0.0, 20_160.0, 500))[1:] == [(499, 40.4008)]
    assert steps_in(np.linspace(0.1, 38.9, 389)) == [(389, 0.1)]
    mixed = np.concatenate((np.arange(50.0, 60.0), [60.5, 61.7, 64.0], np.arange(70.0, 100.0, 2.0)))
    assert [count for count, _ in steps_in(mixed)] == [10, 3, 15]


def test_planted_a_tolerance_too_wide_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FEW", 0)
    times = np.linspace(0.0, 1_500.0, 60) + 1e-4 * np.sin(np.arange(60.0))
    expected = oracles.reading(kamp()) @ oracles.by_expm(kamp(), forty_minutes("ketamine"), times)
    assert_close(concentrations(kamp(), forty_minutes("ketamine"), times)[0], expected, 1e-10)
    monkeypatch.setattr(schedule, "EVEN", 1e-3)
    with pytest.raises(AssertionError):
        assert_close(concentrations(kamp(), forty_minutes("ketamine"), times)[0], expected, 1e-10)


def test_planted_a_mode_called_dead_too_early_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    times = np.linspace(40.0, 4_000.0, 400)
    monkeypatch.setattr(engine, "FEW", 0)
    monkeypatch.setattr(engine, "CACHED", 8)
    expected = oracles.reading(kamp()) @ oracles.by_expm(kamp(), forty_minutes("ketamine"), times)
    assert_close(concentrations(kamp(), forty_minutes("ketamine"), times)[0], expected, 1e-10)
    monkeypatch.setattr("slowdrip.science.pharmacology.linear.march.DEAD", 1.0)
    with pytest.raises(AssertionError):
        assert_close(concentrations(kamp(), forty_minutes("ketamine"), times)[0], expected, 1e-10)


def test_uneven_and_even_ways_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FEW", 0)
    times = spread_times()
    whole = concentrations(kamp(), forty_minutes("ketamine"), times)[0]
    alone = np.concatenate([concentrations(kamp(), forty_minutes("ketamine"), [t])[0] for t in times], axis=1)
    assert_close(whole, alone, 1e-11)


def test_a_stream_keeps_one_part_in_memory() -> None:
    """A part of 256 patients is 3 MB; all 4,096 would be 49 MB."""
    system, regimen = clinic(4_096)
    tracemalloc.start()
    for _ in stream(system, regimen, FORTNIGHT, most_patients=256):
        pass
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 20e6


def test_the_engine_loads_without_scipy() -> None:
    """SciPy takes longer to load than the engine may."""
    asked = "import sys, slowdrip.science.pharmacology.linear; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
