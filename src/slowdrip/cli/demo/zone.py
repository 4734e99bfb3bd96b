"""The time zone of this machine, so that times typed in the demo mean what the clock on the wall says."""

import os
from pathlib import Path
from zoneinfo import available_timezones

ELSE = "America/New_York"
MARK = "zoneinfo/"


def machine_zone(localtime: Path = Path("/etc/localtime")) -> str:
    """Gives the machine's zone by name, or New York where the machine does not name one."""
    asked = os.environ.get("TZ", "").lstrip(":")
    told = str(localtime.resolve()) if localtime.exists() else ""
    named = told.partition(MARK)[2] if MARK in told else ""
    return next((name for name in (asked, named) if name in available_timezones()), ELSE)
