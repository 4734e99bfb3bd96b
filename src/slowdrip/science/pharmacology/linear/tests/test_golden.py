"""The published models give the golden table, within half a percent; units are what they say."""

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import LinearSystem, concentrations
from slowdrip.science.pharmacology.linear.tests import systems

# Facts, pharmacology.md section 4 (derived): racemic 35 mg base over 40 min, 70 kg; Otto: the S share, 17.5 mg.
AT_MIN = (5.0, 10.0, 20.0, 30.0, 40.0, 60.0, 80.0, 110.0, 120.0, 230.0, 480.0)
GOLDEN = {
    "kamp": (109.3, 154.5, 198.3, 228.0, 253.1, 95.9, 73.7, 54.3, 49.9, 26.7, 10.1),
    "domino": (155.4, 181.8, 209.6, 226.5, 240.4, 55.1, 45.8, 38.1, 35.8, 18.4, 4.1),
    "clements": (33.2, 62.0, 109.5, 146.9, 177.3, 115.4, 84.7, 63.1, 58.8, 35.9, 13.9),
    "otto": (15.1, 28.0, 49.0, 65.4, 79.0, 51.9, 39.4, 29.8, 27.6, 13.4, 3.9),
    "otto norketamine": (0.6, 2.2, 7.7, 15.1, 23.5, 34.2, 37.2, 36.6, 35.8, 25.6, 12.9),
}
ROUNDING = 0.05
OTTO_30_MIN = (50.9, 27.3, 15.4, 10.3, 5.06, 3.72, 2.23, 1.51)


def near(found: np.ndarray, expected: tuple[float, ...], rounding: float = ROUNDING) -> bool:
    """Within half a percent, and the rounding of the printed figure."""
    return bool((np.abs(found - expected) <= 0.005 * np.array(expected) + rounding).all())


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_table(name: str) -> None:
    model, _, metabolite = name.partition(" ")
    system: LinearSystem = systems.SYSTEMS[model]
    dose_ug = 17_500.0 if model == "otto" else 35_000.0
    regimen = systems.forty_minutes("ketamine", dose_ug=dose_ug)
    readout = system.readout_names.index(metabolite or "ketamine")
    assert near(concentrations(system, regimen, AT_MIN)[0, readout], GOLDEN[name])


def test_the_area_under_kamp_is_dose_over_clearance() -> None:
    """AUC is 35 mg / 84 L/h = 417 ng·h/mL: the product of the units is right."""
    times = np.linspace(0.0, 6_000.0, 600_001)
    found = concentrations(systems.kamp(), systems.forty_minutes("ketamine"), times)[0, 0]
    assert np.trapezoid(found, times) / 60 == pytest.approx(35_000.0 / 84.0, rel=1e-5)


def test_a_microgram_in_a_litre_is_a_nanogram_in_a_millilitre() -> None:
    from slowdrip.science.pharmacology.linear import Bolus, Regimen

    bolus = Regimen(boluses=(Bolus(0.0, 25.0, "ketamine"),))
    assert concentrations(systems.kamp(), bolus, [0.0])[0, 0, 0] == pytest.approx(1.0, rel=1e-14)


def test_the_venous_link_keeps_the_area_and_starts_at_once() -> None:
    """Section 0: Cv = 0.60 Ca + 0.40 lag(Ca, 27 min) is positive from the first minute and has Ca's area."""
    times = np.linspace(0.0, 8_000.0, 80_001)
    found = concentrations(systems.with_effects(), systems.forty_minutes("ketamine"), times)[0]
    arterial, venous = found[0], found[3]
    assert venous[1:].min() > 0
    assert venous[times <= 3] == pytest.approx(arterial[times <= 3], rel=0.45)
    assert np.trapezoid(venous, times) == pytest.approx(np.trapezoid(arterial, times), rel=1e-4)
    after = venous[(times >= 40) & (times <= 400)]
    assert (np.diff(after) < 0).all()
