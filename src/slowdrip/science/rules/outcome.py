"""Gives the shape of every decision: a gate that passed, or the reasons why not yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Param: TypeAlias = str | int | Decimal | date | datetime | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a code with its numbers (units in the names); words for it live with the screens."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition: passed, or not yet because of these reasons."""

    code: str
    passed: bool
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.passed == bool(self.reasons):
            raise ValueError("gate_contradicts_reasons")


@dataclass(frozen=True, slots=True)
class GateResult:
    """All gates of one decision, in the order in which a screen lists them."""

    gates: tuple[Gate, ...]

    @property
    def open(self) -> bool:
        """True when every gate passed; a result without gates was never asked, so it stays shut."""
        return bool(self.gates) and all(gate.passed for gate in self.gates)

    @property
    def not_yet(self) -> tuple[Reason, ...]:
        """Every reason that still stands, in gate order."""
        return tuple(reason for gate in self.gates for reason in gate.reasons)

    def gate(self, code: str) -> Gate:
        """The gate of that code."""
        return next(gate for gate in self.gates if gate.code == code)


def because(code: str, **params: Param) -> Reason:
    """A reason with its numbers."""
    return Reason(code, params)


def gate(code: str, *reasons: Reason | None) -> Gate:
    """A gate that passes when no reason is left; `None` stands for a condition that is met."""
    standing = tuple(reason for reason in reasons if reason is not None)
    return Gate(code, not standing, standing)
