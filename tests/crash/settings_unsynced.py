"""The house's settings with a planted fault: SQLite waits less for the disk, as PLANTED_SYNCHRONOUS says."""

import os

from slowdrip.site import settings as usual
from slowdrip.site.settings import *  # noqa: F403  # all of them, but for what follows

_usual = usual.DATABASES["default"]
_opening = _usual["OPTIONS"]["init_command"].replace("=FULL", f"={os.environ['PLANTED_SYNCHRONOUS']}")
DATABASES = {"default": {**_usual, "OPTIONS": {**_usual["OPTIONS"], "init_command": _opening}}}
