"""The public surface: exactly these names, each there, loaded when asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from slowdrip.science import pharmacology
from slowdrip.science.pharmacology import effects, linear, models, population

SURFACE = [
    "DOSE",
    "Bands",
    "Baseline",
    "Bolus",
    "CirculationChange",
    "EffectSite",
    "Given",
    "Infusion",
    "InputRefused",
    "LinearSystem",
    "ModelSystem",
    "NoPrediction",
    "Person",
    "Prediction",
    "Readout",
    "Regimen",
    "Transfer",
    "VirtualPatients",
    "amounts",
    "bands",
    "cadss_points",
    "circulation_change",
    "concentration_of",
    "concentrations",
    "dissociation_fraction",
    "effect_of",
    "effect_readout",
    "eliminated",
    "formed",
    "hr_change_percent",
    "mammillary",
    "map_change_percent",
    "mixed",
    "predict",
    "residual_of",
    "sampled",
    "stream",
    "stream_patients",
    "system_of",
    "transit",
    "virtual_patients",
]


def test_the_surface_is_exactly_this() -> None:
    assert pharmacology.__all__ == SURFACE
    assert dir(pharmacology) == sorted(SURFACE)


@pytest.mark.parametrize("name", SURFACE)
def test_each_name_is_there_and_comes_from_one_part(name: str) -> None:
    parts = [part for part in (linear, models, effects, population) if name in part.__all__]
    assert len(parts) == 1
    assert getattr(pharmacology, name) is getattr(parts[0], name)


def test_a_type_checker_sees_the_same_names() -> None:
    tree = ast.parse(Path(str(pharmacology.__file__)).read_text("utf-8"))
    seen = [
        alias.name
        for block in ast.walk(tree)
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted(seen) == sorted(SURFACE)


def test_a_name_that_is_not_on_it_is_not_there() -> None:
    with pytest.raises(AttributeError):
        _ = pharmacology.march


def test_the_arithmetic_of_orders_starts_without_numpy() -> None:
    code = "import slowdrip.science.pharmacology.dosing, sys; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
