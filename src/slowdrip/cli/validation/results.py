"""What became of each gate: its figure and the verdict, or not run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from slowdrip.knowledge.types.validation import Gate


class Verdict(StrEnum):
    """A gate passes, fails, or was not run; the report prints all three."""

    MET = "pass"
    FAIL = "FAIL"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Result:
    """One gate with its figure; nothing where it was not run."""

    gate: Gate
    figure: float | None

    @property
    def verdict(self) -> Verdict:
        """Whether the figure meets the target."""
        if self.figure is None:
            return Verdict.NOT_RUN
        return Verdict.MET if self.gate.passes(self.figure) else Verdict.FAIL


class UnknownGate(KeyError):
    """A gate without a measure, or a measure without a gate: nothing may be left out of the report."""


def results(
    gates: tuple[Gate, ...], measures: Mapping[str, Callable[[], float]], heavy: Mapping[str, float]
) -> tuple[Result, ...]:
    """Each gate measured, in order; a heavy gate without a figure was not run."""
    light = {gate.name for gate in gates if not gate.heavy}
    odd = (light ^ measures.keys()) | (heavy.keys() - {gate.name for gate in gates if gate.heavy})
    if odd:
        raise UnknownGate(", ".join(sorted(odd)))
    return tuple(Result(gate, heavy.get(gate.name) if gate.heavy else measures[gate.name]()) for gate in gates)


def count(found: tuple[Result, ...], verdict: Verdict) -> int:
    """How many gates have a verdict."""
    return sum(result.verdict is verdict for result in found)
