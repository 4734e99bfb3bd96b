"""What was typed after `slowdrip simulate`, as it was typed."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """Each option by its name; nothing is read or checked yet."""

    out: list[Path]
    model: str
    dose: str
    over: str
    every: str
    infusions: int
    compare: list[str] | None
    weight: str
    age: float
    patients: int
    people: Path | None
    events: Path | None
    time_unit: str
    amount_unit: str
    variability: str
    seed: int
    site: str
    given: str
    times: str
    until: str
    step: str
    bands: bool
    engine: str
