"""What the package offers, what it says when a library is missing, and that no web process loads it."""

import subprocess
import sys

import pytest

import slowdrip.population
from slowdrip.population import NotInstalled

OFFERED = {
    "CohortFit",
    "FitRefused",
    "Modes",
    "NotInstalled",
    "Sampled",
    "concentrations",
    "device_concentrations",
    "device_stream",
    "fit_cohort",
    "most_probable_of_many",
    "stream",
    "summarised",
}
WITHOUT = """
import sys
sys.modules["{library}"] = None
import slowdrip.population
try:
    slowdrip.population.{name}
except slowdrip.population.NotInstalled as missing:
    print(missing)
"""
WEB = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "slowdrip.site.settings"
import slowdrip.site.asgi
from django.urls import get_resolver
get_resolver().url_patterns
print(sorted({"numba", "llvmlite", "jax", "numpyro", "slowdrip.population"} & sys.modules.keys()))
"""


def said(program: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_the_surface_is_this_list() -> None:
    assert set(slowdrip.population.__all__) == OFFERED
    assert set(dir(slowdrip.population)) >= OFFERED
    with pytest.raises(AttributeError):
        _ = slowdrip.population.curve


def test_without_the_compiler_the_error_says_what_to_install() -> None:
    assert said(WITHOUT.format(library="numba", name="stream")) == (
        "numba is not installed: python -m pip install 'slowdrip[population]' brings it."
    )


def test_without_the_sampler_or_the_library_for_a_gpu_the_error_says_what_to_install() -> None:
    for name in ("device_stream", "device_concentrations"):
        assert said(WITHOUT.format(library="jax", name=name)) == (
            "jax is not installed: python -m pip install 'slowdrip[cohort]' brings it."
        )
    assert "pip install 'slowdrip[cohort]'" in said(WITHOUT.format(library="jax", name="fit_cohort"))
    assert issubclass(NotInstalled, ImportError)


def test_the_web_process_loads_none_of_it() -> None:
    assert said(WEB) == "[]"


def test_a_planted_import_by_the_web_process_is_seen() -> None:
    assert (
        said(WEB.replace("import slowdrip.site.asgi", "import slowdrip.site.asgi, slowdrip.population.engine")) != "[]"
    )
