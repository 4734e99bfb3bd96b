"""The house's settings with a planted fault: entries are acknowledged before they are committed."""

from slowdrip.site import settings as usual
from slowdrip.site.settings import *  # noqa: F403  # all of them, but for what follows

MIDDLEWARE = ["tests.crash.hasty.answers_first", *usual.MIDDLEWARE]
