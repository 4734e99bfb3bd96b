"""The phases a drip goes through, from the appointment to a true ending."""

from enum import StrEnum


class Phase(StrEnum):
    """Where the visit stands; how it ended is told by the ending, not by the phase."""

    EXPECTED = "expected"
    CHECKED_IN = "checked_in"
    PREPARING = "preparing"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    RECOVERY = "recovery"
    ENDED = "ended"


BEFORE_DRIP = (Phase.EXPECTED, Phase.CHECKED_IN, Phase.PREPARING, Phase.READY)
DURING_DRIP = (Phase.RUNNING, Phase.PAUSED)
HERE = (Phase.READY, *DURING_DRIP, Phase.RECOVERY)
"""The patient sits at the chair, so that a monitor may speak."""
