"""What a test may need from the machine, and whether a run may do without it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from scripts.postgres_cluster import NoPostgres, find_programs


def needs(name: str) -> pytest.MarkDecorator:
    """A mark for tests that cannot run without `browser`, `pdf` (a reader), `postgres` (its programs) or `strace`."""
    return pytest.mark.needs(name)


def chromium_program() -> str | None:
    """The path of the browser on this machine, or None."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


def postgres_programs() -> str | None:
    """The folder of PostgreSQL's server programs on this machine, or None."""
    try:
        return str(find_programs())
    except NoPostgres:
        return None


def pdf_reader() -> str | None:
    """The path of the program that reads a PDF's text on this machine, or None."""
    return shutil.which("pdftotext")


def tracer() -> str | None:
    """The path of the program that tells a process's calls, where this machine lets it trace at all, or None."""
    path = shutil.which("strace")
    if path is None:
        return None
    tried = subprocess.run([path, "-f", "-o", os.devnull, "true"], capture_output=True, check=False)
    return path if tried.returncode == 0 else None


FINDERS: Mapping[str, Callable[[], str | None]] = MappingProxyType(
    {"browser": chromium_program, "pdf": pdf_reader, "postgres": postgres_programs, "strace": tracer}
)


def required() -> frozenset[str]:
    """The names in SLOWDRIP_REQUIRE; a name nobody knows is a mistake, not a wish."""
    names = frozenset(filter(None, os.environ.get("SLOWDRIP_REQUIRE", "").split(",")))
    unknown = names - FINDERS.keys()
    if unknown:
        raise pytest.UsageError(f"SLOWDRIP_REQUIRE names {sorted(unknown)}; known are {sorted(FINDERS)}")
    return names


def meet(name: str) -> None:
    """Skips the running test when what it needs is missing, or fails it when the run requires it."""
    if FINDERS[name]():
        return
    if name in required():
        pytest.fail(f"{name} is missing here, and SLOWDRIP_REQUIRE does not allow a skip", pytrace=False)
    pytest.skip(f"{name} is missing here")
