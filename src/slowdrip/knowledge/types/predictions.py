"""What a clinic lets Slowdrip predict: nothing until the medical director has signed it on."""

from dataclasses import dataclass

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Predictions:
    """Which predictions are shown; they count only in a version that the director signed."""

    twin: Sourced[bool]
