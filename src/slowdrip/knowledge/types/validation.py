"""What a validation report needs: measured series, tables to reproduce, and gates with their targets."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from slowdrip.knowledge.types.sourced import Confidence


class Judged(StrEnum):
    """How much a gate proves: against other data, against what the model was fitted to, or only our arithmetic."""

    INDEPENDENT = "independent"
    IN_SAMPLE = "in_sample"
    ARITHMETIC = "arithmetic"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: its figure must lie between `low` and `high`, both included; one of the two may be open."""

    name: str
    title: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    judged: Judged
    source: str
    confidence: Confidence
    plot: str
    note: str = ""
    heavy: bool = False

    def passes(self, figure: float) -> bool:
        """Whether a figure meets the target; one that is not a number never does."""
        above = self.low is None or figure >= float(self.low)
        below = self.high is None or figure <= float(self.high)
        return figure == figure and above and below

    @property
    def target(self) -> str:
        """The target in few characters."""
        if self.low is None:
            return f"at most {self.high} {self.unit}"
        if self.high is None:
            return f"at least {self.low} {self.unit}"
        return f"{self.low} to {self.high} {self.unit}"


@dataclass(frozen=True, slots=True)
class Series:
    """Values over time of one analyte at one site: read off a figure, printed in a table, or from another solver."""

    name: str
    model: str
    analyte: str
    site: str
    unit: str
    regimen: str
    t_min: tuple[float, ...]
    values: tuple[float, ...]
    source: str
    confidence: Confidence
    note: str = ""
