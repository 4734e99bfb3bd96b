"""Runs a module of the house as it would run hours later: `python -m tests.browser.later SECONDS MODULE ARGUMENTS`."""

from __future__ import annotations

import runpy
import sys
from datetime import UTC, datetime, timedelta

from slowdrip.clinic.record import moment


def main(seconds: str, module: str) -> None:
    """Sets the one clock of the house forward, then runs the module as if it had been called by itself."""
    ahead = timedelta(seconds=int(seconds))
    moment.now = lambda: datetime.now(UTC) + ahead
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
